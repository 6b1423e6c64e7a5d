import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Notice } from "../../src/domain/notice.ts";
import { rss } from "../../src/sources/rss.ts";
import { FeedRepair } from "../../src/sources/rss/repair.ts";
import { DATED, feedOf, readGood, readOne, READ_AT } from "../support/rss-feed.ts";
import { withFile } from "../support/source-file.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { expectLinear } from "../support/growth.ts";

/** Feeds as they are found: what every reader forgives costs neither the feed nor an item. */
const handedIn = rss.create({ name: "nyheter", title: "Nyheter", url: null, options: { maxAgeDays: 30 } });

async function read(content: string | Uint8Array, charset: string | null = null) {
  const notices: Notice[] = [];
  const onNotices = (batch: Notice[]) => void notices.push(...batch);
  const result = await withFile(content, (file) =>
    handedIn.read({ file, maxBytes: 5_000_000, now: READ_AT, charset, terms: new Map(), onNotices }),
  );
  return { result, notices };
}

describe("entities and ampersands", () => {
  test("an entity that only HTML has is what it stands for", async () => {
    const { notices, warnings } = await readGood(
      feedOf(
        `<title>Morfin&nbsp;10 mg f&ouml;r &Aring;ke</title>${DATED}<description>v&auml;ntas &ndash; &euro;</description>`,
      ),
    );
    expect(notices[0]).toMatchObject({ productName: "Morfin 10 mg för Åke", text: "väntas – €" });
    expect(warnings).toEqual([]);
  });

  test("a bare & is taken as one, and the line is named", async () => {
    const { notices, warnings } = await readGood(
      feedOf(`<title>Åter & tillgängligt</title><link>https://a.example/?a=1&b=2&amp;c=3</link>${DATED}`),
    );
    expect(notices[0]).toMatchObject({ productName: "Åter & tillgängligt", link: "https://a.example/?a=1&b=2&c=3" });
    expect(warnings).toEqual(Array(2).fill("line 2: an & that is not written &amp;, taken as one"));
  });

  test("empty lines before the XML declaration cost nothing", async () => {
    const { notices } = await readGood(`\r\n \n${feedOf(`<title>Brist</title>${DATED}`)}`);
    expect(notices[0]?.productName).toBe("Brist");
  });

  test("what is no entity stands as it is written, also one named like a JavaScript property", async () => {
    const { notices } = await readGood(feedOf(`<title>&constructor; &foo; A&B; x &#1;y</title>${DATED}`));
    expect(notices[0]?.productName).toBe("&constructor; &foo; A&B; x y");
  });

  test("a sign that XML cannot hold is left out, and what stands in CDATA is not touched", async () => {
    const { notices } = await readGood(
      feedOf(`<title>A\u000bB</title><link><![CDATA[https://a.example/?a=1&b=2]]></link>${DATED}`),
    );
    expect(notices[0]).toMatchObject({ productName: "AB", link: "https://a.example/?a=1&b=2" });
  });

  test("whatever the pieces a file is read in, the text is the same", () => {
    const piece = fc.constantFrom(
      "&",
      "&amp;",
      "&nbsp;",
      "&no;",
      "<![CDATA[",
      "]]>",
      "<!--",
      "-->",
      "a",
      ";",
      "&#",
      "1",
      "\n",
      "<b>",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(200), { maxLength: 6 }), (parts, cuts) => {
        const text = parts.join("");
        const whole = new FeedRepair(() => undefined);
        const expected = whole.write(text) + whole.end();
        const pieces = new FeedRepair(() => undefined);
        const places = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
        const found = places.map((place, index) => pieces.write(text.slice(places[index - 1] ?? 0, place))).join("");
        expect(found + pieces.end()).toBe(expected);
      }),
    );
  });

  test.each(["&", "&a", "&nbsp;", "<", "<![CDATA[", "&#1;", "<!--"])(
    "5 MB of %s take their time and not its square",
    (part) => {
      const text = part.repeat(Math.floor(65_536 / part.length));
      const work = (repeats: number) => {
        const repair = new FeedRepair(() => undefined);
        for (let chunk = 0; chunk < repeats; chunk += 1) repair.write(text);
        repair.end();
      };
      expectLinear({ name: part, repeats: 76, work });
    },
  );
});

describe("xml:base", () => {
  const atom = (base: string, entry: string) =>
    `<feed xmlns="http://www.w3.org/2005/Atom" ${base}><entry xml:base="nyheter/2026/"><id>1</id><title>A</title>
<updated>2026-08-20T10:00:00Z</updated>${entry}</entry></feed>`;

  test.each([
    ['xml:base="https://r.example/lakemedel/"', '<link href="a"/>', "https://r.example/lakemedel/nyheter/2026/a"],
    ['xml:base="https://r.example/"', '<link xml:base="/x/" href="a"/>', "https://r.example/x/a"],
    ['xml:base="https://r.example/"', '<link href="https://other.example/b"/>', "https://other.example/b"],
    ['xml:base="javascript:alert(1)//"', '<link href="a"/>', undefined],
    [
      'xml:base="https://r.example/"',
      '<link xml:base="data:text/html," href="a"/>',
      "https://r.example/nyheter/2026/a",
    ],
    ['xml:base="https://r.example/"', '<link href="javascript:alert(1)"/>', undefined],
    ["", '<link href="a"/>', undefined],
  ])("%s and %s lead to %s", async (base, entry, link) => {
    expect((await read(atom(base, entry))).notices[0]?.link).toBe(link);
  });

  test("of a channel and an item in RSS, and the feed's own address where nothing says otherwise", async () => {
    const feed = `<rss version="2.0"><channel xml:base="https://r.example/a/"><item xml:base="b/"><title>A</title>
<link>c</link>${DATED}</item></channel></rss>`;
    expect((await read(feed)).notices[0]?.link).toBe("https://r.example/a/b/c");
    expect((await readOne("<title>A</title><link>nyhet/1</link>")).link).toBe("https://myndighet.example/nyhet/1");
  });
});

describe("the encoding of a feed", () => {
  const feed = (declaration: string) =>
    `${declaration}${feedOf(`<guid>1</guid><title>Läkemedelsbrist på Åland</title>${DATED}`)}`;
  const latin = (declaration = "") => Buffer.from(feed(declaration), "latin1");
  const titleOf = async (content: Uint8Array, charset: string | null) =>
    (await read(content, charset)).notices[0]?.productName;

  test.each([
    ["only the server says it", latin(), "windows-1252"],
    ["only the server says it", latin(), "ISO-8859-1"],
    ["the server and the declaration agree", latin('<?xml version="1.0" encoding="iso-8859-1"?>'), "iso-8859-1"],
    ["the server counts before the declaration", latin('<?xml version="1.0" encoding="utf-8"?>'), "iso-8859-1"],
    ["the server is wrong, which the bytes show", latin('<?xml version="1.0" encoding="iso-8859-1"?>'), "utf-8"],
    ["the server names none that is known", latin('<?xml version="1.0" encoding="iso-8859-1"?>'), "x-unknown"],
    ["the mark in front counts before all", Buffer.from(`\ufeff${feed("")}`), "iso-8859-1"],
    ["nobody says it, and it is UTF-8", Buffer.from(feed("")), null],
  ])("%s", async (_what, content, charset) => {
    expect(await titleOf(content, charset)).toBe("Läkemedelsbrist på Åland");
  });

  test("that nobody says and is not UTF-8 is refused, not guessed", async () => {
    expect((await read(latin())).result).toMatchObject({ kind: "rejected", reason: expect.stringContaining("byte") });
  });
});

describe.skipIf(sharedDataMissing !== null)(`feeds as they are found (${sharedDataMissing ?? "field cases"})`, () => {
  const fieldCase = (name: string) => read(readFileSync(sharedData(`field-cases/${name}.xml`)));

  test("without a date every item is kept", async () => {
    const { result, notices } = await fieldCase("feed-without-dates");
    expect(result).toMatchObject({ kind: "read", notices: 3, skippedReports: 0, warningCount: 0 });
    expect(notices.map(({ firstPublished }) => firstPublished.value)).toEqual([null, null, null]);
  });

  test("24 shapes of dates are read, each on its day", async () => {
    const { notices } = await fieldCase("feed-date-shapes");
    const days = notices.map(({ firstPublished }) => firstPublished.value);
    const others: Record<number, string> = { 7: "2026-08-16", 13: "2026-08-17", 15: "2026-08-05" };
    expect(days).toEqual(Array.from({ length: 24 }, (_, place) => others[place] ?? "2026-08-15"));
  });

  test("entities and xml:base are read", async () => {
    const { notices } = await fieldCase("feed-entities");
    expect(notices[0]).toMatchObject({ productName: "Restnoterat: Morfin 10 mg/ml N02AA01", text: "Förväntas åter" });
    const { notices: based } = await fieldCase("feed-xml-base");
    expect(based[0]?.link).toBe("https://www.region.example/lakemedel/nyheter/2026/morfin-brist");
  });
});
