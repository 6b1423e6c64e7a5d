import type { Match } from "./match.ts";
import { rankOwn } from "./own-match.ts";

/**
 * The one match whose case tells the notice's news: whose line names the package, then the product, then the article; then
 * the longest ATC; then with strength, then with form; then the
 * higher priority; then the key, so that the choice never depends on order. Null when no match is certain.
 */
export function pickOwner(matches: readonly Match[]): Match | null {
  const certain = matches.filter((match) => match.verdict === "certain");
  return certain.toSorted(compareSpecificity)[0] ?? null;
}

function compareSpecificity({ entry: a, why: aWhy }: Match, { entry: b, why: bWhy }: Match): number {
  return (
    rankOwn(aWhy.own) - rankOwn(bWhy.own) ||
    bWhy.atc.entry.length - aWhy.atc.entry.length ||
    Number(b.strength !== null) - Number(a.strength !== null) ||
    Number(b.formGroup !== null) - Number(a.formGroup !== null) ||
    (a.priority ?? Number.MAX_SAFE_INTEGER) - (b.priority ?? Number.MAX_SAFE_INTEGER) ||
    (a.key < b.key ? -1 : 1)
  );
}
