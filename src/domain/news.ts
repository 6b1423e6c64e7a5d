import { CHANGE_KINDS, type ChangeKind } from "./change.ts";
import { EXTENT_NEWS, newsOfMove, type ExtentMove } from "./extent-fact.ts";

/** All that can be news of a case: what changed in a notice, and how much of what the line covers is hit. */
export const NEWS_KINDS = [...CHANGE_KINDS, ...EXTENT_NEWS] as const;
export type NewsKind = (typeof NEWS_KINDS)[number];

/** What is news, each kind once. */
export function listNews(changes: readonly ChangeKind[], moves: readonly ExtentMove[]): NewsKind[] {
  return [...new Set<NewsKind>([...changes, ...moves.map(newsOfMove).filter((news) => news !== null)])];
}
