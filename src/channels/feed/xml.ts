import type { FeedItem } from "../../../templates/feed.tsx";
import type { FeedInput } from "../feed.ts";
import { branch, empty, escapeMarkup, html, leaf, writeDocument } from "./markup.ts";

/** Feed Paging and Archiving: https://www.rfc-editor.org/rfc/rfc5005 */
const ARCHIVING = { "xmlns:fh": "http://purl.org/syndication/history/1.0" };
const TYPES = { rss: "application/rss+xml", atom: "application/atom+xml", page: "text/html" };

/** https://www.rssboard.org/rss-specification */
export function writeRss(feed: FeedInput): string {
  const channel = [
    leaf("title", replaceAngles(feed.title)),
    leaf("link", feed.pageUrl),
    leaf("description", feed.description),
    leaf("language", feed.language),
    leaf("lastBuildDate", feed.updatedAt.toUTCString()),
    leaf("docs", "https://www.rssboard.org/rss-specification"),
    leaf("generator", "Restsignal"),
    ...listPlaces(feed).map(({ rel, href }) => empty("atom:link", { rel, type: TYPES.rss, href })),
    ...markArchive(feed),
    ...feed.items.map(writeRssItem),
  ];
  const spaces = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    ...ARCHIVING,
  };
  return writeDocument(branch("rss", [branch("channel", channel)], { version: "2.0", ...spaces }));
}

function writeRssItem(item: FeedItem): string {
  return branch("item", [
    leaf("title", replaceAngles(item.title)),
    leaf("link", item.url),
    leaf("guid", item.id, { isPermaLink: "false" }),
    leaf("pubDate", item.publishedAt.toUTCString()),
    ...(item.updatedAt === null ? [] : [leaf("atom:updated", item.updatedAt.toISOString())]),
    // Always HTML.
    leaf("description", escapeMarkup(item.summary)),
    html("content:encoded", item.html),
    ...item.categories.map((name) => leaf("category", replaceAngles(name))),
  ]);
}

/** https://www.rfc-editor.org/rfc/rfc4287 */
export function writeAtom(feed: FeedInput): string {
  const children = [
    leaf("id", feed.currentUrl),
    leaf("title", feed.title),
    leaf("subtitle", feed.description),
    leaf("updated", feed.updatedAt.toISOString()),
    branch("author", [leaf("name", feed.title)]),
    leaf("generator", "Restsignal"),
    empty("link", { rel: "alternate", type: TYPES.page, href: feed.pageUrl }),
    ...listPlaces(feed).map(({ rel, href }) => empty("link", { rel, type: TYPES.atom, href })),
    ...markArchive(feed),
    ...feed.items.map(writeAtomEntry),
  ];
  const root = { xmlns: "http://www.w3.org/2005/Atom", ...ARCHIVING, "xml:lang": feed.language };
  return writeDocument(branch("feed", children, root));
}

function writeAtomEntry(item: FeedItem): string {
  return branch("entry", [
    leaf("id", item.id),
    // As HTML, since there are readers who take it for that whatever it is said to be.
    leaf("title", escapeMarkup(item.title), { type: "html" }),
    empty("link", { rel: "alternate", type: TYPES.page, href: item.url }),
    leaf("published", item.publishedAt.toISOString()),
    leaf("updated", (item.updatedAt ?? item.publishedAt).toISOString()),
    leaf("summary", escapeMarkup(item.summary), { type: "html" }),
    html("content", item.html, { type: "html" }),
    ...item.categories.map((name) => empty("category", { term: replaceAngles(name) })),
  ]);
}

/** This document, and where the rest of the feed is. */
function listPlaces({ feedUrl, currentUrl, olderUrl, newerUrl }: FeedInput): { rel: string; href: string }[] {
  return [
    { rel: "self", href: feedUrl },
    ...(feedUrl === currentUrl ? [] : [{ rel: "current", href: currentUrl }]),
    ...(olderUrl === null ? [] : [{ rel: "prev-archive", href: olderUrl }]),
    ...(newerUrl === null ? [] : [{ rel: "next-archive", href: newerUrl }]),
  ];
}

function markArchive({ feedUrl, currentUrl }: FeedInput): string[] {
  return feedUrl === currentUrl ? [] : [empty("fh:archive")];
}

/** Readers disagree whether a title in RSS is text or HTML: it gets no `<`. */
function replaceAngles(text: string): string {
  return text.replace(/</g, "‹").replace(/>/g, "›");
}
