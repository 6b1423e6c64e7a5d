import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeTrouble } from "../../templates/alert-content.ts";
import { stringsOf } from "../../templates/language.ts";
import { readOpenAlerts } from "../../src/db/alerts.ts";
import { readSourceHealth } from "../../src/db/source-health.ts";
import { DEFAULT_GUARDS } from "../../src/domain/guard.ts";
import type { Language } from "../../src/domain/message.ts";
import { isDue } from "../../src/domain/source-health.ts";
import { pollSource, type FetchDeps } from "../../src/jobs/fetch.handler.ts";
import type { HttpClient } from "../../src/net/http-client.ts";
import { createSources } from "../../src/sources/index.ts";
import { lakemedelsverketProducts as source } from "../../src/sources/lakemedelsverket-products.ts";
import { findPortalFile } from "../../src/sources/portal-address.ts";
import { createApp } from "../../src/web/app.ts";
import { catalogueOf } from "../support/catalogue-file.ts";
import { connectTo, startFileServer, type FileServer } from "../support/file-server.ts";
import { PATIENT } from "../support/patience.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { createWebDeps, METRICS_TOKEN } from "../web/site.ts";

let scene: Scene;
let server: FileServer;
let http: HttpClient;

beforeAll(async () => {
  scene = await createScene();
  server = await startFileServer();
  http = connectTo(server);
});
beforeEach(async () => {
  await scene.reset();
  server.pages.clear();
  scene.clock = new Date("2026-08-21T04:35:00Z");
});
afterAll(async () => {
  await http.close();
  await server.stop();
  await scene.close();
});

const rows = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    nplId: String(20_990_000_000_000 + place),
    name: `Exempem ${place}`,
  }));

function poll(over: Partial<FetchDeps> = {}, asked = source) {
  const deps: FetchDeps = {
    db: scene.db,
    now: () => scene.clock,
    digestChannels: new Set<string>(),
    http,
    maxBytes: 10_000_000,
    timeoutMs: PATIENT.timeout,
    addresses: new Map([[source.name, server.url]]),
    pause: () => Promise.resolve(),
    random: () => 0,
    tries: 1,
    guards: { ...DEFAULT_GUARDS, minProducts: 50 },
    ...over,
  };
  return pollSource(deps, asked);
}

const serve = (count: number, etag: string): void => {
  server.answer = { kind: "file", body: catalogueOf(rows(count)), etag };
};

async function readPage(path: string): Promise<string> {
  const app = createApp(createWebDeps(scene.db, { now: () => scene.clock }));
  const html = await (await app.request(path)).text();
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("the product file", () => {
  it("is polled like the national file, right after it, with what the server said of the last one", async () => {
    expect(createSources([]).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["lakemedelsverket", source.name]),
    );
    expect(createSources([])[1]).toBe(source);
    serve(120, '"one"');
    expect(await poll()).toMatchObject({ kind: "ingested", products: { products: 120, asOf: "2026-08-21" } });
    expect(await readSourceHealth(scene.db, source.name)).toMatchObject({ etag: '"one"', outcome: "ingested" });
    expect(await poll()).toEqual({ kind: "not-modified" });
  });

  it("is found again through the data portal when it has moved", async () => {
    const host = `http://${server.host}`;
    const body = catalogueOf(rows(120));
    server.pages.set("/store/140/metadata/5467", `"${host}/store/9/resource/1" "${host}/store/9/resource/2"`);
    server.pages.set("/store/9/metadata/1", `<dcat:downloadURL rdf:resource="${host}/other/Laboratorier.xlsx"/>`);
    server.pages.set("/store/9/metadata/2", `"dcat:downloadURL": "${host}/nytt/Lakemedelsprodukter.xlsx?v=2"`);
    server.pages.set("/nytt/Lakemedelsprodukter.xlsx?v=2", body);
    const portal = {
      metadataUrl: `${host}/store/140/metadata/5467`,
      named: "lakemedelsprodukter",
      ending: "xlsx",
    } as const;
    const moved = { ...source, defaultUrl: `${host}/gone.xlsx`, findUrl: () => findPortalFile(http, portal) };
    expect(await poll({ addresses: new Map() }, moved)).toMatchObject({ kind: "ingested" });
    expect(await readSourceHealth(scene.db, source.name)).toMatchObject({
      goodUrl: `${host}/nytt/Lakemedelsprodukter.xlsx?v=2`,
    });
  });

  it.each<[Language, string]>([
    ["sv", "Filen har 90 produkter, 25 % färre än den förra (120)."],
    ["en", "The file has 90 products, 25 % fewer than the last one (120)."],
  ])("that shrank alerts those who run it, in %s, and is over with the next good one", async (language, words) => {
    serve(120, '"one"');
    await poll();
    scene.clock = new Date("2026-08-22T04:35:00Z");
    serve(90, '"two"');
    expect(await poll()).toMatchObject({ kind: "held" });
    const [alert] = await readOpenAlerts(scene.db);
    expect(alert).toMatchObject({ source: source.name, kind: "held" });
    const lines = alert === undefined ? [] : describeTrouble(alert, stringsOf(language));
    expect(lines[0]?.text).toBe(words);
    serve(121, '"three"');
    await poll();
    expect(await readOpenAlerts(scene.db)).toEqual([]);
  });

  it("that grows old alerts after a week, not before: what is registered changes slowly", async () => {
    serve(120, '"one"');
    await poll();
    scene.clock = new Date("2026-08-27T04:35:00Z");
    await poll();
    expect(await readOpenAlerts(scene.db)).toEqual([]);
    scene.clock = new Date("2026-08-28T05:35:00Z");
    await poll();
    expect(await readOpenAlerts(scene.db)).toMatchObject([{ source: source.name, kind: "stalled" }]);
  });
});

describe("/kallor", () => {
  it("names the catalogue with its day, its products and the last try, and counts no notices of it", async () => {
    serve(1_200, '"one"');
    await poll();
    scene.clock = new Date("2026-08-22T04:35:00Z");
    server.answer = { kind: "status", status: 503 };
    await poll();
    const text = await readPage("/kallor");
    expect(text).toContain("Läkemedelsverket (produktfilen)");
    expect(text).toContain("Visar registret som det var 2026-08-21");
    expect(text).toMatch(/1.200 produkter i Läkemedelsverkets register/u);
    expect(text).toContain("Senaste försök att hämta 2026-08-22 06:35");
    expect(text).toContain("Källan gick inte att hämta");
    expect(text).not.toMatch(/Öppna just nu|0 anmälningar/);
    expect(await readPage("/kallor?lang=en")).toContain("Shows the register as it was 2026-08-21");
  });

  it("says what cannot be said while there is none", async () => {
    server.answer = { kind: "status", status: 503 };
    await poll();
    expect(await readPage("/kallor")).toContain(
      "Läkemedelsverkets produktfil är inte inläst. Därför kan vi inte säga hur många preparat av varje läkemedel som är drabbade.",
    );
    serve(120, '"one"');
    await poll();
    expect(await readPage("/kallor")).not.toContain("är inte inläst");
  });

  it("and /metrics tell how many products it has", async () => {
    serve(120, '"one"');
    await poll();
    const app = createApp(createWebDeps(scene.db, { now: () => scene.clock }));
    const response = await app.request("/metrics", { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    const text = await response.text();
    expect(text).toContain(`restsignal_source_file_rows{source="${source.name}",of="products"} 120`);
    expect(text).not.toContain(`{source="${source.name}",of="reports"}`);
  });
});

describe("a source that is asked once a day", () => {
  const due = (outcome: "ingested" | "not-modified" | "held" | "failed", triedAt: string, now: string) =>
    isDue({ outcome, triedAt: new Date(triedAt) }, { fromHour: 4, now: new Date(now) });

  it("is asked at the first start, and then from its hour in Stockholm on, summer and winter", () => {
    expect(isDue(null, { fromHour: 4, now: new Date("2026-08-21T12:00:00Z") })).toBe(true);
    expect(due("ingested", "2026-08-21T02:35:00+02:00", "2026-08-21T03:35:00+02:00")).toBe(false);
    expect(due("ingested", "2026-08-21T02:35:00+02:00", "2026-08-21T04:35:00+02:00")).toBe(true);
    expect(due("not-modified", "2026-08-21T04:35:00+02:00", "2026-08-21T23:35:00+02:00")).toBe(false);
    expect(due("held", "2026-08-21T04:35:00+02:00", "2026-08-22T03:35:00+02:00")).toBe(false);
    expect(due("ingested", "2026-12-01T03:35:00+01:00", "2026-12-01T04:00:00+01:00")).toBe(true);
    expect(due("ingested", "2026-10-25T04:35:00+01:00", "2026-10-26T03:35:00+01:00")).toBe(false);
  });

  it("is asked again every hour until it has answered", () => {
    expect(due("failed", "2026-08-21T04:35:00+02:00", "2026-08-21T05:35:00+02:00")).toBe(true);
  });
});
