import { ADVICE_WORDS } from "./list-advice.ts";
import type { ListEntry } from "./list.ts";
import type { ListColumn } from "./list-row.ts";

/** A line of a list as the cells of its file: what is written so reads as the same line. */
export function writeListCells(entry: ListEntry): Readonly<Record<ListColumn, string>> {
  const { standingAdvice: advice } = entry;
  return {
    ATC: entry.atc,
    Substans: entry.substance,
    Beredningsform: entry.formGroup ?? "",
    Styrka: entry.strength ?? "",
    Prioritet: entry.priority === null ? "" : String(entry.priority),
    Kategori: entry.category ?? "",
    Lagerdagar: entry.stockDays === null ? "" : String(entry.stockDays),
    EMDN: entry.emdn ?? "",
    Råd: advice === null ? "" : ADVICE_WORDS[advice.type],
    Rådstext: advice?.text.sv ?? "",
    "Rådstext engelska": advice?.text.en ?? "",
    Områden: entry.areas.join(" | "),
    Vårdform: entry.careSetting ?? "",
  };
}

/** An apostrophe in front keeps a spreadsheet from running what begins like a formula. https://owasp.org/www-community/attacks/CSV_Injection */
export function neutraliseCell(text: string): string {
  return /^'*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** Takes away the apostrophe that `neutraliseCell` put there. */
export function restoreCell(text: string): string {
  return /^'+[=+\-@＝＋－＠]/.test(text) ? text.slice(1) : text;
}
