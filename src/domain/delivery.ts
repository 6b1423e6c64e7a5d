/**
 * What a channel says of one attempt. Never a boolean: each kind asks for another action.
 * - `delivered`: the receiver took it; `externalId` is the receiver's own id.
 * - `retry`: may succeed later; `afterMs` is the receiver's wish.
 * - `rejected`: this message can never succeed on this target.
 * - `gone`: this target can never succeed: pause it and tell its owner.
 * - `misconfigured`: our own credentials: stop the channel, unsubscribe nobody.
 */
export type Outcome =
  | { readonly kind: "delivered"; readonly externalId: string }
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "gone"; readonly reason: string }
  | { readonly kind: "misconfigured"; readonly reason: string };

/** An outcome that is not `delivered`; it has a reason. */
export type Failure = Exclude<Outcome, { kind: "delivered" }>;

/** `capture` renders, checks and records everything and sends nothing; `live` sends. */
export type DeliveryMode = "capture" | "live";

/** `captured` is what `DELIVERY_MODE=capture` ends in: rendered, validated, recorded, not sent. `dead` is a dead letter. */
export type DeliveryState = "due" | "sending" | "delivered" | "captured" | "dead";
