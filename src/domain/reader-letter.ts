/**
 * What a reader is told by e-mail of their subscriptions, at their own asking or by themselves. It holds no secret: its
 * link is made when it is sent.
 */
export type ReaderLetter =
  /** Somebody has asked for this at their address, perhaps they themselves; `known` are regions that they have already. */
  | {
      readonly kind: "confirm-subscription";
      readonly signUpId: number;
      readonly regionCodes: readonly string[];
      readonly known: readonly string[];
    }
  /** Nothing came in that month, `2026-11`, in these regions; `fileTime` is that of the authority's newest file. */
  | {
      readonly kind: "nothing-this-month";
      readonly subscriptionId: number;
      readonly regionCodes: readonly string[];
      readonly month: string;
      readonly fileTime: string;
      readonly isStale: boolean;
    }
  /** A shared mailbox is asked whether it still wants what it agreed to then, and reminded of that once. Instants are ISO texts. */
  | {
      readonly kind: "still-wanted";
      readonly subscriptionId: number;
      readonly regionCodes: readonly string[];
      readonly agreedAt: string;
      /** Null where it is asked for the first time this year, else when it was. */
      readonly askedAt: string | null;
    }
  /** They have asked for the page where all of their subscriptions are. */
  | { readonly kind: "manage-subscriptions" };

export type ReaderLetterKind = ReaderLetter["kind"];
/** What leads to a page of its own for some time; the others lead to the subscription's. */
export type LinkedLetterKind = Exclude<ReaderLetterKind, "nothing-this-month">;

const HOUR_MS = 3_600_000;

/** How long the link of each opens its page: until then and however often, since mail scanners open it before the reader. */
export const READER_LINK_MS: Readonly<Record<ReaderLetterKind, number>> = {
  "confirm-subscription": 48 * HOUR_MS,
  "manage-subscriptions": 24 * HOUR_MS,
  "still-wanted": 60 * 24 * HOUR_MS,
  // It has none of its own: what is not sent in so long is true no more.
  "nothing-this-month": 72 * HOUR_MS,
};

/** How many letters may be asked for in a time; who is held back is told the same as everybody. */
export interface LetterLimit {
  readonly windowMs: number;
  readonly letters: number;
}

/** Nobody's mailbox is filled, nor a hospital's, and no network asks for more than all of its doctors do on one morning. */
export const LETTER_LIMITS = {
  address: [
    { windowMs: HOUR_MS, letters: 3 },
    { windowMs: 24 * HOUR_MS, letters: 10 },
  ],
  network: [
    { windowMs: HOUR_MS, letters: 100 },
    { windowMs: 24 * HOUR_MS, letters: 400 },
  ],
  domain: [
    { windowMs: HOUR_MS, letters: 300 },
    { windowMs: 24 * HOUR_MS, letters: 2_000 },
  ],
} as const satisfies Record<string, readonly LetterLimit[]>;

export type LimitedBy = keyof typeof LETTER_LIMITS;

/** So long must it be known who asked for what. */
export const LIMITS_REMEMBER_MS = 24 * HOUR_MS;
