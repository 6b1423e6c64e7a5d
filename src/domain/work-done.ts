import type { Subject } from "./subject.ts";

/** A piece of work that has ended, for whoever follows it from outside. Never an address, a secret or what somebody wrote. */
export interface WorkDone {
  /** What was done, of a small set: `send message`, `GET /r/:region`. */
  readonly name: string;
  readonly kind: "internal" | "server" | "producer";
  readonly from: Date;
  readonly to: Date;
  /** It is the beginning of all that is done for this one. */
  readonly as?: Subject;
  /** It is part of what is done for this one. */
  readonly under?: Subject;
  /** Others that it was done for, or that it came of. */
  readonly links?: readonly Subject[];
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Why it did not succeed. */
  readonly failure?: string;
}

export type RecordWork = (work: WorkDone) => void;
