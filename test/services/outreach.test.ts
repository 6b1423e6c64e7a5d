import { describe, expect, it } from "vitest";
import { writePolicy } from "../../src/db/regions.ts";
import { readCaseRows } from "../../src/db/outreach-cases.ts";
import { parsePeriod } from "../../src/domain/outreach/period.ts";
import type { PlaceId } from "../../src/domain/outreach/place.ts";
import { readFigureRows, readReport } from "../../src/services/outreach.ts";
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
      report.kind === "report" ? report.document.figures.find((figure) => figure.id === id)?.value : undefined;
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
    for (const { id, place, cut, n, excluded } of report.document.figures) {
      const answer = await readFigureRows(ctx(), { period, asked: { id, place, cut } });
      const rows = answer.kind === "rows" ? answer.rows : [];
      expect(rows.filter((row) => row.excluded === null)).toHaveLength(n);
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
