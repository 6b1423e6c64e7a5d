import { MAX_LIST_BYTES, MAX_LIST_ROWS, type FileFault, type ListMapping } from "../domain/list-import.ts";
import { restoreCell } from "../domain/list-file.ts";
import { findColumns } from "../domain/list-columns.ts";
import { LIST_COLUMNS, readListRow, reject, type ListColumn } from "../domain/list-row.ts";
import type { ListEntry, RejectedRow } from "../domain/list.ts";
import { parseTable } from "./table-file.ts";

/** `refused`: the file as a whole cannot be a list; `parsed`: every row is either an entry or a named rejection. */
export type ParsedList =
  | {
      readonly kind: "parsed";
      readonly entries: readonly ListEntry[];
      readonly rejected: readonly RejectedRow[];
      /** Titles that nothing was read from. */
      readonly ignored: readonly string[];
    }
  | RefusedList;

export interface RefusedList {
  readonly kind: "refused";
  readonly reason: string;
  readonly fault: FileFault;
  /** The header, when a word on its columns would make the file a list; `missing` are those of ours that were not found. */
  readonly titles?: readonly string[];
  readonly missing?: readonly ListColumn[];
}

/** A list whose rows are still to be read, one at a time, so that whoever reads can tell how far it has come. */
export interface OpenedList {
  readonly kind: "opened";
  /** Rows behind the header that hold something. */
  readonly total: number;
  readonly ignored: readonly string[];
  rows(): Generator<ReadRow>;
}

export type ReadRow =
  | { readonly kind: "entry"; readonly entry: ListEntry }
  | { readonly kind: "rejected"; readonly rejected: RejectedRow };

/**
 * Reads a region's list from CSV or XLSX: the columns of LIST_COLUMNS in any order, comma, semicolon or tab between them,
 * UTF-8 or Windows-1252 as Excel saves it. With a mapping the titles may be others than ours, and columns that it does not
 * name are left unread.
 */
export function parseRegionList(bytes: Uint8Array, mapping?: ListMapping): ParsedList {
  const opened = openRegionList(bytes, mapping);
  if (opened.kind === "refused") return opened;
  const entries: ListEntry[] = [];
  const rejected: RejectedRow[] = [];
  for (const row of opened.rows()) {
    if (row.kind === "entry") entries.push(row.entry);
    else rejected.push(row.rejected);
  }
  return { kind: "parsed", entries, rejected, ignored: opened.ignored };
}

/** The same, as far as the header. */
export function openRegionList(bytes: Uint8Array, mapping?: ListMapping): OpenedList | RefusedList {
  if (bytes.length > MAX_LIST_BYTES)
    return refuse("too-large", `the file is larger than ${MAX_LIST_BYTES / 1e6} MB: is it a medicine list?`);
  const table = parseTable(bytes);
  if (table.kind === "rejected") return refuse("unreadable", table.reason);
  const [header = [], ...body] = table.rows;
  const own = readOwnHeader(header);
  // A file in our words needs no mapping, also in a region that has one.
  const isMapped = mapping !== undefined && own.kind === "refused";
  const found = isMapped ? readMappedHeader(header, mapping) : own;
  if (found.kind === "refused") return found;
  const total = body.filter((cells) => cells.some((cell) => cell !== "")).length;
  if (total === 0) return refuse("no-rows", "the file has a header but no rows; nothing to import");
  if (total > MAX_LIST_ROWS)
    return refuse(
      "too-many-rows",
      `the file has ${total} rows and ${MAX_LIST_ROWS} are the most: is it a medicine list?`,
    );
  const { places, ignored } = found;
  const width = isMapped ? null : header.length;
  return { kind: "opened", total, ignored, rows: () => readRows(body, { places, width }) };
}

interface Header {
  readonly kind: "header";
  readonly places: ReadonlyMap<ListColumn, number>;
  readonly ignored: readonly string[];
}

/** A header in our own words; anything else is told at its place. */
function readOwnHeader(cells: readonly string[]): Header | RefusedList {
  const places = new Map<ListColumn, number>();
  const known = LIST_COLUMNS.join(", ");
  const foreign = (reason: string): RefusedList => ({ ...refuse("columns", reason), titles: cells, missing: [] });
  for (const [index, cell] of cells.entries()) {
    const column = LIST_COLUMNS.find((name) => name.toLowerCase() === cell.toLowerCase());
    if (column === undefined)
      return foreign(`row 1, column ${index + 1}: unknown column "${clip(cell)}"; the columns are ${known}`);
    if (places.has(column))
      return refuse("column-twice", `row 1, column ${index + 1}: the column ${column} stands twice; remove one`);
    places.set(column, index);
  }
  const found = findColumns(cells, {});
  if (found.kind === "missing")
    return foreign(`row 1: the column ${found.columns.join(" and ")} is missing; the columns are ${known}`);
  return { kind: "header", places, ignored: [] };
}

function readMappedHeader(cells: readonly string[], mapping: ListMapping): Header | RefusedList {
  const found = findColumns(cells, mapping);
  switch (found.kind) {
    case "found":
      return { kind: "header", places: found.places, ignored: found.ignored };
    case "twice":
      return refuse("column-twice", `row 1: the column ${clip(found.title)} stands twice; remove one`);
    case "missing":
      return {
        ...refuse("columns", `row 1: there is no column for ${found.columns.join(" and ")}`),
        titles: cells,
        missing: found.columns,
      };
  }
}

/** `width` is how many cells a row may have; null where columns may stand beside the list. */
interface RowLayout {
  readonly places: ReadonlyMap<ListColumn, number>;
  readonly width: number | null;
}

function* readRows(body: readonly (readonly string[])[], { places, width }: RowLayout): Generator<ReadRow> {
  const rowByKey = new Map<string, number>();
  for (const [index, cells] of body.entries()) {
    const row = index + 2;
    if (cells.every((cell) => cell === "")) continue;
    if (width !== null && cells.length > width) {
      const value = `${cells.length} cells under ${width} columns`;
      yield { kind: "rejected", rejected: reject(row, "", { kind: "cells", value }) };
      continue;
    }
    const read = readListRow(row, (column) => {
      const place = places.get(column);
      const text = place === undefined ? undefined : cells[place];
      return text === undefined || text === "" ? null : restoreCell(text);
    });
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

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function refuse(kind: FileFault["kind"], reason: string): RefusedList {
  return { kind: "refused", reason, fault: { kind, reason } };
}
