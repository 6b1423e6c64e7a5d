/**
 * A spreadsheet's cell whose text alone would mislead: `date`: a date or a time, which spreadsheets make of a strength
 * such as 5/10 · `formula`: a formula whose value was not saved · `truth`: SANT or FALSKT · `differs`: the cell holds
 * another value than it shows, as 0,0095 shown as 1%.
 */
export interface OddCell {
  readonly kind: "date" | "formula" | "truth" | "differs";
  /** What whoever opens the file sees; empty for a formula without a value. */
  readonly shown: string;
  /** What the cell holds, where that differs. */
  readonly stored?: string;
}

/** What a formula shows instead of a value, in English, in Swedish and in LibreOffice, and a cell that is too narrow. */
const FORMULA_FAULT =
  /^(#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|SAKNAS!|REFERENS!|VÄRDE!|VÄRDEFEL!|NAMN\?|DIVISION\/0!|OGILTIGT!|SKÄRNING!|ÖVERFLÖDE!|SPILL|FIELD!|BLOCKED!|GETTING_DATA)|#{3,}|(Err|Fel):\d{3})$/i;

export function isFormulaFault(text: string): boolean {
  return FORMULA_FAULT.test(text);
}

/** What a spreadsheet calls a cell, such as `B7`; row and column from 0. */
export function nameCell({ row, column }: { readonly row: number; readonly column: number }): string {
  return `${nameColumn(column)}${row + 1}`;
}

/** What a spreadsheet calls a column, such as `AB`, from 0. */
function nameColumn(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : nameColumn(Math.floor(column / 26) - 1) + last;
}

/** Zero-width and soft characters: they are not seen, or only hint at where a word may break. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const SPACES = /[\s\u0085\u2800]+/g;
const DASHES = /[\p{Dash_Punctuation}\u2043\u207B\u208B\u2212\u2796]/gu;

/** A column's title for looking at its words: one kind of space and of dash, small letters. */
export function foldTitle(title: string): string {
  return title.replace(UNSEEN, "").normalize("NFKC").replace(DASHES, "-").replace(SPACES, " ").trim().toLowerCase();
}

/** The same for comparing: `ATC-kod`, `ATC_kod` and `Atc‑kod:` are one title. */
export function titleKey(title: string): string {
  return foldTitle(title).replace(/[ \-_/.:*]/g, "");
}

/** A code as it is compared: capitals and digits, without spaces and dashes of any kind. */
export function foldCode(text: string): string {
  return foldTitle(text).replace(/[ -]/g, "").toUpperCase();
}

/** Letters with their marks as one character. Only those: composing all that Unicode can would turn some signs into others. */
export function composeLetters(text: string): string {
  return text.replace(/[A-Za-z][\u0300-\u036F]+/g, (letter) => letter.normalize("NFC"));
}
