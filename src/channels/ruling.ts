import type { Failure, Scope } from "../domain/delivery.ts";
import { tellError } from "../domain/error-text.ts";

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
  const words = oneLine(reason) || "no reason was given";
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

/** What broke in our own hands, for the one line that an operator sees of it. */
export function tellBreakage(error: unknown): string {
  return oneLine(tellError(error));
}

/**
 * What a receiver said, fit for a line of a log or a page: one line of bounded length, without addresses of mail or of
 * the web, tokens, and signs that are not seen.
 */
function oneLine(text: string): string {
  const plain = text
    // More than is kept, and bounded: what follows looks at each sign.
    .slice(0, 20 * MAX_REASON_CHARS)
    .replace(/[^\S ]|\p{C}|\p{Z}/gu, " ")
    .replace(/\S*@\S*/g, "(address)")
    .replace(/\b\w+:\/\/\S*/g, "(address)")
    .replace(/\bxox\w-\S*|\b(?:sig|token|password|key)=\S*|\bbearer \S*/gi, "(secret)")
    .replace(/ +/g, " ")
    .trim();
  // Half a pair of surrogates is no text that a database takes.
  const cut = plain.slice(0, MAX_REASON_CHARS - 1).replace(/[\uD800-\uDBFF]$/, "");
  return plain.length > MAX_REASON_CHARS ? `${cut}…` : plain;
}
