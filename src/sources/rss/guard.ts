import { clipText } from "../../domain/clean-text.ts";
import { isAhead } from "../../domain/guard.ts";
import { escapeText } from "../xml-content.ts";
import { serializeContent, type XmlHead, type XmlNode } from "../xml-stream.ts";
import { readFeedDate } from "./date.ts";
import { readMarkupText, tidyLines } from "./text.ts";

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
const XML = "http://www.w3.org/XML/1998/namespace";
const CONTENT = "http://purl.org/rss/1.0/modules/content/";

const FEED_DATES = new Set(["lastBuildDate", "updated", "modified", "date"]);
const ITEM_DATES = ["pubDate", "published", "issued", "dc:date", "updated", "modified"];
const IDS = ["guid", "id"];
/** What rss-parser takes for markup, out of which it makes a snippet. */
const MARKUP = ["description", "content", "content:encoded"];
const MAX_TITLE_CHARS = 300;
/** Far more than news have; codes are looked for in all of it. */
const MAX_TEXT_CHARS = 200_000;

/** What a feed is, which is all that rss-parser needs to know of it beside its items. */
export type FeedDialect = "rss" | "rdf" | "atom";

/** A date as it stands, and the instant it says: null when it says none, or one that has not come. */
export interface DatedText<At extends Date | null = Date | null> {
  readonly raw: string;
  readonly at: At;
  readonly isAhead: boolean;
}

/** An item in which nothing is left that could hurt whoever reads it. */
export interface SafeItem {
  readonly line: number;
  /** Its fields as elements, with the names of its format, of plain text alone. */
  readonly xml: string;
  /** The one that tells of publication first. */
  readonly dates: readonly DatedText[];
  /** What its link leans on; null when nothing tells. */
  readonly base: string | null;
}

/** Null when the root is none of RSS 0.9–2.0 and Atom. */
export function findFeedDialect(root: XmlHead): FeedDialect | null {
  if (root.local === "rss" && RSS.has(root.uri)) return "rss";
  if (root.local === "feed" && ATOM.has(root.uri)) return "atom";
  return root.local === "RDF" && root.uri === RDF ? "rdf" : null;
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

/**
 * Makes an item harmless, and leaves its meaning to rss-parser: markup has become text, of each element only the first
 * that says anything is left, and of the dates the first that can be read, as an instant, since rss-parser gives up a
 * whole feed for one that it cannot read.
 */
export function guardItem(
  item: XmlNode,
  { format, now, base }: { readonly format: FeedDialect; readonly now: Date; readonly base: string | null },
): SafeItem {
  const named = Map.groupBy(
    item.content.filter((part) => typeof part !== "string"),
    nameElement,
  );
  const find = (name: string): readonly XmlNode[] => named.get(name) ?? [];
  const dates = ITEM_DATES.flatMap(find)
    .map(readOwnText)
    .filter(isFilled)
    .map((raw) => parseDatedText(raw, now));
  const at = dates.find(isDated)?.at;
  const fields = [
    ...IDS.map((name) => writeElement(name, find(name).map(readOwnText).find(isFilled))),
    writeElement("title", clipText(readText(find("title")).replace(/\s+/g, " "), MAX_TITLE_CHARS)),
    writeElement("summary", readText(find("summary"))),
    // Escaped once more: no `<` is left where rss-parser searches for tags, in a time that is quadratic in them.
    ...MARKUP.map((name) => writeElement(name, escapeText(readText(find(name))))),
    writeElement(format === "atom" ? "published" : "pubDate", at?.toISOString()),
    writeLink(readLink(find("link")), format),
  ];
  const link = findLink(find("link"));
  const ownBase = resolveBase(base, item);
  return { line: item.line, xml: fields.join(""), dates, base: link === null ? ownBase : resolveBase(ownBase, link) };
}

const MAX_BASE_CHARS = 2_000;

/** What addresses in that element lean on: its own `xml:base`, which may lean on what is around it (XML Base, 4). */
export function resolveBase(around: string | null, head: XmlHead): string | null {
  const own = head.attributes.find(({ local, uri }) => local === "base" && uri === XML)?.value.trim() ?? "";
  if (own === "" || own.length > MAX_BASE_CHARS) return around;
  const url = URL.parse(own, around ?? undefined);
  return url === null || !["http:", "https:"].includes(url.protocol) ? around : url.href;
}

/** The items as one small feed of their format. */
export function writeSafeFeed(items: readonly SafeItem[], format: FeedDialect): string {
  const tag = format === "atom" ? "entry" : "item";
  // An item without a field would be a string for rss-parser, in which it stumbles over JavaScript's own properties.
  const xml = items.map((item) => `<${tag} line="${item.line}">${item.xml}</${tag}>`).join("");
  if (format === "atom") return `<feed xmlns="http://www.w3.org/2005/Atom">${xml}</feed>`;
  if (format === "rss") return `<rss version="2.0" xmlns:content="${CONTENT}"><channel>${xml}</channel></rss>`;
  return `<rdf:RDF xmlns:rdf="${RDF}" xmlns="http://purl.org/rss/1.0/" xmlns:content="${CONTENT}"><channel/>${xml}</rdf:RDF>`;
}

export function parseDatedText(raw: string, now: Date): DatedText {
  const at = readFeedDate(raw);
  return at !== null && isAhead(at, now) ? { raw, at: null, isAhead: true } : { raw, at, isAhead: false };
}

export function isDated(date: DatedText): date is DatedText<Date> {
  return date.at !== null;
}

/** RSS writes the address as text, Atom as an attribute, with other relations beside it. */
export function readLink(links: readonly XmlNode[]): string {
  const link = findLink(links);
  return link === null ? "" : readAddress(link);
}

function findLink(links: readonly XmlNode[]): XmlNode | null {
  const pages = links.filter((link) => ["alternate", undefined, ""].includes(attributeOf(link, "rel")));
  return pages.find((link) => readAddress(link) !== "") ?? null;
}

function readAddress(link: XmlNode): string {
  return attributeOf(link, "href")?.trim() || readOwnText(link);
}

/** The element's own text, trimmed. */
export function readOwnText(node: XmlNode): string {
  return node.content
    .filter((part) => typeof part === "string")
    .join("")
    .trim();
}

/** The name rss-parser knows an element by, whatever prefix the feed gave it; empty for what it does not know. */
function nameElement(node: XmlNode): string {
  if (isCore(node)) return node.local;
  if (node.uri === DUBLIN_CORE) return `dc:${node.local}`;
  return node.uri === CONTENT ? `content:${node.local}` : "";
}

function readText(nodes: readonly XmlNode[]): string {
  return clipText(nodes.map(readConstruct).find(isFilled) ?? "", MAX_TEXT_CHARS);
}

function writeElement(name: string, text: string | undefined): string {
  return text === undefined || text === "" ? "" : `<${name}>${escapeText(text)}</${name}>`;
}

function writeLink(link: string, format: FeedDialect): string {
  if (format !== "atom" || link === "") return writeElement("link", link);
  return `<link rel="alternate" href="${escapeText(link).replaceAll('"', "&quot;")}"/>`;
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
