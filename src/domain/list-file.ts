import { COLUMNS, writeCell } from "./list-columns.ts";
import type { ListEntry } from "./list.ts";

/** A line of a list as the cells of its file, in the order of the columns: what is written so reads as the same line. */
export function writeListCells(entry: ListEntry): string[] {
  return COLUMNS.map((rule) => writeCell(rule, entry, " | "));
}

/** An apostrophe in front keeps a spreadsheet from running what begins like a formula. https://owasp.org/www-community/attacks/CSV_Injection */
export function neutraliseCell(text: string): string {
  return /^'*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** Takes away the apostrophe that `neutraliseCell` put there. */
export function restoreCell(text: string): string {
  return /^'+[=+\-@＝＋－＠]/.test(text) ? text.slice(1) : text;
}
