import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";
import { readContact } from "../db/case-desk.ts";
import { readActiveEntries } from "../db/lists.ts";
import type { ListMapping } from "../domain/list-import.ts";
import { doubtStrength } from "../domain/list-strength.ts";
import { describeRemark, type RowRemark } from "../domain/list-remarks.ts";
import { labelOwn } from "../domain/own-product.ts";
import type { ListEntry } from "../domain/list.ts";
import { type RejectedRow, listFaults } from "../domain/row-fault.ts";
import { COLUMNS, LIST_COLUMNS, writeCell } from "../domain/list-columns.ts";
import type { Region } from "../domain/region.ts";
import { importList } from "../services/list-versions.ts";
import { checkOwnProducts } from "../services/list-reading.ts";
import { actAtCommandLine } from "../services/context.ts";
import { readRegionList, type ParsedList } from "../sources/region-list.ts";
import type { RefusedList } from "../sources/region-list-header.ts";
import { parseCall, parseRegion, readAs, runAction, withDeps, type Command, type CommandContext } from "./command.ts";
import { parseTableOptions, TABLE_OPTIONS, type TableOptions } from "./table-options.ts";
import { renderTable } from "./table.ts";

export const list: Command = {
  usage: [
    "list import REGION FILE [--sheet NAME|N] [--header-row N] [--encoding NAME] [--map FILE.json] [--strict] [--json]",
    "list show REGION [--json]",
  ],
  summary: "Takes a region's list of prioritised medicines into use, or shows it.",
  run: (context) => runAction(context, "list", { import: runImport, show: runShow }),
};

const mappingSchema = z.partialRecord(z.enum(LIST_COLUMNS), z.string());

async function runImport(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { ...TABLE_OPTIONS, map: { type: "string" }, strict: { type: "boolean" }, json: { type: "boolean" } },
    words: ["REGION", "FILE"],
  });
  const region = parseRegion(positionals[0]);
  const layout = parseTableOptions(values);
  const file = positionals[1] ?? "";
  const parsed = await parseFile(context, { file, map: values.map, layout });
  if (parsed === null) return 1;
  const { entries, joined } = parsed;
  const rejected = listRejected(parsed);
  tellFindings(context, { file, parsed, rejected });
  const refused = parsed.rejected.length;
  const rows = entries.length + joined + refused;
  const { sheet, headerRow } = parsed.layout;
  const read = { sheet, headerRow };
  if (entries.length === 0 || (values.strict === true && refused > 0)) {
    // The rows are the answer, also where it is no.
    if (values.json === true) context.out(JSON.stringify({ entries: rows, accepted: 0, rejected, read }));
    context.problem(`${file}: nothing was imported; mend the ${refused} rows above and import again.`);
    return 1;
  }
  const accepted = entries.length;
  const { contact, found } = await withDeps(context, async ({ publishing }) => {
    await importList(actAtCommandLine(publishing), { regionCode: region.code, fileName: basename(file), entries });
    return {
      contact: await readContact(publishing.db, region.code),
      found: await checkOwnProducts(publishing.db, entries),
    };
  });
  const remarks = [...parsed.remarks, ...found].map(wordRemark);
  for (const remark of remarks) context.problem(`${file}, ${describeRejected(remark)}`);
  if (contact === null)
    context.problem(
      `${region.name} has not said how it is reached when it is urgent, which its messages should tell: run policy contact ${region.code} "TEXT"`,
    );
  if (values.json === true)
    context.out(
      JSON.stringify({ entries: rows, accepted, rejected, ...(remarks.length === 0 ? {} : { remarks }), read }),
    );
  else context.out(describeImport(region, { accepted, joined, rejected: refused, ...read }));
  return 0;
}

type Parsed = Extract<ParsedList, { kind: "parsed" }>;

/** Null, with the problem told, when the file is not there or is no list. */
async function parseFile(
  context: CommandContext,
  { file, map, layout }: { file: string; map: string | undefined; layout: TableOptions },
): Promise<Parsed | null> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) {
    context.problem(`${file}: there is no such file, or it may not be read`);
    return null;
  }
  const mapping = map === undefined ? undefined : await readMapping(context, map);
  if (mapping === null) return null;
  const parsed = await readRegionList(bytes, mapping, layout);
  if (parsed.kind === "parsed") return parsed;
  context.problem(`${file}: ${parsed.reason}${mendOf(parsed)}`);
  return null;
}

type Rejected = Omit<RejectedRow, "fault">;

/** Every fault of every rejected row; their kinds are for the pages, which word them in the reader's language. */
function listRejected({ rejected }: Parsed): Rejected[] {
  return rejected.flatMap((item) =>
    listFaults(item).map(({ column, problem }) => ({ row: item.row, column, problem })),
  );
}

function wordRemark(remark: RowRemark): Rejected {
  const { row, column } = remark;
  return { row, column, problem: describeRemark(remark) };
}

function tellFindings(
  context: CommandContext,
  { file, parsed, rejected }: { file: string; parsed: Parsed; rejected: readonly Rejected[] },
): void {
  const { entries, ignored } = parsed;
  if (ignored.length > 0) context.problem(`${file}: nothing was read from the columns ${ignored.join(", ")}`);
  for (const row of rejected) context.problem(`${file}, ${describeRejected(row)}`);
  for (const problem of describeUnread(entries)) context.problem(`${file}, ${problem}`);
}

/** Which title of the file stands for which of our columns; null, with the problem told, when the file does not say. */
async function readMapping(context: CommandContext, file: string): Promise<ListMapping | null> {
  const read = await readAs(context, { file, schema: mappingSchema });
  if (read === null) return null;
  return Object.fromEntries(Object.entries(read.value).filter(([, title]) => title !== undefined));
}

/** `row 3, column ATC: …`; what is wrong with a whole row names no column. */
export function describeRejected({ row, column, problem }: Rejected): string {
  return `row ${row}${column === "" ? "" : `, column ${column}`}: ${problem}`;
}

/** The strengths that say nothing that can be compared, by row. */
function describeUnread(entries: readonly ListEntry[]): string[] {
  return entries.flatMap(({ row, strength }) => {
    const doubt = doubtStrength(strength);
    if (doubt === null) return [];
    const what = doubt === "thousands" ? "can be read in two ways" : "is no strength that can be read";
    const mend =
      doubt === "thousands"
        ? "write thousands with a space (1 000 mg) and decimals with a comma (1,5 mg)"
        : "write one such as 400 mg or 5 mg, 10 mg, or leave it empty for all strengths";
    return [`row ${row}, column Styrka: ${JSON.stringify(strength)} ${what}: its hits are only possible ones; ${mend}`];
  });
}

/** Which option answers what the file leaves open. */
function mendOf({ fault }: RefusedList): string {
  const options: Partial<Record<typeof fault.kind, string>> = {
    sheets: "--sheet NAME",
    encoding: "--encoding NAME",
    "no-header": "--header-row N",
    columns: "--header-row N, --sheet NAME or --map FILE.json",
  };
  const option = options[fault.kind];
  return option === undefined ? "" : ` (${option})`;
}

interface ImportWords {
  readonly accepted: number;
  readonly joined: number;
  readonly rejected: number;
  readonly sheet: string | null;
  readonly headerRow: number;
}

function describeImport(region: Region, { accepted, joined, rejected, sheet, headerRow }: ImportWords): string {
  const further = joined === 0 ? "" : ` ${joined} further rows of the same lines were joined with them.`;
  const rest = rejected === 0 ? "" : ` ${rejected} rows were left out, see above.`;
  const from = sheet === null ? `row ${headerRow}` : `row ${headerRow} of the sheet "${sheet}"`;
  return `${region.name}: ${accepted} entries are in use.${further}${rest} The columns were read from ${from}.`;
}

/** The columns of the table at the command line, what the region buys and the type of the advice apart. */
const SHOWN = COLUMNS.filter(({ key, part }) => part !== "advice" && part !== "own" && key !== "emdn");

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
      const rows = entries.map((entry) => [
        ...SHOWN.map((rule) => writeCell(rule, entry, ", ")),
        entry.own.map(labelOwn).join(", "),
        entry.standingAdvice?.type ?? "",
      ]);
      const header = SHOWN.map(({ english }) => (english === "ATC" ? english : english.toLowerCase()));
      context.out(renderTable([[...header, "purchased", "advice"], ...rows]));
    }
    return 0;
  });
}
