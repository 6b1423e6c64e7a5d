/** Whom a message concerns; an empty list means everybody. */
export interface Audience {
  /** Areas of care, such as `Akutsjukvård`. */
  readonly areas: readonly string[];
  /** What readers are, such as `läkare` or `sjuksköterska`; of a desk message, roles of the desk. */
  readonly roles: readonly string[];
}

export const EVERYBODY: Audience = { areas: [], roles: [] };

/** `desk` is for those who curate: it never reaches a prescriber, a feed or a public page. */
export type Purpose = "readers" | "desk";
