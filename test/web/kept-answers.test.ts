import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/web/app.ts";
import { watchDatabase } from "../support/watched-database.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let app: Site["app"];
let curator: DeskVisitor;
let casePath: string;
let now: Date;

useSite({ now: () => now }, async (opened) => {
  site = opened;
  now = NOW;
  ({ app } = site);
  casePath = `/r/12/${await findCaseOf(site.db, "Meropenem")}`;
  curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Anna Andersson");
});

const PAGES = ["/", "/?q=meropenem", "/r/12", "/r/12?q=meropenem", "/kallor", "/tillganglighet"];
const FEEDS = ["/feed.rss", "/r/12/feed.atom", "/r/12/feed.json?atc=J01"];
const listAll = () => [...PAGES, casePath, ...FEEDS];

type Headers = Record<string, string>;
const ask = async (path: string, headers: Headers = {}, method = "GET") => app.request(path, { method, headers });
const read = async (path: string, headers: Headers = {}) => (await ask(path, headers)).text();

/** How often an app asks the database when it is asked for that. */
async function countQueries(work: (watched: Site["app"]) => Promise<unknown>): Promise<number> {
  let count = 0;
  const db = watchDatabase(site.db, () => {
    count += 1;
  });
  const watched = createApp({ ...site.deps, db });
  await work(watched);
  return count;
}

describe("an answer that is kept", () => {
  it("is made once, and asks nothing of the database after that, for GET and HEAD, packed or not", async () => {
    for (const path of listAll()) {
      const [once, often] = [
        await countQueries(async (watched) => watched.request(path)),
        await countQueries(async (watched) => {
          for (const headers of [{}, { "accept-encoding": "gzip" }, { "if-none-match": "*" }, { "user-agent": "x" }])
            for (const method of ["GET", "HEAD"]) await watched.request(path, { method, headers });
        }),
      ];
      expect([path, often]).toEqual([path, once]);
      expect(once).toBeGreaterThan(0);
    }
  });

  it("is made once for a burst", async () => {
    for (const path of listAll()) {
      const once = await countQueries(async (watched) => watched.request(path));
      const burst = await countQueries((watched) =>
        Promise.all(Array.from({ length: 30 }, async () => watched.request(path))),
      );
      expect([path, burst]).toEqual([path, once]);
    }
  });

  it.each([
    ["a parameter of somebody's newsletter", "/r/12?utm_source=x&fbclid=y", "/r/12"],
    ["empty wishes of a form", "/r/12?q=&atc=&priority=&status=&page=1", "/r/12"],
    ["a language that there is none of", "/r/12?lang=xx", "/r/12"],
    ["the order and the spelling", "/r/12?priority=1&utm=1&atc=j01", "/r/12?atc=J01&priority=1"],
    ["spaces", "/?q=++meropenem+", "/?q=meropenem"],
    ["a feed's decoration", "/feed.rss?utm_source=x", "/feed.rss"],
  ])("does not hang on %s", async (_what, written, plain) => {
    const twice = await countQueries(async (watched) => {
      const bodies = [await watched.request(written), await watched.request(plain)].map((answer) => answer.text());
      const [one, other] = await Promise.all(bodies);
      expect(one).toBe(other);
    });
    expect(twice).toBe(await countQueries(async (watched) => watched.request(plain)));
  });

  it("is told to each reader with the minute of their own, under one tag", async () => {
    const first = await ask("/r/12");
    now = new Date(NOW.getTime() + 5 * 60_000);
    const second = await ask("/r/12");
    now = NOW;
    expect(second.headers.get("etag")).toBe(first.headers.get("etag"));
    const [early, late] = [await first.text(), await second.text()];
    expect(early).toContain("hämtad 2026-08-21 08:00");
    expect(late).toBe(early.replace("hämtad 2026-08-21 08:00", "hämtad 2026-08-21 08:05"));
  });
});

describe("a transaction that takes long", () => {
  it("holds up no reader of what is kept, who sees nothing of it before its end and all of it then", async () => {
    const kept = new Map<string, string>();
    for (const path of listAll()) kept.set(path, await read(path));
    const trx = await site.db.startTransaction().execute();
    await trx.updateTable("region").set({ contact: "ring 2" }).where("code", "=", SKANE).execute();
    for (const path of listAll()) expect([path, await read(path)]).toEqual([path, kept.get(path)]);
    await trx.commit().execute();
    expect(await read(casePath)).toContain("ring 2");
    const undone = await site.db.startTransaction().execute();
    await undone.updateTable("region").set({ contact: "ring 3" }).where("code", "=", SKANE).execute();
    await undone.rollback().execute();
    expect(await read(casePath)).toContain("ring 2");
  });
});

describe("what is a reader's own", () => {
  it("is never in what others get: a language, a region, a session, an address, a header", async () => {
    const before = new Map<string, string>();
    for (const path of listAll()) before.set(path, await read(path));
    const strange = {
      "accept-language": "en",
      cookie: "restsignal_language=en; restsignal_region=14; secret=hemlig-kaka",
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      "x-original-url": "/login",
      authorization: "Bearer hemlig-kaka",
      referer: "https://evil.example/hemlig-kaka",
      "user-agent": "hemlig-kaka",
    };
    const fresh = createApp(site.deps);
    for (const path of listAll()) {
      const answer = await fresh.request(path, { headers: strange });
      expect(await answer.text()).not.toMatch(/evil|hemlig/);
      const plain = await fresh.request(path);
      expect([path, await plain.text()]).toEqual([path, before.get(path)]);
    }
  });

  it("is answered anew for whoever is signed in, kept by nobody, and seen by nobody else", async () => {
    for (const path of ["/r/12", casePath, "/r/12?q=meropenem"]) {
      const anonymous = await read(path);
      const own = await curator.get(path);
      expect(own.headers.get("cache-control")).toBe("private, no-store");
      expect(await own.text()).toContain("/cases/");
      expect(await read(path)).toBe(anonymous);
      expect(anonymous).not.toContain("/cases/");
    }
  });

  it("is a cookie that only they get who have not got it, and that no copy holds", async () => {
    const REGION = "restsignal_region=12";
    const cookiesOf = async (path: string, headers: Headers = {}) =>
      (await ask(path, headers)).headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    for (const round of [1, 2]) {
      expect([round, await cookiesOf("/r/12")]).toEqual([round, [REGION]]);
      expect(await cookiesOf("/r/12", { cookie: REGION })).toEqual([]);
      expect(await cookiesOf("/r/12", { cookie: "restsignal_region=14" })).toEqual([REGION]);
      expect(await cookiesOf("/r/12?lang=en")).toEqual([REGION, "restsignal_language=en"]);
      expect(await cookiesOf("/r/12?lang=en", { cookie: `restsignal_language=en; ${REGION}` })).toEqual([]);
      expect(await cookiesOf("/?lang=sv")).toEqual(["restsignal_language=sv"]);
      for (const path of ["/", casePath, "/kallor", ...FEEDS]) expect(await cookiesOf(path)).toEqual([]);
    }
  });

  it("is told to caches between us: they keep no page, and know what an answer hangs on", async () => {
    for (const path of [...PAGES, casePath]) {
      const { headers } = await ask(path);
      expect([path, headers.get("cache-control")]).toEqual([path, "private, no-cache"]);
      const vary = (headers.get("vary") ?? "").toLowerCase().split(", ");
      expect(vary.toSorted()).toEqual(["accept-encoding", "accept-language", "cookie"]);
    }
    for (const path of FEEDS) expect((await ask(path)).headers.get("vary")).toBe("Accept-Encoding");
  });
});

describe("a question whether something is new", () => {
  const variants: readonly (readonly [string, (tag: string) => string, number])[] = [
    ["its tag", (tag) => tag, 304],
    ["its tag without weakness", (tag) => tag.replace("W/", ""), 304],
    ["its tag made weak", (tag) => (tag.startsWith("W/") ? tag : `W/${tag}`), 304],
    ["a list that holds it", (tag) => `"a", W/"b,c" ,${tag}`, 304],
    ["a star", () => "*", 304],
    ["a star between spaces", () => " * ", 304],
    ["another tag", () => '"other"', 200],
    ["a list of others", () => 'W/"a","b"', 200],
    ["a tag without its quotes", (tag) => tag.replace(/^W\//, "").replaceAll('"', ""), 200],
    ["nothing", () => "", 200],
    ["a star in a list", () => '"a", *', 200],
  ];

  it.each(variants)("by %s", async (_what, write, status) => {
    for (const path of listAll())
      for (const encoding of ["identity", "gzip"])
        for (const method of ["GET", "HEAD"]) {
          const whole = await ask(path, { "accept-encoding": encoding });
          const tag = whole.headers.get("etag") ?? "";
          expect(tag).toMatch(/^(W\/)?"[\w-]{43}"$/);
          const answer = await ask(path, { "accept-encoding": encoding, "if-none-match": write(tag) }, method);
          expect([path, answer.status]).toEqual([path, status]);
          for (const name of ["etag", "vary", "cache-control", "last-modified"])
            expect(answer.headers.get(name)).toBe(whole.headers.get(name));
          if (status === 304) {
            expect(await answer.text()).toBe("");
            for (const name of ["content-length", "content-encoding", "content-type"])
              expect(answer.headers.get(name)).toBeNull();
          }
        }
  });

  it("is answered alike whichever way the reader's copy was packed", async () => {
    for (const path of listAll()) {
      const tags = await Promise.all(
        ["gzip", "identity"].map(
          async (how) => (await ask(path, { "accept-encoding": how })).headers.get("etag") ?? "",
        ),
      );
      for (const tag of tags)
        for (const how of ["gzip", "identity"])
          expect((await ask(path, { "accept-encoding": how, "if-none-match": tag })).status).toBe(304);
    }
  });

  it("brings the cookie of a language or region all the same", async () => {
    const tag = (await ask("/r/12?lang=en")).headers.get("etag") ?? "";
    const answer = await ask("/r/12?lang=en", { "if-none-match": tag });
    expect(answer.status).toBe(304);
    expect(answer.headers.getSetCookie()).toHaveLength(2);
  });

  it("by a part of it is answered with the whole", async () => {
    for (const path of listAll()) {
      const { headers } = await ask(path);
      for (const range of [
        { range: "bytes=0-9" },
        { range: "bytes=999999999-" },
        { range: "bytes=0-9", "if-range": headers.get("etag") ?? "" },
      ]) {
        const answer = await ask(path, range);
        expect([answer.status, answer.headers.get("content-range")]).toEqual([200, null]);
        expect(String(Buffer.byteLength(await answer.text()))).toBe(headers.get("content-length"));
      }
    }
  });
});

describe("the packing of an answer", () => {
  it.each([
    [undefined, null],
    ["", null],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["x-gzip", "gzip"],
    ["br, zstd, gzip, deflate", "gzip"],
    ["gzip;q=0.1", "gzip"],
    ["identity;q=0, gzip", "gzip"],
    ["*", "gzip"],
    ["*;q=0.1", "gzip"],
    ["identity;q=0, *", "gzip"],
    ["gzip;q=0.5, identity", null],
    ["gzip;q=0", null],
    ["gzip;q=0, *", null],
    ["gzip;q=0.000", null],
    ["br", null],
    ["identity", null],
    ["*;q=0, identity", null],
    ["nonsense;;;=,,", null],
  ])("for %s is %s", async (header, encoding) => {
    for (const path of listAll()) {
      const answer = await ask(path, header === undefined ? {} : { "accept-encoding": header });
      expect([path, answer.status, answer.headers.get("content-encoding")]).toEqual([path, 200, encoding]);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(String(bytes.length)).toBe(answer.headers.get("content-length"));
      const whole = (encoding === null ? bytes : gunzipSync(bytes)).toString();
      expect(whole).toBe(await read(path));
    }
  });

  it.each(["identity;q=0, gzip;q=0", "*;q=0", "identity;q=0", "br, *;q=0"])(
    "for %s, which is none that we have, is refused in plain words",
    async (header) => {
      for (const path of listAll()) {
        const answer = await ask(path, { "accept-encoding": header });
        expect([path, answer.status, answer.headers.get("cache-control")]).toEqual([path, 406, "no-store"]);
        expect(answer.headers.get("etag")).toBeNull();
        expect(await answer.text()).toContain("packat");
      }
    },
  );

  it("is told to HEAD as to GET", async () => {
    for (const path of listAll())
      for (const how of ["identity", "gzip"]) {
        const [get, head] = [
          await ask(path, { "accept-encoding": how }),
          await ask(path, { "accept-encoding": how }, "HEAD"),
        ];
        expect([...head.headers]).toEqual([...get.headers]);
        expect(await head.text()).toBe("");
      }
  });
});

describe("what is not there", () => {
  it.each([
    "/r/99",
    "/r/99/feed.rss",
    "/r/12/999999",
    "/r/99/1",
    "/r/12/0",
    "/nowhere",
    "/feed.xml",
    "/R/12",
    "/r/12/",
  ])("%s is not kept: it has no tag and brings no cookie, and is there as soon as it is", async (path) => {
    for (let round = 0; round < 2; round += 1) {
      const answer = await ask(path, { "if-none-match": "*" });
      expect([path, answer.status, answer.headers.get("etag")]).toEqual([path, 404, null]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  it("is no other method's business", async () => {
    for (const path of ["/", "/r/12", "/feed.rss"])
      for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
        expect([path, (await ask(path, { "if-none-match": "*" }, method)).status]).toEqual([path, 404]);
  });

  it("while the database is away is said, and nothing that was kept is shown as if it still held", async () => {
    let away = false;
    const db = watchDatabase(site.db, () => {
      if (away) throw new Error("the database is away");
    });
    const broken = createApp({ ...site.deps, db });
    expect((await broken.request("/r/12")).status).toBe(200);
    await site.db.updateTable("region").set({ contact: "ring 1" }).where("code", "=", SKANE).execute();
    away = true;
    const failed = await broken.request("/r/12");
    expect([failed.status, failed.headers.get("cache-control")]).toEqual([500, "no-store"]);
    away = false;
    expect((await broken.request("/r/12")).status).toBe(200);
  });
});
