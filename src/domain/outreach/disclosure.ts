import type { Highs } from "highs";
import { findReach, type Reach } from "./disclosure-audit.ts";
import { FEW_VALUES } from "./disclosure-proof.ts";
import { type Found, type Search, searchCells } from "./disclosure-search.ts";
import { loadSolver } from "./disclosure-solver.ts";
import { type Cell, type Grid, isFew, makeGrid, splitGrid, type Tables } from "./disclosure-table.ts";

/** Why a cell is hidden. It is never shown: whoever knew that a cell is `small` would know that it is 1–4. */
export type HidingReason = "small" | "complement";

/** What an attacker can work out of a cell with few. */
export interface Audited extends Reach {
  readonly id: string;
  /** Which of 1–4 it can be, each with a whole table that proves it: all four, unless it is exposed. */
  readonly possible: readonly number[];
}

export interface Protection {
  readonly hidden: ReadonlyMap<string, HidingReason>;
  /** Every hidden cell with few that hangs together with anything new. */
  readonly audit: readonly Audited[];
  /** Cells with few that nothing can protect, for something already shown gives them away: nothing may be published. */
  readonly exposed: readonly string[];
}

export interface ProtectOptions {
  /** A secret of the installation that settles which of equal cells is hidden, so that nobody can repeat the choice. */
  readonly key?: string;
  /** From `loadSolver`, for whoever protects many tables one after another; else it is loaded and given back. */
  readonly solver?: Highs;
  /** Called between pieces of work, each well under a second: lets others work, tells progress, throws to cancel. */
  readonly between?: () => Promise<void>;
}

/**
 * Which figures are hidden, so that nobody can tell of a count of persons whether it is 1, 2, 3 or 4.
 *
 * The rule. A cell of 1–4 persons is hidden; 0 is shown. Other cells are hidden with it until, for each of 1, 2, 3 and 4,
 * there is a whole table of whole numbers, none below 0, that agrees in all that is shown and has that value in the cell.
 * So neither sums nor linear programming nor trying all whole numbers rules any of the four out. In tables that
 * are not large the same is held for a complement that could be 1–4 for all that is shown: so nobody gains from knowing
 * this rule either. All that is hidden has one and the same mark, for whoever knew that a cell is hidden for itself would
 * know that it is 1–4.
 *
 * What is given up is what costs readers least, by weight; between equal cells the key decides, never what they hold.
 * The same tables, in any order, and the same key give the same answer. It always comes to an end: at the worst with
 * everything hidden that hangs together, and with the cells named that even so are given away by what is shown already.
 *
 * Everything that is published about the same persons goes in together: all tables of a report, the equations between
 * them, the rest of each share (`addRest`), and the earlier editions (`joinEditions`). What is left out is not protected.
 */
export async function protectCells(tables: Tables, options: ProtectOptions = {}): Promise<Protection> {
  const { key = "", between = async () => {} } = options;
  const grid = makeGrid(tables);
  const hidden = new Map<string, HidingReason>();
  const possible = new Map<string, readonly number[]>();
  const highs = options.solver ?? (await loadSolver());
  for (const part of splitGrid(grid, (place) => grid.cells[place]?.before === "shown")) {
    const found = await judgePart(highs, { ...describePart(part, key), between });
    for (const place of found.hidden) {
      const cell = part.cells[place];
      if (cell !== undefined) hidden.set(cell.id, isFewOfPersons(cell) ? "small" : "complement");
    }
    for (const [place, proven] of found.proofs) {
      possible.set(
        part.cells[place]?.id ?? "",
        [...proven].toSorted((a, b) => a - b),
      );
    }
  }
  const few = grid.cells.filter((cell) => isFewOfPersons(cell) && possible.has(cell.id)).map(({ id }) => id);
  const reach = await findReach(highs, { tables, hidden, targets: new Set(few) }, between);
  const audit = [...reach].map(([id, ends]) => ({ id, ...ends, possible: possible.get(id) ?? [] }));
  return { hidden, audit, exposed: listExposed(grid, possible) };
}

function listExposed(grid: Grid, possible: ReadonlyMap<string, readonly number[]>): string[] {
  const isExposed = ({ id, before }: Cell) =>
    before === "shown" || (possible.get(id)?.length ?? FEW_VALUES.length) < FEW_VALUES.length;
  return grid.cells.filter((cell) => isFewOfPersons(cell) && isExposed(cell)).map(({ id }) => id);
}

/** What hangs together with nothing new was judged when it was published. */
async function judgePart(highs: Highs, search: Search): Promise<Found> {
  const { few, keptHidden, grid } = search;
  if (few.length > 0 && keptHidden.size < grid.cells.length) return await searchCells(highs, search);
  return { hidden: keptHidden, proofs: new Map() };
}

function isFewOfPersons({ sensitive, value }: Cell): boolean {
  return sensitive && isFew(value);
}

/** Ties are broken by id and key and by nothing else: not by what a cell holds, for then the choice would tell of it. */
function describePart(grid: Grid, key: string) {
  const ties = grid.cells.map(({ id }) => drawTie(`${key}\n${id}`));
  const places = [...grid.cells.keys()];
  return {
    grid,
    few: places
      .filter((place) => isFewOfPersons(grid.cells[place] ?? { id: "", value: 0, sensitive: false, weight: 1 }))
      .toSorted((a, b) => (ties[a] ?? 0) - (ties[b] ?? 0) || a - b),
    ties,
    costs: grid.cells.map(({ weight }, place) => weight * (1 + 0.1 * (ties[place] ?? 0))),
    keptHidden: new Set(places.filter((place) => grid.cells[place]?.before === "hidden")),
  };
}

/** A number from 0 to 1 that the text settles (FNV-1a, with its bits mixed once more). */
function drawTie(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
