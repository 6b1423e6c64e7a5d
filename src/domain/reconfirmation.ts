/** The agreement of a mailbox that a ward shares, which somebody of the region has asked for. */
export const SHARED_MAILBOX_AGREEMENT = "shared-mailbox-1";
/** What such a mailbox says when it is asked whether it still wants what it gets. */
export const STILL_WANTED_AGREEMENT = "still-wanted-1";
/** What somebody of the region has heard from those who read a shared target. */
export const BY_HAND_AGREEMENT = "confirmed-by-hand-1";

/** A mailbox that has not answered is reminded after so many days, once. */
export const REMINDED_AFTER_DAYS = 21;

/** Who says so, and how. */
export const MAX_SAID_CHARS = 300;
