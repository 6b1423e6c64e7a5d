import { execFileSync } from "node:child_process";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import Parser from "rss-parser";
import { describe, expect, it } from "vitest";
import { renderFeed, type FeedInput } from "../../src/channels/feed.ts";
import { FEED_FORMATS, type FeedFormat } from "../../src/domain/feed-format.ts";
import { renderFeedItem } from "../../templates/feed.tsx";
import { asPublished, exampleViews, HOSTILE, makeHostileView } from "../support/message-views.ts";

const AT = "https://restsignal.example/r/12/feed";
const hostileTexts = [
  HOSTILE,
  "]]>",
  "&amp; &lt;b&gt; <b>",
  "\u0000\uFFFF\u202Eabc",
  "😀".repeat(40),
  "<![CDATA[",
  "A & B",
];
const retraction = { view: exampleViews.resolved, at: new Date("2026-08-21T10:00:00Z") };

const items = [
  ...Object.values(exampleViews).map((view) => renderFeedItem(asPublished(view), "sv")),
  ...hostileTexts.map((text) => renderFeedItem(asPublished(makeHostileView(text)), "sv")),
].map((item, place) => ({
  ...item,
  id: `urn:restsignal:message:${place}`,
  url: `https://restsignal.example/r/12/7?lang=en#message-${place}`,
  publishedAt: new Date(Date.UTC(2026, 7, 21, 8, 0, 60 - place)),
  updatedAt: place % 2 === 0 ? null : retraction.at,
}));

function write(format: FeedFormat, over: Partial<FeedInput> = {}): string {
  return renderFeed({
    format,
    title: "Läkemedelsbrist i Region Skåne, område A & B <c>",
    description: "Meddelanden",
    language: "sv",
    feedUrl: `${AT}.${format}?area=A+%26+B&archive=2`,
    currentUrl: `${AT}.${format}?area=A+%26+B`,
    pageUrl: `${AT}?area=A+%26+B`,
    olderUrl: `${AT}.${format}?area=A+%26+B&archive=1`,
    newerUrl: `${AT}.${format}?area=A+%26+B&archive=3`,
    items,
    updatedAt: retraction.at,
    ...over,
  });
}

const instant = (text: string | undefined) => new Date(text ?? "").toISOString();
const dates = items.map(({ publishedAt }) => publishedAt.toISOString());
const ids = items.map(({ id }) => id);
const links = items.map(({ url }) => url);

describe("a feed with hostile texts is read whole", () => {
  it("by rss-parser, as RSS and as Atom", async () => {
    for (const format of ["rss", "atom"] as const) {
      const feed = await new Parser().parseString(write(format));
      expect(feed.items.map((item) => item.guid ?? item["id"])).toEqual(ids);
      expect(feed.items.map(({ link }) => link)).toEqual(links);
      expect(feed.items.map(({ isoDate }) => isoDate)).toEqual(dates);
      for (const { title } of feed.items) expect(title).not.toMatch(/<script|<b>/);
    }
  });

  it("by feedsmith, as RSS with its page, its own address and its archive", () => {
    const feed = parseRssFeed(write("rss"));
    expect(feed.items?.map(({ guid }) => guid)).toEqual(ids.map((value) => ({ value, isPermaLink: false })));
    expect(feed.items?.map(({ link }) => link)).toEqual(links);
    expect(feed.items?.map(({ pubDate }) => instant(pubDate))).toEqual(dates);
    expect(feed.items?.map(({ content }) => content?.encoded)).toEqual(items.map(({ html }) => html));
    expect(feed).toMatchObject({ link: `${AT}?area=A+%26+B`, language: "sv" });
    expect(feed.atom?.links?.map(({ rel, href }) => [rel, href])).toEqual([
      ["self", `${AT}.rss?area=A+%26+B&archive=2`],
      ["current", `${AT}.rss?area=A+%26+B`],
      ["prev-archive", `${AT}.rss?area=A+%26+B&archive=1`],
      ["next-archive", `${AT}.rss?area=A+%26+B&archive=3`],
    ]);
  });

  it("by feedsmith, as Atom with what was rewritten later", () => {
    const feed = parseAtomFeed(write("atom"));
    expect(feed.entries?.map(({ id }) => id)).toEqual(ids);
    expect(feed.entries?.map(({ published }) => instant(published))).toEqual(dates);
    expect(feed.entries?.map(({ updated }) => instant(updated))).toEqual(
      items.map(({ publishedAt, updatedAt }) => (updatedAt ?? publishedAt).toISOString()),
    );
    expect(feed.entries?.map(({ links: own }) => own?.[0]?.href)).toEqual(links);
    expect(feed.links?.map(({ rel }) => rel)).toEqual(["alternate", "self", "current", "prev-archive", "next-archive"]);
    expect(feed.id).toBe(`${AT}.atom?area=A+%26+B`);
  });

  it("by feedsmith, as JSON Feed that leads on to what is older", () => {
    const feed = parseJsonFeed(write("json"));
    expect(feed.items?.map(({ id }) => id)).toEqual(ids);
    expect(feed.items?.map(({ date_published }) => instant(String(date_published)))).toEqual(dates);
    expect(feed).toMatchObject({ next_url: `${AT}.json?area=A+%26+B&archive=1`, home_page_url: `${AT}?area=A+%26+B` });
  });
});

describe("what validators complain of most", () => {
  it.each(FEED_FORMATS)("is not in %s: every address is absolute, and no id stands twice", (format) => {
    const text = write(format);
    for (const [, address] of text.matchAll(/(?:href|src)=\\?(?:"|&quot;)([^"\\&]*)/g))
      expect(address).toMatch(/^https:\/\//);
    for (const id of ids) expect(text.split(`${id}<`).length + text.split(`"${id}"`).length).toBe(3);
  });

  it("is not there: only a page of the archive says that it is one", () => {
    for (const format of ["rss", "atom"] as const) {
      expect(write(format)).toContain("<fh:archive/>");
      const newest = write(format, { feedUrl: `${AT}.${format}`, currentUrl: `${AT}.${format}`, newerUrl: null });
      expect(newest).not.toContain("fh:archive/");
      expect(newest).not.toContain('rel="current"');
    }
  });

  it("xmllint finds RSS and Atom well-formed", (context) => {
    try {
      execFileSync("xmllint", ["--version"], { stdio: "ignore" });
    } catch {
      context.skip("xmllint is not installed: it is in Debian's libxml2-utils");
    }
    for (const format of ["rss", "atom"] as const)
      execFileSync("xmllint", ["--noout", "--nonet", "-"], { input: write(format), stdio: ["pipe", "pipe", "pipe"] });
  });
});

describe("a message that was taken back", () => {
  it("says so instead of what it told, in both languages, and keeps its name and date", () => {
    const told = asPublished(exampleViews.new);
    const { message } = exampleViews.correction;
    const reason = { type: "no-action" as const, text: { sv: "Fel läkemedel <b>.", en: "The wrong medicine." } };
    const view = { ...exampleViews.correction, message: { ...message, kind: "retraction" as const, advice: reason } };
    const sv = renderFeedItem(told, "sv", { view, at: retraction.at });
    expect(sv).toMatchObject({ id: renderFeedItem(told, "sv").id, publishedAt: told.at, updatedAt: retraction.at });
    expect(sv.title).toMatch(/^Återtaget: /);
    expect(sv.html).toContain("Bortse från det.");
    expect(sv.html).toContain("Därför återtogs det:</p><p>Fel läkemedel &lt;b&gt;.");
    expect(sv.html).toContain(`href="${view.url}"`);
    expect(sv.html + sv.summary).not.toContain("infektionskonsult");
    const en = renderFeedItem(told, "en", { view, at: retraction.at });
    expect(en.title).toMatch(/^Retracted: /);
    expect(en.html).toContain("The wrong medicine.");
  });

  it("or corrected leads to the correction, and no longer tells what was wrong", () => {
    const item = renderFeedItem(asPublished(exampleViews.new), "sv", {
      view: exampleViews.correction,
      at: retraction.at,
    });
    expect(item.title).toMatch(/^Rättat: /);
    expect(item.html).toContain("Läs rättelsen");
    expect(item.html).not.toContain("infektionskonsult");
  });
});
