import { describe, expect, it } from "vitest";
import {
  caseKind,
  datePackage,
  givenDates,
  summarizeDates,
  type DatedNotice,
  type GivenDates,
} from "../../src/domain/case-dates.ts";
import { makeDates, makePackage } from "../support/builders.ts";

const TODAY = "2026-08-21";

const open = makeDates("2026-08-01", "2026-10-01");
const coming = makeDates("2026-09-01", "2026-10-01");
const late = makeDates("2026-08-01", "2026-08-20");
const ended = makeDates("2026-08-01", "2026-10-01", "2026-08-10");
const withdrawn = makeDates("2026-09-01", null, "2026-08-10");

function makeDated(packages: GivenDates[], over: Partial<DatedNotice> = {}): DatedNotice {
  return { type: "shortage", product: "A", vanished: false, packages, ...over };
}

function summarize(...notices: DatedNotice[]) {
  return summarizeDates(notices, TODAY);
}

describe("how a package stands on a day", () => {
  it.each<[string, GivenDates, ReturnType<typeof datePackage>]>([
    ["open, with a forecast", open, { start: "2026-08-01", end: "2026-10-01", status: "ongoing", overdue: false }],
    [
      "open, and the forecast has passed",
      late,
      { start: "2026-08-01", end: "2026-08-20", status: "ongoing", overdue: true },
    ],
    [
      "over, on its own day and not on the forecast's",
      ended,
      { start: "2026-08-01", end: "2026-08-10", status: "ended", overdue: false },
    ],
    [
      "open until an end that is set for a day to come, which is surer than the forecast",
      makeDates("2026-08-01", "2026-10-01", "2026-08-22"),
      { start: "2026-08-01", end: "2026-08-22", status: "ongoing", overdue: false },
    ],
    [
      "coming, with a forecast before its start, which promises nothing",
      makeDates("2026-09-01", "2026-08-31"),
      { start: "2026-09-01", end: null, status: "upcoming", overdue: false },
    ],
    [
      "coming, with a forecast on its first day",
      makeDates("2026-09-01", "2026-09-01"),
      { start: "2026-09-01", end: "2026-09-01", status: "upcoming", overdue: false },
    ],
    [
      "open since nobody knows when",
      makeDates(null, "2026-09-01"),
      { start: null, end: "2026-09-01", status: "ongoing", overdue: false },
    ],
  ])("%s", (_name, given, dated) => {
    expect(datePackage(given, TODAY)).toEqual(dated);
  });

  it("goes by the dates that the source gives", () => {
    expect(givenDates(makePackage({ start: "2026-08-01", end: "2026-10-01", ended: "2026-09-01" }))).toEqual({
      start: "2026-08-01",
      forecastEnd: "2026-10-01",
      actualEnd: "2026-09-01",
    });
  });
});

describe("the dates of a case", () => {
  it("are counted by type, each date by itself, so that none is lent to a package without one", () => {
    const { open: groups, past } = summarize(
      makeDated([open, coming, late, makeDates("2026-08-05"), ended, withdrawn]),
      makeDated([makeDates("2026-08-15", "2026-12-01")], { product: "B" }),
      makeDated([makeDates("2026-12-31")], { type: "cessation", product: "C" }),
    );
    expect(groups).toEqual({
      shortage: {
        packages: 5,
        products: 2,
        begun: 4,
        starts: { count: 5, first: "2026-08-01", last: "2026-09-01" },
        due: { count: 3, first: "2026-10-01", last: "2026-12-01" },
        late: { count: 1, first: "2026-08-20", last: "2026-08-20" },
        over: 1,
      },
      cessation: {
        packages: 1,
        products: 1,
        begun: 0,
        starts: { count: 1, first: "2026-12-31", last: "2026-12-31" },
        due: { count: 0, first: null, last: null },
        late: { count: 0, first: null, last: null },
        over: 0,
      },
    });
    expect(past).toEqual({});
  });

  it("count as over only packages of notices that are open, and of the same type", () => {
    const { open: groups } = summarize(
      makeDated([open, ended]),
      makeDated([ended, ended]),
      makeDated([open, ended, ended], { type: "cessation" }),
    );
    expect([groups.shortage?.over, groups.cessation?.over]).toEqual([1, 2]);
  });

  it("are those of what is over when nothing is open", () => {
    const { open: groups, past } = summarize(
      makeDated([ended, makeDates("2026-07-01", null, "2026-08-15"), withdrawn]),
      makeDated([withdrawn], { type: "cessation" }),
    );
    expect(groups).toEqual({});
    expect(past).toEqual({
      shortage: { ended: { count: 2, first: "2026-08-10", last: "2026-08-15" }, withdrawn: 1 },
      cessation: { ended: { count: 0, first: null, last: null }, withdrawn: 1 },
    });
  });

  it("tell how many other products cease beside those that are short", () => {
    const ceasing = (product: string) => makeDated([open], { type: "cessation", product });
    expect(summarize(makeDated([open]), ceasing("A"), ceasing("B"), ceasing("C")).othersCeasing).toBe(2);
    expect(summarize(makeDated([open]), ceasing("A")).othersCeasing).toBe(0);
    expect(summarize(ceasing("A"), ceasing("B")).othersCeasing).toBe(0);
    expect(summarize(makeDated([ended]), ceasing("B")).othersCeasing).toBe(0);
  });

  it("are of what no source shows any more only when that holds for all that is open", () => {
    const gone = makeDated([open], { vanished: true });
    expect(summarize(gone).vanished).toBe(true);
    expect(summarize(gone, makeDated([open])).vanished).toBe(false);
    expect(summarize(gone, makeDated([ended])).vanished).toBe(true);
    expect(summarize(makeDated([ended], { vanished: true })).vanished).toBe(false);
    expect(summarize().vanished).toBe(false);
  });
});

describe("what a case is to a prescriber", () => {
  const ceasing = makeDated([open], { type: "cessation" });
  it.each<[string, string, DatedNotice[]]>([
    ["short", "something is short", [makeDated([coming, open])]],
    ["short", "something of a type that nobody knows is short", [makeDated([open], { type: "unknown" })]],
    [
      "short",
      "one type is short and another lies ahead",
      [makeDated([coming]), makeDated([open], { type: "unknown" })],
    ],
    ["coming", "a shortage lies ahead", [makeDated([coming])]],
    ["coming", "a shortage lies ahead, and another product has ceased", [makeDated([coming]), ceasing]],
    ["ceasing", "something ceases, and nothing is short", [ceasing]],
    ["ceasing", "a shortage is over, and something ceases", [makeDated([ended]), ceasing]],
  ])("is %s when %s", (kind, _when, notices) => {
    expect(caseKind(summarize(...notices))).toBe(kind);
  });
});
