/** Whom a trouble hits: one receiver; one workspace, mail domain or host; or all that we send through the channel. */
export type Scope = "target" | "installation" | "app";

/**
 * What a channel says of one attempt. Never a boolean: each kind asks for another action.
 * - `delivered`: the receiver says that it has it; `externalId` is the receiver's own id.
 * - `accepted`: it was taken in, and whether it got there we are not told.
 * - `unknown`: we may have been heard: the answer to what was sent whole, or may have been, did not come. `afterMs` is how
 *   long the receiver wants to be asked nothing, null when only a person can find out.
 * - `retry`: it has not been taken, and may be later; `afterMs` is the receiver's wish, `scope` whom else it hits (`target`
 *   when left out).
 * - `rejected`: this message can never succeed on this target.
 * - `gone`: this target can never succeed: pause it and tell its owner.
 * - `misconfigured`: somebody has to mend something: stop what `scope` names, unsubscribe nobody.
 */
export type Outcome =
  | {
      readonly kind: "delivered" | "accepted";
      readonly externalId: string;
      /** Who says so, where no receiver did. */
      readonly wordOf?: string;
    }
  | { readonly kind: "unknown"; readonly reason: string; readonly afterMs?: number | null }
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs?: number; readonly scope?: Scope }
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "gone"; readonly reason: string }
  | { readonly kind: "misconfigured"; readonly scope: Scope; readonly reason: string };

/** An outcome that no receiver has taken, as far as we know; it has a reason. */
export type Failure = Exclude<Outcome, { kind: "delivered" | "accepted" }>;

/**
 * That it is not sent, and need not be: its receiver has had a newer version of the same case, has had nothing of what it
 * takes back, is none any more, or wants nothing from us. No loss, and nothing to send again.
 */
export interface Cancelled {
  readonly kind: "cancelled";
  readonly why: "superseded" | "unheard" | "ended" | "suppressed";
  readonly reason: string;
}

export const SUBSCRIPTION_ENDED: Cancelled = { kind: "cancelled", why: "ended", reason: "the subscription has ended" };

/** Its reader has marked a mail as spam, or somebody has said that nothing goes there. */
export const ADDRESS_SUPPRESSED: Cancelled = {
  kind: "cancelled",
  why: "suppressed",
  reason: "the address is suppressed: nothing is sent there",
};

/** Of a message that fitted no other wish. */
export const WISH_ENDED: Cancelled = {
  kind: "cancelled",
  why: "ended",
  reason: "the reader no longer asks for what it came for",
};

/** Of a retraction. */
export const NOTHING_TO_TAKE_BACK: Cancelled = {
  kind: "cancelled",
  why: "unheard",
  reason: "nothing of what it takes back has reached the receiver",
};

/** What became of it: what its channel said, or why it was not sent. */
export type Ending = Outcome | Cancelled;

/** Whether the receiver took it, confirmed or not. */
export function isTaken(outcome: Outcome): outcome is Exclude<Outcome, Failure> {
  return outcome.kind === "delivered" || outcome.kind === "accepted";
}

/** `capture` renders, checks and records everything and sends nothing; `live` sends. */
export type DeliveryMode = "capture" | "live";

/**
 * `sending` belongs to a sending that is in hand or waits for its next attempt; `captured` is what `DELIVERY_MODE=capture`
 * ends in: rendered, validated, recorded, not sent. `unknown` waits for a person, `dead` is a dead letter, and `cancelled` is
 * what nobody need send.
 */
export type DeliveryState =
  | "due"
  | "sending"
  | "delivered"
  | "accepted"
  | "unknown"
  | "captured"
  | "dead"
  | "cancelled";
/** What is sent before what: each has workers of its own. */
export const LANES = ["urgent", "ordinary", "digest"] as const;
export type Lane = (typeof LANES)[number];
