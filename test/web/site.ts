import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createChannels } from "../../src/channels/index.ts";
import { openDatabase } from "../../src/db/client.ts";
import { insertListVersion } from "../../src/db/lists.ts";
import { publishNow, type CasePublication } from "../support/publish-now.ts";
import { EVERYBODY } from "../../src/domain/audience.ts";
import { readSituations } from "../../src/db/situation.ts";
import type { Db } from "../../src/db/schema.ts";
import { createExampleFiles } from "../../src/demo/example-files.ts";
import type { AdviceType } from "../../src/domain/message.ts";
import { ingestFile } from "../../src/services/intake/ingest-file.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { openMemoryDatabase, type Beginning } from "../support/memory-database.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { createApp } from "../../src/web/app.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";

export const NOW = new Date("2026-08-21T06:00:00Z");
export const SKANE = "12";
const VASTRA_GOTALAND = "14";

export const METRICS_TOKEN = "token-of-the-test-scraper";

export interface LogLine {
  readonly level: "info" | "error";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A site on the made-up files of two days: Skåne and Västra Götaland have the example list, no other region has one. */
export interface Site {
  readonly db: Db;
  readonly deps: WebDeps;
  readonly app: ReturnType<typeof createApp>;
  readonly log: readonly LogLine[];
  close(): Promise<void>;
}

/** The real channels without anything to send through: what they render is what would go out. */
function createTestChannels(): WebDeps["channels"] {
  const refuse = () => Promise.reject(new Error("test site: nothing is sent from a page"));
  return createChannels({
    slack: { token: null },
    teams: { http: { request: refuse } },
    email: { smtpUrl: null, from: "Restsignal <utskick@restsignal.example>" },
  });
}

/** What the pages need, on a database of the test's own; nobody reads the log. */
export function createWebDeps(db: Db, over: Partial<WebDeps> = {}): WebDeps {
  return {
    db,
    publicUrl: "https://restsignal.example",
    now: () => NOW,
    log: { info() {}, error() {} },
    version: "0.0.0-test",
    contact: "kontakt@restsignal.example",
    securityContact: "mailto:sakerhet@restsignal.example",
    mode: "live",
    channels: createTestChannels(),
    enqueue: async () => {},
    trustedProxies: 0,
    metricsToken: METRICS_TOKEN,
    identityProvider: null,
    ...over,
  };
}

/** A site with nothing in it. */
export function createEmptySite(over: Partial<WebDeps> = {}): Promise<Site> {
  return beginSite(over);
}

export function createSite(over: Partial<WebDeps> = {}): Promise<Site> {
  return beginSite(over, EXAMPLE);
}

/** The same on PostgreSQL, where a query costs a third: for files that ask for thousands of pages. */
export async function createPostgresSite(over: Partial<WebDeps> = {}): Promise<Site> {
  const server = await createTestDatabase();
  const database = await openDatabase(server.url);
  await EXAMPLE.fill(database.db);
  const close = async () => {
    await database.close();
    await server.drop();
  };
  return openSite({ db: database.db, close }, over);
}

async function beginSite(over: Partial<WebDeps>, beginning?: Beginning): Promise<Site> {
  const database = await openMemoryDatabase(beginning);
  return openSite({ db: database.db, close: () => database.close() }, over);
}

function openSite({ db, close }: Pick<Site, "db" | "close">, over: Partial<WebDeps>): Site {
  const log: LogLine[] = [];
  const deps = createWebDeps(db, {
    log: {
      info: (fields, message) => log.push({ level: "info", fields, message }),
      error: (fields, message) => log.push({ level: "error", fields, message }),
    },
    ...over,
  });
  return { db, deps, app: createApp(deps), log, close };
}

const EXAMPLE: Beginning = {
  name: "example-site",
  async fill(db) {
    await importList(db, SKANE);
    await importList(db, VASTRA_GOTALAND);
    await ingestDays(db);
    await publishExamples(db);
  },
};

async function importList(db: Db, regionCode: string): Promise<void> {
  const list = parseRegionList(await readFile(new URL("../../src/demo/list.csv", import.meta.url)));
  if (list.kind !== "parsed") throw new Error(`test site: unable to read the example list: ${list.reason}`);
  await insertListVersion(db, { regionCode, fileName: "list.csv", entries: list.entries, importedAt: NOW });
}

async function ingestDays(db: Db): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-site-"));
  try {
    for (const day of createExampleFiles({ today: "2026-08-21" }).days) {
      const file = join(folder, day.name);
      await writeFile(file, day.xml);
      const deps = { db, now: () => day.createdAt, digestChannels: new Set(["email"]) };
      // So much changes between the two days that a guard would hold the second.
      const fetched = { at: null, etag: null, lastModified: null, trust: "accepted" as const };
      const result = await ingestFile(deps, { source: lakemedelsverket, file, maxBytes: 1e8, ...fetched });
      if (result.kind !== "ingested") throw new Error(`test site: unable to take in ${day.name}: ${result.reason}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Publishes a case now, reviewed and for everybody unless told otherwise. Gives the message's id. */
export async function publish(db: Db, over: Partial<CasePublication> & { caseId: number }): Promise<number> {
  const result = await publishNow(db, {
    kind: null,
    advice: null,
    audience: EVERYBODY,
    urgency: "normal",
    reviewed: true,
    publishedBy: "test",
    now: NOW,
    digestChannels: new Set(),
    ...over,
  });
  if (result.kind === "refused") throw new Error(`test site: unable to publish: ${result.reason}`);
  return result.message.id;
}

/** The open case of a substance on a region's list. */
export async function findCaseOf(db: Db, substance: string, regionCode: string = SKANE): Promise<number> {
  const found = (await readSituations(db, regionCode)).find(({ entry }) => entry.substance === substance);
  if (found === undefined) throw new Error(`test site: unable to find an open case of ${substance}`);
  return found.caseId;
}

function advise(type: AdviceType, sv: string, en?: string) {
  return { type, text: en === undefined ? { sv } : { sv, en } };
}

/** Meropenem has a thread of two versions, heparin an urgent message, and two more have advice; the rest have none. */
async function publishExamples(db: Db): Promise<void> {
  const at = (minute: number) => new Date(NOW.getTime() - 60 * 60_000 + minute * 60_000);
  const meropenem = await findCaseOf(db, "Meropenem");
  await publish(db, { caseId: meropenem, kind: "new", now: at(0) });
  await publish(db, {
    caseId: meropenem,
    kind: "update",
    now: at(10),
    advice: advise(
      "same-substance",
      "Använd i första hand meropenem 500 mg, två injektionsflaskor.\n\nVälj piperacillin/tazobactam när odlingen tillåter.\nFråga infektionsjouren vid tvekan.",
      "Use meropenem 500 mg first, two vials.\n\nAsk the infectious diseases consultant on call if in doubt.",
    ),
  });
  await publish(db, {
    caseId: await findCaseOf(db, "Heparin"),
    kind: "new",
    now: at(20),
    urgency: "high",
    advice: advise("local-stock", "Spara heparin till dialys och thoraxkirurgi. Byt annars till dalteparin."),
  });
  await publish(db, {
    caseId: await findCaseOf(db, "Fentanyl"),
    kind: "new",
    now: at(30),
    advice: advise("other-substance", "Byt till alfentanil vid korta ingrepp. Fråga narkosjouren."),
    audience: { areas: ["Anestesi"], roles: [] },
  });
  await publish(db, {
    caseId: await findCaseOf(db, "Meropenem", VASTRA_GOTALAND),
    kind: "new",
    now: at(40),
    reviewed: false,
  });
}
