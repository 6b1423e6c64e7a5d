import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import {
  countUnknownValues,
  isOpen,
  isOverdue,
  isVeterinary,
  noticeStatus,
  openPackages,
  packageStatus,
  type PackageStatus,
} from "../../src/domain/notice.ts";
import { makeNotice, makePackage, type PackageOver } from "../support/builders.ts";

const TODAY = "2026-08-21";

describe("the status of a package", () => {
  const cases: [string, PackageOver, PackageStatus][] = [
    ["that starts tomorrow", { start: "2026-08-22" }, "upcoming"],
    ["that starts today", { start: TODAY }, "ongoing"],
    ["without a start", { start: null }, "ongoing"],
    ["without a start that ended today", { start: null, ended: TODAY }, "ended"],
    ["past its forecast end", { end: "2026-08-01" }, "ongoing"],
    ["that ended today", { ended: TODAY }, "ended"],
    ["that ends tomorrow", { ended: "2026-08-22" }, "ongoing"],
    ["that ended on its first day", { start: "2026-08-01", ended: "2026-08-01" }, "ended"],
    ["that ended before it began", { start: "2026-09-01", ended: "2026-08-01" }, "withdrawn"],
    ["that will have ended before it begins", { start: "2026-10-01", ended: "2026-09-01" }, "withdrawn"],
  ];
  it.each(cases)("%s (%j) is %s", (_name, over, status) => {
    expect(packageStatus(makePackage(over), TODAY)).toBe(status);
  });

  it("never goes back from over to open as days pass", () => {
    const date = fc.integer({ min: -5, max: 5 }).map((days) => addDays(TODAY, days));
    fc.assert(
      fc.property(fc.option(date), fc.option(date), date, fc.nat(5), (start, ended, on, days) => {
        const pack = makePackage({ start, ended });
        const [now, later] = [packageStatus(pack, on), packageStatus(pack, addDays(on, days))];
        if (!isOpen(now)) expect(later).toBe(now);
        if (now === "ongoing") expect(later).not.toBe("upcoming");
      }),
    );
  });
});

describe("the status of a notice", () => {
  const packs: Record<PackageStatus, PackageOver> = {
    ongoing: {},
    upcoming: { start: "2026-09-01" },
    ended: { ended: "2026-08-10" },
    withdrawn: { start: "2026-09-01", ended: "2026-08-10" },
  };
  it.each([
    [["withdrawn", "ended", "upcoming", "ongoing"], "ongoing"],
    [["withdrawn", "ended", "upcoming"], "upcoming"],
    [["withdrawn", "ended"], "ended"],
    [["withdrawn"], "withdrawn"],
  ] as const)("of packages that are %j is %s, in any order", (statuses, status) => {
    const packages = statuses.map((each) => makePackage(packs[each]));
    expect(noticeStatus({ packages }, TODAY)).toBe(status);
    expect(noticeStatus({ packages: packages.toReversed() }, TODAY)).toBe(status);
    expect(openPackages({ packages }, TODAY)).toHaveLength(Math.max(0, statuses.length - 2));
  });
});

describe("overdue", () => {
  it.each([
    ["the forecast end was yesterday", { end: "2026-08-20" }, true],
    ["the forecast end is today", { end: TODAY }, false],
    ["there is no forecast", { end: null }, false],
    ["it ended all the same", { end: "2026-08-20", ended: "2026-08-20" }, false],
  ] as const)("when %s: %j → %s", (_name, over, overdue) => {
    expect(isOverdue(makePackage(over), TODAY)).toBe(overdue);
  });
});

it("a medicine is veterinary by its ATC code alone", () => {
  expect(["QJ01", "J01", null].map((atc) => isVeterinary(makeNotice({ atc })))).toEqual([true, false, false]);
});

describe("values that nobody has seen before", () => {
  it.each([
    ["a reason for a missing value", { organisationPhone: { value: null, nullFlavor: "ASKU" } }, 1],
    ["a type", { type: "unknown", rawType: "RECALL" }, 1],
    ["a cause category", { causeCategory: { value: "WEATHER" } }, 1],
    [
      "one in each of two packages",
      { packages: ["1", "2"].map((id) => makePackage({ nplPackId: id, duration: { value: null, nullFlavor: "X" } })) },
      2,
    ],
  ] as const)("are counted: %s", (_name, over, count) => {
    expect(countUnknownValues(makeNotice(over))).toBe(count);
  });

  it.each([
    [
      "the known reasons",
      { cause: { value: null, nullFlavor: "NA" }, countryOfOrigin: { value: null, nullFlavor: "NI" } },
    ],
    ["a known cause category", { causeCategory: { value: "SAFETY" } }],
    ["a source that says nothing of the type", { type: "unknown", rawType: "" }],
    ["a source that gives the cause in plain words", { causeCategory: { value: "Produktionsproblem" } }],
  ] as const)("are not %s", (_name, over) => {
    expect(countUnknownValues(makeNotice(over))).toBe(0);
  });
});
