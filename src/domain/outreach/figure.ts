import type { Period } from "./period.ts";
import { placesOf, type PlaceId } from "./place.ts";
import { meanByDay, round, survivalQuantile, weightedQuantile, type Wait } from "./statistics.ts";

/**
 * What a figure counts. `inflow`: cases whose clock starts in the period · `stock`: cases that are open on at least one day
 * of it · `period`: what was done or happened in it · `end`: how it stood at its end.
 */
export type Cohort = "inflow" | "stock" | "period" | "end";
export type Unit = "count" | "share" | "days" | "hours" | "minutes" | "per-100" | "per-week";

/** Why a row of the cohort is left out of a figure. */
export type Exclusion =
  /** It was there when the source was first read, so that nobody knows when its clock started. */
  | "baseline"
  /** A new list covers it: the news is the list's, not the source's. */
  | "list"
  /** The file that told of it was taken back. */
  | "retracted"
  /** No start date is told. */
  | "no-start"
  /** Nobody has said when it ends. */
  | "no-end"
  /** Nobody measured how much of it is hit. */
  | "not-measured"
  /** It was not told, so there is nothing to measure. */
  | "not-told"
  /** It gives no advice. */
  | "no-advice"
  /** It was not decided on. */
  | "not-decided"
  /** Nobody has said. */
  | "not-answered"
  /** Nobody need send it: a newer one went instead, or its reader had left or wants nothing. */
  | "not-needed"
  /** It was written down and sent to nobody, as where sending is not switched on. */
  | "captured"
  /** It has not arrived, as far as anybody knows. */
  | "not-delivered"
  /** There is nothing to compare with. */
  | "nothing-to-compare";

/** How a figure is made of the rows that are left. */
export type Measure<Row> =
  | { readonly kind: "count" }
  /** Rows of which it holds, of all. */
  | { readonly kind: "share"; readonly of: (row: Row, at: Frame) => boolean }
  /** Of each row `part` of `whole`; both are summed. */
  | {
      readonly kind: "ratio";
      readonly of: (row: Row, at: Frame) => { readonly part: number; readonly whole: number };
      readonly per?: number;
    }
  | { readonly kind: "sum"; readonly of: (row: Row, at: Frame) => number }
  /** Of each day the share of the sums; the mean of them. `n` counts the days. */
  | {
      readonly kind: "mean-by-day";
      readonly of: (row: Row, at: Frame) => { readonly day: string; readonly part: number; readonly whole: number };
    }
  /** The same of each for a while, roughly: what is summed is not told, since it would tell of how many. */
  | {
      readonly kind: "rate";
      readonly of: (row: Row, at: Frame) => { readonly part: number; readonly whole: number };
      readonly per: number;
    }
  | { readonly kind: "quantile"; readonly q: number; readonly of: (row: Row, at: Frame) => number }
  /** By Kaplan and Meier, so that what has not come yet counts. */
  | { readonly kind: "survival"; readonly q: number; readonly of: (row: Row, at: Frame) => Wait }
  /** How many different ones there are, however many rows tell of them. */
  | { readonly kind: "distinct"; readonly of: (row: Row, at: Frame) => readonly string[] };

/** The period, and the last day of which anything is counted that followed on it. */
export interface Frame {
  readonly period: Period;
  readonly followedTo: string;
}

/** A row of a figure: what happened somewhere. */
export interface PlacedRow {
  /** How it is opened. */
  readonly id: string;
  readonly regionCode: string;
  /** What it is about, where that is one case. */
  readonly caseId?: number | null;
  /** How many of the same it stands for; one where it does not say. */
  readonly weight?: number;
}

/** How a figure is broken down: the values of a row by dimension; a row may belong to several. */
export type Dimension<Row> = (row: Row, at: Frame) => readonly string[];

/** A figure as data: the one place that says what it is. Its words stand in the definitions, by its id. */
export interface FigureSpec<Row> {
  readonly id: string;
  readonly cohort: Cohort;
  readonly unit: Unit;
  /** It counts people or their subscriptions: small numbers of them may not be shown. */
  readonly sensitive?: true;
  /** The figure that counts the rows that this one is made of, where there is one. */
  readonly base?: string;
  /** Counts persons who are counted elsewhere too: told only where that figure of the same place is; null is never told. */
  readonly follows?: (cut: Cut) => { readonly id: string; readonly cut: Cut } | null;
  /** Would tell how many persons there are to whoever knows the number of messages: hidden where that figure of the place is. */
  readonly reveals?: (cut: Cut) => { readonly id: string; readonly cut: Cut };
  readonly belongs: (row: Row, at: Frame) => boolean;
  readonly exclude?: (row: Row, at: Frame) => Exclusion | null;
  readonly measure: Measure<Row>;
  /** Rows that nothing is known of yet, of those that are counted. */
  readonly isPending?: (row: Row, at: Frame) => boolean;
  /** Each a list of dimensions that it is broken down by, beside the whole. */
  readonly by?: readonly (readonly string[])[];
}

/** The values of a breakdown by dimension: `{ channel: "slack" }`; empty for the whole. */
export type Cut = Readonly<Record<string, string>>;

/** What a breakdown is known by: the same whatever order its dimensions are in. */
export function writeCut(cut: Cut): string {
  return JSON.stringify(Object.entries(cut).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A figure of one place. */
export interface Figure {
  readonly id: string;
  readonly place: PlaceId;
  readonly cut: Cut;
  /** Null where there is nothing to make it of. Shares go from 0 to 1. */
  readonly value: number | null;
  /** The rows, or what they weigh, that it is made of. */
  readonly n: number;
  /** Of them those that it holds of, for a share. */
  readonly part?: number;
  /** Of them those that nothing is known of yet. */
  readonly pending?: number;
  readonly excluded: readonly { readonly reason: Exclusion; readonly n: number }[];
}

/** A row as a figure takes it. */
interface TakenRow<Row> {
  readonly row: Row;
  /** Null where it is counted. */
  readonly excluded: Exclusion | null;
}

/** How many things the rows stand for. */
function weigh(rows: readonly PlacedRow[]): number {
  return rows.reduce((sum, { weight = 1 }) => sum + weight, 0);
}

/** Which rows a figure is made of, and which of its cohort it leaves out and why. */
export function takeRows<Row>(spec: FigureSpec<Row>, rows: readonly Row[], at: Frame): TakenRow<Row>[] {
  return rows.filter((row) => spec.belongs(row, at)).map((row) => ({ row, excluded: spec.exclude?.(row, at) ?? null }));
}

interface MeasureInput<Row> {
  readonly rows: readonly Row[];
  readonly at: Frame;
  readonly places: readonly PlaceId[];
  readonly dimensions: Readonly<Record<string, Dimension<Row>>>;
}

/**
 * The figure of every place that is asked for, whole and broken down. Rows are put into their breakdowns once, by region,
 * since there are hundreds of thousands and every place is made of regions.
 */
export function measureFigure<Row extends PlacedRow>(spec: FigureSpec<Row>, input: MeasureInput<Row>): Figure[] {
  const { at, places } = input;
  const byRegion = [...Map.groupBy(takeRows(spec, input.rows, at), ({ row }) => row.regionCode)].map(
    ([regionCode, taken]) => ({ places: new Set(placesOf(regionCode)), taken }),
  );
  const breakdowns = [[], ...(spec.by ?? [])].map((names) =>
    byRegion.map((region) => ({ ...region, parts: cutRows(region.taken, names, input) })),
  );
  return places.flatMap((place) =>
    breakdowns.flatMap((regions, index) => {
      const own = regions.filter((region) => region.places.has(place)).map(({ parts }) => parts);
      const keys = index === 0 ? [""] : [...new Set(own.flatMap((parts) => [...parts.keys()]))].toSorted();
      return keys.map((key) => {
        const found = own.flatMap((parts) => parts.get(key) ?? []);
        const taken = found.flatMap(({ rows }) => rows);
        return { id: spec.id, place, cut: found[0]?.cut ?? {}, ...summarise(spec, taken, at) };
      });
    }),
  );
}

interface Part<Row> {
  readonly cut: Cut;
  readonly rows: TakenRow<Row>[];
}

function cutRows<Row>(
  taken: readonly TakenRow<Row>[],
  names: readonly string[],
  { at, dimensions }: Pick<MeasureInput<Row>, "at" | "dimensions">,
): Map<string, Part<Row>> {
  if (names.length === 0) return new Map([["", { cut: {}, rows: [...taken] }]]);
  const parts = new Map<string, Part<Row>>();
  // Few values stand in many rows: each is written once.
  const keys = new Map<string, string>();
  for (const one of taken)
    for (const values of valuesOf(one.row, names, { at, dimensions })) {
      const joined = values.join("\u0000");
      const key = keys.get(joined) ?? JSON.stringify(names.map((name, place) => [name, values[place]]));
      keys.set(joined, key);
      const part = parts.get(key) ?? {
        cut: Object.fromEntries(names.map((name, place) => [name, values[place] ?? ""])),
        rows: [],
      };
      part.rows.push(one);
      parts.set(key, part);
    }
  return parts;
}

/** The values of every cut of a breakdown that a row falls in, each in the order of its dimensions. */
function valuesOf<Row>(
  row: Row,
  names: readonly string[],
  { at, dimensions }: Pick<MeasureInput<Row>, "at" | "dimensions">,
): (readonly string[])[] {
  let found: (readonly string[])[] = [[]];
  for (const name of names) {
    const values = dimensions[name]?.(row, at) ?? [];
    const own = values.length > 1 ? [...new Set(values)] : values;
    found = found.flatMap((earlier) => own.map((value) => [...earlier, value]));
  }
  return found;
}

/** Whether a row is one of those that a breakdown has these values of; every row is one of the whole. */
export function isInCut<Row>(
  row: Row,
  cut: Cut,
  { at, dimensions }: { at: Frame; dimensions: Readonly<Record<string, Dimension<Row>>> },
): boolean {
  return Object.entries(cut).every(([name, value]) => dimensions[name]?.(row, at).includes(value) === true);
}

function summarise<Row extends PlacedRow>(
  spec: FigureSpec<Row>,
  taken: readonly TakenRow<Row>[],
  at: Frame,
): Omit<Figure, "id" | "place" | "cut"> {
  const kept = taken.filter(({ excluded }) => excluded === null).map(({ row }) => row);
  const excluded = [...Map.groupBy(taken, (one) => one.excluded)]
    .flatMap(([reason, rows]) => (reason === null ? [] : [{ reason, n: weigh(rows.map(({ row }) => row)) }]))
    .toSorted((a, b) => (a.reason < b.reason ? -1 : 1));
  const pending =
    spec.isPending === undefined ? {} : { pending: weigh(kept.filter((row) => spec.isPending?.(row, at) === true)) };
  return { ...measureRows(spec.measure, kept, at), ...pending, excluded };
}

function measureRows<Row extends PlacedRow>(
  measure: Measure<Row>,
  rows: readonly Row[],
  at: Frame,
): Pick<Figure, "value" | "n" | "part"> {
  const n = weigh(rows);
  switch (measure.kind) {
    case "count":
      return { value: n, n };
    case "sum":
      return { value: round(rows.reduce((sum, row) => sum + measure.of(row, at), 0)), n };
    case "distinct":
      return { value: new Set(rows.flatMap((row) => measure.of(row, at))).size, n };
    case "share": {
      const part = weigh(rows.filter((row) => measure.of(row, at)));
      return { value: n === 0 ? null : round(part / n), n, part };
    }
    case "ratio": {
      const parts = rows.map((row) => measure.of(row, at));
      const whole = parts.reduce((sum, one) => sum + one.whole, 0);
      const part = parts.reduce((sum, one) => sum + one.part, 0);
      return { value: whole === 0 ? null : round((part / whole) * (measure.per ?? 1)), n: whole, part };
    }
    case "rate": {
      const parts = rows.map((row) => measure.of(row, at));
      const whole = parts.reduce((sum, one) => sum + one.whole, 0);
      const part = parts.reduce((sum, one) => sum + one.part, 0);
      return { value: whole === 0 ? null : Math.round((part / whole) * measure.per * 10) / 10, n };
    }
    case "mean-by-day": {
      const { mean, days } = meanByDay(rows.map((row) => measure.of(row, at)));
      return { value: round(mean), n: days };
    }
    case "quantile": {
      const points = rows.map((row) => ({ value: measure.of(row, at), weight: row.weight ?? 1 }));
      return { value: round(weightedQuantile(points, measure.q)), n };
    }
    case "survival": {
      const waits = rows.map((row) => measure.of(row, at));
      return { value: round(survivalQuantile(waits, measure.q)), n };
    }
  }
}
