import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import { readOpenAlerts } from "../../src/db/alerts.ts";
import { readSourceHealth } from "../../src/db/source-health.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { acceptSnapshot } from "../../src/services/intake/accept-snapshot.ts";
import { advanceClock } from "../../src/services/intake/advance-clock.ts";
import { pollSource, type FetchDeps, type FetchResult } from "../../src/jobs/fetch.handler.ts";
import type { HttpClient } from "../../src/net/http-client.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { connectTo, startFileServer, type FileServer } from "../support/file-server.ts";
import { openMemoryDatabase } from "../support/memory-database.ts";
import { sharedData, sharedDataMissing, REAL_CHANGES } from "../support/shared-data.ts";
import { factsOf } from "../support/message-facts.ts";
import { PATIENT } from "../support/patience.ts";

const title = sharedDataMissing === null ? "a week of polls" : `a week of polls (skipped: ${sharedDataMissing})`;

/** The file as another day would have written it. */
function writtenOn(xml: string, time: string): string {
  return xml.replace(/creationDate="[^"]*"/, `creationDate="${time}.0000000+02:00"`);
}

/** Leaves only the first reports. */
function shrink(xml: string, keep: number): string {
  const reports = xml.split("<MedicineShortage>");
  return `${reports
    .slice(0, keep + 1)
    .join("<MedicineShortage>")
    .trimEnd()}\n</MedicineShortages></OpenDataMedicineShortages>`;
}

/** The first report whose text fits, changed. */
function changeReport(xml: string, fits: (report: string) => boolean, change: (report: string) => string): string {
  const reports = xml.split("<MedicineShortage>");
  const at = reports.findIndex((report, index) => index > 0 && fits(report));
  if (at === -1) throw new Error("test: no report fits");
  const [report = ""] = reports.splice(at, 1);
  const end = "</MedicineShortage>";
  const changed = change(report.slice(0, report.indexOf(end) + end.length));
  const rest = report.slice(report.indexOf(end) + end.length);
  if (changed !== "") reports.splice(at, 0, changed + rest);
  else reports[at - 1] += rest;
  return reports.join("<MedicineShortage>");
}

/** One open package, begun long ago, of the given type: dates leave nothing else to change on these days. */
function isPlain(type: string) {
  return (report: string) =>
    report.includes(`<TypeOfShortage>${type}</TypeOfShortage>`) &&
    report.split("<PackagedMedicinalProduct>").length === 2 &&
    !report.includes("<ActualEndDate>20") &&
    /<ForecastedStartDate>2026-0[1-6]/.test(report) &&
    /<ForecastedEndDate>2027/.test(report);
}

describe.skipIf(sharedDataMissing)(title, () => {
  let server: FileServer;
  let database: Database;
  let http: HttpClient;
  let deps: FetchDeps;
  let clock = new Date("2026-08-20T10:30:00+02:00");
  const pauses: number[] = [];
  let first = "";
  let second = "";

  beforeAll(async () => {
    server = await startFileServer();
    database = await openMemoryDatabase();
    http = connectTo(server);
    deps = {
      db: database.db,
      now: () => clock,
      digestChannels: new Set(["email"]),
      http,
      maxBytes: 50_000_000,
      timeoutMs: PATIENT.timeout,
      addresses: new Map([["lakemedelsverket", server.url]]),
      pause: (ms) => {
        pauses.push(ms);
        return Promise.resolve();
      },
      random: () => 0.5,
    };
    first = await readFile(sharedData("lakemedelsverket/2026-08-20.xml"), "utf8");
    second = await readFile(sharedData("lakemedelsverket/2026-08-21.xml"), "utf8");
    await saveSubscription(database.db, {
      regionCode: OPERATIONS.code,
      channel: "slack",
      target: { channelId: "C0DRIFT01" },
      language: "sv",
      filter: {},
      token: "drift",
      now: clock,
    });
  });

  afterAll(async () => {
    await http.close();
    await database.close();
    await server.stop();
  });

  async function poll(at: string, answer: FileServer["answer"]): Promise<FetchResult> {
    clock = new Date(at);
    server.answer = answer;
    return pollSource(deps, lakemedelsverket);
  }

  function serve(body: string, etag: string): FileServer["answer"] {
    return { kind: "file", body, etag: `"${etag}"` };
  }

  async function readAlerts(): Promise<string[]> {
    const messages = await database.db
      .selectFrom("message")
      .select("facts")
      .where("kind", "=", "alert")
      .orderBy("id")
      .execute();
    return messages.map((message) => factsOf("alert", message).alert.kind);
  }

  it("begins with a baseline that changes nothing", async () => {
    const result = await poll("2026-08-20T10:30:00+02:00", serve(first, "one"));
    expect(result).toMatchObject({ kind: "ingested", baseline: true, changes: {} });
  });

  it("tells the next day's changes, exactly", async () => {
    const result = await poll("2026-08-21T04:35:00+02:00", serve(second, "two"));
    expect(result).toMatchObject({
      changes: REAL_CHANGES,
    });
    expect(Object.keys("changes" in result ? result.changes : {})).toHaveLength(7);
  });

  it("asks with the validators, and an unchanged file is not fetched again", async () => {
    expect(await poll("2026-08-21T05:35:00+02:00", serve(second, "two"))).toEqual({ kind: "not-modified" });
    expect(server.asked.notModified).toBe(1);
  });

  it("holds a file back in which half of the reports are gone, alerts once, and keeps it once", async () => {
    const half = serve(shrink(writtenOn(second, "2026-08-22T02:25:00"), 1_200), "half");
    const results = [
      await poll("2026-08-22T04:35:00+02:00", half),
      await poll("2026-08-22T05:35:00+02:00", half),
      await poll("2026-08-22T06:35:00+02:00", half),
    ];
    expect(results.map(({ kind }) => kind)).toEqual(["held", "held", "held"]);
    expect(results[0]).toMatchObject({ reason: "the file has 1200 reports, 49 % fewer than the last one's 2340" });
    const held = await database.db.selectFrom("snapshot").select("id").where("status", "=", "held").execute();
    expect(held).toHaveLength(1);
    expect(await readAlerts()).toEqual(["held"]);
    const open = await database.db.selectFrom("notice").select("id").where("vanished", "=", true).execute();
    expect(open).toEqual([]);
  });

  it("tries 500 and a slow drip again with growing waits, 406 only once, and alerts after three polls without an answer", async () => {
    pauses.length = 0;
    expect(await poll("2026-08-22T07:35:00+02:00", { kind: "status", status: 500 })).toMatchObject({ kind: "failed" });
    expect(pauses).toEqual([5_000, 10_000, 20_000]);
    expect(await poll("2026-08-22T08:35:00+02:00", { kind: "status", status: 406 })).toMatchObject({ kind: "failed" });
    expect(pauses).toHaveLength(3);
    expect(await readAlerts()).toEqual(["held"]);
    deps = { ...deps, timeoutMs: 200 };
    const dripped = await poll("2026-08-22T09:35:00+02:00", { kind: "drip" });
    expect(dripped).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("the last accepted file stays in use"),
    });
    deps = { ...deps, timeoutMs: PATIENT.timeout };
    expect(await readAlerts()).toEqual(["held", "unreachable"]);
  });

  it("takes a mass touch of LastUpdated for no change, and closes what was open", async () => {
    const touched = writtenOn(second, "2026-08-23T02:25:00").replaceAll(
      /<LastUpdated>[^<]+</g,
      "<LastUpdated>2026-08-22<",
    );
    // A source that came back a day late is no longer stalled when its file is fresh.
    const result = await poll("2026-08-23T04:35:00+02:00", serve(touched, "three"));
    const byTheDate = await clockChanges("2026-08-21", "2026-08-23");
    expect(result).toMatchObject({ kind: "ingested", changes: byTheDate });
    expect(await readOpenAlerts(database.db)).toEqual([]);
  });

  /** What the dates alone bring about between two days, told by the same file read twice. */
  async function clockChanges(before: string, after: string): Promise<Record<string, number>> {
    const other = await openMemoryDatabase();
    try {
      const own = { ...deps, db: other.db };
      server.answer = serve(writtenOn(second, `${before}T02:25:00`), "clock");
      await pollSource(own, lakemedelsverket);
      clock = new Date(`${after}T04:35:00+02:00`);
      const [moved] = await advanceClock(own);
      const counts: Record<string, number> = {};
      for (const kind of moved?.changes ?? []) counts[kind] = (counts[kind] ?? 0) + 1;
      return counts;
    } finally {
      await other.close();
    }
  }

  it("tells a row that left the file while open as vanished, once, and again when it is back", async () => {
    const gone = (time: string) =>
      writtenOn(
        changeReport(second, isPlain("SHORTAGE"), () => ""),
        time,
      );
    const dayOne = await poll("2026-08-23T05:35:00+02:00", serve(gone("2026-08-23T03:00:00"), "gone"));
    expect(dayOne).toMatchObject({ changes: { vanished: 1 } });
    expect(Object.keys("changes" in dayOne ? dayOne.changes : {})).toEqual(["vanished"]);
    const again = await poll("2026-08-23T06:35:00+02:00", serve(gone("2026-08-23T04:00:00"), "gone again"));
    expect(again).toMatchObject({ changes: {} });
    const back = await poll("2026-08-23T07:35:00+02:00", serve(writtenOn(second, "2026-08-23T05:00:00"), "back"));
    expect(back).toMatchObject({ kind: "ingested" });
    expect("changes" in back ? back.changes : {}).toEqual({ reopened: 1 });
  });

  it("tells a shortage that turned into a cessation as a moved end", async () => {
    const turned = changeReport(second, isPlain("SHORTAGE"), (report) =>
      report
        .replace("<TypeOfShortage>SHORTAGE<", "<TypeOfShortage>CESSATION<")
        .replace(/<ForecastedEndDate>[^<]+<\/ForecastedEndDate>/, '<ForecastedEndDate nullFlavor="UNK" />'),
    );
    const result = await poll("2026-08-23T08:35:00+02:00", serve(writtenOn(turned, "2026-08-23T06:00:00"), "turned"));
    expect("changes" in result ? result.changes : {}).toEqual({ "rescheduled-end": 1 });
  });

  it("holds back a file that was made before the last one", async () => {
    const result = await poll("2026-08-23T09:35:00+02:00", serve(writtenOn(first, "2026-08-23T05:30:00"), "old"));
    expect(result).toMatchObject({ kind: "held", reason: expect.stringContaining("before the last accepted one") });
    expect(await readAlerts()).toEqual(["held", "unreachable", "held"]);
  });

  it("alerts once when the file has stood still for more than 36 hours", async () => {
    await poll("2026-08-24T17:00:00+02:00", { kind: "status", status: 500 });
    await poll("2026-08-24T19:00:00+02:00", { kind: "status", status: 500 });
    expect((await readAlerts()).slice(3)).toEqual(["stalled"]);
  });

  it("brings a new day's starts and passed ends without a file, once, also on the day the clocks go back", async () => {
    clock = new Date("2026-10-25T00:05:00+02:00");
    const [moved] = await advanceClock(deps);
    expect(new Set(moved?.changes)).toEqual(new Set(["started", "overdue"]));
    expect(moved?.changes.length).toBeGreaterThan(10);
    clock = new Date("2026-10-25T23:59:00+01:00");
    expect(await advanceClock(deps)).toEqual([]);
    const twice = await database.db
      .selectFrom("notice_change")
      .select((eb) => ["notice_id", "kind", eb.fn.countAll<number>().as("times")])
      .where("kind", "in", ["started", "overdue", "announced"])
      .groupBy(["notice_id", "kind"])
      .having((eb) => eb.fn.countAll(), ">", 1)
      .execute();
    expect(twice).toEqual([]);
  });

  it("finds the file again through the data portal when it has moved, and remembers where", async () => {
    const host = `http://${server.host}`;
    server.pages.set("/store/140/metadata/2136", `<dcat:distribution rdf:resource="${host}/store/9/resource/2"/>`);
    server.pages.set("/store/9/metadata/2", `<dcat:downloadURL rdf:resource="${host}/lmf/shortages-current-3-0.xml"/>`);
    server.pages.set("/lmf/shortages-current-3-0.xml", writtenOn(second, "2026-10-25T02:25:00"));
    const { findPortalFile } = await import("../../src/sources/portal-address.ts");
    const moved = {
      ...lakemedelsverket,
      defaultUrl: `${host}/moved.xml`,
      findUrl: (client: Pick<HttpClient, "request">) =>
        findPortalFile(client, { metadataUrl: `${host}/store/140/metadata/2136`, named: "current", ending: "xml" }),
    };
    clock = new Date("2026-10-26T04:35:00+01:00");
    const result = await pollSource(
      { ...deps, addresses: new Map(), guards: { minReports: 1, maxDropShare: 1, maxChangeShare: 1 } },
      {
        ...moved,
        name: "moved",
      },
    );
    expect(result).toMatchObject({ kind: "ingested", reports: 2_340 });
    expect(await readSourceHealth(database.db, "moved")).toMatchObject({
      outcome: "ingested",
      goodUrl: `${host}/lmf/shortages-current-3-0.xml`,
    });
  });

  it("takes a held file in on a person's word, which is written down with the reason", async () => {
    const held = await database.db
      .selectFrom("snapshot")
      .select(["id", "reason"])
      .where("status", "=", "held")
      .orderBy("id")
      .execute();
    const snapshot = held[0]?.id ?? 0;
    const find = () => Promise.resolve(lakemedelsverket);
    const input = {
      snapshot,
      reason: "LV har tagit bort avslutade",
      findSource: find,
    };
    const ctx = actAtCommandLine(deps, "anna");
    const result = await acceptSnapshot(ctx, input);
    expect(result).toMatchObject({ kind: "ingested", reports: 1_200 });
    expect("changes" in result ? result.changes.vanished : 0).toBeGreaterThan(500);
    const audit = await database.db
      .selectFrom("audit")
      .select(["actor_name", "object_id", "reason", "after"])
      .execute();
    expect(audit).toEqual([
      {
        actor_name: "anna",
        object_id: String(snapshot),
        reason: input.reason,
        after: { acceptedAs: expect.any(Number), guard: expect.stringContaining("49 % fewer") },
      },
    ]);
    expect(await acceptSnapshot(ctx, input)).toMatchObject({ kind: "rejected" });
  });
});
