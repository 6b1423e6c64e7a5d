import { cleanText } from "../domain/clean-text.ts";

/** What a hostile or mistaken file may cost at most. */
export const TABLE_LIMITS = {
  rows: 200_000,
  columns: 200,
  cells: 5_000_000,
  /** What Excel holds in a cell. */
  cellChars: 32_767,
  /** A workbook is a ZIP archive, and a small one may unfold to anything. */
  unzippedBytes: 100_000_000,
} as const;

/** What makes the whole file worthless; the message is a sentence that names the place and what mends it. */
export class TableFault extends Error {
  override readonly name = "TableFault";
}

/** Gathers a table's rows within the limits. Cells come out clean and trimmed, and rows without empty cells at the end. */
export function createRowCollector() {
  const rows: string[][] = [];
  let cells = 0;
  return {
    rows,
    /** `at` counts from 0; rows that are left out are empty, and a row that comes once more goes to the end. */
    add(values: readonly string[], at: number): void {
      const row = values.map(cleanText);
      while (row.at(-1) === "") row.pop();
      if (row.length === 0) return;
      const place = `row ${Math.max(at, rows.length) + 1}`;
      cells += row.length;
      if (at >= TABLE_LIMITS.rows || rows.length >= TABLE_LIMITS.rows)
        throw new TableFault(`${place}: more than ${TABLE_LIMITS.rows} rows are too many; is it the right file?`);
      if (row.length > TABLE_LIMITS.columns)
        throw new TableFault(`${place}: more than ${TABLE_LIMITS.columns} columns are too many; is it the right file?`);
      if (cells > TABLE_LIMITS.cells)
        throw new TableFault(`${place}: more than ${TABLE_LIMITS.cells} cells are too many; is it the right file?`);
      const long = row.findIndex((cell) => cell.length > TABLE_LIMITS.cellChars);
      if (long >= 0)
        throw new TableFault(
          `${place}, column ${long + 1}: more than ${TABLE_LIMITS.cellChars} characters in one cell`,
        );
      while (rows.length < at) rows.push([]);
      rows.push(row);
    },
  };
}

export type RowCollector = ReturnType<typeof createRowCollector>;
