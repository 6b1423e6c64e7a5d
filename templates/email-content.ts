import type { Language } from "../src/domain/message.ts";
import { describeAge } from "./age.ts";
import type { Content } from "./content.ts";
import type { Brief } from "./digest-index.ts";
import type { SharedNotes } from "./shared-notes.ts";
import type { Strings } from "./strings/sv.ts";

/** The data's own time when they are so old that readers must know. */
export interface Stale {
  readonly since: string;
  readonly hours: number;
}

export interface PieceContent extends Content {
  /** Its place in the mail. */
  readonly anchor: string;
  /** When, where it comes so late that the reader must know before what it says. */
  readonly written: string | null;
  /** What the index says of it. */
  readonly brief: Brief;
}

export type DocumentProps = {
  readonly language: Language;
  readonly unsubscribeUrl: string;
  readonly stale: Stale | null;
  readonly t: Strings;
  readonly subject: string;
  /** Which part it is of what, where it is one. */
  readonly lead: string | null;
  /** Why the reader gets it. */
  readonly why: string;
  readonly contents: readonly PieceContent[];
  readonly shared: SharedNotes;
};

export function describeStale({ since, hours }: Stale, t: Strings): string {
  return t.digest.stale(since, describeAge(hours, t));
}
