import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext } from "@playwright/test";
import type { Database } from "../../src/db/client.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { ingestFile } from "../../src/services/intake/ingest-file.ts";
import { importList } from "../../src/services/list-versions.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import type { PublishingDeps } from "../../src/services/publication.ts";
import { readListImport } from "../../src/jobs/list-read.handler.ts";
import { LIST_READ_QUEUE, listReadPayload } from "../../src/jobs/list-read.ts";
import { activateListImport } from "../../src/jobs/list-take.handler.ts";
import { publishDueDrafts, type PublishedDraft } from "../../src/jobs/publish.handler.ts";
import type { JobRequest } from "../../src/jobs/queue.ts";
import type { HttpClient } from "../../src/net/http-client.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { createApp } from "../../src/web/app.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { connectChromium } from "../support/chromium.ts";
import { servePages } from "../support/page-server.ts";
import { openMemoryDatabase } from "../support/memory-database.ts";
import { startOidcProvider, type OidcProvider } from "../support/oidc-provider.ts";
import { sharedData } from "../support/shared-data.ts";
import { connectProvider } from "../web/sign-in-scene.ts";
import { createWebDeps } from "../web/site.ts";

const DIGESTS = new Set(["email"]);
const MORNING = new Date("2026-08-21T07:00:00Z");
/** The file beside the checkout, as a region would keep it. */
const LIST = "lists/prioriterade-exempel.csv";

/** The whole of Restsignal on the two real days, with a browser in front and its clock in the test's hand. */
export interface Workday {
  readonly database: Database;
  readonly browser: Browser;
  readonly provider: OidcProvider;
  readonly address: string;
  /** A browser of its own for each person. */
  openDesk(): Promise<BrowserContext>;
  /** The real list with three rows that cannot be used. */
  readonly brokenList: string;
  runJobs(): Promise<void>;
  /** Lets the minute pass in which a message can be undone. */
  publish(): Promise<PublishedDraft[]>;
  /** What is due is rendered, recorded and not sent. */
  deliver(): Promise<void>;
  close(): Promise<void>;
}

/** Skåne has a list of one line and Västra Götaland the whole one; both real days are taken in. */
export async function startWorkday(): Promise<Workday> {
  let now = MORNING;
  const database = await openMemoryDatabase();
  const { db } = database;
  const importing = { db, now: () => now, digestChannels: DIGESTS };
  const list = await readFile(sharedData(LIST), "utf8");
  await takeList(importing, {
    regionCode: "12",
    csv: `${list.split("\n", 1)[0] ?? ""}\nA02BC02,Pantoprazol,,,3,Övrigt,90\n`,
  });
  await takeList(importing, { regionCode: "14", csv: list });
  for (const day of ["2026-08-20", "2026-08-21"]) {
    const given = { source: lakemedelsverket, file: sharedData(`lakemedelsverket/${day}.xml`), maxBytes: 1e8 };
    const result = await ingestFile(importing, { ...given, at: null, etag: null, lastModified: null });
    if (result.kind !== "ingested") throw new Error(`test: the file of ${day} was not taken in: ${result.reason}`);
  }
  const jobs: JobRequest[] = [];
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = await servePages((request) => answer(request));
  const publicUrl = server.address;
  const { provider, http, identityProvider } = await startProvider(publicUrl, () => now);
  const deps: WebDeps = createWebDeps(db, {
    publicUrl,
    identityProvider,
    now: () => now,
    enqueue: async (more) => void jobs.push(...more),
  });
  answer = createApp(deps).fetch;
  await subscribe(deps);
  const browser = await connectChromium();
  const deliver = async () => {
    await deliverDue({ db, now: () => now, channels: deps.channels, mode: "capture", publicUrl }, { all: true });
  };
  // What the list's first overview told is not this day's work.
  await deliver();
  return {
    database,
    browser,
    provider,
    address: publicUrl,
    brokenList: `${list.trimEnd()}\nJ01D-2,Meropenem,,,1,Antibiotika,30\nA10AB01,Insulin,i magen,,1,Diabetes,30\nB01AB01,Heparin,parenteral,,hög,Koagulation,30\n`,
    openDesk: () => browser.newContext({ baseURL: publicUrl, javaScriptEnabled: false }),
    async runJobs() {
      for (const { queue, payload } of jobs.splice(0)) {
        const job = listReadPayload.parse(payload);
        await (queue === LIST_READ_QUEUE ? readListImport(importing, job) : activateListImport(importing, job));
      }
    },
    async publish() {
      now = new Date(now.getTime() + 61_000);
      return publishDueDrafts(importing);
    },
    deliver,
    async close() {
      await browser.close();
      server.close();
      await http.close();
      await provider.stop();
      await database.close();
    },
  };
}

async function takeList(deps: PublishingDeps, { regionCode, csv }: { regionCode: string; csv: string }): Promise<void> {
  const parsed = parseRegionList(Buffer.from(csv));
  if (parsed.kind !== "parsed") throw new Error(`test: the list of ${regionCode} cannot be read`);
  await importList(actAtCommandLine(deps), { regionCode, fileName: "lista.csv", entries: parsed.entries });
}

async function startProvider(
  publicUrl: string,
  now: () => Date,
): Promise<{ provider: OidcProvider; http: HttpClient; identityProvider: WebDeps["identityProvider"] }> {
  const redirectUrl = `${publicUrl}/login/callback`;
  const provider = await startOidcProvider({ redirectUrls: [redirectUrl], apart: true });
  const roles = {
    "skane-granskare": [{ region: "12", role: "region-admin" }],
    "skane-handlaggare": [{ region: "12", role: "curator" }],
    "vgr-handlaggare": [{ region: "14", role: "curator" }],
  };
  return { provider, ...connectProvider(provider, { redirectUrl, roles, now }) };
}

/** A reader on each channel in Skåne. */
async function subscribe({ db, now }: WebDeps): Promise<void> {
  const targets = {
    slack: { channelId: "C0SKANE001" },
    teams: { webhookUrl: "https://skane.westeurope.logic.azure.com/workflows/a/triggers/manual/paths/invoke?sig=s" },
    email: { address: "forskrivare@skane.example" },
  };
  for (const [channel, target] of Object.entries(targets))
    await saveSubscription(db, {
      regionCode: "12",
      channel,
      target,
      language: "sv",
      filter: {},
      token: `day-${channel}`,
      now: now(),
    });
}
