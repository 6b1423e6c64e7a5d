/** Limits that a new file of a source must keep before it is believed. */
export interface GuardLimits {
  /** Fewer reports than this in a fetched file is not the whole file. */
  readonly minReports: number;
  /** The largest share of the last good file's reports that may be gone at once. */
  readonly maxDropShare: number;
  /** The largest share of the open notices that may change on one day. */
  readonly maxChangeShare: number;
}

export const DEFAULT_GUARDS: GuardLimits = { minReports: 500, maxDropShare: 0.2, maxChangeShare: 0.2 };

export interface GuardSubject {
  /** A file that was fetched unattended; one that a person hands in is held to fewer limits. */
  readonly attended: boolean;
  readonly reports: number;
  readonly createdAt: Date;
  /** When it was fetched, which is after it was made; null when nobody can tell. */
  readonly fetchedAt: Date | null;
  /** How many notices changed in content. */
  readonly changed: number;
  /** The last good file; null before the first. */
  readonly before: {
    readonly reports: number;
    readonly openNotices: number;
    readonly createdAt: Date;
    /** Days between the two files; more may change in more days. */
    readonly days: number;
  } | null;
}

/** Below this a share says little: one report of ten is no sign of anything. */
const SMALLEST_FILE_FOR_SHARES = 100;

/** Clocks differ; a day more than that is a wrong date, and believing it would end or start everything before its time. */
const MAX_AHEAD_MS = 86_400_000;

/** Why the file must not be believed without a person's word, or null when it may. */
export function checkGuards(subject: GuardSubject, limits: GuardLimits): string | null {
  const { reports, before, changed, attended, createdAt, fetchedAt } = subject;
  if (!attended && reports < limits.minReports)
    return `the file has ${reports} reports, fewer than the ${limits.minReports} expected`;
  if (fetchedAt !== null && createdAt.getTime() > fetchedAt.getTime() + MAX_AHEAD_MS)
    return `the file was made ${createdAt.toISOString()}, which had not come when it was fetched (${fetchedAt.toISOString()})`;
  if (before === null) return null;
  if (createdAt < before.createdAt)
    return `the file was made ${createdAt.toISOString()}, before the last one taken in (${before.createdAt.toISOString()})`;
  if (before.reports >= SMALLEST_FILE_FOR_SHARES && reports < before.reports * (1 - limits.maxDropShare))
    return `the file has ${reports} reports, ${percent(1 - reports / before.reports)} fewer than the last one's ${before.reports}`;
  const mayChange = before.openNotices * Math.min(1, limits.maxChangeShare * Math.max(1, before.days));
  if (before.openNotices >= SMALLEST_FILE_FOR_SHARES && changed > mayChange)
    return `${changed} of ${before.openNotices} open notices changed at once, ${percent(changed / before.openNotices)}`;
  return null;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
