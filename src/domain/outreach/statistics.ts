/**
 * The quantile of some numbers, by linear interpolation between the two nearest (type 7 of Hyndman and Fan, as in
 * spreadsheets and as PostgreSQL's `percentile_cont`); null of none.
 */
export function quantileOf(values: readonly number[], q: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (place - Math.floor(place));
}

/** How long something was waited for: until it came, or, where it did not, until nobody looked any more. */
export interface Wait {
  readonly days: number;
  readonly came: boolean;
}

/**
 * By Kaplan and Meier: the first day by which what was waited for had come for that share of all; null when it never came
 * for so many. What nobody looked for any longer counts among those that wait until then, and not after.
 */
export function survivalQuantile(waits: readonly Wait[], q: number): number | null {
  const days = [...new Set(waits.filter(({ came }) => came).map((wait) => wait.days))].toSorted((a, b) => a - b);
  let waiting = 1;
  for (const day of days) {
    const atRisk = waits.filter((wait) => wait.days >= day).length;
    const came = waits.filter((wait) => wait.came && wait.days === day).length;
    waiting *= 1 - came / atRisk;
    // Thirds and the like do not sum to one in binary numbers.
    if (1 - waiting >= q - 1e-9) return day;
  }
  return null;
}
