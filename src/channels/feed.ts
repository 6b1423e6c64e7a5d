import type { FeedItem } from "../../templates/feed.tsx";
import { cleanLine, cleanText } from "../../templates/text.ts";
import type { FeedFormat } from "../domain/feed-format.ts";
import { writeAtom, writeRss } from "./feed/xml.ts";

export const FEED_CONTENT_TYPES: Record<FeedFormat, string> = {
  rss: "application/rss+xml; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
};

export interface FeedInput {
  readonly format: FeedFormat;
  readonly title: string;
  readonly description: string;
  readonly language: string;
  /** Where this very document lives. All addresses are absolute. */
  readonly feedUrl: string;
  /** Where the newest items are: here, or elsewhere when this is a page of the archive. */
  readonly currentUrl: string;
  /** The page that shows the same to people. */
  readonly pageUrl: string;
  /** The pages of the archive beside it; null where there is none. */
  readonly olderUrl: string | null;
  readonly newerUrl: string | null;
  /** Newest first. */
  readonly items: readonly FeedItem[];
  readonly updatedAt: Date;
}

/** A feed as RSS 2.0, Atom 1.0 or JSON Feed 1.1. It is fetched, not pushed, so it is no `Channel`. */
export function renderFeed(input: FeedInput): string {
  const clean = {
    ...input,
    title: cleanLine(input.title),
    description: cleanLine(input.description),
    items: input.items.map(cleanItem),
  };
  switch (input.format) {
    case "rss":
      return writeRss(clean);
    case "atom":
      return writeAtom(clean);
    case "json":
      return writeJson(clean);
  }
}

function cleanItem(item: FeedItem): FeedItem {
  return {
    ...item,
    title: cleanLine(item.title),
    summary: cleanLine(item.summary),
    html: cleanText(item.html),
    categories: [...new Set(item.categories.map(cleanLine))].filter((name) => name !== ""),
  };
}

/** https://www.jsonfeed.org/version/1.1/ */
function writeJson({ items, ...feed }: FeedInput): string {
  return JSON.stringify(
    {
      version: "https://jsonfeed.org/version/1.1",
      title: feed.title,
      home_page_url: feed.pageUrl,
      feed_url: feed.feedUrl,
      ...(feed.olderUrl === null ? {} : { next_url: feed.olderUrl }),
      description: feed.description,
      language: feed.language,
      authors: [{ name: feed.title }],
      items: items.map((item) => ({
        id: item.id,
        url: item.url,
        title: item.title,
        summary: item.summary,
        content_html: item.html,
        date_published: item.publishedAt.toISOString(),
        date_modified: (item.updatedAt ?? item.publishedAt).toISOString(),
        tags: item.categories,
      })),
    },
    null,
    2,
  );
}
