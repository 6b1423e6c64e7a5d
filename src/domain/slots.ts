/** Something on its way to a remote, and since when; times are milliseconds of any one clock. */
export interface Underway {
  readonly remote: string;
  readonly since: number;
}

export type Choice =
  | { readonly kind: "begin"; readonly index: number }
  /** Every slot is taken, or nothing waits. */
  | { readonly kind: "full" }
  /** All that waits goes to remotes that have enough on its way; `hanging` are those that do not answer. */
  | { readonly kind: "busy"; readonly hanging: ReadonlySet<string> };

/** Without an answer for so long, what is on its way hangs. */
export const HANGS_AFTER_MS = 3_000;

/** One remote never has all slots, so that one that hangs holds up no other. */
export function mostAtRemote(atOnce: number): number {
  return Math.max(1, Math.floor((atOnce * 3) / 4));
}

/** So many may hang at one remote before it gets no more. */
export function mostHanging(atOnce: number): number {
  return Math.max(2, Math.floor(atOnce / 4));
}

/** So many that hang take no slot. */
function freeOfCharge(atOnce: number): number {
  return Math.floor(atOnce / 3);
}

/**
 * What of all that waits, given by its remotes in order, begins next: the first that goes where the least is on its way.
 * Where something hangs already, nothing more begins while several do.
 */
export function chooseNext(input: {
  readonly waiting: readonly string[];
  readonly under: readonly Underway[];
  readonly atOnce: number;
  readonly now: number;
}): Choice {
  const { waiting, under, atOnce, now } = input;
  const hangs = under.filter(({ since }) => now - since >= HANGS_AFTER_MS);
  const taken = under.length - Math.min(hangs.length, freeOfCharge(atOnce));
  if (taken >= atOnce || waiting.length === 0) return { kind: "full" };
  const hanging = new Set(hangs.map(({ remote }) => remote));
  const counts = Map.groupBy(under, ({ remote }) => remote);
  const countAt = (remote: string) => counts.get(remote)?.length ?? 0;
  let [best, least] = [-1, mostAtRemote(atOnce)];
  for (const [index, remote] of waiting.entries()) {
    if (countAt(remote) >= least || (hanging.has(remote) && hangs.length >= mostHanging(atOnce))) continue;
    [best, least] = [index, countAt(remote)];
    if (least === 0) break;
  }
  return best < 0 ? { kind: "busy", hanging } : { kind: "begin", index: best };
}
