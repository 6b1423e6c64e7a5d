import { Feed, type Item } from "feed";
import type { FeedItem } from "../../templates/feed.tsx";
import { cleanLine, cleanText } from "../../templates/text.ts";
import type { FeedFormat } from "../domain/feed-format.ts";
import { escapeMarkup } from "./feed/markup.ts";

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
  const title = cleanLine(input.title);
  const feed = new Feed({
    id: input.currentUrl,
    title,
    description: cleanLine(input.description),
    language: input.language,
    link: input.pageUrl,
    feed: input.feedUrl,
    feedLinks: { [input.format]: input.feedUrl },
    author: { name: title },
    updated: input.updatedAt,
    docs: "https://www.rssboard.org/rss-specification",
    generator: "Restsignal",
  });
  for (const item of input.items) feed.addItem(adaptItem(item, input.format));
  switch (input.format) {
    case "rss":
      return feed
        .rss2()
        .replace("<rss ", `<rss ${ARCHIVING} `)
        .replace(/(?=\s*<(item>|\/channel>))/, () =>
          writePlaces(input, { name: "atom:link", type: "application/rss+xml" }),
        );
    case "atom":
      // The library writes no language for Atom.
      return feed
        .atom1()
        .replace("<feed ", `<feed ${ARCHIVING} xml:lang="${escapeMarkup(input.language)}" `)
        .replace(/(?=\s*<(entry>|\/feed>))/, () => writePlaces(input, { name: "link", type: "application/atom+xml" }));
    case "json":
      return finishJson(feed.json1(), input);
  }
}

/** The library escapes some of what it is given; what it leaves alone is made harmless here, for each format. */
function adaptItem(item: FeedItem, format: FeedFormat): Item {
  const title = cleanLine(item.title);
  const summary = cleanLine(item.summary);
  const categories = [...new Set(item.categories.map(cleanLine))].filter((name) => name !== "");
  const { publishedAt, updatedAt } = item;
  return {
    id: item.id,
    link: item.url,
    title: { rss: replaceAngles, atom: escapeMarkup, json: String }[format](title),
    // Atom's titles and all summaries are HTML.
    description: format === "json" ? summary : escapeMarkup(summary),
    content: format === "json" ? cleanText(item.html) : cleanText(item.html).replaceAll("]]>", "]]&gt;"),
    date: updatedAt ?? publishedAt,
    published: publishedAt,
    category: categories
      .map((name) => (format === "json" ? name : replaceAngles(name)))
      .map((name) => (format === "atom" ? { term: name } : { name })),
    ...(format === "rss" && updatedAt !== null
      ? { extensions: [{ name: "atom:updated", objects: { _text: updatedAt.toISOString() } }] }
      : {}),
  };
}

/** Readers disagree whether a title in RSS is text or HTML, and Atom's categories pass unescaped: neither gets a `<`. */
function replaceAngles(text: string): string {
  return text.replace(/</g, "‹").replace(/>/g, "›");
}

/** Feed Paging and Archiving: https://www.rfc-editor.org/rfc/rfc5005 */
const ARCHIVING = 'xmlns:fh="http://purl.org/syndication/history/1.0"';

/** Where the rest of the feed is. */
function listPlaces({ feedUrl, currentUrl, olderUrl, newerUrl }: FeedInput): { rel: string; href: string }[] {
  return [
    ...(feedUrl === currentUrl ? [] : [{ rel: "current", href: currentUrl }]),
    ...(olderUrl === null ? [] : [{ rel: "prev-archive", href: olderUrl }]),
    ...(newerUrl === null ? [] : [{ rel: "next-archive", href: newerUrl }]),
  ].map(({ rel, href }) => ({ rel, href: new URL(href).href }));
}

function isArchived({ feedUrl, currentUrl }: FeedInput): boolean {
  return feedUrl !== currentUrl;
}

/** What the library does not write of it, as XML; `name` is of the link's element. */
function writePlaces(input: FeedInput, { name, type }: { name: string; type: string }): string {
  const links = listPlaces(input).map(
    ({ rel, href }) => `<${name} rel="${rel}" type="${type}" href="${escapeMarkup(href)}"/>`,
  );
  return [...links, ...(isArchived(input) ? ["<fh:archive/>"] : [])].map((line) => `\n    ${line}`).join("");
}

/** Version 1 is what the library writes: https://www.jsonfeed.org/version/1.1/ */
function finishJson(json: string, { language, olderUrl }: FeedInput): string {
  const { author, ...feed }: Record<string, unknown> = JSON.parse(json);
  const next = olderUrl === null ? {} : { next_url: olderUrl };
  return JSON.stringify(
    { ...feed, version: "https://jsonfeed.org/version/1.1", ...next, language, authors: [author] },
    null,
    2,
  );
}
