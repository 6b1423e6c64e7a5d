/** A report as it is read, whatever it is written as: PDF, Word, a page or sheets are all made of this. */
export interface Outline {
  readonly language: "sv" | "en";
  readonly title: string;
  /** Lines below the title: the period, how far the data go, what it is known by. */
  readonly about: readonly string[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  /** 1 for a chapter, 2 for a part of one. */
  readonly level: 1 | 2;
  readonly blocks: readonly Block[];
}

export type Block = Paragraph | Lead | Table | Bars;

interface Paragraph {
  readonly kind: "paragraph";
  readonly text: string;
}

/** The answer before everything else: a few figures with their names. */
interface Lead {
  readonly kind: "lead";
  readonly figures: readonly { readonly name: string; readonly value: string; readonly note: string }[];
}

/** The first cell of each row names it. */
export interface Table {
  readonly kind: "table";
  /** Names it among others, short enough for a sheet's tab. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Is wider than it is high: on paper it is turned. */
  readonly isWide?: true;
}

export interface Column {
  readonly title: string;
  readonly isNumber?: true;
  /** How wide it is beside the others; 1 where it is left out. */
  readonly weight?: number;
}

/** What a reader sees, and, where it is a number, the number itself. */
export type Cell = string | { readonly text: string; readonly number: number };

/** A number for each of several, drawn; a table with the same stands beside it. */
export interface Bars {
  readonly kind: "bars";
  readonly title: string;
  /** Says in words what the drawing shows. */
  readonly description: string;
  readonly bars: readonly { readonly label: string; readonly value: number; readonly text: string }[];
}

export function textOfCell(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}
