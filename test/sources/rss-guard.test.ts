import { describe, expect, test } from "vitest";
import { DATED, encoded, feedOf, readGood } from "../support/rss-feed.ts";

describe("what rss-parser cannot be trusted with alone", () => {
  const atomOf = (...entries: readonly string[]) =>
    `<feed xmlns="http://www.w3.org/2005/Atom">\n${entries.map((entry) => `<entry>${entry}</entry>`).join("\n")}\n</feed>`;
  const UPDATED = "<updated>2026-08-20T10:00:00Z</updated>";

  test.each([
    ["an RSS description", (text: string) => feedOf(`<guid>1</guid>${DATED}<description>${text}</description>`)],
    ["encoded content", (text: string) => feedOf(`<guid>1</guid>${DATED}${encoded(text)}`)],
    ["Atom content", (text: string) => atomOf(`<id>1</id>${UPDATED}<content type="html">${text}</content>`)],
    ["an Atom text", (text: string) => atomOf(`<id>1</id>${UPDATED}<content>${text}</content>`)],
  ])("%s of 900,000 signs that could begin a tag is read like any other", async (_, feedWith) => {
    const { notices } = await readGood(feedWith(`<![CDATA[N03AF01 ${"<".repeat(900_000)}]]>`));
    expect(notices).toMatchObject([{ reportId: "1", atc: { value: "N03AF01" } }]);
    expect(notices[0]?.text).toMatch(/^N03AF01\b/);
  });

  test("one bad date in an Atom feed costs that entry its date and no other", async () => {
    const good = (id: string) => `<id>${id}</id><title>A</title>${UPDATED}`;
    const bad = "<id>b</id><title>B</title><published>2026-02-31T25:00:00Z</published><updated>snart</updated>";
    const { notices, warnings } = await readGood(atomOf(good("a"), bad, good("c")));
    expect(notices.map(({ reportId }) => reportId)).toEqual(["a", "b", "c"]);
    expect(warnings).toEqual([
      'line 3: "2026-02-31T25:00:00Z" is no date, passed over',
      'line 3: "snart" is no date, passed over',
      'line 3: item "b" is kept without a date',
    ]);
  });

  test("XHTML keeps the order of its words, in RSS too", async () => {
    const xhtml = '<div xmlns="http://www.w3.org/1999/xhtml">Ge <b>inte</b> mer än <b>2 mg</b> per dygn</div>';
    const feeds = [
      atomOf(`<id>1</id>${UPDATED}<content type="xhtml">${xhtml}</content>`),
      feedOf(`<guid>1</guid>${DATED}<description>${xhtml}</description>`),
    ];
    for (const feed of feeds) expect((await readGood(feed)).notices[0]?.text).toBe("Ge inte mer än 2 mg per dygn");
  });

  test("a date without a zone is Stockholm's in every format, whatever zone this process runs in", async () => {
    const zone = process.env["TZ"];
    try {
      for (const TZ of ["Pacific/Auckland", "America/Los_Angeles"]) {
        process.env["TZ"] = TZ;
        for (const feed of [
          feedOf("<guid>1</guid><title>A</title><pubDate>2026-08-21 23:30</pubDate>"),
          atomOf("<id>1</id><title>A</title><published>2026-08-21T23:30:00</published>"),
        ])
          expect((await readGood(feed)).result.createdAt).toEqual(new Date("2026-08-21T21:30:00Z"));
      }
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  test("entries that are empty or have odd links spoil no other", async () => {
    const odd = "<link/><link>x</link><link rel='enclosure' href='https://a.example/bild.png'/>";
    const { notices } = await readGood(atomOf("", odd, `<id>c</id><title>C</title>${odd}${UPDATED}`));
    expect(notices.map(({ reportId }) => reportId)).toEqual(["c"]);
  });

  test.each(["", 'version="0.91"', 'version="0.92"', 'version="2.0"', 'version="3"'])(
    "RSS that says %s of itself is read",
    async (version) => {
      const feed = feedOf(`<guid>1</guid><title>A</title>${DATED}`).replace('version="2.0"', version);
      expect((await readGood(feed)).notices).toHaveLength(1);
    },
  );

  test("what feeds borrow from the other format counts too", async () => {
    const atom = 'xmlns:a="http://www.w3.org/2005/Atom"';
    const { notices } = await readGood(
      feedOf(`<title>A</title><a:id ${atom}>1</a:id><a:updated ${atom}>2026-08-20</a:updated>${encoded("Text")}`),
    );
    expect(notices).toMatchObject([{ reportId: "1", text: "Text", firstPublished: { value: "2026-08-20" } }]);
  });
});
