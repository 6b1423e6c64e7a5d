import { addDays, stockholmDate, stockholmInstant } from "./calendar.ts";
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

/** Läkemedelsverket's product file: what is registered, which reports are counted against. */
export const CATALOGUE_SOURCE = "lakemedelsverket-products";

/** Data older than this are shown with a warning, and an operator is told. */
const STALE_HOURS = 36;

/** Polls in a row that may fail before somebody is woken: a night's reboot is no news. */
export const FAILURES_BEFORE_ALERT = 3;

/** Whole hours from a file's own time to now; none when its writer's clock is ahead of ours. */
export function ageHours(fileTime: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - fileTime.getTime()) / 3_600_000));
}

export function isStale(fileTime: Date, now: Date, afterHours = STALE_HOURS): boolean {
  return now >= staleFrom(fileTime, afterHours);
}

/** The first moment at which it is too old. */
export function staleFrom(fileTime: Date, afterHours = STALE_HOURS): Date {
  return new Date(fileTime.getTime() + afterHours * 3_600_000 + 1);
}

/** Whether a source that is asked once a day, from that hour in Stockholm on, is to be asked: a try without an answer counts for none. */
export function isDue(
  tried: { readonly triedAt: Date; readonly outcome: SourceOutcome } | null,
  { fromHour, now }: { fromHour: number; now: Date },
): boolean {
  if (tried === null || tried.outcome === "failed") return true;
  const today = stockholmInstant(stockholmDate(now), fromHour);
  const latest = today <= now ? today : stockholmInstant(addDays(stockholmDate(now), -1), fromHour);
  return tried.triedAt < latest;
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
