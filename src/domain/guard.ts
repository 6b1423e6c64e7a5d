import { stockholmDate } from "./calendar.ts";

/** Limits that a new file of a source must keep before it is believed. */
export interface GuardLimits {
  /** Fewer reports than this in a fetched file is not the whole file. */
  readonly minReports: number;
  /** The largest share of the last good file's reports that may be gone at once. */
  readonly maxDropShare: number;
  /** The largest share of the open notices that may change on one day. */
  readonly maxChangeShare: number;
  /** Fewer products than this in a fetched catalogue is not the whole catalogue; 5,000 unless told. */
  readonly minProducts?: number;
}

export const MIN_PRODUCTS = 5_000;

export const DEFAULT_GUARDS: GuardLimits = { minReports: 500, maxDropShare: 0.2, maxChangeShare: 0.2 };

export interface GuardSubject {
  /** A file that was fetched unattended; one that a person hands in is held to fewer limits. */
  readonly attended: boolean;
  readonly reports: number;
  readonly createdAt: Date;
  /** When it was fetched or handed in, which is after it was made. */
  readonly fetchedAt: Date;
  /** How many notices changed in content. */
  readonly changed: number;
  /** The last good file; null before the first. */
  readonly before: {
    readonly reports: number;
    readonly openNotices: number;
    readonly createdAt: Date;
    /** The number it is kept under. */
    readonly snapshot: number;
    /** Days between the two files; more may change in more days. */
    readonly days: number;
  } | null;
}

/** Below this a share says little: one report of ten is no sign of anything. */
const SMALLEST_FILE_FOR_SHARES = 100;

/** Two clocks that are set by the network differ by seconds, by minutes when one is not: more is a wrong time. */
const MAX_AHEAD_MS = 15 * 60_000;

/** Whether a time has not come, by more than clocks differ: believing it would end or start everything before its time. */
export function isAhead(time: Date, now: Date): boolean {
  return time.getTime() > now.getTime() + MAX_AHEAD_MS;
}

/**
 * Why a file must not be believed without a person's word; times are ISO instants. `of` is what the numbers count: products
 * of a catalogue, and without it reports.
 */
export type GuardDoubt = { readonly of?: "products" } & Doubt;

type Doubt =
  | { readonly kind: "too-few"; readonly reports: number; readonly expected: number }
  | { readonly kind: "ahead"; readonly madeAt: string; readonly fetchedAt: string }
  | { readonly kind: "older"; readonly madeAt: string; readonly lastMadeAt: string; readonly last?: number }
  | { readonly kind: "dropped"; readonly reports: number; readonly lastReports: number }
  | { readonly kind: "changed"; readonly changed: number; readonly open: number }
  | { readonly kind: "lost-column"; readonly column: string };

/** What is doubtful about the file, or null when it may be believed. */
export function checkGuards(subject: GuardSubject, limits: GuardLimits): GuardDoubt | null {
  const { reports, before, changed, attended, createdAt, fetchedAt } = subject;
  if (!attended && reports < limits.minReports) return { kind: "too-few", reports, expected: limits.minReports };
  if (isAhead(createdAt, fetchedAt))
    return { kind: "ahead", madeAt: createdAt.toISOString(), fetchedAt: fetchedAt.toISOString() };
  if (before === null) return null;
  if (createdAt < before.createdAt)
    return {
      kind: "older",
      madeAt: createdAt.toISOString(),
      lastMadeAt: before.createdAt.toISOString(),
      last: before.snapshot,
    };
  if (before.reports >= SMALLEST_FILE_FOR_SHARES && reports < before.reports * (1 - limits.maxDropShare))
    return { kind: "dropped", reports, lastReports: before.reports };
  const mayChange = before.openNotices * Math.min(1, limits.maxChangeShare * Math.max(1, before.days));
  if (before.openNotices >= SMALLEST_FILE_FOR_SHARES && changed > mayChange)
    return { kind: "changed", changed, open: before.openNotices };
  return null;
}

/** The same for a catalogue: what is counted are its products, and columns are known that the last one had. */
export function checkCatalogue(
  subject: GuardSubject & { readonly lostColumn: string | null },
  limits: GuardLimits,
): GuardDoubt | null {
  if (subject.lostColumn !== null) return { kind: "lost-column", column: subject.lostColumn, of: "products" };
  const doubt = checkGuards(subject, { ...limits, minReports: limits.minProducts ?? MIN_PRODUCTS });
  return doubt === null ? null : { ...doubt, of: "products" };
}

/** The doubt in one English clause, as logs and the command line show it. */
export function explainDoubt(doubt: GuardDoubt): string {
  const isCatalogue = doubt.of === "products";
  const counted = isCatalogue ? "products" : "reports";
  // Of a catalogue only the day is known.
  const tell = (time: string): string => (isCatalogue ? stockholmDate(new Date(time)) : time);
  switch (doubt.kind) {
    case "too-few":
      return `the file has ${doubt.reports} ${counted}, fewer than the ${doubt.expected} expected`;
    case "ahead":
      return `the file was made ${doubt.madeAt}, later than it was fetched (${doubt.fetchedAt}); if it is accepted, it is read as of then`;
    case "older":
      return (
        `the file was made ${tell(doubt.madeAt)}, before the last accepted one (${tell(doubt.lastMadeAt)})` +
        (doubt.last === undefined
          ? ""
          : `; if that one is wrong, undo it with "ingest retract ${doubt.last} --reason …"`)
      );
    case "dropped":
      return `the file has ${doubt.reports} ${counted}, ${percent(1 - doubt.reports / doubt.lastReports)} fewer than the last one's ${doubt.lastReports}`;
    case "changed":
      // What is new is no part of what was: a share of it would say nothing.
      return isCatalogue
        ? `${doubt.changed} products came, left or changed at once, against ${doubt.open} in the last file`
        : `${doubt.changed} of ${doubt.open} open notices changed at once, ${percent(doubt.changed / doubt.open)}`;
    case "lost-column":
      return `the column ${doubt.column}, which the last file had, is missing`;
  }
}

/** A share as a whole percentage: `20 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
