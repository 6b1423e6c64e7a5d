import type { Highs, Model } from "highs";
import type { Grid, Row } from "./disclosure-table.ts";

/**
 * A change of cells, by their place, after which every equation still holds. It leads from the true table to another
 * that somebody who sees none of these cells cannot tell from it.
 */
export type Move = readonly number[];

/** What to look for: the cheapest move in which each cell changes by `least` to `most`, with `least` ≤ 0 ≤ `most` or both the same. */
export interface MoveWish {
  /** What each step of the cell costs; below 0 a step is sought, and then it is up or down only, and bounded. */
  readonly costs: readonly number[];
  readonly least: readonly number[];
  readonly most: readonly number[];
}

export interface MoveFinder {
  /** A move in whole numbers; null when there is none. With `quick`, null also when it is not found at once. */
  findMove(wish: MoveWish, how?: "quick"): Move | null;
  close(): void;
}

/** The solver, read from its own file: a tenth of a second and 30 MB, given back when nobody holds it any longer. */
export async function loadSolver(): Promise<Highs> {
  return await asLoader(await import("highs"))();
}

/** The package's types are those of its CommonJS file, where the function lies one step deeper than in what Node loads. */
function asLoader(loaded: { readonly default: unknown }): () => Promise<Highs> {
  return loaded.default as () => Promise<Highs>;
}

interface Attempt {
  readonly options: Readonly<Record<string, number | string>>;
  readonly whole: boolean;
  /** Each step of any cell costs the same, so that few cells take part. */
  readonly even: boolean;
}

/** Limits of work, not of time, so that a slow machine finds the same. */
const LINEAR = {
  presolve: "off",
  solver: "simplex",
  simplex_scale_strategy: 0,
  dual_simplex_cost_perturbation_multiplier: 0,
};
const CHEAPEST: Attempt = { options: { ...LINEAR, simplex_iteration_limit: 2000 }, whole: false, even: false };
const SHORTEST: Attempt = { options: { ...LINEAR, simplex_iteration_limit: 10_000 }, whole: false, even: true };
const WHOLE_OPTIONS = { presolve: "on", solver: "choose", simplex_iteration_limit: 2_147_483_647 };
const WHOLE: Attempt = {
  options: { ...WHOLE_OPTIONS, mip_max_nodes: 10_000, mip_max_improving_sols: 1 },
  whole: true,
  even: false,
};
const ATTEMPTS = [CHEAPEST, SHORTEST, WHOLE];

/** The true table is the starting point: no move at all. Each cell is two columns, its rise and its fall. */
export function openMoveFinder(highs: Highs, grid: Grid): MoveFinder {
  const model = makeModel(highs, grid);
  return {
    findMove: (wish, how) => {
      for (const attempt of how === "quick" ? [CHEAPEST] : ATTEMPTS) {
        const found = runModel(highs, { model, wish, attempt });
        if (found === "none") return null;
        if (found !== "unfinished" && isWithin(wish, found) && isMove(grid.rows, found)) return found;
      }
      return null;
    },
    close: () => model.dispose(),
  };
}

function makeModel(highs: Highs, { cells, rows }: Grid): Model {
  const columns = 2 * cells.length;
  const starts = [0];
  for (const { places } of rows) starts.push((starts.at(-1) ?? 0) + 2 * places.length);
  const model = highs.createModel({
    numCols: columns,
    numRows: rows.length,
    colCost: new Float64Array(columns),
    colLower: new Float64Array(columns),
    colUpper: new Float64Array(columns),
    rowLower: new Float64Array(rows.length),
    rowUpper: new Float64Array(rows.length),
    matrix: {
      format: "csr",
      numRows: rows.length,
      numCols: columns,
      starts,
      indices: rows.flatMap(({ places }) => places.flatMap((place) => [2 * place, 2 * place + 1])),
      values: rows.flatMap(({ factors }) => factors.flatMap((factor) => [factor, -factor])),
    },
  });
  model.options.set({ output_flag: false, random_seed: 0, mip_rel_gap: 0.1 });
  return model;
}

function runModel(
  highs: Highs,
  { model, wish, attempt }: { model: Model; wish: MoveWish; attempt: Attempt },
): Move | "none" | "unfinished" {
  const columns = { kind: "range", from: 0, to: 2 * wish.costs.length - 1 } as const;
  const costs = attempt.even ? wish.costs.map(Math.sign) : wish.costs;
  const ends = wish.most.map((most, place) => [wish.least[place] ?? 0, most] as const);
  model.changeColsCost(columns, Float64Array.from(costs.flatMap((cost) => [cost, cost])));
  model.changeColsBounds(
    columns,
    Float64Array.from(ends.flatMap(([least, most]) => [Math.max(0, least), Math.max(0, -most)])),
    Float64Array.from(ends.flatMap(([least, most]) => [Math.max(0, most), Math.max(0, -least)])),
  );
  const type = attempt.whole ? highs.constants.variableType.integer : highs.constants.variableType.continuous;
  model.changeColsIntegrality(columns, new Int32Array(2 * wish.costs.length).fill(type));
  model.options.set(attempt.options);
  // What an earlier search left behind would make the answer depend on it.
  model.clearSolver();
  const { modelStatus } = model.run();
  const { infeasible, optimal } = highs.constants.modelStatus;
  if (modelStatus === infeasible) return "none";
  if (modelStatus !== optimal && !attempt.whole) return "unfinished";
  const { colValue } = model.getSolution();
  return wish.costs.map((_, place) => Math.round((colValue[2 * place] ?? 0) - (colValue[2 * place + 1] ?? 0)));
}

/** A search that was stopped has an answer of any kind. */
function isWithin({ least, most }: MoveWish, move: Move): boolean {
  return move.every((step, place) => step >= (least[place] ?? 0) && step <= (most[place] ?? 0));
}

/** In whole numbers, so that no rounding of the solver is believed. */
function isMove(rows: readonly Row[], move: Move): boolean {
  return rows.every(
    ({ places, factors }) =>
      places.reduce((sum, place, index) => sum + (factors[index] ?? 0) * (move[place] ?? 0), 0) === 0,
  );
}
