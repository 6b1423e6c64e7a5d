import { Feed, type Item } from "feed";
import type { FeedItem } from "../../templates/feed.tsx";
import type { FeedFormat } from "../domain/feed-format.ts";
import { cleanLine, cleanText } from "../../templates/text.ts";

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
  /** Where this very feed lives, absolute. */
  readonly feedUrl: string;
  readonly siteUrl: string;
  /** Newest first. */
  readonly items: readonly FeedItem[];
  readonly updatedAt: Date;
}

/** A feed as RSS 2.0, Atom 1.0 or JSON Feed 1.1. It is fetched, not pushed, so it is no `Channel`. */
export function renderFeed(input: FeedInput): string {
  const feed = new Feed({
    id: input.feedUrl,
    title: cleanLine(input.title),
    description: cleanLine(input.description),
    language: input.language,
    link: input.siteUrl,
    feed: input.feedUrl,
    feedLinks: { [input.format]: input.feedUrl },
    author: { name: cleanLine(input.title) },
    updated: input.updatedAt,
    generator: "Restsignal",
  });
  for (const item of input.items) feed.addItem(adaptItem(item, input.format));
  switch (input.format) {
    case "rss":
      return feed.rss2();
    case "atom":
      // The library writes no language for Atom.
      return feed.atom1().replace("<feed ", `<feed xml:lang="${escapeHtml(input.language)}" `);
    case "json":
      return finishJson(feed.json1(), input.language);
  }
}

/** The library escapes some of what it is given; what it leaves alone is made harmless here, for each format. */
function adaptItem(item: FeedItem, format: FeedFormat): Item {
  const title = cleanLine(item.title);
  const summary = cleanLine(item.summary);
  const categories = item.categories.map(cleanLine);
  return {
    id: item.id,
    link: item.url,
    title: { rss: replaceAngles, atom: escapeHtml, json: String }[format](title),
    description: format === "json" ? summary : escapeHtml(summary),
    content: cleanText(item.html).replaceAll("]]>", "]]&gt;"),
    date: item.publishedAt,
    published: item.publishedAt,
    category: categories.map(replaceAngles).map((name) => (format === "atom" ? { name, term: name } : { name })),
  };
}

/** Atom's titles and all summaries are HTML. */
function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** Readers disagree whether a title in RSS is text or HTML, and Atom's categories pass unescaped: neither gets a `<`. */
function replaceAngles(text: string): string {
  return text.replace(/</g, "‹").replace(/>/g, "›");
}

/** Version 1 is what the library writes; 1.1 adds `language` and `authors`: https://www.jsonfeed.org/version/1.1/ */
function finishJson(json: string, language: string): string {
  const { author, ...feed }: Record<string, unknown> = JSON.parse(json);
  return JSON.stringify({ ...feed, version: "https://jsonfeed.org/version/1.1", language, authors: [author] }, null, 2);
}
