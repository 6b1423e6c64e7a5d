import { stringify } from "csv-stringify/sync";
import { neutraliseCell, writeListCells } from "../../../domain/list-file.ts";
import { LIST_COLUMNS } from "../../../domain/list-row.ts";
import type { ListEntry } from "../../../domain/list.ts";

/** Rows as Swedish Excel opens them by a double click: semicolons, a byte order mark, nothing that runs as a formula. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  const neutral = rows.map((row) => row.map(neutraliseCell));
  // The library quotes the line end that it writes itself, and no other.
  return stringify(neutral, { delimiter: ";", bom: true, record_delimiter: "\r\n", quoted_match: /[\r\n]/ });
}

/** A version of a list with the columns of an import, so that it can be read in again. */
export function writeListCsv(entries: readonly ListEntry[]): string {
  const rows = entries.map((entry) => {
    const cells = writeListCells(entry);
    return LIST_COLUMNS.map((column) => cells[column]);
  });
  return writeCsv([[...LIST_COLUMNS], ...rows]);
}
