import type { Highs, Model } from "highs";
import { type Grid, makeGrid, splitGrid, type Tables } from "./disclosure-table.ts";

/** The least and the greatest value that a cell can have for all that is shown; `high` is null where nothing bounds it. */
export interface Reach {
  readonly low: number;
  readonly high: number | null;
}

/**
 * What somebody who sees all other cells and knows the equations can work out of each target, by linear
 * programming: how far down and up it can be while every cell is 0 or more.
 */
export async function findReach(
  highs: Highs,
  { tables, hidden, targets }: { tables: Tables; hidden: ReadonlyMap<string, unknown>; targets: ReadonlySet<string> },
  between: () => Promise<void>,
): Promise<Map<string, Reach>> {
  const grid = makeGrid(tables);
  const reach = new Map<string, Reach>();
  for (const part of splitGrid(grid, (place) => !hidden.has(grid.cells[place]?.id ?? ""))) {
    const own = [...part.cells.entries()].filter(([, { id }]) => targets.has(id));
    if (own.length === 0) continue;
    const model = makeModel(highs, part);
    try {
      for (const [place, { id }] of own) {
        await between();
        reach.set(id, {
          low: findEnd(highs, model, { place, sense: 1 }) ?? 0,
          high: findEnd(highs, model, { place, sense: -1 }),
        });
      }
    } finally {
      model.dispose();
    }
  }
  return reach;
}

function makeModel(highs: Highs, { cells, rows }: Grid): Model {
  const starts = [0];
  for (const { places } of rows) starts.push((starts.at(-1) ?? 0) + places.length);
  const equals = Float64Array.from(rows, (row) => row.equals);
  const model = highs.createModel({
    numCols: cells.length,
    numRows: rows.length,
    colCost: new Float64Array(cells.length),
    colLower: new Float64Array(cells.length),
    colUpper: new Float64Array(cells.length).fill(highs.infinity),
    rowLower: equals,
    rowUpper: equals,
    matrix: {
      format: "csr",
      numRows: rows.length,
      numCols: cells.length,
      starts,
      indices: rows.flatMap(({ places }) => places),
      values: rows.flatMap(({ factors }) => factors),
    },
  });
  // Only what is sought differs from search to search: each goes on where the one before ended.
  model.options.set({ output_flag: false, random_seed: 0, presolve: "off", solver: "simplex", simplex_strategy: 4 });
  return model;
}

function findEnd(highs: Highs, model: Model, { place, sense }: { place: number; sense: 1 | -1 }): number | null {
  const { optimal, unbounded, unboundedOrInfeasible } = highs.constants.modelStatus;
  model.changeColCost(place, sense);
  let { modelStatus } = model.run();
  if (modelStatus !== optimal && modelStatus !== unbounded) {
    // Where it stood was no good place to go on from.
    model.clearSolver();
    ({ modelStatus } = model.run());
  }
  const end = sense * model.getObjectiveValue();
  model.changeColCost(place, 0);
  // The true table is a solution, so that there is one.
  if (modelStatus === unbounded || modelStatus === unboundedOrInfeasible) return null;
  if (modelStatus !== optimal) throw new Error(`the audit of hidden figures did not come to an end: ${modelStatus}`);
  return Math.round(end * 1000) / 1000;
}
