import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import type { CaseNotice } from "../../src/domain/case.ts";
import { buildTimeline, type TimelineRow } from "../../src/domain/timeline.ts";
import { makeNotice, makePackage, type NoticeOver, type PackageOver } from "../support/builders.ts";

const TODAY = "2026-08-21";

function makeItem(over: NoticeOver & { noticeId?: number; vanished?: boolean } = {}): CaseNotice {
  const { noticeId = 1, vanished = false, ...notice } = over;
  return { noticeId, vanished, notice: makeNotice(notice) };
}

function build(...packages: readonly PackageOver[]) {
  return buildTimeline([makeItem({ packages: packages.map(makePackage) })], TODAY);
}

function rowOf(pack: PackageOver): TimelineRow {
  const [row] = build(pack).rows;
  if (row === undefined) throw new Error("test: no row");
  return row;
}

describe("the bar of a package", () => {
  test("goes from the start to the expected end", () => {
    expect(rowOf({ start: "2026-08-01", end: "2026-10-01" }).bar).toEqual({
      from: "2026-08-01",
      to: "2026-10-01",
      startsBefore: false,
      goesOn: false,
      lateFrom: null,
    });
  });

  test("goes to the actual end when it has ended, whatever was expected", () => {
    const row = rowOf({ start: "2026-08-01", end: "2026-12-31", ended: "2026-08-15" });
    expect(row).toMatchObject({ status: "ended", end: "2026-08-15", preliminary: false });
    expect(row.bar).toMatchObject({ from: "2026-08-01", to: "2026-08-15", goesOn: false });
  });

  test("without an expected end it goes on to the edge, and is not said to end there", () => {
    const { to, rows } = build({ start: "2026-08-01", end: null });
    expect(rows[0]).toMatchObject({ end: null, bar: { to, goesOn: true } });
  });

  test("that is late goes on after its expected end until today", () => {
    const row = rowOf({ start: "2026-06-01", end: "2026-08-10" });
    expect(row.overdue).toBe(true);
    expect(row.bar).toMatchObject({ from: "2026-06-01", lateFrom: "2026-08-10", to: TODAY, goesOn: true });
  });

  test("of what has left the market goes on to the edge, and is never late", () => {
    const packages = [makePackage({ start: "2026-06-01", end: "2026-08-10" })];
    const { to, rows } = buildTimeline([makeItem({ type: "cessation", packages })], TODAY);
    expect(rows[0]).toMatchObject({ ceases: true, overdue: false, bar: { to, goesOn: true, lateFrom: null } });
    const over = [makePackage({ start: "2026-06-01", end: "2026-08-10", ended: "2026-08-01" })];
    expect(buildTimeline([makeItem({ type: "cessation", packages: over })], TODAY).rows[0]).toMatchObject({
      ceases: false,
      bar: { to: "2026-08-01", goesOn: false },
    });
  });

  test("without a start begins at the edge, marked as beginning before", () => {
    const { from, rows } = build({ start: null, end: "2026-10-01" });
    expect(rows[0]?.bar).toMatchObject({ from, startsBefore: true });
  });

  test("that was withdrawn is none, since it never happened", () => {
    expect(rowOf({ start: "2026-08-01", ended: "2026-07-20" })).toMatchObject({ status: "withdrawn", bar: null });
  });

  test("whose expected end lies before its start, by a fault of the source, still has a length that is not negative", () => {
    const { bar } = rowOf({ start: "2026-12-01", end: "2026-11-01" });
    expect(bar).toMatchObject({ from: "2026-12-01", to: "2026-12-01" });
  });

  test("an end on the last of December is preliminary while it is expected", () => {
    expect(rowOf({ end: "2026-12-31" }).preliminary).toBe(true);
    expect(rowOf({ end: "2026-12-30" }).preliminary).toBe(false);
  });
});

describe("the range", () => {
  test("holds today with room around it, also when there is nothing to show", () => {
    const { from, to, rows } = buildTimeline([], TODAY);
    expect(rows).toEqual([]);
    expect([from, to]).toEqual(["2026-07-15", "2026-10-27"]);
  });

  test("reaches from the first start to the last end", () => {
    const { from, to } = build({ start: "2026-03-01", end: "2026-04-01", ended: "2026-04-01" }, { end: "2027-02-01" });
    expect([from, to]).toEqual(["2026-02-22", "2027-02-08"]);
  });

  test("is bounded, and what lies outside is clamped and marked", () => {
    const { from, to, rows } = build(
      { nplPackId: "1", start: "1999-01-01", end: "2099-12-31" },
      { nplPackId: "2", start: "2090-01-01", end: "2099-12-31" },
      { nplPackId: "3", start: "1999-01-01", ended: "2001-01-01" },
    );
    expect([from, to]).toEqual([addDays(TODAY, -372), addDays(TODAY, 555)]);
    const bars = new Map(rows.map((row) => [row.nplPackId, row.bar]));
    expect(bars.get("1")).toMatchObject({ from, to, startsBefore: true, goesOn: true });
    expect(bars.get("2")).toMatchObject({ from: to, to, goesOn: true });
    expect(bars.get("3")).toMatchObject({ from, to: from, startsBefore: true, goesOn: false });
  });

  test("begins on the very day of what is oldest in it, which then begins on no day before", () => {
    const first = addDays(TODAY, -372);
    const { from, rows } = build({ start: first });
    expect(from).toBe(first);
    expect(rows[0]?.bar).toMatchObject({ from: first, startsBefore: false });
    expect(build({ start: addDays(first, -1) }).rows[0]?.bar).toMatchObject({ startsBefore: true });
  });

  test("is not widened by what was withdrawn", () => {
    expect(build({ start: "2026-01-01", ended: "2025-12-01" }).from).toBe("2026-07-15");
  });

  test("is a matter of calendar dates, which the change of the clocks does not move", () => {
    const packages = [makePackage({ start: "2026-10-24", end: "2026-10-25" })];
    const { rows } = buildTimeline([makeItem({ packages })], "2026-10-25");
    expect(rows[0]?.bar).toMatchObject({ from: "2026-10-24", to: "2026-10-25", lateFrom: null });
    const spring = buildTimeline(
      [makeItem({ packages: [makePackage({ start: "2026-03-29", end: null })] })],
      "2026-03-28",
    );
    expect(spring.rows[0]).toMatchObject({ status: "upcoming", bar: { from: "2026-03-29" } });
  });
});

describe("the rows", () => {
  test("stand with what is short now first, then what comes, what ended and what never happened", () => {
    const rows = build(
      { nplPackId: "w", start: "2026-08-01", ended: "2026-07-01" },
      { nplPackId: "e", start: "2026-08-01", ended: "2026-08-02" },
      { nplPackId: "u", start: "2026-09-01" },
      { nplPackId: "o2", start: "2026-08-02" },
      { nplPackId: "o1", start: "2026-08-01" },
    ).rows;
    expect(rows.map(({ nplPackId }) => nplPackId)).toEqual(["o1", "o2", "u", "e", "w"]);
  });

  test("hold every package of every notice, with its source, whether it is still shown there, and clean text", () => {
    const notices = [
      makeItem({ packages: [makePackage({ description: "" }), makePackage({ description: "A\u0000\n B" })] }),
      makeItem({ noticeId: 2, vanished: true, type: "cessation", source: "manual", productName: "X\u202E" }),
    ];
    const { rows } = buildTimeline(notices, TODAY);
    expect(rows).toHaveLength(3);
    expect(rows.map(({ description }) => description)).toEqual(
      expect.arrayContaining(["20990000100011", "A B", "Injektionsflaska, 10 x 1 g"]),
    );
    expect(rows.find(({ noticeId }) => noticeId === 2)).toMatchObject({
      source: "manual",
      vanished: true,
      type: "cessation",
      product: "X",
    });
  });

  test("whatever dates a source gives, every bar lies within the range and runs forward", () => {
    const date = fc.option(
      fc
        .date({ min: new Date("1990-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10)),
    );
    const pack = fc.record({ start: date, end: date, ended: date });
    fc.assert(
      fc.property(fc.array(pack, { maxLength: 8 }), (packages) => {
        const { from, to, today, rows } = build(...packages);
        expect(from < today && today < to).toBe(true);
        for (const { bar } of rows) {
          if (bar === null) continue;
          const dates = [from, bar.from, ...(bar.lateFrom === null ? [] : [bar.lateFrom]), bar.to, to];
          expect(dates).toEqual(dates.toSorted());
        }
      }),
    );
  });
});
