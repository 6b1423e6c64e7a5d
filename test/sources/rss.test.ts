import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noticeStatus } from "../../src/domain/notice.ts";
import { rss } from "../../src/sources/rss.ts";
import { MAX_FEED_ITEMS } from "../../src/sources/rss/reading.ts";
import { MAX_ITEM_TEXT_CHARS } from "../../src/sources/rss/notice.ts";
import {
  DATED,
  feedOf,
  fixture,
  MEND,
  READ_AT,
  readFeed,
  readGood,
  readOne,
  reasonOf,
  source,
  URL_OF_FEED,
} from "../support/rss-feed.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { readCases } from "../support/case-table.ts";

describe("a source of feeds", () => {
  test("gives candidates, and lists only what is new", () => {
    expect(source).toMatchObject({
      name: "nyheter",
      use: "candidates",
      complete: false,
      defaultUrl: `${URL_OF_FEED}?key=secret`,
    });
  });

  test("keeps an item for 30 days when nothing else is said, and takes no unknown options", () => {
    expect(rss.optionsSchema.parse({})).toEqual({ maxAgeDays: 30 });
    expect(rss.optionsSchema.safeParse({ maxAgeDays: 0 }).success).toBe(false);
    expect(rss.optionsSchema.safeParse({ days: 3 }).success).toBe(false);
  });
});

describe("an RSS feed", () => {
  test("each item becomes a notice with what its words name, dated in Stockholm", async () => {
    const { result, notices, warnings } = await readGood(fixture("agency"));
    expect(result).toMatchObject({ reports: 4, notices: 4, rawCreatedAt: "Fri, 21 Aug 2026 08:00:00 +0200" });
    expect(warnings).toEqual([]);
    expect(notices[0]).toMatchObject({
      source: "nyheter",
      reportId: "nyhet-1001",
      nplId: "",
      nplIds: ["20010601000017"],
      type: "shortage",
      rawType: "Brist",
      productName: "Brist på meropenem – använd sparsamt",
      firstPublished: { value: "2026-08-21" },
      atc: { value: "J01DH02" },
      atcCodes: ["J01DH02"],
      link: "https://myndighet.example/nyheter/meropenem",
    });
    expect(notices[0]?.packages).toMatchObject([
      { nplPackId: "", start: { value: "2026-08-21" }, actualEnd: { value: "2026-08-31" } },
    ]);
  });

  test("markup becomes text once: blocks are lines, scripts are gone, entities are letters", async () => {
    const { notices } = await readGood(fixture("agency"));
    expect(notices[0]?.text).toBe(
      "Det råder brist på meropenem 1 g.\n\nVarunummer 042531 och 04 25 42\nNPL-id 20010601000017\n\nVälj annat vid CRP < 5 &amp; opåverkad patient.",
    );
  });

  test("the words decide the type, an ended shortage has ended, and news without medicines has no code", async () => {
    const { notices } = await readGood(fixture("agency"));
    const [, tegretol, omnipaque, other] = notices;
    expect(tegretol).toMatchObject({ type: "cessation", atc: { value: "N03AF01" } });
    expect(tegretol?.link).toBe("https://myndighet.example/nyheter/tegretol");
    expect(omnipaque).toMatchObject({ type: "shortage", atc: { value: "V08AB02" } });
    expect(omnipaque === undefined ? null : noticeStatus(omnipaque, "2026-08-18")).toBe("ended");
    expect(other).toMatchObject({ type: "unknown", rawType: "", atc: { value: null } });
    expect(other).not.toHaveProperty("atcCodes");
    expect(other).not.toHaveProperty("link");
  });

  test("version 1.0 in another encoding reads alike", async () => {
    const { notices, result } = await readGood(Buffer.from(fixture("rdf"), "latin1"));
    expect(notices).toMatchObject([{ reportId: "https://aldre.example/1", atc: { value: "N05AH02" } }]);
    expect(result.createdAt).toEqual(new Date("2026-08-20T08:00:00Z"));
  });
});

describe("an Atom feed", () => {
  test("XHTML content keeps the order of its words, plain text its signs, and prefixes do not matter", async () => {
    const { notices } = await readGood(fixture("region.atom"));
    expect(notices).toHaveLength(2);
    expect(notices[0]).toMatchObject({
      reportId: "urn:uuid:5b4a8a3e-6b3c-4c34-9d0a-0f9a1f0c0a02",
      productName: "Haloperidol: dos <b> och restnotering",
      text: "Ge inte mer än 2 mg per dygn.\n\nVälj risperidons munlösliga form.",
      firstPublished: { value: "2026-08-21" },
      atcCodes: ["N05AD01", "N05AX08"],
      link: "https://region.example/lakemedel/haloperidol",
    });
  });

  test("an item without a date that can be read is kept without one, and does not spoil the others", async () => {
    const { notices, warnings } = await readGood(fixture("region.atom"));
    const undated = "urn:uuid:5b4a8a3e-6b3c-4c34-9d0a-0f9a1f0c0a03";
    expect(notices[1]).toMatchObject({ reportId: undated, firstPublished: { value: null } });
    expect(warnings).toEqual([
      'line 17: "igår" is no date, passed over',
      `line 17: item "${undated}" is kept without a date`,
    ]);
  });
});

describe("an item's identity", () => {
  test("does not depend on whether the site's address stands before or after the items", async () => {
    const site = "<link>https://a.example/nyheter</link>";
    const feed = feedOf(`<title>A</title>${site}${DATED}`, `<title>B</title>${site}${DATED}`);
    const before = await readGood(feed.replace("<channel>", `<channel>${site}`));
    const after = await readGood(feed.replace("</channel>", `${site}</channel>`));
    expect(before.notices).toHaveLength(2);
    expect(after.notices).toEqual(before.notices);
  });

  test("an edited item keeps its id and brings its new content", async () => {
    const item = (text: string) => `<guid>a</guid><title>Brist</title>${DATED}<description>${text}</description>`;
    const [before, after] = [await readGood(feedOf(item("J01DH02"))), await readGood(feedOf(item("J01DH51")))];
    expect(before.notices[0]?.reportId).toBe(after.notices[0]?.reportId);
    expect(before.notices[0]?.atc).not.toEqual(after.notices[0]?.atc);
    expect((await readGood(feedOf(item("J01DH02")))).notices).toEqual(before.notices);
  });

  test("of two items with one guid the first counts, with a warning", async () => {
    const item = (title: string) => `<guid>a</guid><title>${title}</title>${DATED}`;
    const { notices, warnings } = await readGood(feedOf(item("Ett"), item("Två")));
    expect(notices.map(({ productName }) => productName)).toEqual(["Ett"]);
    expect(warnings).toEqual(["line 3: item a stands in the feed once more, the first one counts"]);
  });

  test("without a guid it is the item's own address, else title and date; the site's address is none", async () => {
    const site = "<link>https://a.example/</link>";
    const { notices } = await readGood(
      feedOf(
        `<title>A</title><link>https://a.example/1</link>${DATED}`,
        `<title>B</title>${site}${DATED}`,
        `<title>C</title>${site}${DATED}`,
      ),
    );
    const ids = notices.map(({ reportId }) => reportId);
    expect(ids[0]).toBe("https://a.example/1");
    expect(new Set(ids).size).toBe(3);
  });

  test("a guid that is long or strange becomes a short hash, the same each time", async () => {
    const guids = ["x".repeat(100_000), "å\u202Eb", "<![CDATA[<script>]]>\n\n"];
    for (const guid of guids) {
      const { notices } = await readGood(feedOf(`<guid>${guid}</guid><title>A</title>${DATED}`));
      expect(notices[0]?.reportId.replace(/^sha256-[0-9a-f]{40}$/, "hash")).toMatch(/^(hash|<script>)$/);
    }
  });
});

describe("dates", () => {
  test.each([
    ["Fri, 21 Aug 2026 00:30:00 +0200", "2026-08-21"],
    ["21 Aug 2026 22:30 GMT", "2026-08-22"],
    ["Fri, 21 Aug 26 12:00:00 EST", "2026-08-21"],
    ["fre, 15 maj 2026 23:59:59", "2026-05-15"],
    ["2026-08-21T22:30:00Z", "2026-08-22"],
    ["2026-08-21T23:30:00.123+02:00", "2026-08-21"],
    ["2026-08-21 23:30", "2026-08-21"],
    ["2026-08-21", "2026-08-21"],
  ])("%s is %s in Stockholm", async (raw, date) => {
    const notice = await readOne(`<title>A</title><pubDate>${raw}</pubDate>`);
    expect(notice.firstPublished).toEqual({ value: date });
  });

  test.each([
    "31 Feb 2026 10:00 GMT",
    "2026-13-01",
    "1",
    "12/08/2026",
    "2026-08-21T10:00 Mars",
    "0099-01-01",
    "9".repeat(5_000),
  ])("%s is none, and the item is kept without one", async (raw) => {
    const { notices, warnings } = await readGood(feedOf(`<title>A</title><pubDate>${raw}</pubDate>`));
    expect(notices).toMatchObject([{ firstPublished: { value: null }, packages: [{ start: { value: null } }] }]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(/^line 2: ".{1,80}" is no date, passed over$/);
    expect(warnings[1]).toMatch(/^line 2: item ".+" is kept without a date$/);
  });

  test("an item that has none is no fault: it is kept, and is news from when it was seen", async () => {
    const { notices, warnings, result } = await readGood(feedOf("<title>A</title><description>Brist</description>"));
    expect(warnings).toEqual([]);
    expect(result.createdAt).toEqual(READ_AT);
    expect(notices[0]?.packages[0]).toMatchObject({
      start: { value: null },
      actualEnd: { value: "2026-12-07" },
      endSeen: true,
    });
  });

  test("a time that has not come moves no clock and costs no item", async () => {
    const feed = `<rss version="2.0"><channel>\n<lastBuildDate>2029-01-01</lastBuildDate>\n
<item><guid>a</guid><title>A</title><pubDate>Mon, 20 Dec 2027 08:00:00 +0100</pubDate></item>
<item><guid>b</guid><title>B</title>${DATED}</item></channel></rss>`;
    const { notices, warnings, result } = await readGood(feed);
    expect(result.createdAt).toEqual(new Date("2026-08-20T08:00:00Z"));
    expect(notices.map(({ reportId, firstPublished }) => [reportId, firstPublished.value])).toEqual([
      ["a", null],
      ["b", "2026-08-20"],
    ]);
    expect(warnings).toEqual([
      'line 2: "2029-01-01" has not come yet, passed over as the feed\'s time',
      'line 4: "Mon, 20 Dec 2027 08:00:00 +0100" has not come yet, passed over',
      'line 4: item "a" is kept without a date',
    ]);
  });

  test("a bad date beside a good one costs a warning only", async () => {
    const { notices, warnings } = await readGood(feedOf(`<title>A</title><pubDate>snart</pubDate>${DATED}`));
    expect(notices).toHaveLength(1);
    expect(warnings).toEqual(['line 2: "snart" is no date, passed over']);
  });

  test("a feed without items is read when it says when it was made, and rejected when nothing does", async () => {
    const empty = "<rss><channel><lastBuildDate>2026-08-21</lastBuildDate></channel></rss>";
    expect((await readGood(empty)).result).toMatchObject({ reports: 0 });
    expect(await reasonOf("<rss><channel/></rss>")).toBe("the feed has neither an item nor a date");
  });
});

describe("the words of an item", () => {
  test.each(
    readCases<[string, string, boolean]>(`
      Tegretol upphör → cessation → false
      Tegretol slutar att säljas → cessation → false
      Tegretol avregistreras inte → unknown → false
      Restsituationen har upphört för Tegretol → shortage → true
      Restsituationen är inte avslutad för Tegretol → unknown → false
      Restnoteringen av Tegretol förväntas vara avslutad i maj → shortage → false
      Restanmälan avslutad: Xylocain utan konserveringsmedel → shortage → true
      Tegretol finns åter → shortage → true
      Försäljningsuppehållet upphör i maj → unknown → false
      Järnbrist hos gravida → unknown → false
      Läkemedelsbrist: Tegretol → shortage → false
      Ny kurs för apotekare → unknown → false
    `),
  )("%j is %s, over: %s", async (title, type, ended) => {
    const notice = await readOne(`<title>${title}</title>`);
    expect(notice.type).toBe(type);
    expect(noticeStatus(notice, "2026-08-20")).toBe(ended ? "ended" : "ongoing");
  });

  test("a text that tells of another shortage that is over hides none", async () => {
    const notice = await readOne("<title>Ny brist på A</title><description>Bristen på B är avslutad.</description>");
    expect(noticeStatus(notice, "2026-08-20")).toBe("ongoing");
  });
});

describe("a hostile feed", () => {
  const bomb = `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<rss><channel><title>&b;</title></channel></rss>`;
  test.each<[string, () => string | Uint8Array, string]>([
    ["an empty file", () => "", "the file is empty"],
    ["blanks", () => " \n ", "line 1: the file is empty"],
    ["a web page", () => "<!DOCTYPE html>\n<html><body>Hej</body></html>", "line 1: the file is a web page"],
    ["JSON", () => '{"items": []}', "line 1: the file is JSON where a feed belongs"],
    ["another XML file", () => "<urlset/>", 'line 1: the file begins with "urlset" where a feed begins'],
    ["a billion laughs", () => bomb, "line 1: the file has a DOCTYPE, which this source never has"],
    [
      "a feed that is cut short",
      () => fixture("agency").slice(0, 600),
      "line 12: the file is cut short (not well-formed XML: unclosed tag: pubDate)",
    ],
    [
      "elements too deep inside each other",
      () => feedOf("<b>".repeat(100)),
      "line 2: more than 64 elements inside each other",
    ],
    [
      "items without end",
      () => feedOf(...Array.from({ length: 30_000 }, () => "")),
      "line 20001: more than 20000 items and elements beside them",
    ],
    [
      "too many bytes",
      () => feedOf(..."123456".split("").map(() => "x".repeat(900_000))),
      "the file is larger than the 5000000 bytes allowed",
    ],
  ])("%s is rejected with a sentence that says where and why", async (_, content, reason) => {
    expect(await reasonOf(content())).toBe(reason);
  });

  test("names of JavaScript's own properties change nothing", async () => {
    const names = ["__proto__", "constructor", "prototype", "toString"];
    const extra = names.map((name) => `<${name} polluted="1"><title>x</title></${name}>`).join("");
    const { notices } = await readGood(feedOf(`<guid>__proto__</guid><title>__proto__</title>${extra}${DATED}`));
    expect(notices).toMatchObject([{ reportId: "__proto__", productName: "__proto__" }]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect({}).not.toHaveProperty("polluted");
  });

  test.each([
    ["<![CDATA[a<script>alert(1)</script>b]]>", "ab"],
    ["<![CDATA[a<SCRIPT src=x>alert('</p>')</SCRIPT >b<style>p{}</style>c]]>", "abc"],
    ["<![CDATA[a<svg><svg></svg>dold</svg>b<iframe/>c]]>", "abc"],
    ["<![CDATA[a<script>aldrig slut]]>", "a"],
    ["<![CDATA[a<!-- dold --><img src=x onerror=alert(1)>b]]>", "ab"],
    ["<![CDATA[a&lt;script&gt;b&amp;lt;]]>", "a<script>b&lt;"],
    ["a<b>b</b><script>c</script>d", "abd"],
    ["<![CDATA[dos < 5 mg & > 2 mg]]>", "dos < 5 mg & > 2 mg"],
    ["<![CDATA[a&#0;&#8238;&#x200b;b\u00ADc&#x110000;]]>", "a\uFFFDbc\uFFFD"],
  ])("%s says %j", async (description, text) => {
    expect((await readOne(`<title>A</title><description>${description}</description>`)).text).toBe(text);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "https://a:b@a.example/",
    "file:///etc/passwd",
    `/${"x".repeat(3_000)}`,
  ])("the address %s is no link", async (link) => {
    expect(await readOne(`<title>A</title><link>${link}</link>`)).not.toHaveProperty("link");
  });

  test("titles and texts are cut, not inside a character, and what comes later is still recognised", async () => {
    const notice = await readOne(
      `<title>${"😀".repeat(400)}</title><description>${"ord ".repeat(3_000)} N03AF01</description>`,
    );
    expect(notice.productName.length).toBeLessThanOrEqual(300);
    expect(notice.productName.isWellFormed()).toBe(true);
    expect(notice.text?.length).toBeLessThanOrEqual(MAX_ITEM_TEXT_CHARS);
    expect(notice.text?.endsWith("ord…")).toBe(true);
    expect(notice.atc).toEqual({ value: "N03AF01" });
  });

  test("of too many items the newest count, in file order, with a warning", async () => {
    const total = 2 * MAX_FEED_ITEMS + 100;
    const items = Array.from({ length: total }, (_, index) => {
      const minute = new Date(Date.UTC(2026, 7, 1, 0, (index * 11) % total)).toISOString();
      return `<guid>${(index * 11) % total}</guid><title>A</title><pubDate>${minute}</pubDate>`;
    });
    const { notices, warnings } = await readGood(feedOf(...items));
    expect(notices).toHaveLength(MAX_FEED_ITEMS);
    expect(Math.min(...notices.map(({ reportId }) => Number(reportId)))).toBe(total - MAX_FEED_ITEMS);
    expect(notices.slice(0, 2).map(({ reportId }) => Number(reportId))).toEqual([1_100, 1_111]);
    expect(warnings).toEqual([`line 1: ${total} items, the newest ${MAX_FEED_ITEMS} count`]);
  });

  test("however it is broken, it is read or rejected, and what is read is clean", async () => {
    const feeds = ["agency", "region.atom", "rdf"].map((name) => Buffer.from(fixture(name)));
    const broken = fc
      .record({ feed: fc.constantFrom(...feeds), keep: fc.nat(), flips: fc.array(fc.tuple(fc.nat(), fc.nat(255))) })
      .map(({ feed, keep, flips }) => {
        const bytes = Uint8Array.from(keep % 3 === 0 ? feed.subarray(0, keep % feed.length) : feed);
        for (const [at, value] of flips) if (bytes.length > 0) bytes[at % bytes.length] = value;
        return bytes;
      });
    await fc.assert(
      fc.asyncProperty(broken, async (bytes) => {
        const { result, notices } = await readFeed(bytes);
        if (result.kind === "rejected") expect(result.reason.endsWith(MEND)).toBe(true);
        for (const { text = "", productName } of notices) {
          // eslint-disable-next-line no-control-regex -- these are the characters that must be gone
          expect(`${text}${productName}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/u);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const skipped = sharedDataMissing === null ? "" : ` (skipped: ${sharedDataMissing})`;
describe.skipIf(sharedDataMissing !== null)(`Restkollen's feed${skipped}`, () => {
  test("all 31 items have their code, the eight ended ones have ended, four cease and the others are open", async () => {
    const { result, notices, warnings } = await readGood(
      readFileSync(sharedData("rss/restkollen-alla-2026-08-21.xml")),
    );
    expect(warnings).toEqual([]);
    expect(result).toMatchObject({ reports: 31, createdAt: new Date("2026-08-21T04:43:03Z") });
    for (const { atc, text } of notices) expect(text).toContain(`ATC: ${atc.value ?? "none"}.`);
    const ended = notices.filter((notice) => noticeStatus(notice, "2026-08-21") === "ended");
    expect(ended.every(({ productName }) => productName.startsWith("Restanmälan avslutad: "))).toBe(true);
    expect(ended).toHaveLength(8);
    expect(notices.filter(({ type }) => type === "cessation")).toHaveLength(4);
    expect(notices.filter(({ type }) => type === "shortage")).toHaveLength(27);
  });
});
