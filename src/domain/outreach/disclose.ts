import type { Highs } from "highs";
import { addRest, judgeShare, judgeSpread, type Showing } from "./disclosure-derived.ts";
import { joinEditions, type Edition } from "./disclosure-editions.ts";
import { isFew, type Cell, type Equation } from "./disclosure-table.ts";
import { protectCells } from "./disclosure.ts";
import { writeCut, type Cut, type Figure } from "./figure.ts";
import { monthsOf, type Period } from "./period.ts";
import { NATION, PLACES, regionsOfPlace, type PlaceId } from "./place.ts";
import type { FigureFacts } from "./report.ts";

/** A figure that is not told, for it would tell of one to four persons, or help to work such a number out. */
export interface HiddenFigure {
  readonly id: string;
  readonly place: PlaceId;
  readonly cut: Cut;
  readonly hidden: true;
}
export type ShownFigure = Figure | HiddenFigure;

/** Figures as they may be shown. */
export interface Disclosure {
  readonly figures: readonly ShownFigure[];
  /** What was shown and hidden; kept with an edition, so that the next one is judged together with it. */
  readonly edition: Edition;
  /** What earlier editions have given away and nothing can protect: no figure about persons is shown then. */
  readonly exposed: readonly string[];
}

interface DiscloseInput {
  readonly period: Period;
  readonly figures: readonly Figure[];
  readonly specs: readonly FigureFacts[];
  /** The oldest first. */
  readonly earlier: readonly Edition[];
  /** A secret of the installation. */
  readonly key: string;
  readonly solver?: Highs;
  readonly between?: () => Promise<void>;
}

/** Hides of figures about persons those that tell of few, and what would give them away. */
export async function discloseFigures(input: DiscloseInput): Promise<Disclosure> {
  const { period, figures, specs, earlier, key, solver, between } = input;
  const known = new Map(specs.map((spec) => [spec.id, spec]));
  const tables = new FigureTables(period, known);
  for (const figure of figures) tables.add(figure);
  // The equations name rests, which are cells too.
  const equations = tables.equations(earlier);
  const now = { cells: tables.cells(), equations };
  const { hidden, exposed } = await protectCells(joinEditions(now, earlier), {
    key,
    ...(solver === undefined ? {} : { solver }),
    ...(between === undefined ? {} : { between }),
  });
  const shown = figures.map((figure): ShownFigure => {
    const isTold =
      known.get(figure.id)?.sensitive === true
        ? exposed.length === 0 && tables.judge(figure, hidden) !== "hidden"
        : !tables.reveals(figure, (id) => exposed.length > 0 || hidden.has(id));
    const { id, place, cut } = figure;
    return isTold ? figure : { id, place, cut, hidden: true };
  });
  const isCellHidden = (id: string): boolean => exposed.length > 0 || hidden.has(id);
  const cells = now.cells.map((cell) => ({ ...cell, hidden: isCellHidden(cell.id) }));
  return { figures: shown, edition: { name: period.id, cells, equations: now.equations }, exposed };
}

/** What the reader loses when it is hidden. */
const WEIGHTS = { nation: 8, healthcare: 4, region: 1, whole: 4, cut: 1 } as const;

/** The same without any figure about persons, for whoever may not ask for the period: two of them give the days between. */
export function hidePersons(figures: readonly Figure[], specs: readonly FigureFacts[]): ShownFigure[] {
  const sensitive = new Set(specs.flatMap((spec) => (spec.sensitive === true ? [spec.id] : [])));
  return figures.map((figure): ShownFigure => {
    const { id, place, cut } = figure;
    return sensitive.has(id) ? { id, place, cut, hidden: true } : figure;
  });
}

/** A count that a figure about persons is made of. */
interface Counted {
  readonly cell: Cell;
  /** The figure's, or what of it is counted. */
  readonly name: string;
  readonly place: PlaceId;
  readonly cut: Cut;
}

/** The counts that figures about persons are made of, and how they add up. */
class FigureTables {
  readonly #cells = new Map<string, Counted>();
  readonly #rests: Equation[] = [];
  readonly #period: Period;
  readonly #specs: ReadonlyMap<string, FigureFacts>;

  constructor(period: Period, specs: ReadonlyMap<string, FigureFacts>) {
    this.#period = period;
    this.#specs = specs;
  }

  add(figure: Figure): void {
    const spec = this.#specs.get(figure.id);
    if (spec?.sensitive !== true || spec.follows !== undefined) return;
    const whole = this.#put(figure, spec.base ?? figure.id, countOf(figure, spec));
    if (spec.shape !== "share" || figure.part === undefined) return;
    const part = this.#put(figure, partOf(figure.id), figure.part);
    const rest = addRest(part, whole);
    for (const cell of rest.cells)
      this.#keep({ cell, name: `${figure.id} rest`, place: figure.place, cut: figure.cut });
    this.#rests.push(...rest.equations);
  }

  cells(): Cell[] {
    return [...this.#cells.values()].map(({ cell }) => cell);
  }

  equations(earlier: readonly Edition[]): Equation[] {
    return [...this.#rests, ...this.#overPlaces(), ...this.#overCuts(), ...this.#overMonths(earlier)];
  }

  judge(figure: Figure, hidden: ReadonlyMap<string, unknown>): Showing {
    const spec = this.#specs.get(figure.id);
    if (spec?.follows !== undefined) return this.#judgeFollowing(figure, spec.follows(figure.cut), hidden);
    const whole = this.#find(figure, spec?.base ?? figure.id);
    if (spec?.shape === "share") {
      const part = this.#find(figure, partOf(figure.id));
      return part === undefined || whole === undefined ? "hidden" : judgeShare({ part, whole }, hidden);
    }
    if (whole === undefined) return "hidden";
    return spec?.shape === "count" ? (hidden.has(whole.id) ? "hidden" : "shown") : judgeSpread(whole, hidden);
  }

  /** Whether it gives away a figure of persons that is hidden: the pattern that hides those hides these as well. */
  reveals({ id, place, cut }: Figure, isCellHidden: (id: string) => boolean): boolean {
    const revealed = this.#specs.get(id)?.reveals?.(cut);
    if (revealed === undefined) return false;
    const cell = this.#cells.get(this.#idOf(revealed.id, place, revealed.cut))?.cell;
    return cell !== undefined && isCellHidden(cell.id);
  }

  /** Where some regions are left out, the difference would tell of theirs. */
  #judgeFollowing(
    figure: Figure,
    followed: { readonly id: string; readonly cut: Cut } | null,
    hidden: ReadonlyMap<string, unknown>,
  ): Showing {
    const { place, n, part = 0, excluded } = figure;
    if (n === 0) return "none";
    if (followed === null || excluded.length > 0 || isFew(part)) return "hidden";
    const cell = this.#cells.get(this.#idOf(followed.id, place, followed.cut))?.cell;
    return cell !== undefined && hidden.has(cell.id) ? "hidden" : "shown";
  }

  #put({ place, cut }: Figure, name: string, value: number): Cell {
    const cell = { id: this.#idOf(name, place, cut), value, sensitive: true, weight: weigh(place, cut) };
    return this.#keep({ cell, name, place, cut });
  }

  #keep(entry: Counted): Cell {
    const before = this.#cells.get(entry.cell.id);
    if (before !== undefined && before.cell.value !== entry.cell.value)
      throw new Error(`domain/outreach: two figures count ${entry.cell.id} differently`);
    this.#cells.set(entry.cell.id, before ?? entry);
    return before?.cell ?? entry.cell;
  }

  #find({ place, cut }: Figure, name: string): Cell | undefined {
    return this.#cells.get(this.#idOf(name, place, cut))?.cell;
  }

  #idOf(name: string, place: PlaceId, cut: Cut): string {
    return idOf(this.#timeOf(name), { name, place, cut });
  }

  /** How it stood at the end of a month is how it stood at the end of its quarter: one cell, which is hidden in both or in neither. */
  #timeOf(name: string): string {
    return this.#specOf(name)?.cohort === "end" ? `end of ${this.#period.to}` : this.#period.id;
  }

  #specOf(name: string): FigureFacts | undefined {
    return this.#specs.get(name.replace(/ (part|rest|rest of whole)$/u, ""));
  }

  /** The nation and each healthcare region are the sums of their regions: Halland's stands in two of them. */
  #overPlaces(): Equation[] {
    const groups = Map.groupBy(this.#cells.values(), ({ name, cut }) => JSON.stringify([name, Object.entries(cut)]));
    return [...groups.values()].flatMap((group) => {
      const byPlace = new Map(group.map(({ cell, place }) => [place, cell]));
      const sums = PLACES.filter((place) => place === NATION || place.startsWith("sr:"));
      return sums.flatMap((place) => {
        const sum = byPlace.get(place);
        const parts = regionsOfPlace(place).map((code) => byPlace.get(code));
        // A place without a row has no cell where it is broken down: it is 0, and nobody wonders.
        if (sum === undefined || sum.value !== addUp(parts)) return [];
        return [
          sumOf(
            sum,
            parts.filter((part) => part !== undefined),
          ),
        ];
      });
    });
  }

  /**
   * A whole is the sum of its parts where each row is in one of them; else each part has a rest of its own. What is broken
   * down by two dimensions adds up over either of them.
   */
  #overCuts(): Equation[] {
    const cut = [...this.#cells.values()].filter((entry) => Object.keys(entry.cut).length > 0);
    const pairs = cut.flatMap((part) => this.#wholesOf(part).map((whole) => ({ part, whole })));
    const groups = Map.groupBy(pairs, ({ part, whole }) =>
      JSON.stringify([whole.cell.id, Object.keys(part.cut).toSorted()]),
    );
    return [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { cell: whole, cut: kept } = first.whole;
      const summed = Object.keys(first.part.cut).filter((dimension) => kept[dimension] === undefined);
      const isSplit = summed.every((dimension) => this.#specOf(first.part.name)?.single.includes(dimension) === true);
      const parts = group.map(({ part }) => part);
      if (isSplit && addUp(parts.map(({ cell }) => cell)) === whole.value)
        return [
          sumOf(
            whole,
            parts.map(({ cell }) => cell),
          ),
        ];
      return parts.flatMap(({ cell: part, name, place, cut: of }) => {
        const rest = addRest(part, whole);
        for (const cell of rest.cells) this.#keep({ cell, name: `${name} rest of whole`, place, cut: of });
        return rest.equations;
      });
    });
  }

  /** The same with fewer dimensions, as far as that is told; of those that hold each other only the narrowest. */
  #wholesOf({ name, place, cut }: Counted): Counted[] {
    const found = listSubsets(Object.entries(cut))
      .map((kept) => this.#cells.get(this.#idOf(name, place, Object.fromEntries(kept))))
      .filter((whole) => whole !== undefined);
    return found.filter((whole) => !found.some((other) => other !== whole && isPartOf(other.cut, whole.cut)));
  }

  /** What happened in a quarter or a year is the sum of what happened in its months, where all of them have been told. */
  #overMonths(earlier: readonly Edition[]): Equation[] {
    const months = monthsOf(this.#period);
    if (months.length < 2) return [];
    const told = new Map(earlier.flatMap(({ cells }) => cells.map((cell) => [cell.id, cell] as const)));
    return [...this.#cells.values()].flatMap(({ cell, name, place, cut }) => {
      if (this.#specOf(name)?.cohort !== "period") return [];
      const parts = months.map((month) => told.get(idOf(month.id, { name, place, cut })));
      const found = parts.filter((part) => part !== undefined);
      return found.length < months.length || addUp(found) !== cell.value ? [] : [sumOf(cell, found)];
    });
  }
}

function idOf(time: string, { name, place, cut }: { name: string; place: PlaceId; cut: Cut }): string {
  return JSON.stringify([name, place, writeCut(cut), time]);
}

function isPartOf(cut: Cut, whole: Cut): boolean {
  return Object.entries(whole).every(([dimension, value]) => cut[dimension] === value);
}

/** Every choice of them but all. */
function listSubsets<Item>(items: readonly Item[]): Item[][] {
  const all = items.reduce<Item[][]>((chosen, item) => [...chosen, ...chosen.map((one) => [...one, item])], [[]]);
  return all.filter((one) => one.length < items.length);
}

function partOf(id: string): string {
  return `${id} part`;
}

/** How many rows a figure is made of, whatever it tells of them. */
function countOf({ n, value }: Figure, { shape }: FigureFacts): number {
  return shape === "count" || shape === "distinct" ? (value ?? 0) : n;
}

function weigh(place: PlaceId, cut: Cut): number {
  const kind = place === NATION ? "nation" : place.startsWith("sr:") ? "healthcare" : "region";
  return WEIGHTS[kind] * (Object.keys(cut).length === 0 ? WEIGHTS.whole : WEIGHTS.cut);
}

function addUp(cells: readonly ({ readonly value: number } | undefined)[]): number {
  return cells.reduce((sum, cell) => sum + (cell?.value ?? 0), 0);
}

function sumOf(sum: { readonly id: string }, parts: readonly { readonly id: string }[]): Equation {
  return {
    terms: [...parts.map(({ id }) => ({ cell: id, factor: 1 })), { cell: sum.id, factor: -1 }],
  };
}
