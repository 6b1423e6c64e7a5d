import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import {
  countUnknownValues,
  isOpen,
  isOverdue,
  isVeterinary,
  keepFirstSeenEnds,
  mergePackages,
  noticeStatus,
  openPackages,
  packageStatus,
  type Package,
  type PackageStatus,
  withdrawNotice,
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

describe("a package of which a report tells twice", () => {
  const merge = (...starts: (string | null)[]) => {
    const repeated: string[] = [];
    const merged = mergePackages(
      starts.map((start, place) => makePackage({ start, description: String(place) })),
      (id) => void repeated.push(id),
    );
    return { kept: merged.map(({ description }) => description), repeated: repeated.length };
  };
  it.each([
    [["2026-08-01"], "0"],
    [["2026-08-01", "2026-08-02"], "1"],
    [["2026-08-02", "2026-08-01"], "0"],
    [["2026-08-01", "2026-08-01"], "1"],
    [[null, "2026-08-01"], "1"],
    [["2026-08-01", null], "0"],
    [["2026-08-01", "2026-08-03", "2026-08-02"], "1"],
  ])("is kept once, with the latest start: of %j number %s", (starts, kept) => {
    expect(merge(...starts)).toEqual({ kept: [kept], repeated: starts.length - 1 });
  });
  it("is told from others by its id", () => {
    const packages = [makePackage({ nplPackId: "1" }), makePackage({ nplPackId: "2" })];
    expect(mergePackages(packages, () => expect.unreachable())).toEqual(packages);
  });
});

describe("an end that counts from the day on which it was seen", () => {
  const seen = (ended: string | null, over: PackageOver = {}) => makePackage({ ended, endSeen: true, ...over });
  const keep = (pack: Package, earlier: readonly Package[]) =>
    keepFirstSeenEnds(makeNotice({ packages: [pack] }), makeNotice({ packages: earlier })).packages[0]?.actualEnd.value;

  it("stays the first one, though each file is newer", () => {
    expect(keep(seen("2026-08-21"), [seen("2026-08-10")])).toBe("2026-08-10");
    expect(keep(seen("2026-08-21"), [seen("2026-08-21")])).toBe("2026-08-21");
  });

  it.each<[string, Package, readonly Package[]]>([
    ["was not seen before", seen("2026-08-21"), []],
    ["was another package's", seen("2026-08-21"), [seen("2026-08-10", { nplPackId: "2" })]],
    ["was open before", seen("2026-08-21"), [makePackage()]],
    ["was later before", seen("2026-08-21"), [seen("2026-08-22")]],
    ["is given by the source itself", makePackage({ ended: "2026-08-21" }), [seen("2026-08-10")]],
  ])("is the new one when it %s", (_name, pack, earlier) => {
    expect(keep(pack, earlier)).toBe("2026-08-21");
  });

  it("is kept for its own package alone, and where none was seen so the notice is as it was", () => {
    const packages = [seen("2026-08-21", { nplPackId: "1" }), makePackage({ nplPackId: "2", ended: "2026-08-21" })];
    const earlier = packages.map((pack) => ({ ...pack, actualEnd: { value: "2026-08-10" } }));
    const kept = keepFirstSeenEnds(makeNotice({ packages }), makeNotice({ packages: earlier }));
    expect(kept.packages.map((pack) => pack.actualEnd.value)).toEqual(["2026-08-10", "2026-08-21"]);
    const plain = makeNotice();
    expect(keepFirstSeenEnds(plain, plain)).toBe(plain);
  });
});

describe("a notice that is believed no longer", () => {
  it("is one that never was: every package is withdrawn, and none has a forecast", () => {
    const packages = [makePackage({ nplPackId: "1" }), makePackage({ nplPackId: "2", start: null })];
    const withdrawn = withdrawNotice(makeNotice({ packages }), TODAY);
    expect(noticeStatus(withdrawn, TODAY)).toBe("withdrawn");
    expect(withdrawn.packages.map(({ start, forecastEnd, actualEnd }) => [start, forecastEnd, actualEnd])).toEqual([
      [{ value: "2026-08-01" }, { value: null }, { value: "2026-07-31" }],
      [{ value: TODAY }, { value: null }, { value: "2026-08-20" }],
    ]);
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
    ["a cause category of three letters", { causeCategory: { value: "A_B" } }, 1],
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
    ["two letters in place of a cause category", { causeCategory: { value: "AB" } }],
    ["a known type", { type: "shortage", rawType: "SHORTAGE" }],
    ["a source that says nothing of the type", { type: "unknown", rawType: "" }],
    ["a source that gives the cause in plain words", { causeCategory: { value: "Produktionsproblem" } }],
  ] as const)("are not %s", (_name, over) => {
    expect(countUnknownValues(makeNotice(over))).toBe(0);
  });
});
