import { open } from "node:fs/promises";
import { z } from "zod";
import { isFeedDate, isFeedLink, isItem } from "./rss/guard.ts";
import { FeedReading, type FeedSettings } from "./rss/reading.ts";
import { FeedRepair } from "./rss/repair.ts";
import type { ReadInput, ReadResult, Source, SourceKind } from "./source.ts";
import { readXmlRecords } from "./xml-stream.ts";

/** The largest feeds of agencies are a tenth of this. */
const MAX_FEED_BYTES = 5_000_000;

const optionsSchema = z.strictObject({
  /** An item is news for so long, and then ends by itself. */
  maxAgeDays: z.int().min(1).max(365).default(30),
});

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

async function readFeed(input: ReadInput, settings: FeedSettings): Promise<ReadResult> {
  const reading = new FeedReading(settings, { terms: input.terms ?? new Map(), now: input.now });
  const outcome = await readXmlRecords({
    file: input.file,
    maxBytes: Math.min(input.maxBytes, MAX_FEED_BYTES),
    charset: input.charset,
    repair: new FeedRepair((line, problem) => reading.warn(line, problem)),
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

function reject(fault: string, { url }: FeedSettings): ReadResult {
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
