import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { unstable_getDevCompatibilityDate, unstable_readConfig } from "wrangler";
import { matchesIfNoneMatch } from "../../src/domain/entity-tag.ts";
import { canonicaliseFeedAddress } from "../../src/edge/feed-address.ts";
import { fetchFromOrigin } from "../../src/edge/feed-origin.ts";
import { type FeedOrigin, type OriginFeed, type RunningEdge, startEdge, startFeedOrigin } from "../support/edge.ts";
import { createEdgeInProcess } from "../support/edge-in-process.ts";
import { PATIENT } from "../support/patience.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));

let origin: FeedOrigin;
let edge: RunningEdge;

beforeAll(async () => {
  origin = await startFeedOrigin();
  edge = await startEdge(origin.url);
});

afterAll(async () => {
  await edge.stop();
  await origin.goAway();
});

/** Publishes a feed that is never fresh, has the edge fetch it, and waits until KV holds it. */
async function saveCopy(path: string, feed: OriginFeed): Promise<string> {
  origin.publish(path, { cacheControl: "max-age=0", ...feed });
  expect(await (await edge.ask(path)).text()).toBe(feed.body);
  return vi.waitFor(async () => {
    const saved = await edge.lastGood.getWithMetadata(path, "arrayBuffer");
    expect(new TextDecoder().decode(saved.value ?? new ArrayBuffer())).toBe(feed.body);
    return savedAt(saved.metadata);
  }, PATIENT);
}

function savedAt(metadata: unknown): string {
  if (typeof metadata === "object" && metadata !== null && "savedAt" in metadata) return String(metadata.savedAt);
  throw new Error("edge test: unable to read the time of the saved copy: the metadata has none");
}

/** Asks until the edge answers from its cache, so that what follows does not race with the write to it. */
async function waitUntilCached(path: string): Promise<void> {
  await vi.waitFor(async () => {
    const before = origin.questions(path.split("?", 1).join("")).length;
    await edge.ask(path);
    expect(origin.questions(path.split("?", 1).join(""))).toHaveLength(before);
  }, PATIENT);
}

describe("while the origin answers", () => {
  test("a fresh copy is served from the cache without asking the origin", async () => {
    const path = "/r/01/feed.rss";
    origin.publish(path, { body: "<rss>å</rss>", etag: '"one"' });
    await edge.ask(path);
    await waitUntilCached(path);
    const asked = origin.questions(path).length;
    const response = await edge.ask(path);
    expect(await response.text()).toBe("<rss>å</rss>");
    expect(response.headers.get("cache-control")).toBe("public, max-age=60");
    expect(response.headers.get("content-type")).toBe("application/rss+xml");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.has("x-restsignal-stale")).toBe(false);
    expect(origin.questions(path)).toHaveLength(asked);
  });

  test("a copy is asked for anew with If-None-Match once the origin's max-age has passed", async () => {
    const path = "/r/03/feed.rss";
    origin.publish(path, { body: "<rss>1</rss>", etag: '"one"', cacheControl: "max-age=1" });
    await edge.ask(path);
    await vi.waitFor(async () => {
      const response = await edge.ask(path);
      expect(origin.questions(path).at(-1)?.ifNoneMatch).toBe('"one"');
      expect(response.status).toBe(200);
      expect(await response.text()).toBe("<rss>1</rss>");
      expect(response.headers.has("x-restsignal-stale")).toBe(false);
    }, PATIENT);
  });

  test("what the origin lets nobody keep, such as a feed for wishes of the reader's own, is passed on and kept nowhere", async () => {
    const { ask, writes } = createEdgeInProcess(origin.url);
    origin.publish("/r/05/feed.rss", { body: "<rss>once</rss>", cacheControl: "no-store" });
    const response = await ask("/r/05/feed.rss");
    expect([await response.text(), response.headers.get("cache-control")]).toEqual(["<rss>once</rss>", "no-store"]);
    expect(writes).toEqual([]);
  });

  test("the last good copy is written again only when the origin's tag, or with no tag the bytes, changed", async () => {
    const { ask, writes } = createEdgeInProcess(origin.url);
    const path = "/r/04/feed.rss";
    const versions = [
      { body: "<rss>1</rss>", etag: '"one"' },
      { body: "<rss>2</rss>", etag: '"two"' },
      { body: "<rss>2</rss>" },
      { body: "<rss>3</rss>" },
    ];
    for (const version of versions) {
      origin.publish(path, version);
      await ask(path);
      expect(await (await ask(path)).text()).toBe(version.body);
    }
    expect(writes).toEqual(versions.map(({ body }) => body));
    expect(origin.questions(path).map(({ ifNoneMatch }) => ifNoneMatch)).toEqual([
      undefined,
      '"one"',
      '"one"',
      '"two"',
      '"two"',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("a feed of many areas, whose address is too long to be a key, is served, and its last good copy kept apart from others", async () => {
    const areas = Array.from(
      { length: 12 },
      (_, index) => `area=${encodeURIComponent(`område för ögonsjukdomar ${index}`)}`,
    );
    const [longest, other] = [areas.join("&"), areas.toReversed().join("&")];
    expect(longest.length).toBeGreaterThan(512);
    const { ask, keys } = createEdgeInProcess(origin.url);
    const path = "/r/20/feed.rss";
    for (const [query, body] of [
      [longest, "<rss>long</rss>"],
      [other, "<rss>other</rss>"],
    ]) {
      origin.publish(path, { body: body ?? "" });
      expect(await (await ask(`${path}?${query}`)).text()).toBe(body);
    }
    for (const key of keys) expect(Buffer.byteLength(key)).toBeLessThanOrEqual(512);
    origin.publish(path, { status: 500, body: "" });
    expect(await (await ask(`${path}?${longest}`)).text()).toBe("<rss>long</rss>");
    expect(await (await ask(`${path}?${other}`)).text()).toBe("<rss>other</rss>");
  });

  test("a reader that knows no tag and tells the very time it was given is answered with 304", async () => {
    const path = "/r/21/feed.rss";
    const time = "Fri, 21 Aug 2026 05:30:00 GMT";
    origin.publish(path, { body: "<rss/>", lastModified: time });
    const ask = async (since: string) => (await edge.ask(path, { headers: { "if-modified-since": since } })).status;
    expect([await ask(time), await ask("Fri, 01 Jan 2038 00:00:00 GMT")]).toEqual([304, 200]);
  });

  test("a lifetime over five minutes is cut to five minutes", async () => {
    origin.publish("/feed.rss", { body: "<rss/>", cacheControl: "public, max-age=86400" });
    expect((await edge.ask("/feed.rss")).headers.get("cache-control")).toBe("public, max-age=300");
  });

  test.each([
    ["/feed.atom", "application/atom+xml; charset=utf-8"],
    ["/r/05/feed.atom", "application/xml"],
    ["/feed.json", "application/feed+json"],
    ["/r/05/feed.json", "application/json; charset=utf-8"],
  ])("%s is served as %s", async (path, contentType) => {
    origin.publish(path, { body: "a feed", contentType });
    const response = await edge.ask(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(contentType);
  });

  test.each(['"strong"', 'W/"weak"'])(
    "the tag %s passes unchanged and answers a reader that holds it with 304",
    async (etag) => {
      const path = etag.startsWith("W/") ? "/r/06/feed.rss" : "/r/07/feed.rss";
      origin.publish(path, { body: "<rss/>", etag });
      expect((await edge.ask(path)).headers.get("etag")).toBe(etag);
      for (const held of [etag, `W/${etag.replace("W/", "")}`, `"other", ${etag}`, "*"]) {
        const response = await edge.ask(path, { headers: { "if-none-match": held } });
        expect([held, response.status, response.headers.get("etag"), await response.text()]).toEqual([
          held,
          304,
          etag,
          "",
        ]);
      }
      expect((await edge.ask(path, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
    },
  );

  test("unknown parameters and another order do not split the cache, and never reach the origin", async () => {
    const path = "/r/08/feed.rss";
    origin.publish(path, { body: "<rss/>" });
    await edge.ask(`${path}?utm_source=x&priority=1&atc=N02&area=`);
    await waitUntilCached(`${path}?atc=N02&priority=1`);
    const asked = origin.questions(path).length;
    await edge.ask(`${path}?atc=N02&fbclid=y&priority=1`);
    expect(origin.questions(path)).toHaveLength(asked);
    expect(new Set(origin.questions(path).map(({ url }) => url))).toEqual(new Set([`${path}?atc=N02&priority=1`]));
    await edge.ask(`${path}?atc=J01&priority=1`);
    expect(origin.questions(path).at(-1)?.url).toBe(`${path}?atc=J01&priority=1`);
  });

  test("HEAD gives the headers of GET and no body", async () => {
    const path = "/r/09/feed.rss";
    origin.publish(path, { body: "<rss/>", etag: '"one"' });
    const response = await edge.ask(path, { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).toBe('"one"');
    expect(response.headers.get("content-type")).toBe("application/rss+xml");
    expect(await response.text()).toBe("");
  });

  test("a 404 of the origin is passed on and never replaces the last good copy", async () => {
    const path = "/r/10/feed.rss";
    await saveCopy(path, { body: "<rss>kept</rss>" });
    origin.publish(path, { status: 404, body: "no such region", contentType: "text/plain" });
    const refused = await edge.ask(path);
    expect([refused.status, await refused.text()]).toEqual([404, "no such region"]);
    expect(refused.headers.get("x-content-type-options")).toBe("nosniff");
    origin.publish(path, { status: 500, body: "" });
    const response = await edge.ask(path);
    expect([response.status, await response.text()]).toEqual([200, "<rss>kept</rss>"]);
  });
});

describe("while the origin is down", () => {
  test.each<[string, OriginFeed]>([
    ["answers 500", { status: 500, body: "broken" }],
    ["says that it is asked too often", { status: 429, body: "later" }],
    ["drips without an end", { body: "<rss>slow</rss>", manner: "drip" }],
    ["sends a page instead of a feed", { body: "<html>Log in</html>", contentType: "text/html" }],
    ["sends an empty body", { body: "" }],
    ["sends more than the size cap", { body: "x".repeat(5_000_000) }],
  ])("the last good copy is served and marked when the origin %s", async (what, broken) => {
    const path = `/r/${what.replaceAll(" ", "-")}/feed.rss`;
    const time = await saveCopy(path, { body: "<rss>kept</rss>", etag: '"kept"' });
    origin.publish(path, broken);
    const response = await edge.ask(path);
    expect([response.status, await response.text()]).toEqual([200, "<rss>kept</rss>"]);
    expect(response.headers.get("x-restsignal-stale")).toBe(time);
    expect(response.headers.get("cache-control")).toContain("max-age=30");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("the last good copy is served, marked, as 304 and to HEAD while the origin is gone, and the new feed when it is back", async () => {
    const path = "/r/12/feed.rss";
    const time = await saveCopy(path, { body: "<rss>kept</rss>", etag: '"kept"' });
    await origin.goAway();
    try {
      const whole = await edge.ask(path);
      expect([await whole.text(), whole.headers.get("x-restsignal-stale")]).toEqual(["<rss>kept</rss>", time]);
      const unchanged = await edge.ask(path, { headers: { "if-none-match": '"kept"' } });
      expect([unchanged.status, unchanged.headers.get("x-restsignal-stale")]).toEqual([304, time]);
      const head = await edge.ask(path, { method: "HEAD" });
      expect([head.status, head.headers.get("x-restsignal-stale"), await head.text()]).toEqual([200, time, ""]);
    } finally {
      await origin.comeBack();
    }
    origin.publish(path, { body: "<rss>new</rss>", etag: '"new"' });
    await vi.waitFor(async () => {
      const response = await edge.ask(path);
      expect(await response.text()).toBe("<rss>new</rss>");
      expect(response.headers.has("x-restsignal-stale")).toBe(false);
    }, PATIENT);
  });

  test("one failure spares the origin the questions of the readers that follow", async () => {
    const path = "/r/13/feed.rss";
    await saveCopy(path, { body: "<rss>kept</rss>" });
    origin.publish(path, { status: 503, body: "" });
    await edge.ask(path);
    await waitUntilCached(path);
    expect((await edge.ask(path)).headers.has("x-restsignal-stale")).toBe(true);
  });

  test("without a copy the reader is told when to come again", async () => {
    origin.publish("/r/14/feed.rss", { status: 500, body: "secret stack trace" });
    const response = await edge.ask("/r/14/feed.rss");
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(await response.text()).not.toContain("secret");
  });

  test("a connection that is refused, or breaks in the middle of a feed, is an outcome and not a throw", async () => {
    const deps = { fetch, now: () => new Date(0) };
    const question = { format: "rss", known: null, timeoutMs: PATIENT.timeout } as const;
    origin.publish("/r/16/feed.rss", { body: "<rss>half</rss>", manner: "cut" });
    expect((await fetchFromOrigin(deps, { ...question, url: `${origin.url}/r/16/feed.rss` })).kind).toBe("down");
    const gone = await startFeedOrigin();
    await gone.goAway();
    expect((await fetchFromOrigin(deps, { ...question, url: `${gone.url}/feed.rss` })).kind).toBe("down");
  });

  test("a store of last good copies that is broken costs no reader the feed", async () => {
    origin.publish("/r/17/feed.rss", { body: "<rss/>" });
    const fail = () => Promise.reject(new Error("KV is out of order"));
    const { ask, events } = createEdgeInProcess(origin.url, { getWithMetadata: fail, put: fail });
    expect(await (await ask("/r/17/feed.rss")).text()).toBe("<rss/>");
    expect(events).toEqual(["last-good-unreadable", "last-good-unwritable"]);
  });
});

describe("what is not a feed", () => {
  test.each(["/", "/feed", "/feed.xml", "/r/01", "/r/feed.rss", "/r/01/1/feed.rss", "/inbox", "/R/01/feed.rss"])(
    "%s is answered with 404 and a plain text, without asking the origin",
    async (path) => {
      const response = await edge.ask(path);
      expect([response.status, response.headers.get("x-content-type-options")]).toEqual([404, "nosniff"]);
      expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
      expect(origin.questions(path)).toEqual([]);
    },
  );

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s on a feed is answered with 405", async (method) => {
    const response = await edge.ask("/r/18/feed.rss", { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect(origin.questions("/r/18/feed.rss")).toEqual([]);
  });

  test("an address longer than any of a feed is answered with 414", async () => {
    expect((await edge.ask(`/feed.rss?area=${"A".repeat(1_600)}`)).status).toBe(414);
  });
});

describe("addresses and tags", () => {
  test("an address has one form, whatever the order, repetition or decoration of its parameters", () => {
    const query = new URLSearchParams("utm_source=x&priority=2&atc=N02&priority=1&lang=&atc=N02&area=barn&lang=en");
    expect(canonicaliseFeedAddress("/feed.rss", query)).toBe(
      "/feed.rss?area=barn&atc=N02&lang=en&priority=2&priority=1",
    );
    expect(canonicaliseFeedAddress("/feed.rss", new URLSearchParams("x=1"))).toBe("/feed.rss");
  });

  test("a comma inside a tag does not split it", () => {
    expect(matchesIfNoneMatch('"a,b", "c"', '"a,b"')).toBe(true);
    expect(matchesIfNoneMatch('"a,b"', '"b"')).toBe(false);
    expect(matchesIfNoneMatch('"a"', null)).toBe(false);
  });
});

describe("the Worker as it ships", () => {
  test("the bundle holds only hono, the domain and the edge, and no Node code", async () => {
    const { metafile, outputFiles } = await build({
      absWorkingDir: repository,
      entryPoints: ["workers/edge.ts"],
      bundle: true,
      write: false,
      metafile: true,
      platform: "neutral",
      mainFields: ["module", "main"],
      conditions: ["workerd", "worker", "browser"],
      format: "esm",
      logLevel: "silent",
    });
    const inputs = Object.keys(metafile.inputs);
    expect(
      inputs.filter((path) => !/^(?:workers\/edge\.ts|src\/(?:edge|domain)\/|node_modules\/hono\/)/.test(path)),
    ).toEqual([]);
    expect(Object.values(metafile.outputs).flatMap((output) => output.imports)).toEqual([]);
    expect(outputFiles.map((file) => file.text).join("")).not.toMatch(/["']node:|\brequire\(|\bprocess\.|\bBuffer\b/);
  });

  test("wrangler.toml asks for no Node compatibility, no metrics and no later runtime than the one tested here", () => {
    const config = unstable_readConfig({ config: `${repository}wrangler.toml` });
    expect(config.compatibility_flags).toEqual([]);
    expect(config.send_metrics).toBe(false);
    expect(config.compatibility_date).toBeDefined();
    expect(String(config.compatibility_date) <= unstable_getDevCompatibilityDate()).toBe(true);
    expect(config.kv_namespaces).toEqual([expect.objectContaining({ binding: "LAST_GOOD" })]);
  });

  test("stopping leaves no process behind", async () => {
    const before = listChildren();
    const second = await startEdge(origin.url);
    const started = listChildren().filter((pid) => !before.includes(pid));
    expect(started.length).toBeGreaterThan(0);
    await second.stop();
    await vi.waitFor(() => expect(listChildren().filter((pid) => started.includes(pid))).toEqual([]), PATIENT);
  });
});

/** The processes that this one started and that live. */
function listChildren(): readonly string[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,comm="], { encoding: "utf8" }).trim().split("\n");
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, parent, state, command]) => parent === String(process.pid) && !state?.startsWith("Z") && command !== "ps",
    )
    .map(([pid]) => String(pid));
}
