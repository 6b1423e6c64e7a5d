import type { Ending, Outcome } from "./delivery.ts";

/** `claimed` is in a worker's hand; `unknown` waits for a person. */
export type SendingState = "due" | "claimed" | "delivered" | "accepted" | "unknown" | "captured" | "dead" | "cancelled";

/** What a sending has for itself, kept with it: where it goes, and where its receiver ends it. */
export interface StoredEnvelope {
  readonly target: unknown;
  readonly unsubscribeUrl: string;
  /** Of a later part of a digest: the key of the first. */
  readonly thread?: string;
}

/** The key of a later part of a digest, whose first part has this one. */
export function keyOfPart(firstKey: string, part: number): string {
  return `${firstKey}-part-${part}`;
}

/** An attempt as it is kept with its sending, also when it ended after somebody else had taken the sending over. */
export interface AttemptLine {
  readonly generation: number;
  /** ISO instants; `startedAt` is null when the network was not touched. */
  readonly startedAt: string | null;
  readonly endedAt: string;
  readonly outcome: Ending | null;
  /** It came after its lease, and changed nothing. */
  readonly late?: true;
}

/** Attempts after which a sending becomes a dead letter. */
export const MAX_ATTEMPTS = 8;
/** An e-mail whose answer did not come is sent again so often, the same to the byte, before a person is asked. */
const MAX_REPEATS = 1;
/** For the receiver to write down what it has, before it is asked. */
const LOOK_UP_AFTER_MS = 5_000;
/** The longest wait that a receiver may ask for: a message of yesterday is old. */
const LONGEST_WAIT_MS = 86_400_000;

/** Where an attempt left a sending, this attempt counted. */
export interface Standing {
  readonly attempts: number;
  /** An earlier attempt may have been heard. */
  readonly unsure: boolean;
  readonly repeats: number;
  /** It was to find out whether its remote is well again. */
  readonly isProbe?: boolean;
}

/** What becomes of a sending after an attempt; `again` waits `afterMs` for its next. */
export type Verdict =
  | { readonly kind: "ended"; readonly state: "delivered" | "accepted" | "unknown" | "dead"; readonly outcome: Outcome }
  | {
      readonly kind: "again";
      readonly afterMs: number;
      /** Whether the attempt counts: what is our own fault does not. */
      readonly counted: boolean;
      readonly unsure: boolean;
      readonly repeats: number;
      readonly outcome: Outcome;
    };

/** Judges an attempt; `whenUnsure` is how the channel finds out whether it was heard. */
export function judgeAttempt(
  outcome: Outcome,
  { attempts, unsure, repeats, isProbe = false }: Standing,
  whenUnsure: "look-up" | "repeat" | "person",
): Verdict {
  const again = { kind: "again", counted: true, unsure, repeats, outcome } as const;
  switch (outcome.kind) {
    case "delivered":
    case "accepted":
      return { kind: "ended", state: outcome.kind, outcome };
    case "rejected":
    case "gone":
      return unsure ? giveUp(unsure, outcome.reason) : { kind: "ended", state: "dead", outcome };
    case "misconfigured":
      return { ...again, afterMs: 0, counted: false };
    case "retry":
      return judgeRetry(outcome, { attempts, unsure, repeats, isProbe });
    case "unknown":
      return judgeUnsure(outcome, { attempts, unsure, repeats }, whenUnsure);
  }
}

function judgeUnsure(
  outcome: Extract<Outcome, { kind: "unknown" }>,
  { attempts, repeats }: Standing,
  whenUnsure: "look-up" | "repeat" | "person",
): Verdict {
  const { reason, afterMs = LOOK_UP_AFTER_MS } = outcome;
  const again = { kind: "again", counted: true, unsure: true, repeats, outcome } as const;
  if (attempts >= MAX_ATTEMPTS || afterMs === null) return giveUp(true, reason);
  if (whenUnsure === "look-up") return { ...again, afterMs: Math.min(afterMs, LONGEST_WAIT_MS) };
  if (whenUnsure === "repeat" && repeats < MAX_REPEATS)
    return { ...again, repeats: repeats + 1, afterMs: backoffMs(attempts) };
  return giveUp(true, reason);
}

function judgeRetry(outcome: Extract<Outcome, { kind: "retry" }>, standing: Required<Standing>): Verdict {
  const { attempts, unsure, repeats, isProbe } = standing;
  const again = { kind: "again", counted: true, unsure, repeats, outcome } as const;
  // It was for all that wait there, and they all go on waiting.
  if (isProbe && (outcome.scope ?? "target") !== "target") return { ...again, afterMs: 0, counted: false };
  const reason = `gave up after ${MAX_ATTEMPTS} attempts: ${outcome.reason}`;
  if (attempts >= MAX_ATTEMPTS) return giveUp(unsure, reason);
  return { ...again, afterMs: Math.min(outcome.afterMs ?? backoffMs(attempts), LONGEST_WAIT_MS) };
}

/** What may have been heard is for a person to look at; what was not is a dead letter. */
function giveUp(unsure: boolean, reason: string): Verdict {
  return unsure
    ? { kind: "ended", state: "unknown", outcome: { kind: "unknown", reason } }
    : { kind: "ended", state: "dead", outcome: { kind: "rejected", reason } };
}

/** 30 s, 1, 2, 4 … minutes, at most an hour. */
function backoffMs(attempts: number): number {
  return Math.min(30_000 * 2 ** (attempts - 1), 3_600_000);
}
