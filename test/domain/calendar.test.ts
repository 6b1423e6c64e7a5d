import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  daysBetween,
  parseInstant,
  parseIsoDate,
  sayDate,
  stockholmDate,
  stockholmHour,
  stockholmInstant,
  stockholmMinute,
} from "../../src/domain/calendar.ts";
import { readCases } from "../support/case-table.ts";

const day = fc.date({ min: new Date("1990-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });

describe("a date in text", () => {
  it.each(["2026-08-21", "2028-02-29", "2000-02-29", " 2026-12-31 ", "2026-01-01", "2026-04-30", "2026-11-30"])(
    "%j is one",
    (text) => {
      expect(parseIsoDate(text)).toBe(text.trim());
    },
  );
  it.each(
    readCases<[string]>(`
      2026-02-31
      2026-02-29
      2026-13-01
      2026-00-10
      2026-01-00
      2026-01-32
      2026-04-31
      2026-06-31
      2026-09-31
      2026-11-31
      2026-02-30
      2100-02-29
      x2026-08-21
      2026-08-21x
      2026-8-1
      "20260821"
      2026-08-21T00:00
      ""
      21/8
      ２０２６-08-21
    `),
  )("%j is none", (text) => {
    expect(parseIsoDate(text)).toBeNull();
  });
});

describe("a date in words", () => {
  const months = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
  it.each(
    readCases<[string, string | null, string]>(`
      2026-12-05 → 2026-01-31 → 5 dec
      2026-01-31 → 2026-12-05 → 31 jan
      2027-12-05 → 2026-12-31 → 5 dec 2027
      2025-12-05 → 2026-01-01 → 5 dec 2025
      2026-12-05 → null → 5 dec 2026
      2026-13-05 → 2026-01-01 → 2026-13-05
    `),
  )("%s said on %s is %j", (date, saidOn, words) => {
    expect(sayDate(date, saidOn, months)).toBe(words);
  });
});

describe("an instant in text", () => {
  it.each(
    readCases(`
      2026-08-21T02:27:13.4358495+02:00 → 2026-08-21T00:27:13.435Z
      2026-11-21T02:27:13+01:00 → 2026-11-21T01:27:13.000Z
      2026-08-21T00:00:00Z → 2026-08-21T00:00:00.000Z
      " 2026-08-21T00:00:00Z " → 2026-08-21T00:00:00.000Z
    `),
  )("%s is %s", (text, iso) => {
    expect(parseInstant(text)?.toISOString()).toBe(iso);
  });
  it.each(["2026-08-21", "2026-08-21T02:27:13", "2026-02-31T00:00:00Z", "yesterday", ""])("%j is none", (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});

describe("Stockholm's calendar", () => {
  it.each([
    ["2026-08-20T21:59:59Z", "2026-08-20", "2026-08-20 23:59", 23],
    ["2026-08-20T22:00:00Z", "2026-08-21", "2026-08-21 00:00", 0],
    ["2026-12-31T22:59:59Z", "2026-12-31", "2026-12-31 23:59", 23],
    ["2026-12-31T23:00:00Z", "2027-01-01", "2027-01-01 00:00", 0],
    ["2026-03-29T00:59:59Z", "2026-03-29", "2026-03-29 01:59", 1],
    ["2026-03-29T01:00:00Z", "2026-03-29", "2026-03-29 03:00", 3],
    ["2026-10-25T00:30:00Z", "2026-10-25", "2026-10-25 02:30", 2],
    ["2026-10-25T01:30:00Z", "2026-10-25", "2026-10-25 02:30", 2],
  ])("at %s says %s", (iso, date, minute, hour) => {
    const instant = new Date(iso);
    expect([stockholmDate(instant), stockholmMinute(instant), stockholmHour(instant)]).toEqual([date, minute, hour]);
  });

  it.each([
    ["2026-08-21", 7, "2026-08-21T05:00:00.000Z"],
    ["2026-01-15", 7, "2026-01-15T06:00:00.000Z"],
    ["2026-03-29", 7, "2026-03-29T05:00:00.000Z"],
    ["2026-03-29", 2, "2026-03-29T01:00:00.000Z"],
    ["2026-10-25", 7, "2026-10-25T06:00:00.000Z"],
    ["2026-10-25", 2, "2026-10-25T00:00:00.000Z"],
  ])("reaches %s at %d:00 at %s", (date, hour, iso) => {
    expect(stockholmInstant(date, hour).toISOString()).toBe(iso);
  });

  it("finds the day and hour of an instant that it made, on any day", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 4, max: 23 }), (any, hour) => {
        const instant = stockholmInstant(stockholmDate(any), hour);
        expect([stockholmDate(instant), stockholmHour(instant)]).toEqual([stockholmDate(any), hour]);
      }),
    );
  });

  it("counts days as it adds them, over months, years and clock changes", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -4000, max: 4000 }), (any, days) => {
        const from = stockholmDate(any);
        expect(daysBetween(from, addDays(from, days))).toBe(days);
      }),
    );
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
  });
});
