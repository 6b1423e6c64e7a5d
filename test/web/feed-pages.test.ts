import { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } from "feedsmith";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { REGIONS } from "../../src/domain/region.ts";
import { publish, findCaseOf, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const SITE = "https://restsignal.example";
let site: Site;
let app: Site["app"];

useSite({}, (opened) => {
  site = opened;
  ({ app } = site);
});

async function read(address: string): Promise<string> {
  const response = await app.request(address);
  expect([address, response.status]).toEqual([address, 200]);
  return response.text();
}

async function readPage(address: string) {
  const { document } = parseHTML(await read(address));
  const hrefs = (selector: string) =>
    [...document.querySelectorAll(selector)].map((link) => link.getAttribute("href") ?? "");
  return { text: document.querySelector("main")?.textContent ?? "", hrefs };
}

const pathOf = (url: string) => url.replace(SITE, "");

describe("the page of a feed", () => {
  it.each(["", "?atc=J01&priority=1", "?area=Anestesi&extent=unknown&lang=en"])(
    "is where each format of /r/12/feed%s leads, and leads to each of them",
    async (query) => {
      const rss = parseRssFeed(await read(`/r/12/feed.rss${query}`));
      const atom = parseAtomFeed(await read(`/r/12/feed.atom${query}`));
      const json = z.object({ home_page_url: z.string() }).parse(parseJsonFeed(await read(`/r/12/feed.json${query}`)));
      const alternate = atom.links?.find(({ rel }) => rel === "alternate")?.href;
      expect([rss.link, alternate]).toEqual([json.home_page_url, json.home_page_url]);
      const { hrefs } = await readPage(pathOf(json.home_page_url));
      const self = pathOf(rss.atom?.links?.find(({ rel }) => rel === "self")?.href ?? "");
      const all = ["rss", "atom", "json"].map((format) => self.replace("feed.rss", `feed.${format}`));
      expect(hrefs('link[rel="alternate"]').filter((href) => href.includes("/feed."))).toEqual(all);
      expect(hrefs(".feed-addresses a").map(pathOf)).toEqual(all);
    },
  );

  it("shows the same messages as the feed, with the same links", async () => {
    for (const query of ["", "?atc=J01", "?news=dates"]) {
      const { items = [] } = parseRssFeed(await read(`/r/12/feed.rss${query}`));
      const { hrefs, text } = await readPage(`/r/12/feed${query}`);
      expect(hrefs(".feed-items a")).toEqual(items.map(({ link }) => link));
      for (const { title } of items) expect(text).toContain(title);
    }
  });

  it("says how the feed is added to Slack, Teams, Outlook and a telephone, with its own address", async () => {
    const { text } = await readPage("/r/12/feed?atc=J01");
    for (const program of ["Slack", "Teams", "Outlook", "Telefon"]) expect(text).toContain(program);
    expect(text).toContain(`/feed subscribe ${SITE}/r/12/feed.rss?atc=J01`);
    expect((await readPage("/r/12/feed?lang=en")).text).toContain("Outlook for Windows, classic");
  });

  it("of a region leads to narrower feeds, each of which is there and kept for all who ask", async () => {
    const { hrefs } = await readPage("/r/12/feed");
    const narrower = hrefs("#narrower ~ details a");
    expect(narrower.length).toBeGreaterThan(10);
    for (const href of narrower.filter((_, place) => place % 7 === 0)) {
      const feed = await app.request(href.replace("/feed?", "/feed.rss?"));
      expect([href, feed.status, feed.headers.get("cache-control")]).toEqual([href, 200, "public, max-age=60"]);
      expect((await app.request(href)).headers.get("cache-control")).toBe("private, no-cache");
    }
  });

  it("for a choice that nobody else can make is kept by nobody, and one that cannot be made is not there", async () => {
    expect((await app.request("/r/12/feed?area=x")).headers.get("cache-control")).toBe("no-store");
    for (const address of ["/r/12/feed?priority=0", "/r/99/feed", "/feed?extent=half", "/feed?archive=9"])
      expect((await app.request(address)).status).toBe(404);
  });

  it("shows what somebody wrote into its address as text", async () => {
    const text = await read(`/r/12/feed?area=${encodeURIComponent('<script>alert(1)</script>"')}`);
    expect(text).not.toContain("<script");
    expect(text).toContain("&lt;script&gt;");
  });

  it("of a followed medicine is found from its page, and says which medicine it is", async () => {
    const caseId = await findCaseOf(site.db, "Heparin");
    const { hrefs } = await readPage(`/r/12/${caseId}?lang=en`);
    expect(hrefs('link[rel="alternate"]').filter((href) => href.includes("/feed."))).toEqual(
      ["rss", "atom", "json"].map((format) => `/r/12/feed.${format}?case=${caseId}&lang=en`),
    );
    const title = "Läkemedelsbrist i Region Skåne, Heparin (injektion/infusion)";
    expect(parseRssFeed(await read(`/r/12/feed.rss?case=${caseId}`)).title).toBe(title);
    expect((await readPage(`/r/12/feed?case=${caseId}`)).text).toContain(title);
    // A case of another region is told by its number only.
    expect(parseRssFeed(await read(`/r/14/feed.rss?case=${caseId}`)).title).toMatch(new RegExp(`, ärende ${caseId}$`));
  });

  it("has a message that was just published at once", async () => {
    await read("/r/12/feed");
    await publish(site.db, { caseId: await findCaseOf(site.db, "Adrenalin"), kind: "new" });
    expect((await readPage("/r/12/feed")).text).toContain("Adrenalin");
  });
});

describe("all feeds", () => {
  it("are found from one page, and from the first one and each region's", async () => {
    const { hrefs } = await readPage("/feeds");
    for (const { code } of REGIONS) expect(hrefs("main a")).toContain(`/r/${code}/feed`);
    expect(hrefs("main a")).toEqual(expect.arrayContaining(["/feed", "/feeds.opml"]));
    for (const [from, page] of [
      ["/", "/feed"],
      ["/r/12", "/r/12/feed"],
    ] as const)
      expect((await readPage(from)).hrefs("main a")).toEqual(expect.arrayContaining([page, "/feeds"]));
  });

  it.each(["/feeds.opml", "/r/12/feeds.opml", "/r/12/feeds.opml?lang=en"])(
    "are taken in from %s by a reader: each address is a feed, each page a page",
    async (address) => {
      const response = await app.request(address);
      expect(response.headers.get("content-type")).toBe("text/x-opml; charset=utf-8");
      expect(response.headers.get("etag")).not.toBeNull();
      const { body } = parseOpml(await response.text());
      const outlines = body?.outlines ?? [];
      expect(outlines.length).toBeGreaterThan(20);
      for (const one of outlines.filter((_, place) => place % 9 === 0)) {
        const feed = parseRssFeed(await read(pathOf(one.xmlUrl ?? "")));
        expect([feed.title, feed.link]).toEqual([one.text, one.htmlUrl]);
        await read(pathOf(one.htmlUrl ?? ""));
      }
    },
  );

  it("of a region that does not exist are not found", async () => {
    expect((await app.request("/r/99/feeds.opml")).status).toBe(404);
  });
});
