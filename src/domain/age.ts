/** How old something is, in the unit that a person would say it in. */
export interface Age {
  readonly unit: "hours" | "days" | "weeks" | "months" | "years";
  /** None of the first unit is less than an hour. */
  readonly count: number;
}

const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;
const MONTH_HOURS = 30.44 * DAY_HOURS;
const YEAR_HOURS = 365.25 * DAY_HOURS;

/**
 * Whole hours up to two days and whole days up to two weeks, rounded down; then the nearest week up to three months, the
 * nearest month up to two years, and the nearest year. What lies ahead is no age at all.
 */
export function measureAge(hours: number): Age {
  if (hours < 2 * DAY_HOURS) return { unit: "hours", count: Math.max(0, Math.floor(hours)) };
  if (hours < 2 * WEEK_HOURS) return { unit: "days", count: Math.floor(hours / DAY_HOURS) };
  if (hours < 3 * MONTH_HOURS) return { unit: "weeks", count: Math.round(hours / WEEK_HOURS) };
  if (hours < 2 * YEAR_HOURS) return { unit: "months", count: Math.round(hours / MONTH_HOURS) };
  return { unit: "years", count: Math.round(hours / YEAR_HOURS) };
}

/** From which hour on `measureAge` says something else. */
export function nextAge(hours: number): number {
  const { unit, count } = measureAge(hours);
  switch (unit) {
    case "hours":
      return count + 1;
    case "days":
      return (count + 1) * DAY_HOURS;
    case "weeks":
      return Math.min((count + 0.5) * WEEK_HOURS, 3 * MONTH_HOURS);
    case "months":
      return Math.min((count + 0.5) * MONTH_HOURS, 2 * YEAR_HOURS);
    case "years":
      return (count + 0.5) * YEAR_HOURS;
  }
}
