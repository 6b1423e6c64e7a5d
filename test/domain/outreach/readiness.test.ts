import { describe, expect, it } from "vitest";
import type { Figure, Frame } from "../../../src/domain/outreach/figure.ts";
import { measureFigure } from "../../../src/domain/outreach/figure.ts";
import { defineFigure } from "../../../src/domain/outreach/definitions.ts";
import {
  findShortage,
  READINESS_DIMENSIONS,
  READINESS_FIGURES,
  type ReadinessRow,
  type ShortPackage,
} from "../../../src/domain/outreach/readiness.ts";
import { findTarget, goodsOf, type ReadinessTarget } from "../../../src/domain/outreach/readiness-target.ts";
import { NATION, SKANE } from "../../support/grants.ts";

const ON = "2026-08-31";
const AT: Frame = { period: { id: "2026-08", kind: "month", from: "2026-08-01", to: ON }, followedTo: "2026-09-30" };

function pack(start: string | null, forecastEnd: string | null, actualEnd: string | null = null): ShortPackage {
  return { start, forecastEnd, actualEnd };
}

describe("how long a shortage lasts", () => {
  it.each<[string, ShortPackage[], { days: number | null } | null]>([
    ["nothing is short", [], null],
    ["one is, from start to forecast end", [pack("2026-08-01", "2026-09-10")], { days: 40 }],
    ["it ended before the day", [pack("2026-08-01", null, "2026-08-20")], null],
    ["it ended on the day", [pack("2026-08-01", null, ON)], null],
    ["it ended after the day", [pack("2026-08-01", null, "2026-09-05")], { days: 35 }],
    ["it has not begun", [pack("2026-09-05", "2026-10-01")], null],
    [
      "two are: the first start, the last end",
      [pack("2026-08-10", "2026-09-01"), pack("2026-08-20", "2026-09-20")],
      { days: 41 },
    ],
    [
      "one of two has no end: nobody knows",
      [pack("2026-08-10", "2026-09-01"), pack("2026-08-20", null)],
      { days: null },
    ],
    ["it has no start: nobody knows", [pack(null, "2026-09-20")], { days: null }],
    ["its forecast end has passed without a word: nobody knows", [pack("2026-07-01", "2026-08-15")], { days: null }],
  ])("when %s", (_name, packages, shortage) => {
    expect(findShortage(packages, ON)).toEqual(shortage);
  });
});

describe("what a line is of", () => {
  it.each([
    [null, "Antibiotika", "medicine"],
    [null, null, "medicine"],
    ["A0101", "Kanyler", "device"],
    ["T0102", "Handskar", "protective"],
    ["T04", "Inkontinens", "device"],
    ["V01", "Personlig skyddsutrustning", "protective"],
  ] as const)("with the code %s and the category %s is %s", (emdn, category, goods) => {
    expect(goodsOf({ emdn, category })).toBe(goods);
  });
});

describe("the target of a line", () => {
  const target = (over: Partial<ReadinessTarget>): ReadinessTarget => ({
    regionCode: NATION,
    goods: "medicine",
    category: "",
    validFrom: "2026-01-01",
    days: 30,
    ...over,
  });
  const targets = [
    target({}),
    target({ validFrom: "2027-01-01", days: 60 }),
    target({ category: "Antibiotika", days: 90 }),
    target({ regionCode: SKANE, days: 14 }),
    target({ regionCode: SKANE, validFrom: "2026-10-01", days: null }),
    target({ goods: "device", days: 7 }),
  ];
  it.each([
    ["12", null, "2026-08-31", 14],
    ["12", null, "2026-10-01", 30],
    ["12", "ANTIBIOTIKA ", "2026-10-01", 90],
    ["14", null, "2026-08-31", 30],
    ["14", "Antibiotika", "2026-08-31", 90],
    ["14", null, "2027-01-01", 60],
    ["14", null, "2025-12-31", null],
  ])("of region %s and category %s on %s is %s", (regionCode, category, on, days) => {
    expect(findTarget(targets, { regionCode, category, goods: "medicine" }, on)).toBe(days);
  });
});

describe("the figures of a hand-counted list", () => {
  const line = (key: string, over: Partial<ReadinessRow>): ReadinessRow => ({
    id: key,
    regionCode: SKANE,
    key,
    emdn: null,
    category: "Antibiotika",
    stockDays: null,
    stockOn: "2026-08-01",
    targetDays: 30,
    shortage: null,
    ...over,
  });
  const rows = [
    line("a", { stockDays: 10, shortage: { days: 40 } }),
    line("b", { stockDays: 60, shortage: { days: 40 } }),
    line("c", { stockDays: 30, shortage: { days: null } }),
    line("d", { shortage: { days: 90 } }),
    line("e", { stockDays: 0, targetDays: null }),
    line("f", { stockDays: 20, emdn: "T0102", category: "Handskar", stockOn: "2026-08-21" }),
  ];
  const figures = READINESS_FIGURES.flatMap((spec) =>
    measureFigure(spec, { rows, at: AT, places: [SKANE, "14"], dimensions: READINESS_DIMENSIONS }),
  );
  const of = (id: string, cut: Record<string, string> = {}, place = SKANE): Partial<Figure> | undefined =>
    figures.find((one) => one.id === id && one.place === place && JSON.stringify(one.cut) === JSON.stringify(cut));

  it.each<[string, Partial<Figure>]>([
    ["stock-lines", { value: 6 }],
    ["stock-known", { value: 0.833333, n: 6, part: 5 }],
    ["stock-age-median", { value: 30, n: 5, excluded: [{ reason: "not-answered", n: 1 }] }],
    ["cover-median", { value: 20, n: 5 }],
    [
      "target-met",
      {
        value: 0.5,
        n: 4,
        part: 2,
        excluded: [
          { reason: "not-answered", n: 1 },
          { reason: "nothing-to-compare", n: 1 },
        ],
      },
    ],
    ["target-missing-days", { value: 30 }],
    ["lines-short", { value: 4 }],
    [
      "cover-too-short",
      {
        value: 0.5,
        n: 2,
        part: 1,
        excluded: [
          { reason: "no-end", n: 1 },
          { reason: "not-answered", n: 1 },
        ],
      },
    ],
    ["deficit-days", { value: 30, n: 2 }],
    ["length-unknown", { value: 1 }],
  ])("%s", (id, figure) => {
    expect(of(id)).toMatchObject(figure);
  });

  it("stand apart for medicines, devices and protective equipment, and add up to the whole", () => {
    expect(of("stock-lines", { goods: "medicine" })?.value).toBe(5);
    expect(of("stock-lines", { goods: "protective" })?.value).toBe(1);
    expect(of("target-missing-days", { goods: "protective" })?.value).toBe(10);
  });

  it("of a region without a list are none, and no share is made of nothing", () => {
    expect(of("stock-lines", {}, "14")).toMatchObject({ value: 0, n: 0 });
    expect(of("stock-known", {}, "14")).toMatchObject({ value: null, n: 0 });
  });

  it("each have a definition in both languages", () => {
    for (const { id } of READINESS_FIGURES)
      expect(defineFigure(id, "sv").definition).not.toBe(defineFigure(id, "en").definition);
  });
});
