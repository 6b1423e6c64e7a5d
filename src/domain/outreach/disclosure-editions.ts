import type { Cell, Equation, Tables } from "./disclosure-table.ts";

/** What an edition of the report was made of, with the values that it hid. */
export interface Edition {
  readonly name: string;
  readonly cells: readonly EditionCell[];
  readonly equations: readonly Equation[];
}

export interface EditionCell extends Omit<Cell, "before"> {
  readonly hidden: boolean;
}

/**
 * The new tables together with the earlier editions (the oldest first), so that they are protected as one: a reader has
 * them all. A figure that kept its value is the same unknown in each, so that what one edition hid is not given away by
 * what the next one shows; a corrected figure is another unknown beside the old one, which is called `… as <old value>`. The new equations
 * may name figures that stand in earlier editions alone, as a quarter does with its months.
 *
 * What comes back holds more cells than the new tables: of the answer to `protectCells`, take what concerns the new ids.
 */
export function joinEditions(now: Tables, earlier: readonly Edition[]): Tables {
  const newest = new Map<string, number>();
  for (const { cells } of earlier) for (const { id, value } of cells) newest.set(id, value);
  for (const { id, value } of now.cells) newest.set(id, value);

  const joined = new Map<string, Cell>();
  const equations: Equation[] = [];
  const names = new Map<string, string>();
  for (const edition of earlier) {
    const own = new Map<string, string>();
    for (const { hidden, ...cell } of edition.cells) {
      const key = JSON.stringify([cell.id, cell.value]);
      const name = names.get(key) ?? (newest.get(cell.id) === cell.value ? cell.id : `${cell.id} as ${cell.value}`);
      names.set(key, name);
      own.set(cell.id, name);
      const shown = !hidden || joined.get(name)?.before === "shown";
      joined.set(name, { ...cell, id: name, before: shown ? "shown" : "hidden" });
    }
    for (const { terms, ...rest } of edition.equations) {
      equations.push({ ...rest, terms: terms.map(({ cell, factor }) => ({ cell: own.get(cell) ?? cell, factor })) });
    }
  }
  for (const cell of now.cells) joined.set(cell.id, keepShown(cell, joined.get(cell.id)?.before));
  return { cells: [...joined.values()], equations: [...equations, ...now.equations] };
}

function keepShown(cell: Cell, before: Cell["before"]): Cell {
  if (before === undefined || cell.before === "shown") return cell;
  return { ...cell, before };
}
