import { addDays, mondayOf, stockholmDate, stockholmInstant, type IsoDate } from "./calendar.ts";
import { DIGEST_HOUR } from "./subscription.ts";

/** How often a subscriber has digests: each day, or on Mondays. */
export const CADENCES = ["daily", "weekly"] as const;
export type Cadence = (typeof CADENCES)[number];

/** The digests of one cadence on one day, due at `dueAt`. */
export interface PlannedRun {
  readonly cadence: Cadence;
  readonly date: IsoDate;
  readonly dueAt: Date;
}

/** So far back it is looked for runs that never were. */
export const LOOK_BACK_DAYS = 7;

/**
 * The runs whose time has come within the last week, and not before `since`, the oldest first. A day in Stockholm has one
 * time for them, whatever the clocks do in its night.
 */
export function planRuns({ since, now }: { since: Date; now: Date }): PlannedRun[] {
  const today = stockholmDate(now);
  return Array.from({ length: LOOK_BACK_DAYS + 1 }, (_, index) => addDays(today, index - LOOK_BACK_DAYS))
    .map((date) => ({ date, dueAt: stockholmInstant(date, DIGEST_HOUR) }))
    .filter(({ dueAt }) => since <= dueAt && dueAt <= now)
    .flatMap((run) => CADENCES.filter((cadence) => isRunOn(cadence, run.date)).map((cadence) => ({ cadence, ...run })));
}

function isRunOn(cadence: Cadence, date: IsoDate): boolean {
  return cadence === "daily" || date === mondayOf(date);
}
