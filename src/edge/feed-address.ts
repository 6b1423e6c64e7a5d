import type { FeedFormat } from "../domain/feed-format.ts";

/** The media types that each format may come in, the proper one first. */
export const FEED_MEDIA_TYPES: Readonly<Record<FeedFormat, readonly string[]>> = {
  rss: ["application/rss+xml", "application/xml", "text/xml"],
  atom: ["application/atom+xml", "application/xml", "text/xml"],
  json: ["application/feed+json", "application/json"],
};

const KNOWN_PARAMETERS: ReadonlySet<string> = new Set([
  "archive",
  "area",
  "atc",
  "case",
  "category",
  "extent",
  "lang",
  "news",
  "priority",
  "role",
]);

/**
 * The one address of a feed, path and query: unknown, empty and repeated parameters are left out and the rest sorted
 * by name, so that no link decoration splits the cache. Two values of one name keep their order.
 */
export function canonicaliseFeedAddress(path: string, query: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const [name, value] of query) {
    if (KNOWN_PARAMETERS.has(name) && value !== "" && !kept.has(name, value)) kept.append(name, value);
  }
  kept.sort();
  return kept.size === 0 ? path : `${path}?${kept.toString()}`;
}
