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
export function createRowCollector(maxRows: number = TABLE_LIMITS.rows) {
  const rows: string[][] = [];
  const odd = new Map<number, ReadonlyMap<number, OddCell>>();
  const hiddenRows = new Set<number>();
  const hiddenColumns = new Set<number>();
  let cells = 0;
  let filled = 0;
  return {
    rows,
    marks: { odd, hiddenRows, hiddenColumns } satisfies RowMarks,
    hideColumn(at: number): void {
      hiddenColumns.add(at);
    },
    add({ values, at, odd: oddCells, hidden = false }: CollectedRow): void {
      if (at >= TABLE_LIMITS.emptyRows)
        throw new TableFault(`more than ${TABLE_LIMITS.emptyRows} rows are too many; is it the right file?`);
      const row = values.map((value) => composeLetters(cleanText(value)));
      while (row.at(-1) === "" && !oddCells?.has(row.length - 1)) row.pop();
      // Empty ones cost the same until here.
      cells += values.length;
      const place = `row ${Math.max(at, rows.length) + 1}`;
      if (cells > TABLE_LIMITS.cells)
        throw new TableFault(`${place}: more than ${TABLE_LIMITS.cells} cells are too many; is it the right file?`);
      if (row.length === 0) return;
      if (at >= TABLE_LIMITS.rows || filled >= maxRows)
        throw new TableFault(`${place}: more than ${maxRows} rows are too many; is it the right file?`);
      if (row.length > TABLE_LIMITS.columns)
        throw new TableFault(`${place}: more than ${TABLE_LIMITS.columns} columns are too many; is it the right file?`);
      const long = row.findIndex((cell) => cell.length > TABLE_LIMITS.cellChars);
      if (long >= 0)
        throw new TableFault(
          `${place}, column ${long + 1}: more than ${TABLE_LIMITS.cellChars} characters in one cell`,
        );
      while (rows.length < at) rows.push([]);
      if (oddCells !== undefined && oddCells.size > 0) odd.set(rows.length, oddCells);
      if (hidden) hiddenRows.add(rows.length);
      rows.push(row);
      filled += 1;
    },
    /** What is seen in a cell that is merged downwards is what stands in its first row: puts it in the others that hold something. */
    fillDown({ column, from, to }: { column: number; from: number; to: number }): void {
      const value = rows[from]?.[column] ?? "";
      const mark = odd.get(from)?.get(column);
      if (value === "" && mark === undefined) return;
      for (let at = from + 1; at <= Math.min(to, rows.length - 1); at += 1) {
        const row = rows[at];
        if (row === undefined || row.length === 0 || (row[column] ?? "") !== "") continue;
        while (row.length < column) row.push("");
        row[column] = value;
        if (mark !== undefined) odd.set(at, new Map(odd.get(at)).set(column, mark));
      }
    },
  };
}

export type RowCollector = ReturnType<typeof createRowCollector>;
