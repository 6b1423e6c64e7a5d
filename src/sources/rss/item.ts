import { clipText } from "../../domain/clean-text.ts";
import { readMarkupText, tidyLines } from "./text.ts";
import { serializeContent, type XmlHead, type XmlNode } from "../xml-stream.ts";

const ATOM = new Set(["http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"]);
/** RSS 2.0 has no namespace, though some give it one; 1.0 and 0.9 have theirs. */
const RSS = new Set([
  "",
  "http://backend.userland.com/rss2",
  "http://purl.org/rss/1.0/",
  "http://my.netscape.com/rdf/simple/0.9/",
]);
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DUBLIN_CORE = "http://purl.org/dc/elements/1.1/";
const CONTENT = "http://purl.org/rss/1.0/modules/content/";

const FEED_DATES = new Set(["lastBuildDate", "updated", "modified", "date"]);
const MAX_TITLE_CHARS = 300;

/** What RSS and Atom say of one item, as clean text; empty where they say nothing. */
export interface FeedItem {
  readonly line: number;
  readonly guid: string;
  readonly link: string;
  readonly title: string;
  readonly text: string;
  /** Raw, the one that tells of publication first. */
  readonly dates: readonly string[];
}

/** The root is one of RSS 0.9–2.0 or Atom. */
export function isFeedRoot(head: XmlHead): boolean {
  return (
    (head.local === "rss" && RSS.has(head.uri)) ||
    (head.local === "feed" && ATOM.has(head.uri)) ||
    (head.local === "RDF" && head.uri === RDF)
  );
}

export function isItem(head: XmlHead): boolean {
  return (head.local === "item" && RSS.has(head.uri)) || (head.local === "entry" && ATOM.has(head.uri));
}

/** A date of the feed as a whole; outside items. */
export function isFeedDate(head: XmlHead): boolean {
  return FEED_DATES.has(head.local) && (isCore(head) || head.uri === DUBLIN_CORE);
}

/** The address of the feed's own site; outside items. */
export function isFeedLink(head: XmlHead): boolean {
  return head.local === "link" && isCore(head);
}

export function parseItem(item: XmlNode): FeedItem {
  const core = item.content.filter((part) => typeof part !== "string").filter((child) => isCore(child));
  const find = (...names: readonly string[]): XmlNode[] =>
    names.flatMap((name) => core.filter((child) => child.local === name));
  const foreign = (uri: string, local: string): XmlNode[] =>
    item.content
      .filter((part) => typeof part !== "string")
      .filter((child) => child.uri === uri && child.local === local);
  const title = firstText(find("title")).replace(/\s+/g, " ");
  return {
    line: item.line,
    guid: find("guid", "id").map(readOwnText).find(isFilled) ?? "",
    link: readLink(find("link")),
    title: clipText(title, MAX_TITLE_CHARS),
    text: firstText([...foreign(CONTENT, "encoded"), ...find("content", "description", "summary")]),
    dates: [...find("pubDate", "published", "issued"), ...foreign(DUBLIN_CORE, "date"), ...find("updated", "modified")]
      .map(readOwnText)
      .filter(isFilled),
  };
}

/** RSS writes the address as text, Atom as an attribute, with other relations beside it. */
export function readLink(links: readonly XmlNode[]): string {
  const pages = links.filter((link) => ["alternate", undefined, ""].includes(attributeOf(link, "rel")));
  return pages.map((link) => attributeOf(link, "href")?.trim() || readOwnText(link)).find(isFilled) ?? "";
}

/** The element's own text, trimmed. */
export function readOwnText(node: XmlNode): string {
  return node.content
    .filter((part) => typeof part === "string")
    .join("")
    .trim();
}

function firstText(nodes: readonly XmlNode[]): string {
  return nodes.map(readConstruct).find(isFilled) ?? "";
}

/**
 * The text of an element that may hold plain text, escaped markup or markup itself (RFC 4287, 3.1 and 4.1.3). RSS does
 * not say which: it is read as markup, in which `<` before a digit or a space stays what it is.
 */
function readConstruct(node: XmlNode): string {
  const type = ATOM.has(node.uri) ? (attributeOf(node, "type")?.trim().toLowerCase() ?? "text") : "html";
  if (attributeOf(node, "src") !== undefined) return "";
  if (type === "text" || type === "text/plain") return tidyLines(readOwnText(node));
  const isMarkup = type === "xhtml" || node.content.some((part) => typeof part !== "string");
  if (type === "html" || type === "text/html" || type === "xhtml" || type === "application/xhtml+xml")
    return readMarkupText(isMarkup ? serializeContent(node, node.uri) : readOwnText(node));
  return "";
}

function isCore(head: XmlHead): boolean {
  return RSS.has(head.uri) || ATOM.has(head.uri);
}

function attributeOf(node: XmlNode, local: string): string | undefined {
  return node.attributes.find((attribute) => attribute.local === local && attribute.uri === "")?.value;
}

function isFilled(text: string): boolean {
  return text !== "";
}
