import { CHANGE_KINDS, type ChangeKind } from "./change.ts";
import { EXTENT_NEWS, newsOfMove, type ExtentMove } from "./extent-fact.ts";

/**
 * All that can be news of a case: what changed in a notice, how much of what the line covers is hit, and that an
 * alternative of its advice holds no more.
 */
export const NEWS_KINDS = [...CHANGE_KINDS, ...EXTENT_NEWS, "advice-fallen"] as const;
export type NewsKind = (typeof NEWS_KINDS)[number];

/** What is news, each kind once. */
export function listNews(
  changes: readonly ChangeKind[],
  moves: readonly ExtentMove[],
  { fallen = false }: { fallen?: boolean } = {},
): NewsKind[] {
  const moved = moves.map(newsOfMove).filter((news) => news !== null);
  return [...new Set<NewsKind>([...changes, ...moved, ...(fallen ? ["advice-fallen" as const] : [])])];
}
