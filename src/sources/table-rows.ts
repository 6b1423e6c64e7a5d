import { cleanText } from "../domain/clean-text.ts";
import { composeLetters, type OddCell } from "../domain/table-cell.ts";

/** What a hostile or mistaken file may cost at most. */
export const TABLE_LIMITS = {
  rows: 200_000,
  columns: 200,
  cells: 5_000_000,
  /** What Excel holds in a cell. */
  cellChars: 32_767,
  /** Excel's own number of rows; most of them may be formatted and empty. */
  emptyRows: 1_048_576,
  /** A workbook is a ZIP archive, and a small one may unfold to anything. */
  unzippedBytes: 100_000_000,
} as const;

/** A title, a date and some lines on how to read it may stand above the header, but no more. */
export const MAX_ROWS_ABOVE = 30;

/** What makes the whole file worthless; the message is a sentence that names the place and what mends it. */
export class TableFault extends Error {
  override readonly name = "TableFault";
}

/** What a table's rows hold beside their texts; rows and columns from 0. */
export interface RowMarks {
  /** Cells whose text alone would mislead, by row and column. */
  readonly odd: ReadonlyMap<number, ReadonlyMap<number, OddCell>>;
  /** Rows and columns that whoever opens the file does not see. */
  readonly hiddenRows: ReadonlySet<number>;
  readonly hiddenColumns: ReadonlySet<number>;
}

export interface CollectedRow {
  readonly values: readonly string[];
  /** Where the row stands; rows that are left out are empty, and a row that comes once more goes to the end. */
  readonly at: number;
  readonly odd?: ReadonlyMap<number, OddCell>;
  readonly hidden?: boolean;
}

/**
 * Gathers a table's rows within the limits. Cells come out clean and trimmed, letters with their marks as one character
 * (macOS writes ö as o and two dots), and rows without empty cells at the end.
 */
export class RowCollector {
  readonly rows: string[][] = [];
  readonly #maxRows: number;
  readonly #odd = new Map<number, ReadonlyMap<number, OddCell>>();
  readonly #hiddenRows = new Set<number>();
  readonly #hiddenColumns = new Set<number>();
  #cells = 0;
  #filled = 0;

  constructor(maxRows: number = TABLE_LIMITS.rows) {
    this.#maxRows = maxRows;
  }

  get marks(): RowMarks {
    return { odd: this.#odd, hiddenRows: this.#hiddenRows, hiddenColumns: this.#hiddenColumns };
  }

  hideColumn(at: number): void {
    this.#hiddenColumns.add(at);
  }

  add({ values, at, odd = new Map(), hidden = false }: CollectedRow): void {
    if (at >= TABLE_LIMITS.emptyRows) throw tooMany(`more than ${TABLE_LIMITS.emptyRows} rows`);
    const row = values.map((value) => composeLetters(cleanText(value)));
    while (row.at(-1) === "" && !odd.has(row.length - 1)) row.pop();
    // Empty ones cost the same until here.
    this.#cells += values.length;
    this.#checkLimits(row, at);
    if (row.length === 0) return;
    while (this.rows.length < at) this.rows.push([]);
    if (odd.size > 0) this.#odd.set(this.rows.length, odd);
    if (hidden) this.#hiddenRows.add(this.rows.length);
    this.rows.push(row);
    this.#filled += 1;
  }

  #checkLimits(row: readonly string[], at: number): void {
    const place = `row ${Math.max(at, this.rows.length) + 1}`;
    if (this.#cells > TABLE_LIMITS.cells) throw tooMany(`${place}: more than ${TABLE_LIMITS.cells} cells`);
    if (row.length === 0) return;
    if (at >= TABLE_LIMITS.rows || this.#filled >= this.#maxRows)
      throw tooMany(`${place}: more than ${this.#maxRows} rows`);
    if (row.length > TABLE_LIMITS.columns) throw tooMany(`${place}: more than ${TABLE_LIMITS.columns} columns`);
    const long = row.findIndex((cell) => cell.length > TABLE_LIMITS.cellChars);
    if (long >= 0)
      throw new TableFault(`${place}, column ${long + 1}: more than ${TABLE_LIMITS.cellChars} characters in one cell`);
  }

  /** What is seen in a cell that is merged downwards is what stands in its first row: puts it in the others that hold something. */
  fillDown({ column, from, to }: { column: number; from: number; to: number }): void {
    const value = this.rows[from]?.[column] ?? "";
    const mark = this.#odd.get(from)?.get(column);
    if (value === "" && mark === undefined) return;
    for (let at = from + 1; at <= Math.min(to, this.rows.length - 1); at += 1) {
      const row = this.rows[at];
      if (row === undefined || row.length === 0 || (row[column] ?? "") !== "") continue;
      while (row.length < column) row.push("");
      row[column] = value;
      if (mark !== undefined) this.#odd.set(at, new Map(this.#odd.get(at)).set(column, mark));
    }
  }
}

function tooMany(what: string): TableFault {
  return new TableFault(`${what} are too many; is it the right file?`);
}
