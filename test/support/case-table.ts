type Cell = string | number | boolean | null;

/**
 * The cases of a table, one a line, with "→" between given and expected; a test says what its own table holds.
 * A cell that is JSON is what that says (null, true, 3, " with its spaces "); any other is the text that stands there.
 */
export function readCases<Row extends readonly Cell[] = [string, string]>(table: string): Row[] {
  const rows = table.trim().split("\n");
  return rows.map((row) => row.split(" → ").map((cell) => readCell(cell.trim()))) as (readonly Cell[])[] as Row[];
}

function readCell(cell: string): Cell {
  try {
    return JSON.parse(cell) as Cell;
  } catch {
    return cell;
  }
}
