import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { createApp, createMachinesApp } from "../../src/web/app.ts";
import { createEmptySite, METRICS_TOKEN, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let app: Site["app"];

useSite({}, (opened) => {
  site = opened;
  ({ app } = site);
});

/** A site whose database has gone away. */
async function createBrokenSite(): Promise<Site> {
  const broken = await createEmptySite();
  await broken.close();
  return broken;
}

describe("the health check", () => {
  const ask = async (over: Site["deps"], path: string) => {
    const response = await createApp(over).request(path);
    return Object.assign({ code: response.status }, await response.json());
  };
  const later = (hours: number) => () => new Date(Date.parse("2026-08-21T00:27:13.435Z") + hours * 3_600_000);

  it("is ok when the database answers and the national file is fresh, and tells its time and age", async () => {
    const source = { name: "lakemedelsverket", fileTime: "2026-08-21T00:27:13.435Z", ageHours: 5.5 };
    for (const path of ["/healthz", "/readyz", "/healthz/data"])
      expect(await ask(site.deps, path)).toMatchObject({
        code: 200,
        status: "ok",
        database: "ok",
        data: "fresh",
        source,
      });
  });

  it.each([
    ["before the first file", async () => createEmptySite(), "none"],
    ["with data of 37 hours", async () => ({ ...site, deps: { ...site.deps, now: later(37) } }), "stale"],
    ["with data of 2,355 hours", async () => ({ ...site, deps: { ...site.deps, now: later(2_355) } }), "stale"],
  ])(
    "is degraded %s, which stops no process and takes none out of service, and sets off an alarm",
    async (_when, open, data) => {
      const { deps } = await open();
      const told = { status: "degraded", database: "ok", data };
      expect(await ask(deps, "/healthz")).toMatchObject({ code: 200, ...told });
      expect(await ask(deps, "/readyz")).toMatchObject({ code: 200, ...told });
      expect(await ask(deps, "/healthz/data")).toMatchObject({ code: 503, ...told });
    },
  );

  it("answers 503 everywhere when the database does not, and logs why", async () => {
    const broken = await createBrokenSite();
    for (const path of ["/healthz", "/readyz", "/healthz/data"])
      expect(await ask(broken.deps, path)).toMatchObject({
        code: 503,
        status: "unavailable",
        database: "unreachable",
        data: "unknown",
        source: null,
      });
    expect(broken.log.filter(({ level }) => level === "error")).toHaveLength(3);
  });
});

it("/metrics says in a sentence that the database does not answer, in whichever process, and logs it as every line is", async () => {
  const { deps, log } = await createBrokenSite();
  for (const broken of [createApp(deps), createMachinesApp(deps)]) {
    const response = await broken.request("/metrics", { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    expect([response.status, response.headers.get("cache-control")]).toEqual([503, "no-store"]);
    expect(await response.text()).toBe("The database did not answer: there are no figures.\n");
  }
  expect(log.filter(({ message }) => message === "database unreachable")).toHaveLength(2);
});

describe("/readyz", () => {
  const ask = async (over: Partial<Site["deps"]>) => {
    const response = await createApp({ ...site.deps, ...over }).request("/readyz");
    return Object.assign({ code: response.status }, await response.json());
  };

  it("is 200 while database and queue answer, the database's shape fits and nobody has told the process to stop", async () => {
    const well = { code: 200, status: "ok", database: "ok", migrations: "ok", stopping: false };
    expect(await ask({ answersQueue: async () => true, phase: () => "running" })).toMatchObject({
      ...well,
      queue: "ok",
    });
    expect(await ask({})).toMatchObject({ ...well, queue: "none" });
  });

  it("is 503 when the queue does not answer, or the process was told to stop, which ends no process", async () => {
    const lost = { answersQueue: async () => false };
    expect(await ask(lost)).toMatchObject({ code: 503, status: "unavailable", database: "ok", queue: "unreachable" });
    const stopping = { phase: () => "stopping" as const };
    expect(await ask(stopping)).toMatchObject({ code: 503, status: "stopping", stopping: true });
    // It has let go of the queue, which says nothing of the queue's server.
    expect(await ask({ ...stopping, ...lost })).toMatchObject({ code: 503, status: "stopping", queue: "closed" });
    for (const over of [lost, stopping])
      expect((await createApp({ ...site.deps, ...over }).request("/healthz")).status).toBe(200);
  });

  it("is 503 while the process starts, which is said of nothing that has an answer already, and of no process that is well", async () => {
    const starting = { phase: () => "starting" as const };
    expect(await ask(starting)).toMatchObject({ code: 503, status: "starting", database: "ok", stopping: false });
    const lost = { ...starting, answersQueue: async () => false };
    expect(await ask(lost)).toMatchObject({ code: 503, status: "unavailable", queue: "unreachable" });
    expect((await createApp({ ...site.deps, ...starting }).request("/healthz")).status).toBe(200);
  });

  it("is 503 while the database lacks a migration, and 200 when a newer version has made more of them", async () => {
    const own = await createEmptySite();
    const { db } = own.deps;
    await sql`insert into kysely_migration values ('9999-later', '2099-01-01')`.execute(db);
    expect(await ask({ db })).toMatchObject({ code: 200, migrations: "ok" });
    await sql`delete from kysely_migration where name >= (select max(name) from kysely_migration where name < '9999')`.execute(
      db,
    );
    expect(await ask({ db })).toMatchObject({ code: 503, status: "unavailable", migrations: "behind" });
    await own.close();
  });
});

describe("a page that fails", () => {
  it.each(["/", "/r/12", "/r/12/1", "/feed.rss", "/preferences/x"])(
    "%s tells a code that is in the log, and nothing of what went wrong",
    async (path) => {
      const broken = await createBrokenSite();
      const response = await createApp(broken.deps).request(path);
      expect(response.status).toBe(500);
      const html = await response.text();
      const reference = /Kod: ([0-9a-f]{8})/.exec(html)?.[1];
      expect(broken.log.find(({ level }) => level === "error")?.fields["reference"]).toBe(reference);
      expect(html).toContain("Något gick fel hos oss");
      expect(html).not.toMatch(/PGlite|closed|select|at .*\.ts/);
    },
  );
});

describe("every answer", () => {
  const paths = ["/", "/r/12", "/nowhere", "/feed.json", "/healthz", "/tillganglighet"];

  it.each(paths)("%s runs no script, is framed by nobody and takes nothing from another host", async (path) => {
    const { headers } = await app.request(path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(policy).not.toContain("script-src");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
  });

  it.each(paths)("%s answers HEAD as GET, without a body", async (path) => {
    const response = await app.request(path, { method: "HEAD" });
    expect(response.status).toBe((await app.request(path)).status);
    expect(await response.text()).toBe("");
  });

  it("asks browsers for https only where the site is https", async () => {
    const plain = createApp({ ...site.deps, publicUrl: "http://127.0.0.1:8080" });
    expect((await plain.request("/")).headers.get("strict-transport-security")).toBeNull();
    expect((await app.request("/")).headers.get("strict-transport-security")).toBe("max-age=31536000");
  });

  it("is logged with method, path, status and time, never with its query", async () => {
    await app.request("/r/12?q=hemligt");
    const line = site.log.findLast(({ fields }) => fields["path"] === "/r/12");
    expect(line?.fields).toEqual({ method: "GET", path: "/r/12", status: 200, ms: 0 });
    expect(JSON.stringify(site.log)).not.toContain("hemligt");
  });

  it("changes nothing by being read", async () => {
    const count = () =>
      site.db
        .selectFrom("message")
        .select(({ fn }) => fn.countAll().as("count"))
        .execute();
    const before = await count();
    for (const path of paths) await app.request(path);
    expect(await count()).toEqual(before);
  });
});

describe("style sheets and the favicon", () => {
  it("come from this host, may be kept for ever, and are named by every page", async () => {
    const html = await (await app.request("/")).text();
    const paths = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? "");
    expect(paths).toHaveLength(4);
    for (const path of paths) {
      const response = await app.request(path);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toContain("immutable");
    }
    expect(html).not.toMatch(/(?:href|src)="(?:https?:)?\/\//);
  });

  it("are packed for browsers that can unpack them", async () => {
    const html = await (await app.request("/")).text();
    const path = /\/assets\/components\.[0-9a-f]{12}\.css/.exec(html)?.[0] ?? "";
    const packed = await app.request(path, { headers: { "accept-encoding": "gzip, br" } });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(packed.headers.get("vary")?.toLowerCase()).toContain("accept-encoding");
    const [small, whole] = [await packed.arrayBuffer(), await (await app.request(path)).arrayBuffer()];
    expect(small.byteLength).toBeLessThan(whole.byteLength / 4);
  });

  it("of an older version are not found", async () => {
    expect((await app.request("/assets/site.000000000000.css")).status).toBe(404);
    expect((await app.request("/assets/..%2fsite.css")).status).toBe(404);
  });
});
