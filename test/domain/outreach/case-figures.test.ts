import { describe, expect, it } from "vitest";
import type { CaseRow, RowMessage, RowUpdate } from "../../../src/domain/outreach/case-row.ts";
import { CASE_FIGURES } from "../../../src/domain/outreach/case-figures.ts";
import { defineFigure } from "../../../src/domain/outreach/definitions.ts";
import type { Figure } from "../../../src/domain/outreach/figure.ts";
import { parsePeriod, type Period } from "../../../src/domain/outreach/period.ts";
import { FIGURES, followPeriod, measureReport } from "../../../src/domain/outreach/report.ts";
import { makeReportRows } from "../../support/report-rows.ts";

function period(word: string): Period {
  const found = parsePeriod(word);
  if (typeof found === "string") throw new Error(`${word}: ${found}`);
  return found;
}

/** A case of one notice, published and seen on those days of August, with a message or a decision at noon. */
function makeCase(over: {
  id: string;
  region?: string;
  published?: string;
  seen: string;
  told?: { on: string; start: string | null };
  dismissed?: string;
  start?: string | null;
  opening?: RowUpdate["kind"];
  closed?: string;
}): CaseRow {
  const { id, region = "12", seen, published = seen, told, dismissed, start = null, opening = "change", closed } = over;
  const noon = (date: string): Date => new Date(`${date}T10:00:00Z`);
  const message = (on: string, starts: string | null): RowMessage => ({
    id: 100 + Number(id),
    kind: "new",
    urgency: "normal",
    publishedAt: noon(on),
    reviewed: true,
    adviceType: null,
    originRegionCode: null,
    areas: [],
    roles: [],
    grade: "part",
    start: starts,
  });
  return {
    id,
    caseId: Number(id),
    regionCode: region,
    entry: { key: id, atc: "J01DH02", emdn: null, substance: "Meropenem", priority: 1, category: "Infektion" },
    openedAt: noon(seen),
    closedAt: closed === undefined ? null : noon(closed),
    notices: [
      {
        id: Number(id),
        reportId: id,
        product: `Meropenem ${id}`,
        atc: "J01DH02",
        type: "shortage",
        firstPublished: published,
        start,
      },
    ],
    updates: [
      {
        id: Number(id),
        kind: opening,
        createdAt: noon(seen),
        onDate: seen,
        changes: opening === "list" ? [] : [{ noticeId: Number(id), kind: "announced" }],
        isRetracted: false,
        decision: dismissed === undefined ? "pending" : "dismissed",
        decidedAt: dismissed === undefined ? null : noon(dismissed),
        byRule: false,
        grade: "part",
      },
    ],
    messages: told === undefined ? [] : [message(told.on, told.start)],
  };
}

/**
 * Five cases of August 2026, reckoned by hand:
 *  1 published the 3rd, seen the 4th, told the 5th (day 2), start then known 10 August (5 ahead), now 20 August (15 ahead)
 *  2 published and seen the 10th, told the same day (day 0), began the 5th (5 late)
 *  3 published the 12th, put aside the 15th (day 3)
 *  4 published the 20th, nobody has decided
 *  5 there since the first file
 */
const FIVE = [
  makeCase({
    id: "1",
    published: "2026-08-03",
    seen: "2026-08-04",
    told: { on: "2026-08-05", start: "2026-08-10" },
    start: "2026-08-20",
  }),
  makeCase({
    id: "2",
    seen: "2026-08-10",
    told: { on: "2026-08-10", start: "2026-08-05" },
    start: "2026-08-05",
    closed: "2026-08-12",
  }),
  makeCase({ id: "3", seen: "2026-08-12", dismissed: "2026-08-15" }),
  makeCase({ id: "4", region: "13", seen: "2026-08-20" }),
  makeCase({ id: "5", seen: "2026-08-01", opening: "baseline" }),
];

function measure(rows: readonly CaseRow[], over: { word?: string; dataTo?: string; place?: string } = {}) {
  const { word = "2026-08", dataTo = "2026-12-01", place = "SE" } = over;
  const figures = measureReport(makeReportRows({ cases: rows }), followPeriod(period(word), dataTo), [place]);
  return (id: string): Figure => {
    const found = figures.find((figure) => figure.id === id && Object.keys(figure.cut).length === 0);
    if (found === undefined) throw new Error(`there is no figure ${id}`);
    return found;
  };
}

describe("five cases reckoned by hand", () => {
  const figure = measure(FIVE);

  it.each([
    ["cases-open", 5, 5],
    // 28 of the first, 3 of the second, 20, 12 and 31.
    ["case-days", 94, 5],
    ["cases-new", 4, 4],
    ["share-told", 0.5, 4],
    ["share-no-action", 0.25, 4],
    ["share-unhandled", 0.25, 4],
    ["told-within-1", 0.25, 4],
    ["told-within-3", 0.5, 4],
    ["told-within-30", 0.5, 4],
    ["decided-within-1", 0.25, 4],
    ["decided-within-3", 0.75, 4],
    // Two of four are told on day 2; nine of ten never are.
    ["told-median", 2, 4],
    ["told-p90", null, 4],
    ["decided-median", 2, 4],
    ["seen-median", 0, 4],
    ["warning-median", 5, 2],
    ["warning-known-median", 0, 2],
    ["warning-0", 0.5, 2],
    ["warning-14", 0.5, 2],
    ["warning-known-14", 0, 2],
    ["company-lead-median", 6, 2],
  ])("%s is %s of %s", (id, value, n) => {
    expect(figure(id)).toMatchObject({ value, n });
  });

  it("say how many are left out and why", () => {
    expect(figure("cases-new").excluded).toEqual([{ reason: "baseline", n: 1 }]);
    expect(figure("warning-median").excluded).toEqual([
      { reason: "baseline", n: 1 },
      { reason: "not-told", n: 2 },
    ]);
    const listed = makeCase({ id: "6", seen: "2026-08-09", opening: "list" });
    expect(measure([...FIVE.slice(0, 4), listed])("told-median").excluded).toEqual([{ reason: "list", n: 1 }]);
  });

  it("say how many have not had their days yet, and count them all the same", () => {
    const early = measure(FIVE, { dataTo: "2026-08-22" });
    expect(early("told-within-7")).toMatchObject({ value: 0.5, n: 4, pending: 1 });
    expect(early("told-within-1")).toMatchObject({ value: 0.25, n: 4, pending: 0 });
  });

  it("count what is told more than thirty days after the period as not told in it", () => {
    const late = makeCase({ id: "7", seen: "2026-08-30", told: { on: "2026-10-02", start: null } });
    expect(measure([late])("share-told")).toMatchObject({ value: 0, n: 1 });
    expect(measure([late], { word: "2026-Q3" })("share-told")).toMatchObject({ value: 1, n: 1 });
  });

  it("have no value where there is nothing to make one of", () => {
    const none = measure([]);
    expect(none("share-told")).toMatchObject({ value: null, n: 0 });
    expect(none("told-median")).toMatchObject({ value: null, n: 0 });
    expect(none("cases-new")).toMatchObject({ value: 0, n: 0 });
  });

  it("count Halland's in both of its healthcare regions, and in the nation once", () => {
    expect(measure(FIVE, { place: "sr:Västra" })("cases-new").value).toBe(1);
    expect(measure(FIVE, { place: "sr:Södra" })("cases-new").value).toBe(4);
    expect(measure(FIVE, { place: "13" })("cases-new").value).toBe(1);
  });
});

it("every figure has its own id, and a definition in both languages", () => {
  expect(new Set(FIGURES.map(({ id }) => id)).size).toBe(FIGURES.length);
  for (const { id } of [...FIGURES, ...CASE_FIGURES])
    for (const language of ["sv", "en"] as const) expect(defineFigure(id, language).definition).not.toBe("");
});

describe("a period", () => {
  it.each([
    ["2026-08", "2026-08-01", "2026-08-31"],
    ["2026-Q4", "2026-10-01", "2026-12-31"],
    ["2028-02", "2028-02-01", "2028-02-29"],
    ["2026", "2026-01-01", "2026-12-31"],
    ["2026-08-03..2026-08-04", "2026-08-03", "2026-08-04"],
  ])("%s goes from %s to %s", (word, from, to) => {
    expect(parsePeriod(word)).toMatchObject({ id: word, from, to });
  });

  it("that is a whole month, quarter or year is that, however it is asked for", () => {
    expect(parsePeriod("2026-08-01..2026-08-31")).toMatchObject({ id: "2026-08", kind: "month" });
    expect(parsePeriod("2026-01-01..2026-12-31")).toMatchObject({ id: "2026", kind: "year" });
  });

  it.each([
    ["2026-13", "unreadable"],
    ["2026-Q5", "unreadable"],
    ["2026-02-30..2026-03-01", "unreadable"],
    ["0000", "unreadable"],
    ["2026-08-02..2026-08-01", "reversed"],
    ["2016-01-01..2026-01-01", "too-long"],
    ["", "unreadable"],
  ])("%s is %s", (word, fault) => {
    expect(parsePeriod(word)).toBe(fault);
  });
});
