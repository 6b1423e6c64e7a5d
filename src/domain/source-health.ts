/** What became of a try to take in a source: `held` waits for a person, the last good state stands. */
export type SourceOutcome = "ingested" | "not-modified" | "held" | "rejected" | "failed";

/** `unreachable` after several tries in a row; `stalled` when the source answers but its file grows old. */
export type AlertKind = "held" | "rejected" | "unreachable" | "stalled";

/** Data older than this are shown with a warning, and an operator is told. */
const STALE_HOURS = 36;

/** Polls in a row that may fail before somebody is woken: a night's reboot is no news. */
export const FAILURES_BEFORE_ALERT = 3;

/** Whole hours from a file's own time to now. */
export function ageHours(fileTime: Date, now: Date): number {
  return Math.floor((now.getTime() - fileTime.getTime()) / 3_600_000);
}

export function isStale(fileTime: Date, now: Date): boolean {
  return now.getTime() - fileTime.getTime() > STALE_HOURS * 3_600_000;
}
