import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stockholmDate } from "../../src/domain/calendar.ts";
import { parseWrittenDay, parseWrittenInstant } from "../../src/domain/written-time.ts";
import { readCases } from "../support/case-table.ts";

describe("the day that a text says", () => {
  // The last ones are of the days on which the clocks change.
  it.each(
    readCases(`
      2026-08-20T22:00:00Z → 2026-08-21
      2026-08-20T21:59:59.999Z → 2026-08-20
      2026-12-20T23:00:00Z → 2026-12-21
      2026-12-20T22:59:59Z → 2026-12-20
      2026-08-20T22:00:00+00:00 → 2026-08-21
      2026-08-20T22:00:00.0000000Z → 2026-08-21
      2026-08-21T00:00:00+02:00 → 2026-08-21
      2026-08-20T20:00:00-04:00 → 2026-08-21
      20260820T220000Z → 2026-08-21
      2026-08-20T22:00Z[UTC] → 2026-08-21
      20.8.2026 22:00 UTC → 2026-08-21
      2026-03-28T23:00:00Z → 2026-03-29
      2026-03-29T22:00:00Z → 2026-03-30
      2026-03-29T21:59:00Z → 2026-03-29
      2026-10-24T22:00:00Z → 2026-10-25
      2026-10-25T22:59:00Z → 2026-10-25
      2026-10-25T23:00:00Z → 2026-10-26
    `),
  )("%s falls on Stockholm's %s", (text, date) => {
    expect(parseWrittenDay(text)).toBe(date);
  });

  it.each(
    readCases(`
      2026-08-21 → 2026-08-21
      2026-08-21Z → 2026-08-21
      2026-08-21+02:00 → 2026-08-21
      2026-08-21T23:59:59 → 2026-08-21
      2026-08-21 07:30 → 2026-08-21
      2026-03-29T02:30 → 2026-03-29
      "20260821" → 2026-08-21
      2026-8-5 → 2026-08-05
      21.8.2026 → 2026-08-21
      21.8.26 → 2026-08-21
      01.02.2026 9.30 → 2026-02-01
      1/2/2026 → 2026-02-01
      21 aug 2026 → 2026-08-21
      21-aug-2026 → 2026-08-21
      den 3 marraskuuta 2026 → 2026-11-03
      fredagen den 21 augusti 2026 kl 10.00 → 2026-08-21
      fre 21 aug 2026 → 2026-08-21
      Fri, 21 Aug 2026 10:00:00 GMT → 2026-08-21
      Sat Aug 15 10:00:00 CEST 2026 → 2026-08-15
      August 21, 2026 10:00 → 2026-08-21
      21/8 2026 10:00 → 2026-08-21
      21/8-26 → 2026-08-21
      21 aug '26 → 2026-08-21
      20260821 10:00 → 2026-08-21
    `),
  )("%s without a zone is the day that stands there", (text, date) => {
    expect(parseWrittenDay(text)).toBe(date);
  });

  it.each([
    "31.2.2026",
    "46255",
    "augusti",
    "",
    "oktober 2026",
    "-",
    "2026-08-21T25:00",
    "26-08-15",
    "2026-08-21 snart",
    "20260821 snart",
    "21/8 2026 snart",
    "21.8.2026 snart",
    "21 aug 2026 snart",
    "August 21, 2026 snart",
    "31/2 2026 10:00",
  ])("%j is none", (text) => expect(parseWrittenDay(text)).toBeNull());

  it.each(
    readCases<[string, string | null]>(`
      2026-08-21T24:00 → 2026-08-22
      2026-08-21T24:00:00 → 2026-08-22
      2026-08-21T24:00:01 → null
      2026-08-21T24:01 → null
      2026-08-21T23:59:60 → 2026-08-21
      2026-08-21T23:60 → null
      2026-08-21T22:00+02:59 → 2026-08-21
      2026-08-21T22:00+02:60 → null
      2026-08-21T12:00+14:00 → 2026-08-21
      2026-08-21T12:00+15:00 → null
      21.8.2026 12:30 am → 2026-08-21
      21.8.2026 0:30 am → null
      21.8.2026 13:00 pm → null
      21.8.2026 22:00 Nowhere/Else → null
      21.8.2026 22:00 America/New_York → 2026-08-22
      21.8.2026 22:00 XYZ → null
    `),
  )("%s, at the edge of the clock, is %s", (text, date) => {
    expect(parseWrittenDay(text)).toBe(date);
  });

  it("has noon and midnight where half days are counted", () => {
    const at = (clock: string) => parseWrittenInstant(`2026-08-21 ${clock} UTC`)?.toISOString().slice(11, 16);
    expect(["12:30 am", "1:00 am", "12:30 pm", "1:00 p.m.", "11:59 pm"].map(at)).toEqual([
      "00:30",
      "01:00",
      "12:30",
      "13:00",
      "23:59",
    ]);
  });

  it.each(
    Object.entries({
      "0": "z ut utc gmt wet",
      "1": "west bst cet met mez",
      "2": "cest mest mesz eet",
      "3": "eest",
      "-4": "edt",
      "-5": "est cdt",
      "-6": "cst mdt",
      "-7": "mst pdt",
      "-8": "pst",
    }),
  )("lies %s hours from UTC in each of the zones %s", (hours, names) => {
    const noon = Date.UTC(2026, 7, 21, 12);
    for (const name of names.split(" "))
      expect(parseWrittenInstant(`2026-08-21 12:00 ${name.toUpperCase()}`), name).toEqual(
        new Date(noon - Number(hours) * 3_600_000),
      );
  });

  it("is the instant of so many seconds or milliseconds since 1970, and the beginning of a day without a time", () => {
    expect(parseWrittenInstant("1787270400")).toEqual(new Date(1_787_270_400_000));
    expect(parseWrittenInstant("1787270400123")).toEqual(new Date(1_787_270_400_123));
    expect(parseWrittenInstant("17872704001")).toBeNull();
    expect(parseWrittenInstant("2026-08-21")).toEqual(new Date("2026-08-20T22:00:00Z"));
    expect(parseWrittenInstant("2026-08-21Z")).toEqual(new Date("2026-08-20T22:00:00Z"));
  });

  it("is none in a text of more than 80 signs", () => {
    expect(parseWrittenDay(`2026-8-5${" ".repeat(72)}`)).toBe("2026-08-05");
    expect(parseWrittenDay(`2026-8-5${" ".repeat(73)}`)).toBeNull();
  });

  it("has the month first when the file says so, but only between slashes", () => {
    expect(parseWrittenDay("1/2/2026", "mdy")).toBe("2026-01-02");
    expect(parseWrittenDay("1.2.2026", "mdy")).toBe("2026-02-01");
  });

  it("is read in neither order where nobody says which", () => {
    expect(parseWrittenInstant("1/2/2026 10:00", "unsure")).toBeNull();
    expect(parseWrittenInstant("13/2/2026 10:00", "unsure")).toEqual(new Date("2026-02-13T09:00:00Z"));
    expect(parseWrittenInstant("2/13/2026 10:00", "unsure")).toEqual(new Date("2026-02-13T09:00:00Z"));
  });

  it("of any instant, however its offset is written, is the day Stockholm has then", () => {
    const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: -12 * 4, max: 14 * 4 }), (minute, quarters) => {
        const instant = new Date(minute * 60_000);
        const wall = new Date(instant.getTime() + quarters * 900_000).toISOString().slice(0, 19);
        const pad = (part: number): string => String(part).padStart(2, "0");
        const size = Math.abs(quarters);
        const offset = `${quarters < 0 ? "-" : "+"}${pad(Math.floor(size / 4))}:${pad((size % 4) * 15)}`;
        expect(parseWrittenDay(`${wall}${offset}`)).toBe(stockholmDate(instant));
        expect(parseWrittenInstant(`${wall}${offset}`)).toEqual(instant);
      }),
    );
  });

  it("never throws, and no text takes long", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => void parseWrittenInstant(text)),
      { numRuns: 1000 },
    );
    for (const part of ["1", "a ", "2026-08-20T", " ", "1.", "den ", "(", "é"])
      expect(parseWrittenDay(part.repeat(50_000))).toBeNull();
  });
});
