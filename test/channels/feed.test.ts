import * as fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { renderFeed, type FeedInput } from "../../src/channels/feed.ts";
import { FEED_FORMATS } from "../../src/domain/feed-format.ts";
import { renderFeedItem } from "../../templates/feed.tsx";
import {
  asPublished,
  HOSTILE,
  exampleViews,
  makeHostileView,
  tailoredLines,
  tailoredView,
} from "../support/message-views.ts";

const base: Omit<FeedInput, "format"> = {
  title: "Läkemedelsbrister i Region Skåne",
  description: "Meddelanden till förskrivare",
  language: "sv",
  feedUrl: "https://restsignal.example.se/r/12/feed?atc=J01&priority=1",
  currentUrl: "https://restsignal.example.se/r/12/feed?atc=J01&priority=1",
  pageUrl: "https://restsignal.example.se/r/12",
  olderUrl: null,
  newerUrl: null,
  items: Object.values(exampleViews).map((view) => renderFeedItem(asPublished(view), "sv")),
  updatedAt: new Date("2026-08-21T07:14:00Z"),
};

/** Texts of every element, by its name; throws for what is no well-formed XML 1.0 with namespaces. */
function parseXml(xml: string): { texts: Map<string, string[]>; root: Record<string, string> } {
  const texts = new Map<string, string[]>();
  const root: Record<string, string> = {};
  const open: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  const add = (text: string) => {
    const values = texts.get(open.at(-1) ?? "");
    if (values !== undefined) values[values.length - 1] += text;
  };
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (open.length === 0) for (const [key, { value }] of Object.entries(attributes)) root[key] = value;
    open.push(name);
    texts.set(name, [...(texts.get(name) ?? []), ""]);
  });
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  return { texts, root };
}

describe("the feeds", () => {
  test.each(FEED_FORMATS)("%s names each message by an id that never changes", (format) => {
    const feed = renderFeed({ ...base, format });
    for (const { message } of Object.values(exampleViews))
      expect(feed).toContain(`urn:restsignal:message:${message.id}`);
  });

  test.each(FEED_FORMATS)("%s is the same for the same messages, so that its ETag holds", (format) => {
    expect(renderFeed({ ...base, format })).toBe(renderFeed({ ...base, format }));
  });

  test("RSS and Atom are well-formed and hold every message", () => {
    const rss = parseXml(renderFeed({ ...base, format: "rss" }));
    expect(rss.texts.get("guid")).toHaveLength(base.items.length);
    expect(rss.texts.get("language")).toEqual(["sv"]);
    const atom = parseXml(renderFeed({ ...base, format: "atom" }));
    expect(atom.texts.get("entry")).toHaveLength(base.items.length);
    expect(atom.texts.get("name")).toEqual([base.title]);
    expect(atom.root["xml:lang"]).toBe("sv");
  });

  test("JSON is a JSON Feed 1.1 with its language and without what only version 1 knew", () => {
    const feed: unknown = JSON.parse(renderFeed({ ...base, format: "json" }));
    expect(feed).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      language: "sv",
      authors: [{ name: base.title }],
      feed_url: base.feedUrl,
      home_page_url: base.pageUrl,
    });
    expect(feed).not.toHaveProperty("author");
    expect(feed).toHaveProperty("items.0.id", "urn:restsignal:message:41");
    expect(feed).toHaveProperty("items.0.content_html", expect.stringContaining("Gör så här"));
  });

  test.each(["rss", "atom"] as const)("%s stays well-formed whatever text a message holds", (format) => {
    const anyText = fc.string({ unit: "binary", maxLength: 80 });
    const text = fc.oneof(
      anyText,
      fc.mixedCase(fc.constant(HOSTILE)),
      fc.array(fc.constantFrom("]]>", "<", "&", '"', "\u0000", "\uFFFF", "a", "&amp;")).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (hostile) => {
        const items = [renderFeedItem(asPublished(makeHostileView(hostile)), "sv")];
        const own = items.map((item) => ({
          ...item,
          title: hostile,
          summary: hostile,
          html: hostile,
          categories: [hostile],
        }));
        parseXml(renderFeed({ ...base, format, title: hostile, description: hostile, items: [...items, ...own] }));
      }),
      { numRuns: 150 },
    );
  });

  test("an item tells whom it concerns, how long it holds, whose words it builds on, who reviewed it and where to ask", () => {
    const item = renderFeedItem(asPublished(tailoredView), "sv");
    const text = item.html.replace(/<[^>]*>/g, "");
    for (const line of tailoredLines.sv) expect(text).toContain(line);
    for (const line of tailoredLines.sv.slice(0, 2)) expect(item.summary).toContain(line);
  });

  test("hostile text is shown as text: nothing in a title or a body becomes markup", () => {
    const items = [renderFeedItem(asPublished(makeHostileView()), "sv")];
    for (const format of ["rss", "atom"] as const) {
      const { texts } = parseXml(renderFeed({ ...base, format, items }));
      for (const values of texts.values()) expect(values.join("\n")).not.toMatch(/<script|href="http:\/\/evil/);
    }
  });
});
