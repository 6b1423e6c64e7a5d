import type { Highs } from "highs";
import { addLine, type Line, listMissing, makeLine, makeProofs, type Proofs } from "./disclosure-proof.ts";
import { type MoveFinder, type MoveWish, openMoveFinder } from "./disclosure-solver.ts";
import { type Grid, MOST_FEW } from "./disclosure-table.ts";

/** A step in a hidden cell costs a twentieth of one in the cheapest shown cell: long detours through what is hidden end too. */
const HIDDEN_COST = 0.05;
/** Rounds in which many cells at once are led to another value, without anything more hidden. */
const MOST_ROUNDS = 12;
/** In tables of more cells complements are not protected themselves, which would hide a third more: the key is enough. */
const MOST_DOUBLY_PROTECTED = 400;
/** Searches for what need not be hidden after all; beyond, more stays hidden than must be. */
const MOST_THINNING = 600;

export interface Search {
  readonly grid: Grid;
  /** The cells with few, in the order in which they are protected. */
  readonly few: readonly number[];
  /** What hiding a cell costs, with ties broken. */
  readonly costs: readonly number[];
  readonly ties: readonly number[];
  readonly keptHidden: ReadonlySet<number>;
  readonly between: () => Promise<void>;
}

interface State extends Search {
  readonly finder: MoveFinder;
  readonly hidden: Set<number>;
  readonly proofs: Proofs;
  readonly lines: Line[];
}

export interface Found {
  readonly hidden: ReadonlySet<number>;
  readonly proofs: Proofs;
}

/**
 * Hides cells until each cell with few may be each of 1–4 for all that anybody sees. Whatever is hidden later leaves the
 * earlier proofs standing, so one pass does.
 */
export async function searchCells(highs: Highs, search: Search): Promise<Found> {
  const finder = openMoveFinder(highs, search.grid);
  try {
    const hidden = new Set([...search.few, ...search.keptHidden]);
    const state: State = { ...search, finder, hidden, proofs: makeProofs(search.grid, search.few), lines: [] };
    await sweepCells(state);
    await hideComplements(state);
    await showSpared(state);
    return { hidden, proofs: state.proofs };
  } finally {
    finder.close();
  }
}

/** Often the cells with few protect each other: that is found for many at once. */
async function sweepCells(state: State): Promise<void> {
  const { grid, few, proofs, finder } = state;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const wish = wishHidden(state);
    for (const [index, place] of few.entries()) {
      // Every second rises while the others fall, so that their sums can stay.
      const missing = listMissing(grid, proofs, place).toSorted((a, b) => a - b);
      const target = (index + round) % 2 === 0 ? missing.at(-1) : missing[0];
      if (target === undefined) continue;
      const by = target - (grid.cells[place]?.value ?? 0);
      wish.costs[place] = -1;
      wish.least[place] = Math.min(0, by);
      wish.most[place] = Math.max(0, by);
    }
    await state.between();
    const move = finder.findMove(wish, "quick");
    if (move === null || takeLine(state, makeLine(grid, move)) === 0) return;
  }
}

/**
 * Hides until nothing within 1–4 is ruled out for a protected cell. A complement that could itself be few, for all that is
 * shown, is protected like one that is: else whoever knows this rule would know that it is not, and thereby the other.
 */
async function hideComplements(state: State): Promise<void> {
  let next: readonly number[] = state.few;
  while (next.length > 0) {
    for (const place of next) await protectCell(state, place);
    next = await findSuspects(state);
  }
}

async function protectCell(state: State, place: number): Promise<void> {
  const { grid, proofs, finder, hidden } = state;
  for (const value of listMissing(grid, proofs, place)) {
    if (proofs.get(place)?.has(value) === true) continue;
    await state.between();
    const move = finder.findMove(lead(wishAll(state), place, value - (grid.cells[place]?.value ?? 0)));
    if (move === null) continue;
    const line = makeLine(grid, move);
    for (const changed of line.steps.keys()) hidden.add(changed);
    takeLine(state, line);
  }
}

function takeLine({ grid, proofs, lines }: State, line: Line): number {
  lines.push(line);
  return addLine(grid, proofs, line);
}

/** Complements that could be few and are not protected yet; from now on they are. */
async function findSuspects(state: State): Promise<number[]> {
  const { grid, proofs, hidden, lines, ties } = state;
  if (grid.cells.length > MOST_DOUBLY_PROTECTED) return [];
  const found: number[] = [];
  for (const place of [...hidden].filter((own) => grid.cells[own]?.sensitive === true && !proofs.has(own))) {
    const known = makeProofs(grid, [place]);
    for (const line of lines) addLine(grid, known, line);
    if (known.get(place)?.size === 0) {
      await state.between();
      const move = findFew(state, place);
      if (move === null) continue;
      lines.push(move);
      addLine(grid, known, move);
    }
    found.push(place);
    for (const [own, values] of known) proofs.set(own, values);
  }
  return found.toSorted((a, b) => (ties[a] ?? 0) - (ties[b] ?? 0));
}

/** A way for the cell to be 1–4 while only hidden cells change, or null. */
function findFew(state: State, place: number): Line | null {
  const own = state.grid.cells[place]?.value ?? 0;
  const wish = wishHidden(state);
  wish.least[place] = 1 - own;
  wish.most[place] = MOST_FEW - own;
  const move = state.finder.findMove(wish);
  return move === null ? null : makeLine(state.grid, move);
}

/** What was hidden for one cell may have become needless through what was hidden for others: the dearest is shown first. */
async function showSpared(state: State): Promise<void> {
  const { hidden, few, keptHidden, costs } = state;
  const needed = new Set([...few, ...keptHidden]);
  const spare = [...hidden].filter((place) => !needed.has(place));
  const left = { searches: MOST_THINNING };
  for (const place of spare.toSorted((a, b) => (costs[b] ?? 0) - (costs[a] ?? 0) || a - b)) {
    if (left.searches <= 0) return;
    hidden.delete(place);
    const proofs = await proveWithout(state, place, left);
    if (proofs === null) hidden.add(place);
    else {
      state.proofs.clear();
      for (const [own, known] of proofs) state.proofs.set(own, known);
    }
  }
}

/** The proofs when that cell is shown, or null when what was proven can no longer be. */
async function proveWithout(state: State, shown: number, left: { searches: number }): Promise<Proofs | null> {
  const { grid, finder, few, hidden, lines } = state;
  const kept = makeProofs(
    grid,
    [...state.proofs.keys()].filter((place) => place !== shown),
  );
  for (const line of lines) if ([...line.steps.keys()].every((place) => hidden.has(place))) addLine(grid, kept, line);
  const isTrulyFew = new Set(few);
  for (const [place, known] of kept) {
    for (const value of state.proofs.get(place) ?? []) {
      if (known.has(value)) continue;
      if (left.searches-- <= 0) return null;
      await state.between();
      const move = finder.findMove(lead(wishHidden(state), place, value - (grid.cells[place]?.value ?? 0)));
      if (move === null) {
        if (known.size > 0 || isTrulyFew.has(place) || findFew(state, place) !== null) return null;
        continue;
      }
      const line = makeLine(grid, move);
      lines.push(line);
      addLine(grid, kept, line);
    }
    if (known.size === 0) kept.delete(place);
  }
  return kept;
}

interface OpenWish extends MoveWish {
  readonly costs: number[];
  readonly least: number[];
  readonly most: number[];
}

/** Every cell may change, and what is shown costs what it is worth to the reader. */
function wishAll({ grid, costs, hidden }: State): OpenWish {
  const cheapest = HIDDEN_COST * Math.min(...costs);
  return {
    costs: costs.map((cost, place) => (hidden.has(place) ? cheapest : cost)),
    least: grid.cells.map(({ value }) => -value),
    most: grid.cells.map(() => Infinity),
  };
}

/** Only what is hidden may change. */
function wishHidden({ grid, hidden }: State): OpenWish {
  return {
    costs: grid.cells.map(() => 0.01),
    least: grid.cells.map(({ value }, place) => (hidden.has(place) ? -value : 0)),
    most: grid.cells.map((_, place) => (hidden.has(place) ? Infinity : 0)),
  };
}

function lead(wish: OpenWish, place: number, by: number): MoveWish {
  wish.least[place] = by;
  wish.most[place] = by;
  return wish;
}
