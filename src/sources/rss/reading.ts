import { quoteText } from "../../domain/clean-text.ts";
import type { Notice } from "../../domain/notice.ts";
import { Warnings } from "../source.ts";
import { XmlFault, type XmlHead, type XmlNode } from "../xml-stream.ts";
import {
  findFeedDialect,
  guardItem,
  isDated,
  isFeedLink,
  isItem,
  parseDatedText,
  readLink,
  readOwnText,
  resolveBase,
  type DatedText,
  type FeedDialect,
  type SafeItem,
} from "./guard.ts";
import { mapItems, type NewsItem } from "./item.ts";
import { adaptItem, identifyItem } from "./notice.ts";

export const MAX_FEED_ITEMS = 1_000;
/** Items, and elements outside them. */
const MAX_ELEMENTS = 20_000;

export interface FeedSettings {
  readonly name: string;
  readonly url: string | null;
  readonly maxAgeDays: number;
}

interface KeptItem {
  readonly item: NewsItem;
  readonly reportId: string;
  /** Null when no date that has come tells it. */
  readonly published: DatedText<Date> | null;
}

/** What is known so far about the feed being read. */
export class FeedReading {
  readonly #settings: FeedSettings;
  readonly #terms: ReadonlyMap<string, readonly string[]>;
  readonly #now: Date;
  #kept: KeptItem[] = [];
  #elements = 0;
  #format: FeedDialect = "rss";
  /** What the addresses in items lean on. */
  #base: string | null;
  readonly #safeItems: SafeItem[] = [];
  readonly #seen = new Set<string>();
  readonly #siteLinks = new Set<string>();
  readonly #feedDates: DatedText[] = [];
  readonly #warnings = new Warnings();
  readonly #skippedReportIds: string[] = [];
  #skippedReports = 0;

  constructor(
    settings: FeedSettings,
    { terms, now }: { readonly terms: ReadonlyMap<string, readonly string[]>; readonly now: Date },
  ) {
    this.#settings = settings;
    this.#base = settings.url;
    this.#terms = terms;
    this.#now = now;
  }

  warn(line: number, problem: string): void {
    this.#warnings.add(`line ${line}`, problem);
  }

  onRoot(root: XmlHead): void {
    const found = findFeedDialect(root);
    if (found === null) throw new XmlFault(`the file begins with ${quoteText(root.local)} where a feed begins`);
    this.#format = found;
    this.#base = resolveBase(this.#settings.url, root);
  }

  onOther(head: XmlHead): void {
    this.#countElement(head);
    // The channel is the only element that items lie in, beside the root.
    if (head.local === "channel") this.#base = resolveBase(this.#base, head);
  }

  onRecord(record: XmlNode): void {
    this.#countElement(record);
    if (isItem(record))
      this.#safeItems.push(guardItem(record, { format: this.#format, now: this.#now, base: this.#base }));
    else if (isFeedLink(record)) this.#siteLinks.add(readLink([record]));
    else this.#readFeedDate(record);
  }

  /** The summary with the notices in file order, or what makes the feed worthless. */
  async finish() {
    for (const item of await mapItems(this.#safeItems, this.#format)) this.#addItem(item);
    const [first] = this.#warnings.kept;
    if (this.#kept.length === 0 && this.#skippedReports > 0)
      return `none of the ${this.#safeItems.length} items could be read (${first?.place}: ${first?.problem})`;
    const itemDates = this.#kept.map(({ published }) => published).filter((date) => date !== null);
    const said = findLatest([...this.#feedDates, ...itemDates]);
    if (said === null && this.#kept.length === 0) return "the feed has neither an item nor a date";
    // Where no date tells it, it was made when it was fetched at the latest.
    const createdAt = said ?? { at: this.#now, raw: this.#now.toISOString() };
    this.#dropOldest();
    return {
      // Only now, since recognising codes is most of the work.
      notices: this.#kept.map((kept) => this.#adapt(kept)),
      createdAt: createdAt.at,
      rawCreatedAt: createdAt.raw,
      skippedReportIds: this.#skippedReportIds,
      skippedReports: this.#skippedReports,
      warnings: this.#warnings.kept,
      warningCount: this.#warnings.count,
    };
  }

  #countElement(head: XmlHead): void {
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS)
      throw new XmlFault(`more than ${MAX_ELEMENTS} items and elements beside them`, head.line);
  }

  #readFeedDate(record: XmlNode): void {
    const date = parseDatedText(readOwnText(record), this.#now);
    if (date.isAhead) this.warn(record.line, `${quoteText(date.raw)} has not come yet, passed over as the feed's time`);
    this.#feedDates.push(date);
  }

  #addItem(item: NewsItem): void {
    const { line, dates } = item;
    this.#warnOfDates(item);
    const published = findPublished(item);
    const reportId = identifyItem(item, { siteLinks: this.#siteLinks, rawDate: published?.raw ?? "" });
    if (reportId !== null && this.#seen.has(reportId))
      return this.warn(line, `item ${reportId} stands in the feed once more, the first one counts`);
    if (reportId !== null) this.#seen.add(reportId);
    if (item.title === "" && item.text === "")
      return this.#skip({ line, reportId, problem: "it has neither title nor text" });
    if (reportId === null) return this.#skip({ line, reportId, problem: "nothing tells it from another" });
    if (published === null && dates.length > 0) this.warn(line, `item ${quoteText(reportId)} is kept without a date`);
    this.#kept.push({ item, reportId, published });
  }

  #warnOfDates({ line, dates }: NewsItem): void {
    for (const { raw, at, isAhead } of dates)
      if (at === null) this.warn(line, `${quoteText(raw)} ${isAhead ? "has not come yet" : "is no date"}, passed over`);
  }

  #skip({ line, reportId, problem }: { line: number; reportId: string | null; problem: string }): void {
    this.#skippedReports += 1;
    if (reportId !== null) this.#skippedReportIds.push(reportId);
    this.warn(line, `item left out: ${problem}`);
  }

  #dropOldest(): void {
    if (this.#kept.length <= MAX_FEED_ITEMS) return;
    this.warn(1, `${this.#kept.length} items, the newest ${MAX_FEED_ITEMS} count`);
    // An item without a date stands where the feed has it, which is mostly newest first.
    const timeOf = ({ published }: KeptItem): number => published?.at.getTime() ?? this.#now.getTime();
    const byAge = this.#kept.toSorted((a, b) => timeOf(b) - timeOf(a));
    const newest = new Set(byAge.slice(0, MAX_FEED_ITEMS));
    this.#kept = this.#kept.filter((item) => newest.has(item));
  }

  #adapt({ item, reportId, published }: KeptItem): Notice {
    const { name, maxAgeDays } = this.#settings;
    const publishedAt = published?.at ?? null;
    return adaptItem(item, { name, maxAgeDays, reportId, publishedAt, now: this.#now, terms: this.#terms });
  }
}

/** The date as it stands, and the instant that it was found to say. */
function findPublished({ dates, publishedAt }: NewsItem): DatedText<Date> | null {
  const dated = dates.find(isDated);
  return dated === undefined || publishedAt === null ? null : { ...dated, at: publishedAt };
}

function findLatest(dates: readonly DatedText[]): DatedText<Date> | null {
  return dates
    .filter(isDated)
    .reduce<DatedText<Date> | null>((best, date) => (best === null || date.at > best.at ? date : best), null);
}
