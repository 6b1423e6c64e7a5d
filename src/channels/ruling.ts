import type { Failure, Scope } from "../domain/delivery.ts";
import { hideAddresses } from "../domain/delivery-reason.ts";

/** What an answer means, whatever words it came in: a row of a channel's table of outcomes. */
export type Ruling =
  | { readonly kind: "unknown" | "rejected" | "gone" }
  /** `afterMs` is how long at least this trouble lasts, where it is known. */
  | { readonly kind: "retry"; readonly scope: Scope; readonly afterMs?: number }
  | { readonly kind: "misconfigured"; readonly scope: Scope };

/** Rulings by what a receiver answers: its own codes, an HTTP status, an enhanced status code of SMTP. */
export type RulingTable = ReadonlyMap<string, Ruling>;

/** A table from one ruling to all the answers that mean it. */
export function tabulate(...rows: readonly (readonly [Ruling, readonly string[]])[]): RulingTable {
  return new Map(rows.flatMap(([ruling, answers]) => answers.map((answer) => [answer, ruling] as const)));
}

const MAX_REASON_CHARS = 200;
const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** The outcome with its reason in one line; `afterMs` is the receiver's own wish, obeyed within a second and a day. */
export function explain(ruling: Ruling, reason: string, afterMs: number | null = null): Failure {
  const words = hideAddresses(reason, MAX_REASON_CHARS) || "no reason was given";
  if (ruling.kind === "unknown")
    return { ...ruling, reason: words, ...(afterMs === null ? {} : { afterMs: boundWait(afterMs) }) };
  if (ruling.kind !== "retry") return { ...ruling, reason: words };
  const { afterMs: atLeast, ...retry } = ruling;
  if (afterMs === null && atLeast === undefined) return { ...retry, reason: words };
  return { ...retry, reason: words, afterMs: boundWait(Math.max(afterMs ?? 0, atLeast ?? 0)) };
}

/** A receiver may ask for a year, or for no time at all: at least a second, at most a day. */
function boundWait(ms: number): number {
  return Number.isNaN(ms) ? SHORTEST_WAIT_MS : Math.min(Math.max(ms, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
}
