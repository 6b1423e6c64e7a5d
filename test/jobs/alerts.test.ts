import { readFile } from "node:fs/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeMessage } from "../../templates/message-content.ts";
import { subscription } from "../../src/cli/subscription.ts";
import { readConfig } from "../../src/config.ts";
import { readOpenAlerts } from "../../src/db/alerts.ts";
import { readSourceState } from "../../src/db/source-state.ts";
import { LANGUAGES } from "../../src/domain/message.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import type { AlertKind } from "../../src/domain/source-health.ts";
import { pollSource, type FetchDeps, type FetchResult } from "../../src/jobs/fetch.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import type { HttpClient } from "../../src/net/http-client.ts";
import { createSources } from "../../src/sources/index.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import type { AnySource } from "../../src/sources/source.ts";
import { createApp } from "../../src/web/app.ts";
import { makeEntry } from "../support/builders.ts";
import { connectTo, startFileServer, type FileServer } from "../support/file-server.ts";
import { fixture } from "../support/lakemedelsverket-file.ts";
import { makeAlertView } from "../support/message-views.ts";
import { createRecordingChannel, type RecordingChannel } from "../support/recording-channel.ts";
import { createScene, NO_GUARDS, REGION, type Scene } from "../support/scene.ts";
import { createWebDeps } from "../web/site.ts";
import { factsOf } from "../support/message-facts.ts";
import { PATIENT } from "../support/patience.ts";

const PUBLIC_URL = "https://restsignal.example";
const DOWN: FileServer["answer"] = { kind: "status", status: 503 };
const NOT_XML: FileServer["answer"] = { kind: "file", body: "<html>", etag: '"html"' };

let scene: Scene;
let server: FileServer;
let http: HttpClient;
let chat: RecordingChannel;
let mail: RecordingChannel;
let good: FileServer["answer"];

beforeAll(async () => {
  scene = await createScene();
  server = await startFileServer();
  http = connectTo(server);
  good = { kind: "file", body: await readFile(fixture("plain"), "utf8"), etag: '"good"' };
});
beforeEach(async () => {
  await scene.reset();
  scene.clock = new Date("2026-08-21T06:00:00Z");
  chat = createRecordingChannel();
  mail = createRecordingChannel({ name: "email", batches: true });
  await scene.subscribe({ regionCode: OPERATIONS.code });
  await scene.subscribe({ regionCode: OPERATIONS.code, channel: "email" });
});
afterAll(async () => {
  await http.close();
  await server.stop();
  await scene.close();
});

/** An hourly poll that meets that answer, with everything sent that is due after it. */
async function poll(answer: FileServer["answer"], source: AnySource = lakemedelsverket): Promise<FetchResult> {
  scene.clock = new Date(scene.clock.getTime() + 3_600_000);
  server.answer = answer;
  const deps: FetchDeps = {
    db: scene.db,
    now: () => scene.clock,
    digestChannels: new Set(["email"]),
    http,
    maxBytes: 1_000_000,
    timeoutMs: PATIENT.timeout,
    addresses: new Map([[source.name, server.url]]),
    pause: () => Promise.resolve(),
    random: () => 0,
    guards: { ...NO_GUARDS, minReports: 2 },
  };
  const result = await pollSource(deps, source);
  await send();
  return result;
}

async function send(): Promise<void> {
  const channels = new Map([chat, mail].map((channel) => [channel.name, channel]));
  const deps = { db: scene.db, now: () => scene.clock, channels, mode: "live", publicUrl: PUBLIC_URL } as const;
  await deliverDue(deps, { all: false });
}

async function pollTimes(times: number, answer: FileServer["answer"]): Promise<void> {
  for (let time = 0; time < times; time += 1) await poll(answer);
}

/** A source of that kind as it was added beside the built-in ones. */
function makeAdded(kind: string, options: object): AnySource {
  const source = createSources([{ name: "added", kind, title: "Grannens", url: server.url, options }]).at(-1);
  if (source?.name !== "added") throw new Error(`test: unable to add a source of the kind ${kind}`);
  return source;
}

/** What each channel was asked to send, in order. */
function readSent(channel: RecordingChannel): AlertKind[] {
  return channel.written.flatMap(({ views }) => views.map(({ message }) => factsOf("alert", message).alert.kind));
}

function makeWebDeps(): Parameters<typeof createApp>[0] {
  return createWebDeps(scene.db, { publicUrl: PUBLIC_URL, now: () => scene.clock });
}

async function readOpen(): Promise<AlertKind[]> {
  return (await readOpenAlerts(scene.db)).map(({ kind }) => kind);
}

describe("trouble with a source", () => {
  it("reaches whoever subscribes under the operations code, at once and once on each channel", async () => {
    await poll(good);
    await pollTimes(2, DOWN);
    expect([readSent(chat), readSent(mail)]).toEqual([[], []]);
    await pollTimes(6, DOWN);
    expect([readSent(chat), readSent(mail)]).toEqual([["unreachable"], ["unreachable"]]);
    const deliveries = scene.db.selectFrom("delivery").select(["channel", "state"]).orderBy("channel");
    expect(await deliveries.execute()).toEqual([
      { channel: "chat", state: "delivered" },
      { channel: "email", state: "delivered" },
    ]);
  });

  it("can be subscribed to from the command line, as by any region", async () => {
    const config = readConfig({ DATABASE_URL: "pglite:memory", LOG_LEVEL: "silent" });
    const target = await scene.writeFile(JSON.stringify({ target: { channelId: "C0DRIFT01" } }));
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const context = { config, readInput: () => Promise.resolve(""), out: say, problem: say, progress: say };
    expect(await subscription.run({ ...context, args: ["add", OPERATIONS.code, "slack", target] })).toBe(0);
    expect(said).toEqual([expect.stringMatching(/^Restsignal drift: .* is subscription 1\.$/)]);
  });

  it("is named as the operations' own, with the way to the state of the sources", async () => {
    await pollTimes(3, DOWN);
    const [view] = chat.written[0]?.views ?? [];
    expect(view).toMatchObject({ regionName: "Restsignal drift", url: `${PUBLIC_URL}/kallor` });
    expect(view?.message).toMatchObject({ kind: "alert", urgency: "high", caseId: null, advice: null });
    expect(factsOf("alert", view?.message).alert).toMatchObject({
      sourceTitle: lakemedelsverket.title,
      reason: expect.stringMatching(/could not be fetched: .*503.*; the last accepted file stays in use/),
    });
  });

  it("is told again when it was over and came back", async () => {
    await pollTimes(3, DOWN);
    await poll(good);
    expect(await readOpen()).toEqual([]);
    await pollTimes(3, DOWN);
    expect(readSent(chat)).toEqual(["unreachable", "unreachable"]);
  });

  it("of one kind does not hide trouble of another, nor that of another source", async () => {
    await poll(good);
    await pollTimes(3, DOWN);
    await poll(NOT_XML);
    await poll(NOT_XML, makeAdded("rss", {}));
    const told = chat.written.flatMap(({ views }) => views.map(({ message }) => factsOf("alert", message).alert));
    expect(told.map((alert) => [alert.kind, alert.sourceTitle])).toEqual([
      ["unreachable", lakemedelsverket.title],
      ["rejected", lakemedelsverket.title],
      ["rejected", "Grannens"],
    ]);
  });

  it("that kept a file back is over when the good file is there again, so that the next is told", async () => {
    await poll(good);
    await poll(NOT_XML);
    expect(await readOpen()).toEqual(["rejected"]);
    expect(await poll(good)).toEqual({ kind: "not-modified" });
    expect(await readOpen()).toEqual([]);
    await poll(NOT_XML);
    expect(readSent(chat)).toEqual(["rejected", "rejected"]);
  });

  it("with a file that is too small to be whole is told with the command that takes it in all the same", async () => {
    const body = "body" in good ? good.body.replace(/<MedicineShortage>[^]*?<\/MedicineShortage>/, "") : "";
    expect(await poll({ kind: "file", body, etag: '"small"' })).toMatchObject({ kind: "held" });
    expect(await readOpenAlerts(scene.db)).toMatchObject([
      {
        kind: "held",
        reason: expect.stringMatching(/fewer than the 2 expected\. Accept it with: ingest accept \d+ /),
        cause: { kind: "held", snapshot: expect.any(Number), doubt: { kind: "too-few", reports: 1, expected: 2 } },
      },
    ]);
  });

  it("is told in Swedish to Swedish readers, in mail and on the page of the sources", async () => {
    await poll(good);
    await pollTimes(3, DOWN);
    scene.clock = new Date("2026-08-23T06:00:00Z");
    await poll(DOWN);
    expect((await readOpenAlerts(scene.db)).map(({ cause }) => cause)).toEqual([
      { kind: "unreachable", tries: 3, failure: { kind: "status", status: 503, detail: expect.any(String) } },
      { kind: "stalled", hours: expect.any(Number) },
    ]);
    const told = mail.written.flatMap(({ views }) => views.map((view) => describeMessage(view, "sv").facts.items[0]));
    expect(told.map((item) => item?.lines)).toEqual([
      [
        { label: null, text: "Källans server svarade med felkod 503." },
        { label: null, text: "3 försök i rad har misslyckats." },
        {
          label: "Teknisk uppgift på engelska",
          text: `${server.host} answered 503`,
          quoted: { language: "en", texts: [`${server.host} answered 503`] },
        },
      ],
      [{ label: null, text: expect.stringMatching(/^Den senaste filen var .+ gammal när larmet skrevs\.$/) }],
    ]);
    const page = await (await createApp(makeWebDeps()).request("/kallor")).text();
    const text = page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
    expect(text).toContain("felkod 503. 3 försök i rad har misslyckats. Teknisk uppgift på engelska ");
    expect(page).toMatch(/Den senaste filen var .+ gammal när larmet skrevs\./);
  });

  it("leaves nothing half done: an alert has its message and its deliveries, or is none", async () => {
    await poll(good);
    const table = scene.db.schema.alterTable("delivery");
    await table.addCheckConstraint("none", sql`false`).execute();
    await expect(poll(NOT_XML)).rejects.toThrow("none");
    await table.dropConstraint("none").execute();
    expect(await readOpen()).toEqual([]);
    expect(await scene.db.selectFrom("message").select("id").execute()).toEqual([]);
  });
});

describe("a poll believes no date that has not come", () => {
  const nextYear = (body: string) => body.replace(/creationDate="2026/, 'creationDate="2027');

  it("a national file of next year is held back and ends nothing before its time", async () => {
    await poll(good);
    const body = "body" in good ? nextYear(good.body) : "";
    expect(await poll({ kind: "file", body, etag: '"next"' })).toMatchObject({
      kind: "held",
      reason: expect.stringContaining("later than it was fetched"),
    });
    expect(await readOpen()).toEqual(["held"]);
    expect((await readSourceState(scene.db, "lakemedelsverket"))?.asOf).toBe("2026-08-21");
  });

  it("an item of a feed that is dated next year does not make the others old", async () => {
    const item = (guid: string, date: string) =>
      `<item><guid>${guid}</guid><title>Brist på J01DH02</title><pubDate>${date}</pubDate></item>`;
    const body = `<rss version="2.0"><channel>${item("a", "2027-08-20T08:00:00Z")}${item("b", "2026-08-20T08:00:00Z")}</channel></rss>`;
    expect(await poll({ kind: "file", body, etag: '"rss"' }, makeAdded("rss", {}))).toMatchObject({ kind: "ingested" });
    const rows = await scene.db.selectFrom("notice").select(["report_id", "status"]).orderBy("report_id").execute();
    expect(rows.map(({ status }) => status)).toEqual(["ongoing", "ongoing"]);
    // The day of the newest item that has come.
    expect((await readSourceState(scene.db, "added"))?.asOf).toBe("2026-08-20");
  });
});

it("a region's own short table is fetched without a word about the national file's length", async () => {
  const table = makeAdded("spreadsheet", { columns: { productName: "Läkemedel" }, regionCode: REGION });
  const result = await poll({ kind: "file", body: "Läkemedel;ATC\nExempem;J01DH02\n", etag: '"table"' }, table);
  expect(result).toMatchObject({ kind: "ingested", notices: 1 });
});

describe("prescribers", () => {
  it("get no alert, whatever they subscribe to, and see none in feeds or on the region's pages", async () => {
    await scene.takeList([makeEntry()]);
    await scene.subscribe({ regionCode: REGION });
    await poll(good);
    await pollTimes(3, DOWN);
    await poll(NOT_XML);
    const readers = await scene.db
      .selectFrom("delivery")
      .innerJoin("message", "message.id", "delivery.message_id")
      .innerJoin("subscription", "subscription.id", "delivery.subscription_id")
      .select(["message.kind", "subscription.region_code"])
      .distinct()
      .orderBy("message.kind")
      .execute();
    expect(readers).toEqual([
      { kind: "alert", region_code: OPERATIONS.code },
      { kind: "overview", region_code: REGION },
    ]);

    const app = createApp(makeWebDeps());
    for (const path of ["/", "/r/12", "/feed.rss", "/feed.atom", "/feed.json", "/r/12/feed.json"]) {
      const page = await (await app.request(path)).text();
      expect(page).not.toMatch(/driftlarm|alert"|kunde inte läsas|could not be fetched/i);
    }
    for (const path of [`/r/${OPERATIONS.code}`, `/r/${OPERATIONS.code}/feed.rss`])
      expect((await app.request(path)).status).toBe(404);
  });
});

describe.each(LANGUAGES)("the words of an alert, in %s", (language) => {
  it("say of each kind what it means for readers, each in its own way, and what happened", () => {
    const kinds: AlertKind[] = ["held", "rejected", "unreachable", "stalled"];
    const contents = kinds.map((kind) => describeMessage(makeAlertView({ kind, reason: `why ${kind}` }), language));
    expect(new Set(contents.map(({ summary }) => summary)).size).toBe(4);
    for (const [at, content] of contents.entries()) {
      expect(content).toMatchObject({ advice: null, changes: null, link: { url: expect.stringContaining("/kallor") } });
      expect(content.facts.items[0]?.lines[0]?.text).toBe(`why ${kinds[at] ?? ""}`);
    }
  });
});
