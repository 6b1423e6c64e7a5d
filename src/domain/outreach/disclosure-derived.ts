import { type Cell, type Equation, MOST_FEW, type Tables } from "./disclosure-table.ts";

/**
 * A share of persons is two more counts: `part` of `whole` also tells how many of `whole` are not of `part`, and 49 of 50
 * tells of one person. What comes back is added to the tables, so that those are counted too.
 */
export function addRest(part: Cell, whole: Cell): Tables {
  const rest: Cell = {
    id: nameRest(part.id, whole.id),
    value: whole.value - part.value,
    sensitive: whole.sensitive,
    weight: part.weight,
  };
  const equation: Equation = {
    terms: [
      { cell: part.id, factor: 1 },
      { cell: rest.id, factor: 1 },
      { cell: whole.id, factor: -1 },
    ],
  };
  return { cells: [rest], equations: [equation] };
}

function nameRest(part: string, whole: string): string {
  return `${whole} without ${part}`;
}

/** `none`: there is nobody to tell of, which is said. */
export type Showing = "shown" | "hidden" | "none";

/**
 * Whether `part` of `whole` may be told as a share or a percentage, exact or rounded: only when the part, the whole and
 * the rest of `addRest` are all told, for any two of share, part and whole give the third.
 */
export function judgeShare(share: { part: Cell; whole: Cell }, hidden: ReadonlyMap<string, unknown>): Showing {
  const { part, whole } = share;
  if ([part.id, whole.id, nameRest(part.id, whole.id)].some((id) => hidden.has(id))) return "hidden";
  if (whole.value === 0) return "none";
  return whole.sensitive && whole.value <= MOST_FEW ? "hidden" : "shown";
}

/**
 * Whether a mean, a median or a percentile of something about persons may be told: only when those it is taken of are
 * told and are more than a few. Where their number is hidden to protect another, so is the mean: two means and two
 * numbers give the mean of the difference. The least and the greatest value are one person's, and are never told.
 */
export function judgeSpread(of: Cell, hidden: ReadonlyMap<string, unknown>): Showing {
  if (hidden.has(of.id)) return "hidden";
  if (of.value === 0) return "none";
  return of.sensitive && of.value <= MOST_FEW ? "hidden" : "shown";
}
