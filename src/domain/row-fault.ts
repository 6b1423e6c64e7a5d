/** How each fault of a row is told, and what mends it, in English. */
export const FAULT_WORDS = {
  atc: (value) => `"${value}" is no ATC code; write 1, 3, 4, 5 or 7 characters such as J01DH02`,
  veterinary: (value) => `${value} is veterinary; a list holds medicines for people`,
  emdn: (value) => `"${value}" is no EMDN code; write a letter and pairs of digits such as A0101`,
  "both-codes": () => "a row has either an ATC code or, for a device, an EMDN code",
  substance: () => "is empty; write the substance",
  form: (value) => `"${value}" is no known form; write a group such as parenteral or oral, or leave it empty`,
  priority: () => "must be a whole number from 1 (most important) to 9, or empty",
  "stock-days": () => "must be a whole number of days from 0 to 3650, or empty",
  "advice-type": (value) => `"${value}" is no known type of advice; write one such as local-stock or Dispens`,
  "advice-without-type": () => "is empty though there is a text of advice; write the type of advice",
  "advice-without-text": () => "is empty though there is a type of advice; write the advice in Swedish",
  "too-long": (value) => `longer than ${value} characters`,
  personnummer: () => "holds what looks like a personnummer; remove it, since lists and messages are public",
  formula: (value) => `the formula gives ${value}; mend the formula or write the value`,
  duplicate: (value) => `same ATC, form and strength as row ${value}; keep one of them`,
  cells: (value) => `${value}; put text that holds the separator in quotes`,
  untitled: (value) => `cell ${value} holds something, but its column has no title; give it one or empty the cell`,
  note: () => "has neither code nor substance, so nothing was read from it; is it a note or a sum?",
  "hidden-row": () => "is hidden in the file (by hand or by a filter), so it was not read; show it, or remove it",
  "date-cell": (value) =>
    `cell ${value} is a date or a time, which the spreadsheet may have made of a strength; write it as text`,
  "empty-formula": (value) =>
    `cell ${value} holds a formula whose value is not saved in the file; open it, save it again, or write the value`,
  "truth-cell": (value) => `cell ${value} is true or false; write it as text`,
  "other-value": (value) => `cell ${value} holds another value than it shows; write as text what is meant`,
  misread: (value) =>
    `"${value}" has letters that were read wrongly; save the file as .xlsx or CSV UTF-8, or say its encoding`,
  "changed-text": (value) =>
    `"${value}" looks like a strength that a spreadsheet changed; write it as text, such as 5/10 mg`,
  "own-id": (value) => `"${value}" holds what is no NPL id; write 14 digits, and | between several`,
  "own-article": (value) => `"${value}" holds what is no article number; write 6 digits, and | between several`,
  "own-number": (value) =>
    `${value} is a number that a spreadsheet shortened, so that digits are lost; write it as text, all digits of it`,
  "own-count": () =>
    "names more or fewer products than the numbers beside it; write one for each, in the same order, and | between them",
  "own-many": (value) => `one line has more than ${value} products that the region buys; keep at most that many`,
  "own-name": (value) => `"${value}" names no product; write the product's name, or leave it empty`,
} as const satisfies Readonly<Record<string, (value: string) => string>>;

/** What is wrong in a row; `value` is what its words need, such as the text that was no code. */
export interface RowFault {
  readonly kind: keyof typeof FAULT_WORDS;
  readonly value: string;
}

/** One thing that is wrong in a row: where, and what to mend. */
export interface RowProblem {
  /** Ours, whatever the file calls it; empty when the row as a whole is wrong. */
  readonly column: string;
  /** In English; `fault` is for other languages. */
  readonly problem: string;
  readonly fault: RowFault;
}

/** A row that was refused, with the first thing that is wrong; `more` are the others. */
export interface RejectedRow extends RowProblem {
  /** The row in the file, its first one being row 1. */
  readonly row: number;
  readonly more?: readonly Omit<RowProblem, "problem">[];
}

/** A refused row; an empty column is the row as a whole. */
export function reject(row: number, column: string, fault: RowFault): RejectedRow {
  return { row, column, problem: FAULT_WORDS[fault.kind](fault.value), fault };
}

/** All that is wrong in a row, in the order of the columns. */
export function listFaults({ more = [], column, problem, fault }: RejectedRow): readonly RowProblem[] {
  return [
    { column, problem, fault },
    ...more.map((other) => ({ ...other, problem: FAULT_WORDS[other.fault.kind](other.fault.value) })),
  ];
}
