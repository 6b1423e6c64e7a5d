/**
 * The quantile of numbers that each stand for so many, by linear interpolation between the two nearest (type 7 of Hyndman
 * and Fan, as in spreadsheets and as PostgreSQL's `percentile_cont`); null of none.
 */
export function weightedQuantile(
  points: readonly { readonly value: number; readonly weight: number }[],
  q: number,
): number | null {
  const sorted = points.toSorted((a, b) => a.value - b.value);
  const place = (sorted.reduce((sum, { weight }) => sum + weight, 0) - 1) * q;
  const [low, high] = [findAt(sorted, Math.floor(place)), findAt(sorted, Math.ceil(place))];
  if (low === null || high === null) return null;
  return low + (high - low) * (place - Math.floor(place));
}

/** The number at that place, counted from 0, where each is written as often as it weighs. */
function findAt(sorted: readonly { readonly value: number; readonly weight: number }[], place: number): number | null {
  let before = 0;
  for (const { value, weight } of sorted) {
    before += weight;
    if (place >= 0 && place < before) return value;
  }
  return null;
}

/** How long something was waited for: until it came, or, where it did not, until nobody looked any more. */
export interface Wait {
  /** In days or hours. */
  readonly days: number;
  readonly came: boolean;
}

/**
 * By Kaplan and Meier: the first day by which what was waited for had come for that share of all; null when it never came
 * for so many. What nobody looked for any longer counts among those that wait until then, and not after.
 */
export function survivalQuantile(waits: readonly Wait[], q: number): number | null {
  const byDay = Map.groupBy(waits, ({ days }) => days);
  let atRisk = waits.length;
  let waiting = 1;
  for (const [day, ended] of [...byDay].toSorted(([a], [b]) => a - b)) {
    const came = ended.filter((wait) => wait.came).length;
    waiting *= 1 - came / atRisk;
    // Thirds and the like do not sum to one in binary numbers.
    if (came > 0 && 1 - waiting >= q - 1e-9) return day;
    atRisk -= ended.length;
  }
  return null;
}

/** Each day weighs the same, however many lines of a list it has; a day without any is none. */
export function meanByDay(parts: readonly { readonly day: string; readonly part: number; readonly whole: number }[]): {
  readonly mean: number | null;
  readonly days: number;
} {
  const days = new Map<string, { part: number; whole: number }>();
  for (const { day, part, whole } of parts) {
    const sum = days.get(day) ?? { part: 0, whole: 0 };
    days.set(day, { part: sum.part + part, whole: sum.whole + whole });
  }
  const shares = [...days.values()].filter(({ whole }) => whole > 0).map(({ part, whole }) => part / whole);
  const sum = shares.toSorted((a, b) => a - b).reduce((total, share) => total + share, 0);
  return { mean: shares.length === 0 ? null : sum / shares.length, days: shares.length };
}

/** So many decimals say all that such figures hold. */
const DECIMALS = 1e6;

/** As figures are told, and the same on every machine. */
export function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * DECIMALS) / DECIMALS;
}
