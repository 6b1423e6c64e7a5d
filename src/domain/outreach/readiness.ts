import { daysBetween, type IsoDate } from "../calendar.ts";
import type { Dimension, Exclusion, FigureSpec, Frame, PlacedRow } from "./figure.ts";
import { goodsOf, type Goods } from "./readiness-target.ts";

/** A package that is or was short, as its source told it. */
export interface ShortPackage {
  readonly start: IsoDate | null;
  readonly forecastEnd: IsoDate | null;
  readonly actualEnd: IsoDate | null;
}

/** A shortage of what a line of a list covers, on a day. `days` is null where nobody has said how long it lasts. */
export interface LineShortage {
  readonly days: number | null;
}

/** A line of a region's list as it was in use on the last day of a period. */
export interface ReadinessRow extends PlacedRow {
  readonly key: string;
  readonly emdn: string | null;
  readonly category: string | null;
  /** How many days the region's own stock lasts, by its list; null where the list says nothing. */
  readonly stockDays: number | null;
  /** The day on which the list that says so was taken into use: what is known of the age of the figure. */
  readonly stockOn: IsoDate;
  readonly targetDays: number | null;
  /** Null when nothing of it was short on the day. */
  readonly shortage: LineShortage | null;
}

/**
 * The shortage that those packages make on a day: from the first start of one that is short then to the last end that is
 * told. How long it lasts is unknown as soon as one of them has no start, no end, or an end that passed without a word.
 */
export function findShortage(packages: readonly ShortPackage[], on: IsoDate): LineShortage | null {
  const short = packages.filter(
    ({ start, actualEnd }) => (start === null || start <= on) && (actualEnd === null || actualEnd > on),
  );
  if (short.length === 0) return null;
  const spans = short.map(({ start, forecastEnd, actualEnd }) => ({ start, end: actualEnd ?? forecastEnd }));
  const known = spans.flatMap(({ start, end }) => (start === null || end === null || end < on ? [] : [{ start, end }]));
  const first = known.map(({ start }) => start).toSorted()[0];
  const last = known
    .map(({ end }) => end)
    .toSorted()
    .at(-1);
  if (first === undefined || last === undefined || known.length < spans.length) return { days: null };
  return { days: daysBetween(first, last) };
}

/** What lines are broken down by. */
export const READINESS_DIMENSIONS: Readonly<Record<string, Dimension<ReadinessRow>>> = {
  goods: (row): [Goods] => [goodsOf(row)],
  category: ({ category }) => [category ?? ""],
};
const BY = [["goods"], ["category"]];

const all = (): boolean => true;
const isShort = ({ shortage }: ReadinessRow): boolean => shortage !== null;

const withoutStock = ({ stockDays }: ReadinessRow): Exclusion | null => (stockDays === null ? "not-answered" : null);
const withoutTarget = (row: ReadinessRow): Exclusion | null =>
  withoutStock(row) ?? (row.targetDays === null ? "nothing-to-compare" : null);
/** How long a shortage lasts is never guessed: what nobody knows the length of is a figure of its own. */
const withoutLength = (row: ReadinessRow): Exclusion | null =>
  row.shortage?.days === null ? "no-end" : withoutStock(row);

const lengthOf = ({ shortage }: ReadinessRow): number => shortage?.days ?? 0;
const coverOf = ({ stockDays }: ReadinessRow): number => stockDays ?? 0;
const deficitOf = (row: ReadinessRow): number => Math.max(0, lengthOf(row) - coverOf(row));
const ageOf = ({ stockOn }: ReadinessRow, { period, followedTo }: Frame): number =>
  Math.max(0, daysBetween(stockOn, followedTo < period.to ? followedTo : period.to));

const spec = (figure: Omit<FigureSpec<ReadinessRow>, "cohort">): FigureSpec<ReadinessRow> => ({
  by: BY,
  ...figure,
  cohort: "end",
});

/** The region's stock against its targets and against the shortages under way, at the end of a period. */
export const READINESS_FIGURES: readonly FigureSpec<ReadinessRow>[] = [
  spec({ id: "stock-lines", unit: "count", belongs: all, measure: { kind: "count" } }),
  spec({
    id: "stock-known",
    unit: "share",
    belongs: all,
    measure: { kind: "share", of: ({ stockDays }) => stockDays !== null },
  }),
  spec({
    id: "stock-age-median",
    unit: "days",
    belongs: all,
    exclude: withoutStock,
    measure: { kind: "quantile", q: 0.5, of: ageOf },
  }),
  spec({
    id: "cover-median",
    unit: "days",
    belongs: all,
    exclude: withoutStock,
    measure: { kind: "quantile", q: 0.5, of: coverOf },
  }),
  spec({
    id: "target-met",
    unit: "share",
    belongs: all,
    exclude: withoutTarget,
    measure: { kind: "share", of: ({ stockDays, targetDays }) => (stockDays ?? 0) >= (targetDays ?? 0) },
  }),
  spec({
    id: "target-missing-days",
    unit: "days",
    belongs: all,
    exclude: withoutTarget,
    measure: { kind: "sum", of: (row) => Math.max(0, (row.targetDays ?? 0) - coverOf(row)) },
  }),
  spec({ id: "lines-short", unit: "count", belongs: isShort, measure: { kind: "count" } }),
  spec({
    id: "cover-too-short",
    unit: "share",
    belongs: isShort,
    exclude: withoutLength,
    measure: { kind: "share", of: (row) => coverOf(row) < lengthOf(row) },
  }),
  spec({
    id: "deficit-days",
    unit: "days",
    belongs: isShort,
    exclude: withoutLength,
    measure: { kind: "sum", of: deficitOf },
  }),
  spec({
    id: "length-unknown",
    unit: "count",
    belongs: (row) => isShort(row) && row.shortage?.days === null,
    measure: { kind: "count" },
  }),
];
