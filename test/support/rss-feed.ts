import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Notice } from "../../src/domain/notice.ts";
import { rss } from "../../src/sources/rss.ts";
import { withFile } from "./lakemedelsverket-file.ts";

export const URL_OF_FEED = "https://myndighet.example/flode.xml";
export const MEND = `; check that ${URL_OF_FEED} is an RSS or Atom feed and fetch it again`;
/** When the feeds of these tests are read. */
export const READ_AT = new Date("2026-11-27T08:00:00Z");
const TERMS = new Map([
  ["meropenem", ["J01DH02"]],
  ["risperidon", ["N05AX08"]],
  ["haloperidol", ["N05AD01"]],
]);

export const source = rss.create({
  name: "nyheter",
  title: "Nyheter",
  url: `${URL_OF_FEED}?key=secret`,
  options: { maxAgeDays: 10 },
});

export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/rss/${name}.xml`, import.meta.url), "utf8");
}

export async function readFeed(content: string | Uint8Array, terms: ReadonlyMap<string, readonly string[]> = TERMS) {
  const notices: Notice[] = [];
  const onNotices = (batch: Notice[]) => void notices.push(...batch);
  const result = await withFile(content, (file) =>
    source.read({ file, maxBytes: 50_000_000, now: READ_AT, terms, onNotices }),
  );
  return { result, notices };
}

export async function readGood(content: string | Uint8Array) {
  const { result, notices } = await readFeed(content);
  if (result.kind !== "read") throw new Error(`test: expected a feed that is read, but ${result.reason}`);
  return { result, notices, warnings: result.warnings.map(({ place, problem }) => `${place}: ${problem}`) };
}

export async function reasonOf(content: string | Uint8Array): Promise<string> {
  const { result, notices } = await readFeed(content);
  if (result.kind !== "rejected") throw new Error("test: expected a rejected feed");
  expect(notices).toEqual([]);
  expect(result.reason.endsWith(MEND)).toBe(true);
  return result.reason.slice(0, -MEND.length);
}

/** An RSS feed of these items, each on a line of its own, from line 2. */
export function feedOf(...items: readonly string[]): string {
  return `<rss version="2.0"><channel>\n${items.map((item) => `<item>${item}</item>`).join("\n")}\n</channel></rss>`;
}

export function encoded(text: string): string {
  return `<encoded xmlns="http://purl.org/rss/1.0/modules/content/">${text}</encoded>`;
}

export const DATED = "<pubDate>Thu, 20 Aug 2026 10:00:00 +0200</pubDate>";

export async function readOne(item: string): Promise<Notice> {
  const { notices } = await readGood(feedOf(`<guid>1</guid>${item}${item.includes("pubDate") ? "" : DATED}`));
  const [notice] = notices;
  if (notice === undefined) throw new Error("test: expected one notice");
  return notice;
}
