import { addDays, stockholmDate, stockholmTime, type IsoDate } from "./calendar.ts";
import { isDigestDay, writeRhythm, type DigestRhythm } from "./rhythm.ts";

/** What processes of before call a rhythm. */
export type Cadence = DigestRhythm["kind"];

/** The digests of one rhythm on one day, due at `dueAt`. */
export interface PlannedRun {
  readonly rhythm: DigestRhythm;
  readonly date: IsoDate;
  readonly dueAt: Date;
}

/** So far back it is looked for runs that never were. */
export const LOOK_BACK_DAYS = 7;

/**
 * The runs of these rhythms whose time has come within the last week, and not before `since`, the oldest first. A rhythm has
 * one time a day in Stockholm, whatever the clocks do in its night.
 */
export function planRuns({
  rhythms,
  since,
  now,
}: {
  rhythms: readonly DigestRhythm[];
  since: Date;
  now: Date;
}): PlannedRun[] {
  const today = stockholmDate(now);
  const dates = Array.from({ length: LOOK_BACK_DAYS + 1 }, (_, index) => addDays(today, index - LOOK_BACK_DAYS));
  return rhythms
    .flatMap((rhythm) => dates.filter((date) => isDigestDay(rhythm, date)).map((date) => ({ rhythm, date })))
    .map((run) => ({ ...run, dueAt: stockholmTime(run.date, run.rhythm.time) }))
    .filter(({ dueAt }) => since <= dueAt && dueAt <= now)
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

/** Tells a run from all others. */
export function nameRun({ rhythm, date }: Pick<PlannedRun, "rhythm" | "date">): string {
  return `${writeRhythm(rhythm)} ${date}`;
}
