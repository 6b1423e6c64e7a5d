import type { Highs } from "highs";
import { isFew, type Tables } from "../../src/domain/outreach/disclosure-table.ts";
import { attackLinearly, readAs } from "./disclosure-attacker.ts";

/** A table with the sums of its rows and columns, and the sum of all: `a1`, `a`, `1` and `all`, each name led by `prefix`. */
export function makeTable(counts: readonly (readonly number[])[], prefix = ""): Tables {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const letter = (row: number) => `${prefix}${String.fromCharCode(97 + row)}`;
  const columns = counts[0]?.map((_, column) => counts.map((row) => row[column] ?? 0)) ?? [];
  const cell = (id: string, value: number, weight: number) => ({ id, value, sensitive: true, weight });
  const parts = (ids: string[], whole: string) => ({
    terms: [...ids.map((id) => ({ cell: id, factor: 1 })), { cell: whole, factor: -1 }],
  });
  return {
    cells: [
      ...counts.flatMap((row, at) => row.map((value, column) => cell(`${letter(at)}${column + 1}`, value, 1))),
      ...counts.map((row, at) => cell(letter(at), sum(row), 4)),
      ...columns.map((column, at) => cell(`${prefix}${at + 1}`, sum(column), 4)),
      cell(`${prefix}all`, sum(counts.flat()), 16),
    ],
    equations: [
      ...counts.map((row, at) =>
        parts(
          row.map((_, column) => `${letter(at)}${column + 1}`),
          letter(at),
        ),
      ),
      ...columns.map((_, at) =>
        parts(
          counts.map((_row, row) => `${letter(row)}${at + 1}`),
          `${prefix}${at + 1}`,
        ),
      ),
      parts(
        counts.map((_, row) => letter(row)),
        `${prefix}all`,
      ),
      parts(
        columns.map((_, at) => `${prefix}${at + 1}`),
        `${prefix}all`,
      ),
    ],
  };
}

/** The same regions in two tables, whose sums of rows are the same. */
export function linkTables(one: Tables, other: Tables, known: readonly string[]): Tables {
  const rows = ["a", "b", "c", "all"].map((row) => ({
    terms: [
      { cell: `c${row}`, factor: 1 },
      { cell: `r${row}`, factor: -1 },
    ],
  }));
  const cells = [...one.cells, ...other.cells];
  return {
    cells: cells.map((cell) => (known.includes(cell.id) && !isFew(cell.value) ? { ...cell, before: "shown" } : cell)),
    equations: [...one.equations, ...other.equations, ...rows],
  };
}

export function listFew(tables: Tables): string[] {
  return tables.cells.filter(({ sensitive, value }) => sensitive && isFew(value)).map(({ id }) => id);
}

/** Which cells with few the attacker learns something of, by linear programming: not everything from 1 to 4 is left. */
export function listLearnt(solver: Highs, tables: Tables, hidden: ReadonlySet<string>): string[] {
  const seen = readAs(tables, hidden);
  return listFew(tables).filter((id) => {
    if (!hidden.has(id)) return true;
    const [low, high] = attackLinearly(solver, seen, id);
    return low > 1 + 1e-6 || high < 4 - 1e-6;
  });
}
