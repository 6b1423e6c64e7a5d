import { open } from "node:fs/promises";
import { z } from "zod";
import { cleanLine, clipText } from "../domain/clean-text.ts";
import {
  findFeedFormat,
  guardItem,
  isDated,
  isFeedDate,
  isFeedLink,
  isItem,
  parseDatedText,
  readLink,
  readOwnText,
  resolveBase,
  type DatedText,
  type FeedFormat,
  type SafeItem,
} from "./rss/guard.ts";
import { createFeedRepair } from "./rss/repair.ts";
import { mapItems, type FeedItem } from "./rss/item.ts";
import { adaptItem, identifyItem } from "./rss/notice.ts";
import type { ReadInput, ReadResult, Source, SourceKind, Warning } from "./source.ts";
import { readXmlRecords, XmlFault, type XmlHead, type XmlNode } from "./xml-stream.ts";

/** The largest feeds of agencies are a tenth of this. */
const MAX_FEED_BYTES = 5_000_000;
export const MAX_FEED_ITEMS = 1_000;
/** Items, and elements outside them. */
const MAX_ELEMENTS = 20_000;
const MAX_WARNINGS_KEPT = 100;

const optionsSchema = z.strictObject({
  /** An item is news for so long, and then ends by itself. */
  maxAgeDays: z.int().min(1).max(365).default(30),
});

interface Settings {
  readonly name: string;
  readonly url: string | null;
  readonly maxAgeDays: number;
}

/**
 * News feeds, RSS 0.9–2.0 and Atom, of agencies, other regions or Restkollen: each item is a candidate with the codes
 * that its words name. Feeds list only what is new, so nothing in them vanishes.
 *
 * rss-parser says what the elements of a format mean. It gets each item from the guard, as small XML of plain text with
 * one date that it can read: alone it takes minutes for a description of many `<`, gives up a whole feed for one bad
 * Atom date, reads dates in the process's own zone, and puts the words of XHTML content in another order ("Ge mer än per
 * dygn inte 2 mg").
 */
export const rss: SourceKind = {
  name: "rss",
  optionsSchema,
  create({ name, title, url, options }): Source {
    const settings = { name, url, maxAgeDays: optionsSchema.parse(options).maxAgeDays };
    return {
      name,
      title,
      defaultUrl: url,
      complete: false,
      use: "candidates",
      read: (input) => readFeed(input, settings),
    };
  },
};

async function readFeed(input: ReadInput, settings: Settings): Promise<ReadResult> {
  const reading = createReading(settings, { terms: input.terms ?? new Map(), now: input.now });
  const outcome = await readXmlRecords({
    file: input.file,
    maxBytes: Math.min(input.maxBytes, MAX_FEED_BYTES),
    charset: input.charset,
    repair: createFeedRepair(reading.warn),
    onRoot: (root) => reading.onRoot(root),
    isRecord: (head) => isItem(head) || isFeedDate(head) || isFeedLink(head),
    onRecord: (record) => reading.onRecord(record),
    onOther: (head) => reading.onOther(head),
    afterChunk: async () => undefined,
  });
  if (outcome.kind === "rejected") {
    return reject((await findWrongKind(input.file)) ?? outcome.fault, settings);
  }
  const read = await reading.finish();
  if (typeof read === "string") return reject(read, settings);
  const { notices, ...summary } = read;
  if (notices.length > 0) await input.onNotices(notices, summary.createdAt);
  // Each item is a report of one notice with one package.
  const counts = { reports: notices.length, notices: notices.length, packages: notices.length };
  return { kind: "read", ...summary, ...counts, bytes: outcome.bytes, sha256: outcome.sha256 };
}

function reject(fault: string, { url }: Settings): ReadResult {
  const address = url === null ? null : URL.parse(url);
  // Without the query, where some feeds carry a key.
  const mend =
    address === null
      ? "hand in the RSS or Atom feed itself"
      : `check that ${address.origin}${address.pathname} is an RSS or Atom feed and fetch it again`;
  return { kind: "rejected", reason: `${fault}; ${mend}` };
}

/** What a file is that is no XML, from how it begins; null when that says nothing better than the XML reader did. */
async function findWrongKind(file: string): Promise<string | null> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(1_024), position: 0 });
    const head = buffer.toString("utf8", 0, bytesRead).replace(/^\uFEFF/, "");
    if (bytesRead > 0 && head.trim() === "") return "line 1: the file is empty";
    if (/^\s*[{[]/.test(head)) return "line 1: the file is JSON where a feed belongs";
    if (/^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(head)) return "line 1: the file is a web page";
    return null;
  } finally {
    await handle.close();
  }
}

interface KeptItem {
  readonly item: FeedItem;
  readonly reportId: string;
  /** Null when no date that has come tells it. */
  readonly published: DatedText<Date> | null;
}

/** What is known so far about the feed being read. */
function createReading(
  settings: Settings,
  { terms, now }: { readonly terms: ReadonlyMap<string, readonly string[]>; readonly now: Date },
) {
  let kept: KeptItem[] = [];
  let elements = 0;
  let format: FeedFormat = "rss";
  /** What the addresses in items lean on. */
  let base: string | null = settings.url;
  const safeItems: SafeItem[] = [];
  const seen = new Set<string>();
  const siteLinks = new Set<string>();
  const feedDates: DatedText[] = [];
  const warnings: Warning[] = [];
  const skippedReportIds: string[] = [];
  const count = { found: 0, readable: 0, skippedReports: 0, warningCount: 0 };

  function countElement(head: XmlHead): void {
    elements += 1;
    if (elements > MAX_ELEMENTS)
      throw new XmlFault(`more than ${MAX_ELEMENTS} items and elements beside them`, head.line);
  }

  function warn(line: number, problem: string): void {
    count.warningCount += 1;
    if (warnings.length < MAX_WARNINGS_KEPT) warnings.push({ place: `line ${line}`, problem });
  }

  function skip({ line, reportId, problem }: { line: number; reportId: string | null; problem: string }): void {
    count.skippedReports += 1;
    if (reportId !== null) skippedReportIds.push(reportId);
    warn(line, `item left out: ${problem}`);
  }

  function addItem(item: FeedItem): void {
    count.found += 1;
    const { line, dates, publishedAt } = item;
    for (const { raw, at, isAhead } of dates)
      if (at === null) warn(line, `${quote(raw)} ${isAhead ? "has not come yet" : "is no date"}, passed over`);
    const dated = dates.find(isDated);
    const published = dated === undefined || publishedAt === null ? null : { ...dated, at: publishedAt };
    const reportId = identifyItem(item, { siteLinks, rawDate: published?.raw ?? "" });
    if (reportId !== null && seen.has(reportId))
      return warn(line, `item ${reportId} stands in the feed once more, the first one counts`);
    if (reportId !== null) seen.add(reportId);
    if (item.title === "" && item.text === "")
      return skip({ line, reportId, problem: "it has neither title nor text" });
    if (reportId === null) return skip({ line, reportId, problem: "nothing tells it from another" });
    if (published === null && dates.length > 0) warn(line, `item ${quote(reportId)} is kept without a date`);
    count.readable += 1;
    kept.push({ item, reportId, published });
  }

  function readFeedDate(record: XmlNode): void {
    const date = parseDatedText(readOwnText(record), now);
    if (date.isAhead) warn(record.line, `${quote(date.raw)} has not come yet, passed over as the feed's time`);
    feedDates.push(date);
  }

  function dropOldest(): void {
    // An item without a date stands where the feed has it, which is mostly newest first.
    const timeOf = ({ published }: KeptItem): number => published?.at.getTime() ?? now.getTime();
    const byAge = kept.toSorted((a, b) => timeOf(b) - timeOf(a));
    const newest = new Set(byAge.slice(0, MAX_FEED_ITEMS));
    kept = kept.filter((item) => newest.has(item));
  }

  return {
    warn,
    onOther(head: XmlHead): void {
      countElement(head);
      // The channel is the only element that items lie in, beside the root.
      if (head.local === "channel") base = resolveBase(base, head);
    },
    onRoot(root: XmlHead): void {
      const found = findFeedFormat(root);
      if (found === null) throw new XmlFault(`the file begins with ${quote(root.local)} where a feed begins`);
      format = found;
      base = resolveBase(settings.url, root);
    },
    onRecord(record: XmlNode): void {
      countElement(record);
      if (isItem(record)) safeItems.push(guardItem(record, { format, now, base }));
      else if (isFeedLink(record)) siteLinks.add(readLink([record]));
      else readFeedDate(record);
    },
    /** The summary with the notices in file order, or what makes the feed worthless. */
    async finish() {
      for (const item of await mapItems(safeItems, format)) addItem(item);
      const [first] = warnings;
      if (kept.length === 0 && count.skippedReports > 0)
        return `none of the ${count.found} items could be read (${first?.place}: ${first?.problem})`;
      const said = findLatest([
        ...feedDates,
        ...kept.map(({ published }) => published).filter((date) => date !== null),
      ]);
      if (said === null && kept.length === 0) return "the feed has neither an item nor a date";
      // Where no date tells it, it was made when it was fetched at the latest.
      const createdAt = said ?? { at: now, raw: now.toISOString() };
      dropOldest();
      if (count.readable > kept.length) warn(1, `${count.readable} items, the newest ${kept.length} count`);
      // Only now, since recognising codes is most of the work.
      const notices = kept.map(({ item, reportId, published }) =>
        adaptItem(item, { ...settings, reportId, publishedAt: published?.at ?? null, now, terms }),
      );
      const { warningCount, skippedReports } = count;
      return {
        notices,
        createdAt: createdAt.at,
        rawCreatedAt: createdAt.raw,
        skippedReportIds,
        skippedReports,
        warnings,
        warningCount,
      };
    },
  };
}

function findLatest(dates: readonly DatedText[]): DatedText<Date> | null {
  return dates
    .filter(isDated)
    .reduce<DatedText<Date> | null>((best, date) => (best === null || date.at > best.at ? date : best), null);
}

/** Foreign text for a message: one short line, with nothing in it that could act on a terminal. */
function quote(text: string): string {
  return JSON.stringify(clipText(cleanLine(text), 80));
}
