/**
 * What has become of a message with one of its receivers, those that have it first, then those for whom it waits:
 * - `delivered`: the receiver says that it has it · `accepted`: it was taken, and whether it was shown we are not told.
 * - `complained`: they have it, and marked it as spam · `captured`: it was written down and sent to nobody.
 * - `going`: it is in line or in hand · `digest`: it waits for their digest · `later`: for a time of their own, or for the
 *   next attempt.
 * - `paused`: for the receiver to be reached again · `stopped`: for somebody to let it go on.
 * - `late`: their server took it, and tries on to deliver it · `returned`: their server took it, and it came back.
 * - `unknown`: it may have been heard · `failed`: it did not arrive · `handled`: the same, and somebody has seen to it.
 * - `superseded`: they have a newer version instead · `needless`: they had nothing of what it takes back · `left`: they had
 *   left before it went.
 */
export const RECEIVER_STATES = [
  "delivered",
  "accepted",
  "complained",
  "captured",
  "going",
  "digest",
  "later",
  "paused",
  "stopped",
  "late",
  "unknown",
  "returned",
  "failed",
  "handled",
  "superseded",
  "needless",
  "left",
] as const;
export type ReceiverState = (typeof RECEIVER_STATES)[number];
