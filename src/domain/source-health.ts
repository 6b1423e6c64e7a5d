import type { GuardDoubt } from "./guard.ts";

/** What became of a try to take in a source: `held` waits for a person, the last good state stands. */
export type SourceOutcome = "ingested" | "not-modified" | "held" | "rejected" | "failed";

/** `unreachable` after several tries in a row; `stalled` when the source answers but its file grows old. */
export type AlertKind = "held" | "rejected" | "unreachable" | "stalled";

/** Why a file could not be fetched. `detail` says it in technical English and names the host only. */
export interface FetchFailure {
  /** `refused` is our own doing; `no-answer` is all that the network or the other side may do to us. */
  readonly kind: "status" | "timeout" | "refused" | "no-answer" | "no-address";
  /** Of an answer that brought no file. */
  readonly status?: number;
  readonly detail: string;
}

/** What happened, in parts that can be worded in any language; of a file that cannot be read there are none. */
export type AlertCause =
  | { readonly kind: "held"; readonly snapshot: number; readonly doubt: GuardDoubt }
  | { readonly kind: "unreachable"; readonly tries: number; readonly failure: FetchFailure }
  | { readonly kind: "stalled"; readonly hours: number };

/** The same of one try alone, which cannot know how many there were before it. */
export type TryCause =
  | Extract<AlertCause, { kind: "held" }>
  | { readonly kind: "failed"; readonly failure: FetchFailure };

/** The source of the facts, which writes a new file each night; what others tell must not make them look fresh or old. */
export const NATIONAL_SOURCE = "lakemedelsverket";

/** Data older than this are shown with a warning, and an operator is told. */
const STALE_HOURS = 36;

/** Polls in a row that may fail before somebody is woken: a night's reboot is no news. */
export const FAILURES_BEFORE_ALERT = 3;

/** Whole hours from a file's own time to now; none when its writer's clock is ahead of ours. */
export function ageHours(fileTime: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - fileTime.getTime()) / 3_600_000));
}

export function isStale(fileTime: Date, now: Date): boolean {
  return now.getTime() - fileTime.getTime() > STALE_HOURS * 3_600_000;
}

/** Trouble with a source, for those who run Restsignal. */
export interface AlertFact {
  readonly kind: AlertKind;
  /** In technical English. */
  readonly reason: string;
  /** Absent where the reason is a parser's own words, and in alerts from before there were causes. */
  readonly cause?: AlertCause;
  readonly sourceTitle: string;
}
