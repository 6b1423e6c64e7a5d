import type { Highs } from "highs";
import type { Equation, Tables } from "../../src/domain/outreach/disclosure-table.ts";

/** What a reader has: the values that are shown, the names of those that are not, and the equations. */
interface Seen {
  readonly shown: ReadonlyMap<string, number>;
  readonly unseen: readonly string[];
  readonly equations: readonly Equation[];
}

export function readAs(tables: Tables, hidden: ReadonlySet<string>): Seen {
  return {
    shown: new Map(tables.cells.filter(({ id }) => !hidden.has(id)).map(({ id, value }) => [id, value])),
    unseen: tables.cells.map(({ id }) => id).filter((id) => hidden.has(id)),
    equations: tables.equations,
  };
}

/** The least and the greatest that linear programming leaves for a cell; made from text, apart from what the program does. */
export function attackLinearly(solver: Highs, seen: Seen, target: string): [low: number, high: number] {
  const name = (id: string) => `x${seen.unseen.indexOf(id)}`;
  const rows = seen.equations.flatMap(({ terms, equals = 0 }) => {
    const open = terms.filter(({ cell }) => !seen.shown.has(cell));
    const known = terms.reduce((sum, { cell, factor }) => sum + factor * (seen.shown.get(cell) ?? 0), 0);
    return open.length === 0 ? [] : [`${writeSum(open, name)} = ${equals - known}`];
  });
  const solve = (sense: string) =>
    solver.solve(
      `${sense}\n obj: ${name(target)}\nSubject To\n ${rows.join("\n ")}${rows.length === 0 ? ` ${name(target)} >= 0` : ""}\nEnd`,
      { output_flag: false },
    );
  const low = solve("Minimize");
  const high = solve("Maximize");
  return [low.ObjectiveValue, high.Status === "Optimal" ? high.ObjectiveValue : Infinity];
}

function writeSum(terms: Equation["terms"], name: (id: string) => string): string {
  return terms.map(({ cell, factor }) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${name(cell)}`).join(" ");
}

/** Every value up to `most` that the cell has in some table of whole numbers that agrees with what is shown: by trying them all. */
export function attackByTrying(seen: Seen, target: string, most: number): number[] {
  const open = seen.unseen.filter((id) => id !== target);
  const values = new Map(seen.shown);
  const rows = seen.equations.map(({ terms, equals = 0 }) => ({ terms, equals }));
  const canFill = (index: number): boolean => {
    if (!rows.every((row) => canHold(row, { values, most }))) return false;
    const id = open[index];
    if (id === undefined) return true;
    for (let value = 0; value <= most; value++) {
      values.set(id, value);
      if (canFill(index + 1)) return true;
    }
    values.delete(id);
    return false;
  };
  return Array.from({ length: most + 1 }, (_, value) => value).filter((value) => {
    for (const id of open) values.delete(id);
    values.set(target, value);
    return canFill(0);
  });
}

function canHold(
  { terms, equals }: Required<Equation>,
  { values, most }: { values: ReadonlyMap<string, number>; most: number },
): boolean {
  let low = 0;
  let high = 0;
  for (const { cell, factor } of terms) {
    const value = values.get(cell);
    low += value === undefined ? Math.min(0, factor * most) : factor * value;
    high += value === undefined ? Math.max(0, factor * most) : factor * value;
  }
  return low <= equals && equals <= high;
}
