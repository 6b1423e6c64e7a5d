import { createHash } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { writePolicy } from "../../src/db/regions.ts";
import { readCaseRows } from "../../src/db/outreach-cases.ts";
import { readReportRows } from "../../src/db/outreach-rows.ts";
import { readDocument, type OutreachDocument } from "../../src/domain/outreach/document.ts";
import { differEditions } from "../../src/domain/outreach/edition-differences.ts";
import type { Figure } from "../../src/domain/outreach/figure.ts";
import { followPeriod, openFigure } from "../../src/domain/outreach/report.ts";
import { parsePeriod } from "../../src/domain/outreach/period.ts";
import type { PlaceId } from "../../src/domain/outreach/place.ts";
import { readFigureRows, readReport, type OutreachReport } from "../../src/services/outreach.ts";
import { freezeEdition, listEditions, readEdition, setEditionPublic } from "../../src/services/outreach-editions.ts";
import { actAtCommandLine, type ServiceContext } from "../../src/services/context.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { grant, HALLAND, NATION, SKANE } from "../support/grants.ts";
import { beginCase, ended, ongoing } from "../support/meropenem-case.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const LATER = new Date("2026-10-15T10:00:00Z");
const ctx = (over: Partial<ServiceContext> = {}): ServiceContext => ({
  ...actAtCommandLine({ db: scene.db, now: () => LATER }),
  ...over,
});

async function read(word: string, places?: readonly PlaceId[], over: Partial<ServiceContext> = {}) {
  const period = parsePeriod(word);
  if (typeof period === "string") throw new Error(period);
  return readReport(ctx(over), { period, ...(places === undefined ? {} : { places }) });
}

function figuresOf({ document }: OutreachReport): Figure[] {
  return document.figures.flatMap((figure) => ("hidden" in figure ? [] : [figure]));
}

describe("the cases of a report", () => {
  it("are one row each time that a case is open, with the news and the messages of that time", async () => {
    await beginCase(scene, ended);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
    for (const [day, notice] of [ongoing, ended, ongoing].entries())
      await scene.ingest({ at: `2026-08-2${day + 1}`, notices: [notice] });
    const rows = await readCaseRows(scene.db, { from: new Date("2026-08-01"), until: LATER });
    expect(
      rows.map(({ caseId, closedAt, messages }) => [caseId, closedAt !== null, messages.map(({ kind }) => kind)]),
    ).toEqual([
      [1, true, ["new", "resolved"]],
      [1, false, ["new"]],
    ]);
    expect(rows.map(({ updates }) => updates.map(({ changes }) => changes.map(({ kind }) => kind)))).toEqual([
      [["reopened"], ["ended"]],
      [["reopened"]],
    ]);
    expect(rows[0]?.notices).toMatchObject([{ reportId: "report-1" }]);
    const report = await read("2026-08");
    const open =
      report.kind === "report"
        ? report.document.figures.filter(({ id, place }) => id === "cases-open" && place === "SE")
        : [];
    expect(open[0]).toMatchObject({ value: 2, cut: {} });
  });

  it("are counted as they stood then, whatever has happened since", async () => {
    await beginCase(scene, ongoing);
    const before = await read("2026-08", ["12"]);
    await scene.ingest({ at: "2026-10-10", notices: [ended] });
    const after = await read("2026-08", ["12"]);
    expect(before).toMatchObject({ kind: "report", document: { followedTo: "2026-08-20" } });
    expect(after).toMatchObject({ kind: "report", document: { followedTo: "2026-09-30" } });
    const value = (report: typeof after, id: string) =>
      report.kind === "report" ? figuresOf(report).find((figure) => figure.id === id)?.value : undefined;
    expect(value(after, "cases-open")).toBe(1);
    expect(value(after, "case-days")).toBe(12);
  });

  it("have the line of the list that was in use then", async () => {
    await scene.importList([makeEntry({ priority: 1 })]);
    await scene.ingest({ at: "2026-08-20", notices: [ongoing] });
    scene.clock = new Date("2026-09-10T08:00:00Z");
    await scene.importList([makeEntry({ priority: 3 })]);
    const priorityIn = async (until: string) =>
      (await readCaseRows(scene.db, { from: new Date("2026-08-01"), until: new Date(until) }))[0]?.entry.priority;
    expect(await priorityIn("2026-09-01T00:00:00Z")).toBe(1);
    expect(await priorityIn("2026-10-01T00:00:00Z")).toBe(3);
  });
});

describe("a figure", () => {
  it("opens the rows that it is made of, and those that it leaves out and why", async () => {
    await beginCase(scene, ended);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
    await scene.importList([makeEntry()], HALLAND);
    await scene.ingest({ at: "2026-08-21", notices: [ongoing] });
    const report = await read("2026-08");
    if (report.kind !== "report") throw new Error(report.kind);
    const period = parsePeriod("2026-08");
    if (typeof period === "string") throw new Error(period);
    let opened = 0;
    const at = followPeriod(period, report.document.followedTo);
    const kept = await readReportRows(scene.db, at, report.document.dataFrom);
    const { definitions } = report.document;
    for (const { id, place, cut, n, excluded } of figuresOf(report)) {
      const rows = openFigure(kept, at, { id, place, cut });
      // How many rows there are of persons would tell how many those are.
      if (definitions.find((one) => one.id === id)?.sensitive === true) {
        expect(rows).toEqual([]);
        continue;
      }
      // Of the list's share n is days, and each day has a row for each kind of line.
      if (id !== "list-hit") expect(rows.filter((row) => row.excluded === null)).toHaveLength(n);
      expect(rows.filter((row) => row.excluded !== null)).toHaveLength(excluded.reduce((sum, one) => sum + one.n, 0));
      opened += rows.length;
    }
    expect(opened).toBeGreaterThan(100);
    const asReader = ctx({ grants: [grant("reader", SKANE)] });
    const asked = { id: "cases-open", place: HALLAND, cut: {} };
    expect(await readFigureRows(asReader, { period, asked })).toEqual({ kind: "forbidden" });
    const own = await readFigureRows(asReader, { period, asked: { ...asked, place: SKANE } });
    expect(own).toMatchObject({ kind: "rows", rows: [{ regionCode: SKANE, caseId: 1, excluded: null }] });
  });
});

describe("the figures of a month", () => {
  it("tell of messages, deliveries and the list as it was, and of one reader nothing", async () => {
    await beginCase(scene, ended);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
    await scene.subscribe({ channel: "email" });
    await scene.ingest({ at: "2026-08-21", notices: [ongoing] });
    await scene.ingest({ at: "2026-08-24", notices: [ended] });
    await deliverAll();
    const finding = async () => {
      const report = await read("2026-08", [SKANE]);
      if (report.kind !== "report") throw new Error(report.kind);
      return (id: string) =>
        report.document.figures.find((figure) => figure.id === id && Object.keys(figure.cut).length === 0);
    };
    const find = await finding();
    expect(find("messages")).toMatchObject({ value: 2, n: 2 });
    expect(find("messages-by-rule")).toMatchObject({ value: 1 });
    expect(find("messages-with-advice")).toMatchObject({ value: 0, n: 1 });
    // Two deliveries of two messages are one reader.
    expect(find("deliveries")).toMatchObject({ hidden: true });
    // Of the five days since the first file, from the 20th to the 24th, four had the case open.
    expect(find("list-hit")).toMatchObject({ value: 0.8, n: 5 });
    expect(find("subscriptions")).toMatchObject({ hidden: true });
    expect(find("prescribers-reached")).toMatchObject({ value: null, n: 0 });
    expect(find("questions")).toMatchObject({ value: 0 });
    for (const _ of [2, 3, 4, 5, 6]) await scene.subscribe({ channel: "email" });
    await deliverAll();
    const findOfSix = await finding();
    expect(findOfSix("subscriptions")).toMatchObject({ value: 6 });
    expect(findOfSix("deliveries")).toMatchObject({ value: 12 });
    expect(findOfSix("deliveries-delivered")).toMatchObject({ value: 0, n: 12, pending: 12 });
  });

  /** What is handed out waits: nothing is sent in this test. */
  async function deliverAll(): Promise<void> {
    await sql`insert into delivery (message_id, subscription_id, channel, state, attempts, due_at)
      select m.id, u.id, u.channel, 'due', 0, m.published_at from message m, subscription u
      where m.case_id is not null and u.region_code = m.region_code on conflict do nothing`.execute(scene.db);
  }
});

describe("the same shortage in several regions", () => {
  it("stands side by side: who told, when and how far ahead, and who did nothing", async () => {
    await beginCase(scene, ended);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
    await scene.importList([makeEntry()], HALLAND);
    await scene.ingest({ at: "2026-08-21", notices: [ongoing] });
    const report = await read("2026-08");
    expect(report).toMatchObject({
      document: {
        shortages: [
          {
            reportId: "report-1",
            answers: [
              { regionCode: SKANE, outcome: "told", on: "2026-08-21" },
              { regionCode: HALLAND, outcome: "unhandled", on: null, warning: null, advice: null },
            ],
          },
        ],
      },
    });
    const own = await read("2026-08", [HALLAND]);
    expect(own).toMatchObject({ document: { shortages: [{ answers: [{ regionCode: HALLAND }] }] } });
  });
});

describe("a report", () => {
  it("that nothing is known of says why", async () => {
    expect(await read("2026-08")).toMatchObject({ kind: "no-data", why: "nothing" });
    await beginCase(scene, makeNotice({ packages: [makePackage()] }));
    expect(await read("2026-11")).toMatchObject({ kind: "no-data", why: "future" });
    // The case is still open as far as anybody knows, and nobody knows of September.
    for (const word of ["2026-09", "2026-10", "2026-Q4", "2026-10-15..2026-10-15"])
      expect(await read(word)).toMatchObject({ kind: "no-data", why: "after-data" });
    expect(await read("2026-Q3")).toMatchObject({ kind: "report" });
    expect(await read("2026-07")).toMatchObject({ kind: "no-data", why: "before-data", dataFrom: "2026-08-20" });
  });

  it("is for whoever works in all of the place, and for SKR's analyst", async () => {
    await beginCase(scene, ongoing);
    const asReader = { grants: [grant("reader", SKANE)] };
    expect(await read("2026-08", [SKANE], asReader)).toMatchObject({ kind: "report" });
    expect(await read("2026-08", [HALLAND], asReader)).toEqual({ kind: "forbidden" });
    expect(await read("2026-08", ["sr:Södra"], asReader)).toEqual({ kind: "forbidden" });
    expect(await read("2026-08", undefined, asReader)).toEqual({ kind: "forbidden" });
    expect(await read("2026-08", [], asReader)).toEqual({ kind: "forbidden" });
    expect(await read("2026-08", ["99"], asReader)).toEqual({ kind: "forbidden" });
    expect(await read("2026-08", undefined, { grants: [grant("analyst", NATION)] })).toMatchObject({ kind: "report" });
    expect(await read("2026-08", [SKANE], { grants: [grant("operator", NATION)] })).toEqual({ kind: "forbidden" });
  });
});

describe("an edition", () => {
  const freeze = (over: Partial<ServiceContext> = {}) => {
    const period = parsePeriod("2026-08");
    if (typeof period === "string") throw new Error(period);
    return freezeEdition(ctx(over), { period, program: "a".repeat(40) });
  };

  it("is frozen once for what it says, and a later one stands beside it with its differences", async () => {
    await beginCase(scene, ongoing);
    const first = await freeze();
    expect(first).toMatchObject({ kind: "frozen", number: 1 });
    expect(await freeze({ now: new Date("2026-10-16T10:00:00Z") })).toMatchObject({ kind: "unchanged", number: 1 });
    await scene.ingest({ at: "2026-08-30", notices: [ended] });
    const second = await freeze();
    expect(second).toMatchObject({ kind: "frozen", number: 2 });
    const [before, after] = await Promise.all([1, 2].map((id) => readEdition(ctx(), id)));
    if (before == null || after == null) throw new Error("an edition is gone");
    expect(sha256(before.document)).toBe(before.checksum);
    const { figures } = differEditions(readDocument(before.document), readDocument(after.document));
    expect(figures.find(({ after: now }) => now?.id === "case-days" && now.place === "12")).toMatchObject({
      before: { value: 1 },
      after: { value: 11 },
    });
    expect(differEditions(readDocument(after.document), readDocument(after.document)).figures).toEqual([]);
  });

  it("cannot be changed or removed, whoever asks the database", async () => {
    await beginCase(scene, ongoing);
    await freeze();
    const { db } = scene;
    await expect(db.updateTable("outreach_edition").set({ checksum: "x" }).execute()).rejects.toThrow("frozen");
    await expect(db.deleteFrom("outreach_edition").execute()).rejects.toThrow("frozen");
  });

  it("is SKR's analyst's to freeze and to make public, and anybody's to read when it is", async () => {
    await beginCase(scene, ongoing);
    const analyst = { grants: [grant("analyst", NATION)] };
    const nobody = { grants: [] };
    for (const grants of [[], [grant("region-admin", SKANE)], [grant("operator", NATION)]])
      expect(await freeze({ grants })).toEqual({ kind: "forbidden" });
    expect(await freeze(analyst)).toMatchObject({ kind: "frozen" });
    expect(await readEdition(ctx(nobody), 1)).toBeNull();
    expect(await setEditionPublic(ctx(nobody), { id: 1, isPublic: true })).toEqual({ kind: "forbidden" });
    expect(await setEditionPublic(ctx(analyst), { id: 1, isPublic: true })).toEqual({ kind: "done" });
    expect(await setEditionPublic(ctx(analyst), { id: 1, isPublic: true })).toEqual({ kind: "unchanged" });
    expect(await setEditionPublic(ctx(analyst), { id: 2, isPublic: true })).toEqual({ kind: "gone" });
    expect(await readEdition(ctx(nobody), 1)).toMatchObject({ number: 1 });
    expect(await listEditions(ctx(nobody))).toHaveLength(1);
    await setEditionPublic(ctx(analyst), { id: 1, isPublic: false });
    expect(await listEditions(ctx(nobody))).toEqual([]);
    expect(await listEditions(ctx(analyst))).toHaveLength(1);
  });

  it("tells of persons; what is counted anew does so to SKR's analyst alone", async () => {
    await beginCase(scene, ongoing);
    await freeze();
    const told = (document: OutreachDocument) =>
      document.figures.filter((figure) => figure.id === "subscriptions" && !("hidden" in figure)).length;
    const frozen = await readEdition(ctx(), 1);
    expect(told(readDocument(frozen?.document ?? ""))).toBeGreaterThan(20);
    const live = async (grants: ServiceContext["grants"]) => {
      const report = await read("2026-08", [SKANE], { grants });
      return report.kind === "report" ? told(report.document) : null;
    };
    expect(await live([grant("region-admin", SKANE)])).toBe(0);
    expect(await live([grant("analyst", NATION)])).toBe(1);
  });

  it("of a period that goes on, or that is no whole month, quarter or year, is not frozen", async () => {
    await beginCase(scene, ongoing);
    const free = parsePeriod("2026-08-01..2026-08-30");
    if (typeof free === "string") throw new Error(free);
    expect(await freezeEdition(ctx(), { period: free, program: null })).toEqual({ kind: "free" });
    expect(await freeze({ now: new Date("2026-08-31T12:00:00Z") })).toEqual({ kind: "open" });
  });
});
