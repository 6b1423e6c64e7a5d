import { stringify } from "csv-stringify/sync";
import type { Cell, Table } from "../../templates/outreach/outline.ts";

/** A table as CSV as a Swedish Excel opens it. What it would take for a formula is marked as text; a number is none. */
export function writeCsv({ columns, rows }: Table): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(writeCell))];
  return stringify(lines, { bom: true, delimiter: ";", record_delimiter: "\r\n", quoted_string: true });
}

function writeCell(cell: Cell): string | number {
  if (typeof cell !== "string") return cell.number;
  return /^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell;
}
