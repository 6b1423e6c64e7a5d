type Cell = string | number | boolean | null;

/**
 * The cases of a table, one a line, with "→" between given and expected.
 * A cell that is JSON is what that says (null, true, 3, " with its spaces "); any other is the text that stands there.
 */
export function readCases<Row extends readonly Cell[] = [string, string]>(table: string): Row[] {
  const lines = table.trim().split("\n");
  return lines.map((line) => asRow<Row>(line.split(" → ").map((cell) => readCell(cell.trim()))));
}

function readCell(cell: string): Cell {
  try {
    return JSON.parse(cell) as Cell;
  } catch {
    return cell;
  }
}

/** The test says what its own table holds. */
function asRow<Row extends readonly Cell[]>(cells: Cell[]): Row {
  return cells as readonly Cell[] as Row;
}
