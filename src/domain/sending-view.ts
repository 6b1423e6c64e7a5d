import type { ReturnedAs } from "./mail-return.ts";
import type { SendingState } from "./sending.ts";

/**
 * How the desk looks at sendings: what needs somebody first. `failed` are dead letters that nobody has seen to, `handled`
 * those that somebody has; of what was delivered, what came back or was said of it since is told apart (`ReturnedAs`).
 */
export const SENDING_VIEWS = [
  "failed",
  "unknown",
  "waiting",
  "returned",
  "late",
  "delivered",
  "complained",
  "accepted",
  "captured",
  "handled",
  "cancelled",
] as const;
export type SendingView = (typeof SENDING_VIEWS)[number];

interface ViewStates {
  readonly states: readonly SendingState[];
  /** Of dead letters. */
  readonly handled?: boolean;
  /** Of what was delivered; null where nothing was said of it since. */
  readonly returnedAs?: ReturnedAs | null;
}

/** The states that a view shows, and what else tells it from others. */
export const VIEW_STATES: Readonly<Record<SendingView, ViewStates>> = {
  failed: { states: ["dead"], handled: false },
  unknown: { states: ["unknown"] },
  waiting: { states: ["due", "claimed"] },
  returned: { states: ["delivered"], returnedAs: "returned" },
  late: { states: ["delivered"], returnedAs: "late" },
  delivered: { states: ["delivered"], returnedAs: null },
  complained: { states: ["delivered"], returnedAs: "complained" },
  accepted: { states: ["accepted"] },
  captured: { states: ["captured"] },
  handled: { states: ["dead"], handled: true },
  cancelled: { states: ["cancelled"] },
};

export function viewOf(sending: {
  readonly state: SendingState;
  readonly isHandled: boolean;
  readonly returnedAs: ReturnedAs | null;
}): SendingView {
  const { state, isHandled, returnedAs } = sending;
  if (state === "dead") return isHandled ? "handled" : "failed";
  if (state === "delivered") return returnedAs ?? state;
  return state === "due" || state === "claimed" ? "waiting" : state;
}

/** Why something waits: `now` is in line or in hand, `later` has a time, the others wait for somebody. */
export const WAITING_FOR = ["now", "later", "stopped", "paused", "ended"] as const;
export type WaitingFor = (typeof WAITING_FOR)[number];

/** What a person decides on dead letters (`replay`, `aside`) and on what may have been heard (`confirm`, `again`). */
export const SENDING_DECISIONS = ["replay", "aside", "confirm", "again"] as const;
export type SendingDecision = (typeof SENDING_DECISIONS)[number];

/** Why somebody decided so stands in the log. */
export const MAX_DECISION_REASON_CHARS = 300;

/** The state of what each is decided on. */
export const DECIDED_STATES = {
  replay: "dead",
  aside: "dead",
  confirm: "unknown",
  again: "unknown",
} as const satisfies Record<SendingDecision, SendingState>;

/** Whether something goes out again. */
export const GOES_OUT: Readonly<Record<SendingDecision, boolean>> = {
  replay: true,
  aside: false,
  confirm: false,
  again: true,
};

/**
 * Sendings that a person decides on together: dead letters that nobody has seen to, or those of which nobody knows. What is
 * left out holds for all.
 */
export interface SendingSelection {
  readonly state: "dead" | "unknown";
  readonly regionCode: string | null;
  readonly sendingId?: number | null;
  readonly channel?: string | null;
  /** As it is named for many. */
  readonly reason?: string | null;
  /** Made from that instant on, and before that one. */
  readonly from?: Date | null;
  readonly to?: Date | null;
  /** The newest that whoever decides has seen: what failed later is no part of it. */
  readonly upTo?: number | null;
}
