import type { Outcome } from "./delivery.ts";
import type { Pace } from "./pace.ts";

/** What is known of one workspace, mail domain or host, or of all that a channel goes through. */
export interface RemoteState {
  readonly pace: Pace;
  /** Null while it goes as fast as its channel does. */
  readonly learnedPerSecond: number | null;
  /** When its pace last became another. */
  readonly pacedAt: Date | null;
  /** It asked for a pause until then. */
  readonly notBefore: Date | null;
  /** In a row. */
  readonly failures: number;
  /** How many times in a row it was left alone; 0 while it is not. */
  readonly openings: number;
  readonly openedAt: Date | null;
  readonly openUntil: Date | null;
}

export type Learned = Omit<RemoteState, "pace">;

export const UNTRIED: Learned = {
  learnedPerSecond: null,
  pacedAt: null,
  notBefore: null,
  failures: 0,
  openings: 0,
  openedAt: null,
  openUntil: null,
};

/** Failures in a row after which it is left alone. */
export const MAX_FAILURES = 5;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** The longest pause that is granted to a remote whole: after it one sending asks again. */
export const LONGEST_PAUSE_MS = 3_600_000;
/** Never slower than this part of what the channel may. */
export const SLOWEST_SHARE = 1 / 64;
/** So much of what the channel may is regained in one step, and so long after the one before. */
const RAISE_SHARE = 1 / 20;
const RAISE_EVERY_MS = 10_000;

/** What an attempt says of whom it went through. */
export type Sign =
  /** Taken. */
  | { readonly kind: "well" }
  /** It answered, and its answer is about one target or message. */
  | { readonly kind: "answered" }
  /** Slow down, or nobody is there. */
  | { readonly kind: "ill"; readonly afterMs: number | null };

export interface Signs {
  readonly remote: Sign | null;
  readonly channel: Sign | null;
}

/** What an outcome says of the remote and of all that the channel goes through; null where it says nothing. */
export function readSigns(outcome: Outcome): Signs {
  switch (outcome.kind) {
    case "delivered":
    case "accepted":
      return { remote: { kind: "well" }, channel: { kind: "well" } };
    case "rejected":
    case "gone":
      return { remote: { kind: "answered" }, channel: { kind: "answered" } };
    case "unknown":
      // One that comes of asking whether another was heard says nothing of who takes messages.
      return { remote: outcome.afterMs === undefined ? { kind: "ill", afterMs: null } : null, channel: null };
    case "misconfigured":
      return { remote: null, channel: null };
    case "retry": {
      const ill = { kind: "ill", afterMs: outcome.afterMs ?? null } as const;
      if (outcome.scope === "app") return { remote: null, channel: ill };
      return { remote: outcome.scope === "installation" ? ill : null, channel: null };
    }
  }
}

/** Whether a good sign could change anything. */
export function isWell({ learnedPerSecond, failures, openings }: Learned): boolean {
  return learnedPerSecond === null && failures === 0 && openings === 0;
}

/**
 * What is known after an attempt. What began before something was learned tells nothing new: ten that are refused
 * together are one refusal.
 */
export function learn(
  state: Learned,
  sign: Sign,
  { startedAt, now, limit }: { startedAt: Date; now: Date; limit: number },
): Learned {
  if (sign.kind === "ill") return countFailure(slowDown(state, sign, { startedAt, now, limit }), { startedAt, now });
  const closed = { ...state, failures: 0, openings: 0, openedAt: null, openUntil: null };
  return sign.kind === "well" ? speedUp(closed, { now, limit }) : closed;
}

function slowDown(
  state: Learned,
  { afterMs }: { readonly afterMs: number | null },
  { startedAt, now, limit }: { startedAt: Date; now: Date; limit: number },
): Learned {
  const isAsked = afterMs !== null && afterMs > 0;
  const asked = isAsked ? now.getTime() + Math.min(afterMs, LONGEST_PAUSE_MS) : null;
  const notBefore = asked === null ? state.notBefore : new Date(Math.max(asked, state.notBefore?.getTime() ?? 0));
  if (state.pacedAt !== null && startedAt <= state.pacedAt) return { ...state, notBefore };
  const learnedPerSecond = Math.max(speedOf(state, limit) / 2, limit * SLOWEST_SHARE);
  return { ...state, notBefore, learnedPerSecond, pacedAt: now };
}

function countFailure(state: Learned, { startedAt, now }: { startedAt: Date; now: Date }): Learned {
  if (state.openedAt !== null && startedAt <= state.openedAt) return state;
  const failures = state.failures + 1;
  // One that was left alone is left alone again by the first failure of what asked.
  if (failures < MAX_FAILURES && state.openings === 0) return { ...state, failures };
  const openings = state.openings + 1;
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (openings - 1), LONGEST_WAIT_MS);
  return { ...state, failures, openings, openedAt: now, openUntil: new Date(now.getTime() + waitMs) };
}

function speedUp(state: Learned, { now, limit }: { now: Date; limit: number }): Learned {
  if (state.learnedPerSecond === null) return state;
  if (state.pacedAt !== null && now.getTime() - state.pacedAt.getTime() < RAISE_EVERY_MS) return state;
  const raised = speedOf(state, limit) + limit * RAISE_SHARE;
  return { ...state, learnedPerSecond: raised >= limit ? null : raised, pacedAt: now };
}

/** What may start in a second, within what the channel may. */
export function speedOf({ learnedPerSecond }: Pick<Learned, "learnedPerSecond">, limit: number): number {
  return Math.min(limit, Math.max(learnedPerSecond ?? limit, limit * SLOWEST_SHARE));
}

/** `open`: nothing begins before then; `half-open`: one may, to ask whether it is well again. */
export type Gate =
  | { readonly kind: "closed" }
  | { readonly kind: "half-open" }
  | { readonly kind: "open"; readonly until: Date };

export function gateOf({ openings, openUntil, notBefore }: Learned, now: Date): Gate {
  const waits = [openUntil, notBefore].filter((until): until is Date => until !== null && until > now);
  const [first, second] = waits;
  if (first !== undefined) return { kind: "open", until: second !== undefined && second > first ? second : first };
  return openings > 0 ? { kind: "half-open" } : { kind: "closed" };
}
