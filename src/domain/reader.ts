/**
 * How a reader's subscription stands: `active` · `snoozed`: they have asked for nothing until a day · `stopped`: somebody of
 * the region holds it · `paused`: nothing arrives there · `ended`. What comes for all but the last waits, or comes.
 */
export const READER_STATES = ["active", "snoozed", "stopped", "paused", "ended"] as const;
export type ReaderState = (typeof READER_STATES)[number];

/** Why a subscription ended that the region ended, as its state's reason. */
export const ENDED_BY_REGION = "ended by the region";
