import {
  MAX_LIST_BYTES,
  MAX_LIST_ROWS,
  type EncodingSample,
  type FileFault,
  type ListLayout,
  type ListMapping,
  type ReadLayout,
} from "../domain/list-import.ts";
import { cleanLine, clipText } from "../domain/clean-text.ts";
import { restoreCell } from "../domain/list-file.ts";
import { findColumns } from "../domain/list-columns.ts";
import { LIST_COLUMNS, readListRow, type ListColumn, type ReadCell } from "../domain/list-row.ts";
import { reject, type RejectedRow, type RowFault } from "../domain/row-fault.ts";
import type { ListEntry } from "../domain/list.ts";
import { nameCell, titleKey, type OddCell } from "../domain/table-cell.ts";
import { findListHeader, readHeaderAt, type FoundHeader } from "./table-list-header.ts";
import { parseTable, type RejectedTable, type Table, type TableChoice } from "./table-file.ts";
import { TEXT_ENCODINGS } from "./table-text.ts";
import { MAX_ROWS_ABOVE, type RowMarks } from "./table-rows.ts";
import { readTableBytes } from "./table-thread.ts";

/** `refused`: the file as a whole cannot be a list; `parsed`: every row is either an entry or a named rejection. */
export type ParsedList =
  | {
      readonly kind: "parsed";
      readonly entries: readonly ListEntry[];
      readonly rejected: readonly RejectedRow[];
      /** Titles that nothing was read from. */
      readonly ignored: readonly string[];
      readonly layout: ReadLayout;
    }
  | RefusedList;

export interface RefusedList {
  readonly kind: "refused";
  readonly reason: string;
  readonly fault: FileFault;
  /** The header, when a word on its columns would make the file a list; `missing` are those of ours that were not found. */
  readonly titles?: readonly string[];
  readonly missing?: readonly ListColumn[];
  /** The sheets that are seen, when it has to be said which one is the list. */
  readonly sheets?: readonly string[];
  /** The ways to read the file's letters, when it has to be said which one is right. */
  readonly encodings?: readonly EncodingSample[];
  /** Where the header was looked for. */
  readonly layout?: ReadLayout;
}

/** A list whose rows are still to be read, one at a time, so that whoever reads can tell how far it has come. */
export interface OpenedList {
  readonly kind: "opened";
  /** Rows behind the header that hold something. */
  readonly total: number;
  readonly ignored: readonly string[];
  readonly layout: ReadLayout;
  rows(): Generator<ReadRow>;
}

export type ReadRow =
  | { readonly kind: "entry"; readonly entry: ListEntry }
  | { readonly kind: "rejected"; readonly rejected: RejectedRow };

/**
 * Reads a region's list from CSV or XLSX: the columns of LIST_COLUMNS in any order, comma, semicolon or tab between them,
 * in any encoding that its text shows. With a mapping the titles may be others than ours, and columns that it does not
 * name are left unread. What `layout` leaves out, such as the sheet, is found out. For files that are known to be small.
 */
export function parseRegionList(bytes: Uint8Array, mapping?: ListMapping, layout: ListLayout = {}): ParsedList {
  const opened =
    bytes.length > MAX_LIST_BYTES
      ? refuseLarge()
      : openTable(parseTable(bytes, chooseTable(mapping, layout)), { mapping, layout });
  if (opened.kind === "refused") return opened;
  return takeRows(opened);
}

/** The same for any file: read in a thread of its own. */
export async function readRegionList(
  bytes: Uint8Array,
  mapping?: ListMapping,
  layout: ListLayout = {},
): Promise<ParsedList> {
  const opened = await openRegionList(bytes, mapping, layout);
  return opened.kind === "refused" ? opened : takeRows(opened);
}

function takeRows(opened: OpenedList): ParsedList {
  const entries: ListEntry[] = [];
  const rejected: RejectedRow[] = [];
  for (const row of opened.rows()) {
    if (row.kind === "entry") entries.push(row.entry);
    else rejected.push(row.rejected);
  }
  return { kind: "parsed", entries, rejected, ignored: opened.ignored, layout: opened.layout };
}

/** The same for a file that somebody hands in, read in a thread of its own as far as the rows, so that nobody waits for it. */
export async function openRegionList(
  bytes: Uint8Array,
  mapping?: ListMapping,
  layout: ListLayout = {},
): Promise<OpenedList | RefusedList> {
  if (bytes.length > MAX_LIST_BYTES) return refuseLarge();
  return openTable(await readTableBytes(bytes, chooseTable(mapping, layout)), { mapping, layout });
}

function refuseLong(): RefusedList {
  return refuse(
    "too-many-rows",
    `the file has more than ${MAX_LIST_ROWS} rows, which are the most: is it a medicine list?`,
  );
}

function refuseLarge(): RefusedList {
  return refuse("too-large", `the file is larger than ${MAX_LIST_BYTES / 1e6} MB: is it a medicine list?`);
}

function chooseTable(mapping: ListMapping = {}, { sheet, encoding: named }: ListLayout): TableChoice {
  const encoding = TEXT_ENCODINGS.find((name) => name === named);
  return { sheet, encoding, wanted: { kind: "list", mapping }, maxRows: MAX_LIST_ROWS + MAX_ROWS_ABOVE };
}

interface OpeningTable {
  readonly mapping: ListMapping | undefined;
  readonly layout: ListLayout;
}

function openTable(table: Table | RejectedTable, { mapping, layout: wanted }: OpeningTable): OpenedList | RefusedList {
  if (table.kind === "rejected" && table.readings !== undefined)
    return { ...refuse("encoding", table.reason), encodings: table.readings };
  if (table.kind === "rejected")
    return /rows are too many/.test(table.reason) ? refuseLong() : refuse("unreadable", table.reason);
  const { sheet, sheets, rivals } = table;
  if (rivals.length > 0 && sheet !== null) return { ...refuseSheets(sheet, rivals), sheets };
  const header = seenHeader(table, mapping ?? {}, wanted.headerRow);
  const layout: ReadLayout = { sheet, sheets, headerRow: header.bodyAt, head: takeHead(table.rows) };
  const opened = openRows(table, { header, mapping, layout });
  return opened.kind === "refused" ? { ...opened, layout } : opened;
}

/** The rows that may name the columns, shortened. */
function takeHead(rows: Table["rows"]): ReadLayout["head"] {
  return rows.slice(0, MAX_ROWS_ABOVE + 1).flatMap((row, at) => {
    const text = row.filter((cell) => cell !== "").join(", ");
    return text === "" ? [] : [{ row: at + 1, text: clipText(cleanLine(text), MAX_HEAD_CHARS) }];
  });
}

const MAX_HEAD_CHARS = 80;

interface SeenHeader extends FoundHeader {
  /** Titles of columns that are hidden in the file, and so not read. */
  readonly hidden: readonly string[];
}

/** The header as it is seen: a hidden column has no title. */
function seenHeader({ rows, marks }: Table, mapping: ListMapping, headerRow: number | undefined): SeenHeader {
  const found = headerRow === undefined ? findListHeader(rows, mapping) : readHeaderAt(rows, headerRow - 1);
  const isHidden = (place: number): boolean => marks.hiddenColumns.has(place);
  const titles = found.titles.map((title, place) => (isHidden(place) ? "" : title));
  return { ...found, titles, hidden: found.titles.filter((title, place) => title !== "" && isHidden(place)) };
}

interface Opening {
  readonly header: SeenHeader;
  readonly mapping: ListMapping | undefined;
  readonly layout: ReadLayout;
}

function openRows(table: Table, { header, mapping, layout }: Opening): OpenedList | RefusedList {
  const place = `row ${header.bodyAt}`;
  if (header.titles.every((title) => title === ""))
    return refuse("no-header", `${place} is empty: choose the row that names the columns`);
  const own = readOwnHeader(header, place);
  // A file in our words needs no mapping, also in a region that has one.
  const isMapped = mapping !== undefined && own.kind === "refused";
  const found = isMapped ? readMappedHeader(header, { mapping, place }) : own;
  if (found.kind === "refused") return found;
  const total = table.rows.slice(header.bodyAt).filter((cells) => cells.some((cell) => cell !== "")).length;
  if (total === 0) return refuse("no-rows", "the file has a header but no rows; nothing to import");
  if (total > MAX_LIST_ROWS) return refuseLong();
  const { places } = found;
  const ignored = [...found.ignored, ...header.hidden.map((title) => `${title} (dold)`)];
  const titles = isMapped ? null : header.titles;
  return {
    kind: "opened",
    total,
    ignored,
    layout,
    rows: () => readRows(table, { places, titles, from: header.bodyAt }),
  };
}

interface Header {
  readonly kind: "header";
  readonly places: ReadonlyMap<ListColumn, number>;
  readonly ignored: readonly string[];
}

/** A header in our own words; anything else is told at its place. */
function readOwnHeader({ titles, hidden }: SeenHeader, place: string): Header | RefusedList {
  const places = new Map<ListColumn, number>();
  const known = LIST_COLUMNS.join(", ");
  const foreign = (reason: string): RefusedList => ({ ...refuse("columns", reason), titles, missing: [] });
  for (const [index, title] of titles.entries()) {
    if (title === "") continue;
    const column = LIST_COLUMNS.find((name) => titleKey(name) === titleKey(title));
    if (column === undefined)
      return foreign(`${place}, column ${index + 1}: unknown column "${clip(title)}"; the columns are ${known}`);
    if (places.has(column))
      return refuse("column-twice", `${place}, column ${index + 1}: the column ${column} stands twice; remove one`);
    places.set(column, index);
  }
  const found = findColumns(titles, {});
  if (found.kind === "missing")
    return foreign(
      `${place}: the column ${found.columns.join(" and ")} is missing${wordHidden(hidden)}; the columns are ${known}`,
    );
  return { kind: "header", places, ignored: [] };
}

function wordHidden(hidden: readonly string[]): string {
  return hidden.length === 0 ? "" : ` (hidden in the file, and so not read: ${hidden.map(clip).join(", ")})`;
}

function readMappedHeader(
  { titles, hidden }: SeenHeader,
  { mapping, place }: { mapping: ListMapping; place: string },
): Header | RefusedList {
  const found = findColumns(titles, mapping);
  switch (found.kind) {
    case "found":
      return { kind: "header", places: found.places, ignored: found.ignored };
    case "twice":
      return refuse("column-twice", `${place}: the column ${clip(found.title)} stands twice; remove one`);
    case "missing":
      return {
        ...refuse("columns", `${place}: there is no column for ${found.columns.join(" and ")}${wordHidden(hidden)}`),
        titles,
        missing: found.columns,
      };
  }
}

interface RowLayout {
  readonly places: ReadonlyMap<ListColumn, number>;
  /** Under each cell must stand a title; null where columns may stand beside the list. */
  readonly titles: readonly string[] | null;
  /** The first row of the list, from 0. */
  readonly from: number;
}

function* readRows(table: Table, { places, titles, from }: RowLayout): Generator<ReadRow> {
  const rowByKey = new Map<string, number>();
  for (const [at, cells] of table.rows.entries()) {
    if (at < from || cells.every((cell) => cell === "")) continue;
    const row = at + 1;
    const whole = findRowFault({ cells, at, titles, marks: table.marks });
    if (whole !== null) {
      yield { kind: "rejected", rejected: reject(row, "", whole) };
      continue;
    }
    const cell: ReadCell = (column) => {
      const place = places.get(column);
      const text = place === undefined ? undefined : cells[place];
      return text === undefined || text === "" ? null : restoreCell(text);
    };
    const read = readListRow(row, cell, findCellFaults({ at, places, marks: table.marks }));
    if ("problem" in read) {
      yield { kind: "rejected", rejected: read };
      continue;
    }
    const earlier = rowByKey.get(read.key);
    if (earlier !== undefined) {
      const column = read.emdn === null ? "ATC" : "EMDN";
      yield { kind: "rejected", rejected: reject(row, column, { kind: "duplicate", value: String(earlier) }) };
      continue;
    }
    rowByKey.set(read.key, row);
    yield { kind: "entry", entry: read };
  }
}

interface WholeRow {
  readonly cells: readonly string[];
  readonly at: number;
  readonly titles: readonly string[] | null;
  readonly marks: RowMarks;
}

function findRowFault({ cells, at, titles, marks }: WholeRow): RowFault | null {
  if (marks.hiddenRows.has(at)) return { kind: "hidden-row", value: "" };
  if (titles === null) return null;
  const seen = (column: number): boolean => cells[column] !== "" && !marks.hiddenColumns.has(column);
  if (cells.length > titles.length && cells.some((_, column) => column >= titles.length && seen(column)))
    return { kind: "cells", value: `${cells.length} cells under ${titles.length} columns` };
  const untitled = cells.findIndex((_, column) => titles[column] === "" && seen(column));
  return untitled < 0 ? null : { kind: "untitled", value: nameCell({ row: at, column: untitled }) };
}

/** What makes a column's cell another text than was meant. Rounding does not harm a whole number that was calculated. */
function findCellFaults(input: {
  at: number;
  places: ReadonlyMap<ListColumn, number>;
  marks: RowMarks;
}): Map<ListColumn, RowFault> {
  const odd = input.marks.odd.get(input.at);
  const faults = new Map<ListColumn, RowFault>();
  if (odd === undefined) return faults;
  for (const [column, place] of input.places) {
    const cell = odd.get(place);
    if (cell === undefined) continue;
    if (cell.kind === "differs" && (column === "Prioritet" || column === "Lagerdagar")) continue;
    const name = nameCell({ row: input.at, column: place });
    const said = [cell.shown, ...(cell.stored === undefined ? [] : [cell.stored])].map(clip).join(" / ");
    faults.set(column, { kind: ODD_FAULTS[cell.kind], value: said === "" ? name : `${name} (${said})` });
  }
  return faults;
}

const ODD_FAULTS = {
  date: "date-cell",
  formula: "empty-formula",
  truth: "truth-cell",
  differs: "other-value",
} as const satisfies Record<OddCell["kind"], RowFault["kind"]>;

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function refuseSheets(sheet: string, rivals: readonly string[]): RefusedList {
  const names = [sheet, ...rivals].map((name) => `"${clip(name)}"`).join(" and ");
  return refuse("sheets", `the sheets ${names} look alike: say which one is the list`);
}

function refuse(kind: FileFault["kind"], reason: string): RefusedList {
  return { kind: "refused", reason, fault: { kind, reason } };
}
