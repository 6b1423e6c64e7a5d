import { readListExtents } from "../services/extents.ts";
import type { OwnProductFact } from "../domain/extent-fact.ts";
import { parseCall, parseRegion, withDeps, type Command } from "./command.ts";
import { renderTable } from "./table.ts";

const NOTHING = { grade: "none", registered: null, short: 0, coming: 0, ceasing: 0, unreported: null };

export const extent: Command = {
  usage: ["extent REGION [--json]"],
  summary:
    "How much of what each line of a region's list covers is reported: products short, coming, ceasing and not reported.",
  async run(context) {
    const { values, positionals } = parseCall(context.args, {
      options: { json: { type: "boolean" } },
      words: ["REGION"],
    });
    const region = parseRegion(positionals[0]);
    return withDeps(context, async ({ database: { db } }) => {
      const lines = await readListExtents(db, region.code);
      const entries = lines.map(({ entry: { key, atc, formGroup, strength }, extent: measured, own }) => {
        const { grade, registered, short, coming, ceasing, unreported } = measured ?? NOTHING;
        return { key, atc, formGroup, strength, grade, registered, short, coming, ceasing, unreported, own };
      });
      if (values.json === true) context.out(JSON.stringify({ entries }));
      else {
        const rows = lines.map(({ entry, extent: measured, own }) => {
          const { grade, registered, short, coming, ceasing, unreported } = measured ?? NOTHING;
          const counts = [registered, short, coming, ceasing, unreported].map((count) => String(count ?? "?"));
          return [
            entry.atc,
            entry.substance,
            entry.formGroup ?? "",
            entry.strength ?? "",
            grade,
            ...counts,
            own.map(describeOwn).join("; "),
          ];
        });
        const titles = ["registered", "short", "coming", "ceasing", "unreported", "own products"];
        context.out(renderTable([["ATC", "substance", "form", "strength", "extent", ...titles], ...rows]));
      }
      return 0;
    });
  },
};

function describeOwn({ name, state, from, otherPack }: OwnProductFact): string {
  const other = otherPack === undefined ? "" : `, another pack ${otherPack}`;
  return `${name}: ${state}${from === null ? "" : ` from ${from}`}${other}`;
}
