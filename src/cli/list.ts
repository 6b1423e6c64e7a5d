import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { readActiveEntries } from "../db/lists.ts";
import type { RejectedRow } from "../domain/list.ts";
import type { Region } from "../domain/region.ts";
import { importList } from "../jobs/list-import.handler.ts";
import { parseRegionList } from "../sources/region-list.ts";
import { parseCall, parseRegion, UsageError, withDeps, type Command, type CommandContext } from "./command.ts";
import { renderTable } from "./table.ts";

export const list: Command = {
  name: "list",
  usage: ["list import REGION FILE.csv [--strict] [--json]", "list show REGION [--json]"],
  summary: "Takes a region's list of prioritised medicines into use, or shows it.",
  async run(context) {
    const [action, ...args] = context.args;
    if (action === "import") return runImport({ ...context, args });
    if (action === "show") return runShow({ ...context, args });
    throw new UsageError(`list ${action ?? ""}: say import or show`);
  },
};

async function runImport(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { strict: { type: "boolean" }, json: { type: "boolean" } },
    words: ["REGION", "FILE"],
  });
  const region = parseRegion(positionals[0]);
  const file = positionals[1] ?? "";
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) {
    context.problem(`${file}: there is no such file, or it may not be read`);
    return 1;
  }
  const parsed = parseRegionList(bytes);
  if (parsed.kind === "refused") {
    context.problem(`${file}: ${parsed.reason}`);
    return 1;
  }
  const { entries, rejected } = parsed;
  for (const row of rejected) context.problem(`${file}, ${describeRejected(row)}`);
  const rows = entries.length + rejected.length;
  if (entries.length === 0 || (values.strict === true && rejected.length > 0)) {
    // The rows are the answer, also where it is no.
    if (values.json === true) context.out(JSON.stringify({ entries: rows, accepted: 0, rejected }));
    context.problem(`${file}: nothing was imported; mend the ${rejected.length} rows above and import again.`);
    return 1;
  }
  const accepted = entries.length;
  await withDeps(context, ({ fetching }) =>
    importList(fetching, { regionCode: region.code, fileName: basename(file), entries }),
  );
  if (values.json === true) context.out(JSON.stringify({ entries: rows, accepted, rejected }));
  else context.out(describeImport(region, { accepted, rejected: rejected.length }));
  return 0;
}

/** `row 3, column ATC: …`; what is wrong with a whole row names no column. */
export function describeRejected({ row, column, problem }: RejectedRow): string {
  return `row ${row}${column === "" ? "" : `, column ${column}`}: ${problem}`;
}

function describeImport(region: Region, { accepted, rejected }: { accepted: number; rejected: number }): string {
  const rest = rejected === 0 ? "" : ` ${rejected} rows were left out, see above.`;
  return `${region.name}: ${accepted} entries are in use.${rest}`;
}

async function runShow(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { json: { type: "boolean" } },
    words: ["REGION"],
  });
  const region = parseRegion(positionals[0]);
  return withDeps(context, async ({ database: { db } }) => {
    const entries = await readActiveEntries(db, region.code);
    if (values.json === true) context.out(JSON.stringify({ entries }));
    else if (entries.length === 0) context.out(`${region.name} has no list yet.`);
    else {
      const header = ["ATC", "substance", "form", "strength", "priority", "category", "stock days"];
      const rows = entries.map((entry) =>
        [
          entry.atc,
          entry.substance,
          entry.formGroup,
          entry.strength,
          entry.priority,
          entry.category,
          entry.stockDays,
        ].map((cell) => cell ?? ""),
      );
      context.out(renderTable([header, ...rows]));
    }
    return 0;
  });
}
