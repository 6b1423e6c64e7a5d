import type { Move } from "./disclosure-solver.ts";
import { type Grid, isFew, MOST_FEW } from "./disclosure-table.ts";

/** Other tables that agree in all that is shown: the true one and `times` the steps, for each `times` from `from` to `to`. */
export interface Line {
  readonly steps: ReadonlyMap<number, number>;
  readonly from: number;
  readonly to: number;
}

/** For each cell that is protected, by its place, which of 1–4 it has in the true table or in one on some line. */
export type Proofs = Map<number, Set<number>>;

export const FEW_VALUES: readonly number[] = Array.from({ length: MOST_FEW }, (_, index) => index + 1);

export function makeProofs({ cells }: Grid, places: readonly number[]): Proofs {
  return new Map(
    places.map((place) => {
      const own = cells[place]?.value ?? 0;
      return [place, new Set(isFew(own) ? [own] : [])];
    }),
  );
}

/** The move in its smallest whole steps, as far both ways as no cell falls below 0. */
export function makeLine({ cells }: Grid, move: Move): Line {
  const moved = [...move.entries()].filter(([, by]) => by !== 0);
  const unit = moved.reduce((common, [, by]) => findCommon(common, Math.abs(by)), 0);
  const steps = new Map(moved.map(([place, by]) => [place, by / unit]));
  // Beyond, no cell that was few is, and of the move itself nothing is left out.
  const furthest = Math.max(MOST_FEW, unit);
  const room = (sign: number) =>
    moved.reduce((least, [place, by]) => {
      const step = (sign * by) / unit;
      return step < 0 ? Math.min(least, Math.floor((cells[place]?.value ?? 0) / -step)) : least;
    }, furthest);
  return { steps, from: -room(-1), to: room(1) };
}

function findCommon(a: number, b: number): number {
  return b === 0 ? a : findCommon(b, a % b);
}

/** Takes down what the line proves and was not known; gives how much that was. */
export function addLine({ cells }: Grid, proofs: Proofs, line: Line): number {
  let news = 0;
  for (const [place, step] of line.steps) {
    const known = proofs.get(place);
    if (known === undefined) continue;
    for (let times = line.from; times <= line.to; times++) {
      const value = (cells[place]?.value ?? 0) + times * step;
      if (!isFew(value) || known.has(value)) continue;
      known.add(value);
      news++;
    }
  }
  return news;
}

/** What is not proven of a cell, furthest from its own value first: the way there proves much of what lies between. */
export function listMissing({ cells }: Grid, proofs: Proofs, place: number): number[] {
  const own = cells[place]?.value ?? 0;
  return FEW_VALUES.filter((value) => proofs.get(place)?.has(value) !== true).toSorted(
    (a, b) => Math.abs(b - own) - Math.abs(a - own) || b - a,
  );
}
