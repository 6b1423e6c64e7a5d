import { readListExtents, type ListExtent } from "../services/extents.ts";
import type { OwnProductFact } from "../domain/extent-fact.ts";
import { parseCall, parseRegion, withDeps, type Command } from "./command.ts";
import { renderTable } from "./table.ts";

/** A line with its counts; of one that is not hit, all that is registered is unreported. */
function countLine({ extent: measured, registered }: ListExtent) {
  const none = { grade: "none", registered, short: 0, coming: 0, ceasing: 0, unreported: registered } as const;
  const { grade, short, coming, ceasing, unreported, ...of } = measured ?? none;
  return { grade, registered: of.registered, short, coming, ceasing, unreported };
}

export const extent: Command = {
  usage: ["extent REGION [--json]"],
  summary:
    "How much of what each line of a region's list covers is reported, line by line: products short, coming, ceasing and not " +
    "reported (which does not mean on a shelf), and the grade: whole, own, strength, part, ceasing, unknown (no catalogue, or a code that " +
    'names no substance) or none (nothing is reported). "?" is what nobody knows.',
  async run(context) {
    const { values, positionals } = parseCall(context.args, {
      options: { json: { type: "boolean" } },
      words: ["REGION"],
    });
    const region = parseRegion(positionals[0]);
    return withDeps(context, async ({ database: { db } }) => {
      const lines = await readListExtents(db, region.code);
      const entries = lines.map((line) => {
        const { key, atc, formGroup, strength } = line.entry;
        return { key, atc, formGroup, strength, ...countLine(line), own: line.own };
      });
      const hasNone = entries.length === 0;
      if (hasNone) context.problem(`${region.name} has no list yet: run "list import ${region.code} FILE"`);
      if (values.json === true) context.out(JSON.stringify({ entries }));
      else if (!hasNone) {
        const rows = lines.map((line) => {
          const { entry, own } = line;
          const { grade, ...counted } = countLine(line);
          const counts = Object.values(counted).map((count) => String(count ?? "?"));
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
