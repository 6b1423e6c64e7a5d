import { quoteText } from "../domain/clean-text.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { looksMisread } from "../domain/swedish-text.ts";
import { mergePackages, type Notice } from "../domain/notice.ts";
import { isFormulaFault, type OddCell } from "../domain/table-cell.ts";
import { Warnings, type ReadInput, type ReadResult, type Warning } from "./source.ts";
import { isAhead } from "../domain/guard.ts";
import { parseWrittenInstant } from "../domain/written-time.ts";
import type { TableFile } from "./table-file.ts";
import { findHeader, type TableHeader, type WantedColumn } from "./table-header.ts";
import { readTable, iterateRows } from "./table-thread.ts";
import type { TextEncoding } from "./table-text.ts";
import { adaptRow, type ReadTableRow, type RowLayout, type TableRow } from "./table-row.ts";
import { TABLE_FIELDS, type Problem, type TableField } from "./table-row-cells.ts";

/** How a source's table is laid out. */
export interface TableLayout extends Omit<
  RowLayout,
  "byArticle" | "onePerType" | "regionCode" | "openWords" | "writtenOn"
> {
  /** The names each column may have. */
  readonly columns: Readonly<Partial<Record<TableField, readonly string[]>>>;
  /** Columns that may be missing; every other one must be there. */
  readonly optional?: readonly TableField[];
  /** What holds where a column is missing or a cell is empty. */
  readonly constants?: Readonly<Partial<Record<TableField, string>>>;
  readonly onePerType?: boolean;
  readonly openWords?: readonly string[];
  readonly regionCode?: string | undefined;
  /** The sheet that is seen and names the most columns without it. */
  readonly sheet?: string | undefined;
  /** The row that names the columns, from 1; looked for without it. */
  readonly headerRow?: number | undefined;
  /** Of a file of text; told apart by what it says without it. */
  readonly encoding?: TextEncoding | undefined;
}

const DATES: ReadonlySet<TableField> = new Set(["start", "forecastEnd", "end", "lastUpdated", "created"]);
/** Of any other field a date or a time is no value: a spreadsheet made it of something else. */
const MAY_BE_DATES: ReadonlySet<TableField> = new Set([...DATES, "type", "status", "cause", "link", "note"]);

/**
 * Reads a table of notices, one row a package. Rows of one product in one report are one notice; a report with a row that
 * cannot be read is left out whole, with a warning that names row and column: without one of its packages it would read
 * as if that package were back. The file was made when its column `created` says at the latest, else when it was last
 * written to disk.
 */
export async function readTableNotices(input: ReadInput, layout: TableLayout): Promise<ReadResult> {
  const wanted = listWanted(layout);
  const { file, maxBytes } = input;
  const table = await readTable({
    file,
    maxBytes,
    sheet: layout.sheet,
    encoding: layout.encoding,
    wanted: { kind: "columns", columns: wanted },
  });
  if (table.kind === "rejected") return table;
  const header = findHeader(table.rows, wanted, layout.headerRow);
  if (header.kind === "rejected") return header;
  const created = readCreated({ table, header, layout, now: input.now });
  const { createdAt, rawCreatedAt } = created;
  const reading = await readRows({ table, header, layout, created });
  const { count, skippedReportIds, warnings } = reading;
  const [first] = warnings;
  if (reading.notices.length === 0)
    return {
      kind: "rejected",
      reason:
        first === undefined
          ? `row ${header.at + 1} names the columns, but no row follows: a file of notices has some`
          : `none of the rows could be read (${first.place}: ${first.problem})`,
    };
  await input.onNotices(reading.notices, createdAt);
  return {
    kind: "read",
    createdAt,
    rawCreatedAt,
    ...count,
    skippedReportIds,
    bytes: table.bytes,
    sha256: table.sha256,
    warnings,
  };
}

function listWanted({ columns, optional = [] }: TableLayout): Map<TableField, WantedColumn> {
  const wanted = new Map<TableField, WantedColumn>();
  for (const field of TABLE_FIELDS) {
    const names = columns[field];
    if (names !== undefined) wanted.set(field, { names, required: !optional.includes(field) });
  }
  return wanted;
}

interface Rows {
  readonly table: TableFile;
  readonly header: TableHeader<TableField>;
}

async function readRows({
  table,
  header,
  layout,
  created,
}: Rows & { readonly layout: TableLayout; readonly created: Created }) {
  const rowLayout: RowLayout = {
    ...layout,
    regionCode: layout.regionCode ?? null,
    openWords: layout.openWords ?? [],
    writtenOn: stockholmDate(created.createdAt),
    onePerType: layout.onePerType ?? false,
    byArticle: layout.columns.productName === undefined || (layout.optional ?? []).includes("productName"),
  };
  const gathered = createGathering();
  if (created.warning !== null) gathered.warn(created.warning);
  if (table.rivals.length > 0)
    gathered.warn({ place: `sheet ${JSON.stringify(table.sheet)}`, problem: wordRivals(table.rivals) });
  for await (const [index, row] of iterateRows(table.rows)) {
    if (index <= header.at || row.length === 0) continue;
    if (table.marks.hiddenRows.has(index))
      gathered.warn({ place: `row ${index + 1}`, problem: "hidden in the file, and read all the same" });
    const place = (field: TableField): string => {
      const name = header.columns.get(field)?.name;
      return name === undefined ? `row ${index + 1}` : `row ${index + 1}, column ${JSON.stringify(name)}`;
    };
    const odd = table.marks.odd.get(index);
    gathered.add(adaptRow(readCells({ row, header, layout, odd }), rowLayout), place);
  }
  return gathered.finish();
}

function wordRivals(rivals: readonly string[]): string {
  const names = rivals.map((name) => JSON.stringify(name)).join(", ");
  return `${names} look like it; name in the option "sheet" which one is meant`;
}

function readCells(input: {
  row: readonly string[];
  header: Rows["header"];
  layout: TableLayout;
  odd: ReadonlyMap<number, OddCell> | undefined;
}): TableRow {
  const { row, header, layout, odd } = input;
  const cells = new Map<TableField, string>();
  const faults: Problem[] = [];
  for (const [field, { at }] of header.columns) {
    const mark = odd?.get(at);
    // A date that nobody knows costs the date and not the notice.
    const text = mark?.kind === "formula" && DATES.has(field) ? "a formula without its value" : (row[at] ?? "");
    const problem = findCellProblem(field, text, mark);
    if (problem === null) cells.set(field, text);
    else faults.push({ field, problem });
  }
  return { faults, cell: (field) => cells.get(field) || layout.constants?.[field] || "" };
}

function findCellProblem(field: TableField, text: string, odd: OddCell | undefined): string | null {
  if (isFormulaFault(text)) return `the formula gives ${text}`;
  if (odd?.kind === "formula" && !DATES.has(field))
    return "the formula's value is not saved in the file; open it and save it again";
  if (looksMisread(text))
    return `${quoteText(text)} has letters that were read wrongly; save the file as CSV UTF-8 or .xlsx`;
  if (MAY_BE_DATES.has(field)) return null;
  if (odd?.kind === "date")
    return `${odd.shown} is a date or a time, which the spreadsheet may have made; write it as text`;
  return odd?.kind === "truth" ? `${odd.shown} is true or false; write it as text` : null;
}

/** Joins rows to notices, in the order in which they begin. */
function createGathering() {
  const notices = new Map<string, Notice>();
  const skipped = new Set<string>();
  const warnings = new Warnings();
  const warn = (place: string, problem: string): void => warnings.add(place, problem);
  let unnamed = 0;
  return {
    warn: ({ place, problem }: Warning): void => warn(place, problem),
    add(read: ReadTableRow, place: (field: TableField) => string): void {
      if (read.kind === "unreadable") {
        if (read.reportId === null) unnamed += 1;
        else skipped.add(read.reportId);
        for (const { field, problem } of read.problems) warn(place(field), `${problem}, the report is left out`);
        return;
      }
      for (const { field, problem } of read.oddities) warn(place(field), problem);
      const key = JSON.stringify([read.notice.reportId, read.notice.nplId]);
      const earlier = notices.get(key);
      const onRepeated = (): void =>
        warn(place("start"), "the same package once more in the same report, the latest start counts");
      if (earlier !== undefined && earlier.type !== read.notice.type)
        warn(place("type"), "another type than in the report's first row, which counts");
      const packages = mergePackages([...(earlier?.packages ?? []), ...read.notice.packages], onRepeated);
      notices.set(key, { ...(earlier ?? read.notice), packages });
    },
    finish() {
      const kept = [...notices.values()].filter(({ reportId }) => !skipped.has(reportId));
      const count = {
        reports: new Set(kept.map(({ reportId }) => reportId)).size,
        notices: kept.length,
        packages: kept.reduce((sum, { packages }) => sum + packages.length, 0),
        skippedReports: skipped.size + unnamed,
        warningCount: warnings.count,
      };
      return { notices: kept, count, skippedReportIds: [...skipped], warnings: warnings.kept };
    },
  };
}

interface Created {
  readonly createdAt: Date;
  readonly rawCreatedAt: string;
  /** That a time was not believed. */
  readonly warning: Warning | null;
}

/** Times that have not come are passed over. */
function readCreated({
  table,
  header,
  layout,
  now,
}: Rows & { readonly layout: TableLayout; readonly now: Date }): Created {
  const column = header.columns.get("created");
  const order = layout.dateOrder;
  let latest: Omit<Created, "warning"> | null = null;
  let warning: Warning | null = null;
  for (const [index, row] of table.rows.entries()) {
    const rawCreatedAt = column === undefined || index <= header.at ? "" : (row[column.at] ?? "");
    const createdAt = parseWrittenInstant(rawCreatedAt, order);
    if (createdAt === null) continue;
    if (isAhead(createdAt, now))
      warning ??= {
        place: `row ${index + 1}, column ${JSON.stringify(column?.name)}`,
        problem: `${JSON.stringify(rawCreatedAt)} has not come yet, passed over as the file's time`,
      };
    else if (latest === null || createdAt > latest.createdAt) latest = { createdAt, rawCreatedAt };
  }
  if (latest !== null) return { ...latest, warning };
  const createdAt = table.modifiedAt < now ? table.modifiedAt : now;
  return { createdAt, rawCreatedAt: createdAt.toISOString(), warning };
}
