import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openAlert } from "../../src/services/alerts.ts";
import { createApp } from "../../src/web/app.ts";
import { createEmptySite, findCaseOf, NOW, publish, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let app: Site["app"];

useSite({}, (opened) => {
  site = opened;
  ({ app } = site);
});

const feedSchema = z.object({
  title: z.string(),
  feed_url: z.string(),
  home_page_url: z.string(),
  items: z.array(z.object({ id: z.string(), title: z.string(), url: z.string(), content_html: z.string() })),
});

async function readFeed(address: string) {
  const response = await app.request(address);
  expect(response.status).toBe(200);
  return feedSchema.parse(await response.json());
}

async function readTitles(address: string): Promise<string[]> {
  return (await readFeed(address)).items.map(({ title }) => title);
}

/** There is no catalogue here. */
const ONE_REPORTED = "1 preparat är anmält som bristande. Vi vet inte hur många andra preparat som finns.";

describe("a feed", () => {
  it.each([
    ["rss", "application/rss+xml; charset=utf-8"],
    ["atom", "application/atom+xml; charset=utf-8"],
    ["json", "application/feed+json; charset=utf-8"],
  ])("comes as %s with its own media type, well-formed", async (format, type) => {
    for (const path of [`/feed.${format}`, `/r/12/feed.${format}`]) {
      const response = await app.request(path);
      expect(response.headers.get("content-type")).toBe(type);
      const body = await response.text();
      if (format === "json") expect(feedSchema.parse(JSON.parse(body)).items).not.toEqual([]);
      else expect(() => new SaxesParser({ xmlns: true }).write(body).close()).not.toThrow();
    }
  });

  it("has the region's messages, newest first, each with a link to its case", async () => {
    const { items } = await readFeed("/r/12/feed.json");
    expect(items.map(({ title }) => title)).toEqual([
      `Fentanyl, injektion: ${ONE_REPORTED}`,
      `Brådskande · Heparin, injektion: ${ONE_REPORTED}`,
      expect.stringContaining("Meropenem, injektion: 3 preparat är anmälda (uppdatering). "),
      expect.stringContaining("Meropenem, injektion: 3 preparat är anmälda. "),
      "Läget nu: 35 läkemedel på listan i Region Skåne berörs, vi vet inte hur mycket",
    ]);
    const heparin = await findCaseOf(site.db, "Heparin");
    expect(items[1]?.url).toMatch(new RegExp(`^https://restsignal\\.example/r/12/${heparin}#message-\\d+$`));
  });

  it("of the nation says first in each title which region speaks", async () => {
    const titles = await readTitles("/feed.json");
    expect(titles[0]).toMatch(/^Västra Götalandsregionen: .*Meropenem/);
    expect(titles).toContain(
      "Region Skåne: Läget nu: 35 läkemedel på listan i Region Skåne berörs, vi vet inte hur mycket",
    );
    for (const title of titles) expect(title).toMatch(/^(Region Skåne|Västra Götalandsregionen): /);
  });

  it("comes in English on request, and links to English pages", async () => {
    const feed = await readFeed("/r/12/feed.json?lang=en");
    expect(feed.title).toBe("Medicine shortages in Region Skåne");
    expect(feed.items[0]?.url).toMatch(/\?lang=en#message-\d+$/);
    expect(feed.items.map(({ content_html }) => content_html).join("")).toContain("two vials");
  });

  it("of a region that does not exist is not found, in plain words", async () => {
    const response = await app.request("/r/99/feed.rss");
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("Det finns ingen region med den koden");
  });

  it("without messages is a feed all the same", async () => {
    const empty = await createEmptySite();
    for (const format of ["rss", "atom", "json"]) {
      const response = await createApp(empty.deps).request(`/feed.${format}`);
      expect(response.status).toBe(200);
      expect(response.headers.get("last-modified")).toBeNull();
    }
    await empty.close();
  });
});

describe("a filtered feed", () => {
  it.each([
    // The overview is for everybody, as it is for who subscribes.
    ["atc=B01", 2],
    ["atc=b01ab01", 2],
    ["atc=J01DH02", 3],
    ["atc=N01AH01X", 2],
    ["atc=B01&atc=N01", 3],
    ["atc=Z", 1],
    ["priority=1", 5],
    ["priority=3", 1],
    ["priority=3&priority=1", 5],
    ["atc=J01&priority=1", 3],
    ["atc=J01&news=new", 2],
    ["atc=J01&news=new&news=dates&news=extent&news=advice", 3],
    ["atc=J01&extent=unknown", 3],
    ["atc=J01&extent=whole", 1],
    ["case=999999", 0],
    ["role=l%C3%A4kare", 5],
    ["area=Anestesi", 5],
    ["area=Infektion", 4],
    ["area=Infektion&area=Anestesi", 5],
    ["atc=&priority=&area=", 5],
  ])("with ?%s has %i messages", async (query, count) => {
    expect(await readTitles(`/r/12/feed.json?${query}`)).toHaveLength(count);
  });

  it.each(["atc=J01DH02", "priority=1", "area=Anestesi", "area=Anestesi&priority=1", "priority=1&atc=j01", "x=y"])(
    "with ?%s, which the lists or the messages know, is one copy for all who ask, however they write it",
    async (query) => {
      const wishes = query.split("&");
      const first = await app.request(`/r/12/feed.rss?${query}`);
      expect(first.headers.get("cache-control")).toBe("public, max-age=60");
      for (const other of [wishes.toReversed(), [...wishes, ...wishes], [...wishes, "utm_source=x", "area="]])
        expect((await app.request(`/r/12/feed.rss?${other.join("&")}`)).headers.get("etag")).toBe(
          first.headers.get("etag"),
        );
    },
  );

  it.each(["area=Akut", "area=Anestesi&area=Akut", "priority=77", "atc=Z99", "atc=J01DH02X", "priority=1&area=x"])(
    "with ?%s, which nobody else can ask for, is answered and kept by nobody",
    async (query) => {
      const answer = await app.request(`/r/12/feed.rss?${query}`);
      expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
    },
  );

  it("says in its title what it is limited to", async () => {
    const { title } = await readFeed("/r/12/feed.json?priority=1&atc=j01");
    expect(title).toBe("Läkemedelsbrist i Region Skåne, ATC J01, prioritet 1");
  });

  it.each([
    "atc=J01%25",
    "atc=_",
    "atc=J01DH0211",
    "atc=Å",
    "atc='",
    "priority=0",
    "priority=1.5",
    "priority=x",
    `area=${"x".repeat(101)}`,
    `role=${"x".repeat(101)}`,
    `category=${"x".repeat(101)}`,
    "case=0",
    "case=1;2",
    "archive=-1",
    "extent=half",
    "extent=WHOLE",
    "news=everything",
  ])("with ?%s is refused with what it should be, never read as something else", async (query) => {
    const response = await app.request(`/feed.rss?${query}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/Parametern \w+ ska vara/);
    expect(await (await app.request(`/feed.rss?${query}&lang=en`)).text()).toMatch(/The parameter \w+ must be/);
  });

  it("of a page of the archive that no message will ever be on is not there, however far that is", async () => {
    for (const archive of [2, 21_474_837, 99_999_999, 999_999_999_999_999])
      for (const path of ["/feed.rss", "/r/12/feed.atom", "/r/12/feed.json", "/feed", "/r/12/feed"])
        expect([path, archive, (await app.request(`${path}?archive=${archive}`)).status]).toEqual([path, archive, 404]);
  });

  it("takes at most 20 values of a parameter", async () => {
    const query = Array.from({ length: 21 }, (_, index) => `priority=${index + 1}`).join("&");
    expect((await app.request(`/feed.rss?${query}`)).status).toBe(400);
  });
});

describe("a feed's validators", () => {
  it("tell of the newest message, and let readers and caches keep it a minute", async () => {
    const { headers } = await app.request("/r/12/feed.rss");
    expect(headers.get("last-modified")).toBe("Fri, 21 Aug 2026 05:30:00 GMT");
    expect(headers.get("cache-control")).toBe("public, max-age=60");
    expect(headers.get("etag")).toMatch(/^"[\w-]{43}"$/);
  });

  it.each([
    ["the tag", (tag: string) => tag],
    ["the tag made weak on the way", (tag: string) => `W/${tag}`],
    ["a list that holds the tag", (tag: string) => `"other", ${tag}`],
    ["a star", () => "*"],
  ])("answer 304 without a body, and with the same headers, to %s", async (_what, write) => {
    for (const path of ["/feed.rss", "/r/12/feed.atom", "/r/12/feed.json?atc=J01"]) {
      const whole = await app.request(path);
      const tag = whole.headers.get("etag") ?? "";
      const response = await app.request(path, { headers: { "if-none-match": write(tag) } });
      expect(response.status).toBe(304);
      expect(await response.text()).toBe("");
      for (const name of ["etag", "cache-control", "last-modified"])
        expect(response.headers.get(name)).toBe(whole.headers.get(name));
    }
  });

  it("answer 304 to a reader that knows no tag and tells the very time it was given, and the whole to any other", async () => {
    for (const path of ["/feed.rss", "/r/12/feed.atom", "/r/12/feed.json?atc=J01"])
      for (const encoding of ["gzip", "identity"]) {
        const ask = (headers: Record<string, string>) =>
          app.request(path, { headers: { "accept-encoding": encoding, ...headers } });
        const { headers } = await ask({});
        const time = headers.get("last-modified") ?? "";
        const held = await ask({ "if-modified-since": time });
        expect([held.status, await held.text(), held.headers.get("etag")]).toEqual([304, "", headers.get("etag")]);
        for (const other of ["Fri, 21 Aug 2026 05:29:59 GMT", "Fri, 01 Jan 2038 00:00:00 GMT", "", "9999"])
          expect([other, (await ask({ "if-modified-since": other })).status]).toEqual([other, 200]);
        // The tag is the better witness.
        expect((await ask({ "if-modified-since": time, "if-none-match": '"other"' })).status).toBe(200);
      }
  });

  it("answer the whole feed to any other tag", async () => {
    expect((await app.request("/feed.rss", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  it("stay the same, byte for byte, as long as there is no new message, in another process too", async () => {
    const later = createApp({ ...site.deps, now: () => new Date(NOW.getTime() + 86_400_000) });
    for (const path of ["/feed.rss", "/feed.atom", "/feed.json"])
      expect(await (await later.request(path)).text()).toBe(await (await app.request(path)).text());
  });

  it("are the same however the address is decorated, so that all share one copy", async () => {
    const tagOf = async (query: string) => (await app.request(`/feed.rss?${query}`)).headers.get("etag");
    expect(await tagOf("utm_source=x&priority=1&atc=j01&atc=J01")).toBe(await tagOf("atc=J01&priority=1"));
    const { feed_url: address } = await readFeed("/feed.json?utm_source=x&priority=1&atc=J01&area=");
    expect(address).toBe("https://restsignal.example/feed.json?atc=J01&priority=1");
  });

  it("are told to HEAD as to GET", async () => {
    const head = await app.request("/feed.rss", { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("etag")).toBe((await app.request("/feed.rss")).headers.get("etag"));
    expect(await head.text()).toBe("");
  });
});

describe("a new message", () => {
  it("is in the feed at once, and changes its tag", async () => {
    const before = await app.request("/r/12/feed.json");
    await publish(site.db, { caseId: await findCaseOf(site.db, "Adrenalin"), kind: "new" });
    const after = await app.request("/r/12/feed.json", {
      headers: { "if-none-match": before.headers.get("etag") ?? "" },
    });
    expect(after.status).toBe(200);
    expect(feedSchema.parse(await after.json()).items[0]?.title).toContain("Adrenalin");
  });

  it("to those who run Restsignal is in no feed", async () => {
    const before = await readTitles("/feed.json");
    const source = { name: "lakemedelsverket", title: "Läkemedelsverket" };
    const alert = {
      source,
      kind: "stalled",
      reason: "40 hours old",
      now: NOW,
      digestChannels: new Set<string>(),
    } as const;
    await site.db.transaction().execute((trx) => openAlert(trx, alert));
    expect(await readTitles("/feed.json")).toEqual(before);
    expect((await app.request("/r/00/feed.json")).status).toBe(404);
  });

  it("never makes a feed longer than 100 messages", async () => {
    const caseId = await findCaseOf(site.db, "Vankomycin");
    const advice = { type: "no-action" as const, text: { sv: "Avvakta." } };
    for (let count = 0; count < 101; count++) await publish(site.db, { caseId, kind: "update", advice });
    // Each has its own second.
    const later = createApp({ ...site.deps, now: () => new Date(NOW.getTime() + 200_000) });
    for (const address of ["/feed.json", `/r/${SKANE}/feed.json`])
      expect(feedSchema.parse(await (await later.request(address)).json()).items).toHaveLength(100);
  });
});
