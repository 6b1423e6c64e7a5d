import { setImmediate } from "node:timers/promises";
import Parser from "rss-parser";
import { z } from "zod";
import { writeSafeFeed, type DatedText, type FeedDialect, type SafeItem } from "./guard.ts";

/** What RSS and Atom say of one item, as clean text; empty where they say nothing. */
export interface NewsItem {
  readonly line: number;
  readonly guid: string;
  readonly link: string;
  readonly title: string;
  readonly text: string;
  /** Null when no date of it can be read. */
  readonly publishedAt: Date | null;
  readonly dates: readonly DatedText[];
  /** What `link` leans on; null when nothing tells. */
  readonly base: string | null;
}

/** Characters that rss-parser gets at once, since it lets nothing else run until it has read them. */
const MAX_BATCH_CHARS = 500_000;

const SNIPPET = { keepArray: false, includeSnippet: true };
/** What rss-parser knows in one format, and feeds borrow for the other. */
const rssFields = { item: ["id", ["content", "borrowed", SNIPPET]] };
const atomFields = {
  item: ["guid", ["content:encoded", "content:encoded", SNIPPET], ["description", "borrowed", SNIPPET]],
};

const word = z.string().default("");
const parsedItems = z.array(
  z.object({
    guid: word,
    id: word,
    link: word,
    title: word,
    "content:encodedSnippet": word,
    contentSnippet: word,
    borrowedSnippet: word,
    summary: word,
    isoDate: z.coerce.date().nullable().default(null),
  }),
);

/** What rss-parser finds in the items, one for one. */
export async function mapItems(items: readonly SafeItem[], format: FeedDialect): Promise<NewsItem[]> {
  const mapped: NewsItem[] = [];
  for (const batch of splitItems(items)) {
    mapped.push(...(await mapBatch(batch, format)));
    await setImmediate();
  }
  return mapped;
}

async function mapBatch(batch: readonly SafeItem[], format: FeedDialect): Promise<NewsItem[]> {
  const parsed = await parseItems(writeSafeFeed(batch, format), format);
  return batch.map(({ line, dates, base }, index) => {
    const item = parsed[index];
    if (item === undefined)
      throw new Error(`sources/rss: unable to map the item of line ${line}: it did not come back`);
    const { guid, id, link, title, isoDate: publishedAt } = item;
    return { line, dates, base, guid: guid || id, link, title, text: findText(item, format), publishedAt };
  });
}

async function parseItems(feed: string, format: FeedDialect): Promise<z.infer<typeof parsedItems>> {
  const parser = new Parser({ customFields: format === "atom" ? atomFields : rssFields });
  try {
    const { items } = await parser.parseString(feed);
    return parsedItems.parse(items);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    // The guard lets nothing through that could bring this about: it is a fault of ours and not of the feed.
    throw new Error(`sources/rss: unable to map the fields of a guarded feed: ${why}`, { cause });
  }
}

/** The fullest text: a format's own `content` before its `description`. */
function findText(item: z.infer<typeof parsedItems>[number], format: FeedDialect): string {
  const { contentSnippet, borrowedSnippet, summary } = item;
  const [content, description] =
    format === "atom" ? [contentSnippet, borrowedSnippet] : [borrowedSnippet, contentSnippet];
  return item["content:encodedSnippet"] || content || description || summary;
}

function* splitItems(items: readonly SafeItem[]): Generator<readonly SafeItem[], void, void> {
  let batch: SafeItem[] = [];
  let chars = 0;
  for (const item of items) {
    batch.push(item);
    chars += item.xml.length;
    if (chars < MAX_BATCH_CHARS) continue;
    yield batch;
    [batch, chars] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
