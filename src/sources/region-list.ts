import {
  MAX_LIST_BYTES,
  MAX_LIST_ROWS,
  type ListLayout,
  type ListMapping,
  type ReadLayout,
} from "../domain/list-import.ts";
import { cleanLine, clipText } from "../domain/clean-text.ts";
import type { RowRemark } from "../domain/list-remarks.ts";
import type { ListEntry } from "../domain/list.ts";
import type { RejectedRow } from "../domain/row-fault.ts";
import {
  readMappedHeader,
  readOwnHeader,
  refuseList,
  findSeenHeader,
  type RefusedList,
  type SeenHeader,
} from "./region-list-header.ts";
import { readRows, type ReadListRow } from "./region-list-rows.ts";
import { parseTable, type RejectedTable, type Table, type TableChoice } from "./table-file.ts";
import { TEXT_ENCODINGS } from "./table-text.ts";
import { MAX_ROWS_ABOVE } from "./table-rows.ts";
import { readTableBytes } from "./table-thread.ts";

/** `refused`: the file as a whole cannot be a list; `parsed`: every row is either an entry or a named rejection. */
export type ParsedList =
  | {
      readonly kind: "parsed";
      readonly entries: readonly ListEntry[];
      readonly rejected: readonly RejectedRow[];
      /** Rows that became a part of an earlier row's line, and what is worth a look in them. */
      readonly joined: number;
      readonly remarks: readonly RowRemark[];
      /** Titles that nothing was read from. */
      readonly ignored: readonly string[];
      readonly layout: ReadLayout;
    }
  | RefusedList;

/** A list whose rows are still to be read, one at a time, so that whoever reads can tell how far it has come. */
export interface OpenedList {
  readonly kind: "opened";
  /** Rows behind the header that hold something. */
  readonly total: number;
  readonly ignored: readonly string[];
  readonly layout: ReadLayout;
  rows(): Generator<ReadListRow>;
}

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
  return readAllRows(opened);
}

/** The same for any file: read in a thread of its own. */
export async function readRegionList(
  bytes: Uint8Array,
  mapping?: ListMapping,
  layout: ListLayout = {},
): Promise<ParsedList> {
  const opened = await openRegionList(bytes, mapping, layout);
  return opened.kind === "refused" ? opened : readAllRows(opened);
}

function readAllRows(opened: OpenedList): ParsedList {
  const entries = new Map<string, ListEntry>();
  const rejected: RejectedRow[] = [];
  const remarks: RowRemark[] = [];
  let joined = 0;
  for (const row of opened.rows()) {
    if (row.kind === "rejected") rejected.push(row.rejected);
    else entries.set(row.entry.key, row.entry);
    if (row.kind !== "joined") continue;
    joined += 1;
    remarks.push(...row.remarks);
  }
  const { ignored, layout } = opened;
  return { kind: "parsed", entries: [...entries.values()], rejected, joined, remarks, ignored, layout };
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
  return refuseList(
    "too-many-rows",
    `the file has more than ${MAX_LIST_ROWS} rows, which are the most: is it a medicine list?`,
  );
}

function refuseLarge(): RefusedList {
  return refuseList("too-large", `the file is larger than ${MAX_LIST_BYTES / 1e6} MB: is it a medicine list?`);
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
    return { ...refuseList("encoding", table.reason), encodings: table.readings };
  if (table.kind === "rejected")
    return /rows are too many/.test(table.reason) ? refuseLong() : refuseList("unreadable", table.reason);
  const { sheet, sheets, rivals } = table;
  if (rivals.length > 0 && sheet !== null) return { ...refuseSheets(sheet, rivals), sheets };
  const header = findSeenHeader(table, mapping ?? {}, wanted.headerRow);
  const layout: ReadLayout = { sheet, sheets, headerRow: header.bodyAt, head: excerptHead(table.rows) };
  const opened = openRows(table, { header, mapping, layout });
  return opened.kind === "refused" ? { ...opened, layout } : opened;
}

/** The rows that may name the columns, shortened. */
function excerptHead(rows: Table["rows"]): ReadLayout["head"] {
  return rows.slice(0, MAX_ROWS_ABOVE + 1).flatMap((row, at) => {
    const text = row.filter((cell) => cell !== "").join(", ");
    return text === "" ? [] : [{ row: at + 1, text: clipText(cleanLine(text), MAX_HEAD_CHARS) }];
  });
}

const MAX_HEAD_CHARS = 80;

interface Opening {
  readonly header: SeenHeader;
  readonly mapping: ListMapping | undefined;
  readonly layout: ReadLayout;
}

function openRows(table: Table, { header, mapping, layout }: Opening): OpenedList | RefusedList {
  const place = `row ${header.bodyAt}`;
  if (header.titles.every((title) => title === ""))
    return refuseList("no-header", `${place} is empty: choose the row that names the columns`);
  const own = readOwnHeader(header, place);
  // A file in our words needs no mapping, also in a region that has one.
  const isMapped = mapping !== undefined && own.kind === "refused";
  const found = isMapped ? readMappedHeader(header, { mapping, place }) : own;
  if (found.kind === "refused") return found;
  const total = table.rows.slice(header.bodyAt).filter((cells) => cells.some((cell) => cell !== "")).length;
  if (total === 0) return refuseList("no-rows", "the file has a header but no rows; nothing to import");
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

function refuseSheets(sheet: string, rivals: readonly string[]): RefusedList {
  const names = [sheet, ...rivals].map((name) => `"${clipText(name, 40)}"`).join(" and ");
  return refuseList("sheets", `the sheets ${names} look alike: say which one is the list`);
}
