import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseHTML } from "linkedom";
import { openAlert } from "../../src/services/alerts.ts";
import { readCaseNotices } from "../../src/db/cases.ts";
import { writeSavedSource } from "../../src/db/saved-sources.ts";
import { writeSourceTry } from "../../src/db/source-health.ts";
import type { SourceOutcome, TryCause } from "../../src/domain/source-health.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { ingestFile } from "../../src/services/intake/ingest-file.ts";
import { fimea } from "../../src/sources/fimea.ts";
import { createApp } from "../../src/web/app.ts";
import { createEmptySite, createSite, findCaseOf, NOW, type Site, METRICS_TOKEN } from "./site.ts";
import { parseMetrics } from "../support/metrics-text.ts";

const TRIED = new Date("2026-08-21T05:35:00Z");
const GOOD = new Date("2026-08-21T01:35:00Z");
const FORM = "Pulver till injektions-/infusionsvätska, lösning";

let site: Site;
let app: ReturnType<typeof createApp>;
let folder: string;
/** A Nordic article number of a package in the meropenem case. */
let articleNumber = "";

beforeAll(async () => {
  site = await createSite();
  app = createApp(site.deps);
  folder = await mkdtemp(join(tmpdir(), "restsignal-sources-"));
  await writeTries();
  const feed = {
    name: "granne",
    kind: "rss",
    title: "Grannens <nyheter>",
    url: "https://granne.example/",
    options: {},
  };
  await writeSavedSource(site.db, { source: feed, now: NOW });
  await alert("lakemedelsverket", "unreachable", "det svarar 503");
  await alert("granne", "rejected", "line 1: the file is a web page");
  const notices = await readCaseNotices(site.db, await findCaseOf(site.db, "Meropenem"));
  const numbers = notices.flatMap(({ notice }) => notice.packages.map((pack) => pack.nordicArticleNumber.value));
  articleNumber = numbers.find((number) => number !== null) ?? "";
  await takeInCatalogue(notices.map(({ notice }) => notice.nplId));
  await takeInFimea();
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** A good one, and then one that failed. */
async function writeTries(): Promise<void> {
  await writeTry(GOOD, "ingested", null);
  const failure = { kind: "status", status: 503, detail: "lv.example answered 503" } as const;
  await writeTry(TRIED, "failed", "Läkemedelsverket could not be fetched: 503", { kind: "failed", failure });
}

async function writeTry(at: Date, outcome: SourceOutcome, reason: string | null, cause?: TryCause): Promise<void> {
  const good = { url: "https://lv.example/", etag: null, lastModified: null, byteCount: 19_000_000 };
  const input = { source: "lakemedelsverket", at, outcome, reason, ...(cause === undefined ? {} : { cause }) };
  await writeSourceTry(site.db, { ...input, good: outcome === "ingested" ? good : null });
}

async function alert(name: string, kind: "unreachable" | "rejected", reason: string): Promise<void> {
  const input = { source: { name, title: name }, kind, reason, now: TRIED, digestChannels: new Set<string>() };
  await site.db.transaction().execute((db) => openAlert(db, input));
}

async function takeInCatalogue(shortNplIds: readonly string[], now = NOW): Promise<void> {
  const file = join(folder, "products.csv");
  const row = (name: string, nplId: string) =>
    `${name};meropenem;J01DH02;${FORM};1 g;${nplId};H;Registrerad;Exempelbolaget AB`;
  const header = "Namn;Verksamt ämne;ATC-kod;Form;Styrka;NPL-id;H/V;Registreringsstatus;Innehavare";
  const short = [...new Set(shortNplIds)].map((nplId) => row("Restad", nplId));
  await writeFile(file, [header, ...short, row("Finnspenem <b>", "20980000000011")].join("\n"));
  const deps = { db: site.db, now: () => now, digestChannels: new Set<string>() };
  const result = await importCatalogue(deps, { file, maxBytes: 1e6 });
  if (result.kind === "rejected") throw new Error(`test: unable to take in the catalogue: ${result.reason}`);
}

async function takeInFimea(): Promise<void> {
  const file = join(folder, "fimea.txt");
  const header = "VNR;Voimassa;SaatavuushairioAlkupaiva;SaatavuushairioLoppupaiva";
  await writeFile(file, `${header}\n${articleNumber};1;1.8.2026;15.9.2026\n`);
  await utimes(file, NOW, NOW);
  const deps = { db: site.db, now: () => NOW, digestChannels: new Set<string>() };
  const given = { source: fimea, file, maxBytes: 1e6, at: NOW, etag: null, lastModified: null };
  const result = await ingestFile(deps, given);
  if (result.kind !== "ingested") throw new Error(`test: unable to take in Fimea's file: ${result.reason}`);
}

/** The text of a page's content without its tags, spaces as one. */
async function readText(path: string, of = app): Promise<string> {
  const html = await (await of.request(path)).text();
  const main = /<main[^]*<\/main>/.exec(html)?.[0] ?? html;
  const text = main.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}

/** What a page says of one source: from its heading to the next. */
async function readStanding(path: string, heading: string): Promise<string> {
  const html = await (await app.request(path)).text();
  const section = html.split("<section>").find((part) => part.includes(`<h2>${heading}</h2>`)) ?? "";
  return section.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("/kallor", () => {
  it("says of a source when it was tried, how that went, when it last went well, and what its newest file holds", async () => {
    const text = await readStanding("/kallor", "Läkemedelsverket");
    expect(text).toContain("Senaste försök att hämta 2026-08-21 07:35");
    expect(text).toContain("Resultat Källan gick inte att hämta Orsak Källans server svarade med felkod 503.");
    expect(text).toContain("Senast hämtad utan fel 2026-08-21 03:35");
    expect(text).toContain("Filens egen tid 2026-08-21 02:27, 5 timmar gammal");
    expect(text).toMatch(/Storlek \d+ kB Innehåll \d+ anmälningar, \d+ produkter, \d+ förpackningar/);
    expect(text).toMatch(/Varningar vid läsning 0 Värden som inte känns igen 0 Öppna just nu [1-9]\d*/);
  });

  it("says the same in English", async () => {
    const text = await readStanding("/kallor?lang=en", "Läkemedelsverket (Swedish Medical Products Agency)");
    expect(text).toContain("Last try to fetch 2026-08-21 07:35 Result The source could not be fetched");
    expect(text).toContain("Last fetched without fault 2026-08-21 03:35");
    expect(text).toContain("2026-08-21 02:27, 5 hours old");
    expect(text).toMatch(/Size \d+ kB Content \d+ reports, \d+ products, \d+ packages/);
    expect(text).toMatch(/Warnings when read 0 Values not known here 0 Open right now [1-9]/);
  });

  it("lists the open alerts, each with the source as its readers know it", async () => {
    const text = await readText("/kallor");
    expect(text).toMatch(/Läkemedelsverket sedan 2026-08-21 07:35: Källan går inte att hämta\. .* det svarar 503/);
    expect(text).toMatch(/Grannens <nyheter> sedan .*: Filen kunde inte läsas\. .* line 1: the file is a web page/);
    expect(await readText("/kallor?lang=en")).toContain("since 2026-08-21 07:35");
  });

  it("shows an added source by its title before its first try, and no foreign text as markup", async () => {
    const html = await (await app.request("/kallor")).text();
    expect(html).toContain("<h2>Grannens &lt;nyheter&gt;</h2>");
    expect(await readStanding("/kallor", "Grannens &lt;nyheter&gt;")).toContain(
      "Senaste försök att hämta Aldrig Senast hämtad utan fel Aldrig Filens egen tid Aldrig",
    );
  });

  it("says why a try failed in Swedish; what only a program has said of it is marked as English, whatever went wrong", async () => {
    const doubt = { kind: "too-few", reports: 12, expected: 500 } as const;
    const detail = "lv.example: connection refused";
    const tries: readonly (readonly [SourceOutcome, string, TryCause | undefined])[] = [
      ["failed", `could not be fetched: ${detail}`, { kind: "failed", failure: { kind: "no-answer", detail } }],
      ["failed", `could not be fetched: ${detail}`, { kind: "failed", failure: { kind: "timeout", detail } }],
      ["held", "the file has 12 reports, fewer than 500", { kind: "held", snapshot: 3, doubt }],
      ["rejected", "line 1: the file is a web page", undefined],
    ];
    for (const [outcome, reason, cause] of tries) {
      await writeTry(TRIED, outcome, reason, cause);
      const { document } = parseHTML(await (await app.request("/kallor")).text());
      const foreign = [...document.querySelectorAll('main [lang="en"]')].map((part) => part.textContent);
      for (const part of document.querySelectorAll('main [lang="en"]')) part.remove();
      expect(document.querySelector("main")?.textContent).not.toMatch(/\b(the|could|refused|file is)\b/);
      expect(foreign.join()).toContain(outcome === "held" ? "web page" : outcome === "rejected" ? reason : detail);
    }
    await writeTries();
  });

  it("speaks of one hour as one", async () => {
    const soon = createApp({ ...site.deps, now: () => new Date("2026-08-21T01:30:00Z") });
    expect(await readText("/kallor", soon)).toContain("02:27, 1 timme gammal");
    expect(await readText("/kallor?lang=en", soon)).toContain("02:27, 1 hour old");
  });

  it("counts one of each as one, and a small file in kilobytes", async () => {
    const text = await readStanding("/kallor", "Fimea, Finland");
    expect(text).toContain("mindre än en timme gammal Storlek 1 kB Innehåll 1 anmälan, 1 produkt, 1 förpackning");
    expect(await readText("/kallor?lang=en")).toContain("1 kB Content 1 report, 1 product, 1 package");
  });
});

const SCRAPER = { headers: { authorization: `Bearer ${METRICS_TOKEN}` } };

describe("/metrics", () => {
  it.each([
    ["nothing", {}, 401],
    ["another token", { authorization: `Bearer ${METRICS_TOKEN.replace("t", "T")}` }, 401],
    ["the token's beginning", { authorization: `Bearer ${METRICS_TOKEN.slice(0, -1)}` }, 401],
    ["an empty token", { authorization: "Bearer " }, 400],
    ["another way to sign in", { authorization: `Basic ${METRICS_TOKEN}` }, 400],
  ])("tells nobody anything who sends %s", async (_what, headers, status) => {
    const response = await app.request("/metrics", { headers });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain("restsignal_");
  });

  it("is no page at all where no token is set", async () => {
    const closed = createApp({ ...site.deps, metricsToken: null });
    for (const init of [{}, SCRAPER, { headers: { authorization: "Bearer null" } }])
      expect((await closed.request("/metrics", init)).status).toBe(404);
  });

  it("is Prometheus text with the same figures", async () => {
    const response = await app.request("/metrics", SCRAPER);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const samples = parseMetrics(await response.text());
    const of = (name: string, more = "") =>
      samples.get(`restsignal_source_${name}{source="lakemedelsverket"${more}}`) ?? null;
    expect(of("last_try_timestamp_seconds", ',outcome="failed"')).toBe(TRIED.getTime() / 1_000);
    expect(of("last_good_timestamp_seconds")).toBe(GOOD.getTime() / 1_000);
    expect(of("file_age_seconds")).toBeCloseTo((NOW.getTime() - Date.parse("2026-08-21T00:27:13.435Z")) / 1_000, 2);
    expect(of("failures")).toBe(1);
    expect(of("file_bytes")).toBeGreaterThan(10_000);
    for (const part of ["reports", "notices", "packages"]) expect(of("file_rows", `,of="${part}"`)).toBeGreaterThan(40);
    expect([of("file_warnings"), of("file_unknown_values")]).toEqual([0, 0]);
    expect(of("open_notices")).toBeGreaterThan(40);
    expect(of("open_alerts", ',kind="unreachable"')).toBe(1);
    expect(samples.get('restsignal_source_open_notices{source="granne"}')).toBe(0);
  });
});

describe("a case's page, apart from the region's advice", () => {
  const advice = /Gör så här|What to do/;

  /** The section under a heading, as text. */
  async function readSection(path: string, id: string): Promise<string> {
    const html = await (await app.request(path)).text();
    const section =
      new RegExp(`<section (?:class="[^"]*" )?aria-labelledby="${id}">[^]*?</section>`).exec(html)?.[0] ?? "";
    return section
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ")
      .trim();
  }

  it("shows every product by what is reported of it, with the file's time and the register's day, and not as advice", async () => {
    const path = `/r/12/${await findCaseOf(site.db, "Meropenem")}`;
    const text = await readSection(path, "extent");
    expect(text).toContain(
      "Anmälningarna är från Läkemedelsverkets fil 2026-08-21 02:27. Vilka preparat som är registrerade är från Läkemedelsverkets produktregister 21 augusti.",
    );
    expect(text).toMatch(/Brist nu \(\d\) .* Inte anmälda \(1\) Finnspenem/);
    expect(text).toContain(`Finnspenem &lt;b&gt; 1 g ${FORM} Exempelbolaget AB`);
    expect(text).not.toMatch(advice);
    const english = await readSection(`${path}?lang=en`, "extent");
    expect(english).toContain("Not reported (1)");
    expect(english).toContain("product register of 21 August");
  });

  it("says of what day each is, however new the catalogue is, and that not reported does not mean in stock", async () => {
    await takeInCatalogue([], new Date("2026-08-25T06:00:00Z"));
    const path = `/r/12/${await findCaseOf(site.db, "Meropenem")}`;
    const text = await readSection(path, "extent");
    expect(text).toContain("fil 2026-08-21 02:27.");
    expect(text).toContain("produktregister 25 augusti.");
    expect(await (await app.request(path)).text()).toContain(
      "Att ett preparat är registrerat och inte anmält betyder inte att det finns i lager.",
    );
  });

  it("shows a neighbour's notice of the same article number, and says that it is no Swedish shortage", async () => {
    const path = `/r/12/${await findCaseOf(site.db, "Meropenem")}`;
    const text = await readSection(path, "signals");
    expect(text).toContain("Signal från nordiskt grannland");
    expect(text).toContain("Det är ingen svensk brist.");
    expect(text).toContain(`Fimea, Finland: VNR ${articleNumber}. Brist sedan 1 augusti, väntas åter 15 september`);
    expect(text).not.toMatch(advice);
    expect(await readSection(`${path}?lang=en`, "signals")).toContain("It is no Swedish shortage.");
  });

  it("shows no signal where there is none", async () => {
    const path = `/r/12/${await findCaseOf(site.db, "Heparin")}`;
    expect(await readSection(path, "signals")).toBe("");
  });

  it("gives no message what it shows: what prescribers are sent is the region's own", async () => {
    const rows = await site.db.selectFrom("message").select(["facts", "advice"]).execute();
    expect(JSON.stringify(rows)).not.toMatch(/Finnspenem|fimea/);
  });
});

it("before the first file /kallor says so, and /metrics has no figure rather than a wrong one", async () => {
  const empty = await createEmptySite();
  const early = createApp(empty.deps);
  expect(await readText("/kallor", early)).toContain("Pågående larm Inga. Ingen källa är inläst ännu.");
  const metrics = await early.request("/metrics", SCRAPER);
  expect(metrics.status).toBe(200);
  const samples = parseMetrics(await metrics.text());
  expect([...samples.keys()].filter((name) => name.startsWith("restsignal_source_"))).toEqual([]);
  // That nothing is being handed out, and nothing waits, is known.
  expect(samples.get("restsignal_messages_handing_out")).toBe(0);
  expect(samples.get('restsignal_due{channel="email",lane="urgent"}')).toBe(0);
  await empty.close();
});
