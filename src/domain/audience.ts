/** Whom a message concerns; an empty list means everybody. */
export interface Audience {
  /** Areas of care, such as `Akutsjukvård`. */
  readonly areas: readonly string[];
  /** What readers are, such as `läkare` or `sjuksköterska`; of a desk message, roles of the desk. */
  readonly roles: readonly string[];
}

/** What a prescriber may be, as messages and subscriptions write it. */
export const READER_ROLES = [
  "läkare",
  "sjuksköterska",
  "barnmorska",
  "farmaceut",
  "tandläkare",
  "övriga förskrivare",
] as const;
export type ReaderRole = (typeof READER_ROLES)[number];

export const EVERYBODY: Audience = { areas: [], roles: [] };

/** `desk` is for those who curate: it never reaches a prescriber, a feed or a public page. */
export type Purpose = "readers" | "desk";
