import { describe, expect, it } from "vitest";
import { buildFacts, caseStatus, nextMessageKind, type CaseNotice, type FactsInput } from "../../src/domain/case.ts";
import type { MessageKind } from "../../src/domain/message.ts";
import type { NoticeStatus } from "../../src/domain/notice.ts";
import { makeEntry, makeNotice, makePackage, type NoticeOver } from "../support/builders.ts";
import { makeExtentFact } from "../support/extent-facts.ts";

const TODAY = "2026-08-21";
const source = { name: "lakemedelsverket", fileTime: "2026-08-21T00:27:13.435Z", asOf: TODAY };
const own = { name: "manual", fileTime: "2026-08-18T08:00:00.000Z", asOf: "2026-08-18" };

function build(over: Partial<FactsInput>) {
  return buildFacts({
    entry: makeEntry(),
    notices: [],
    changes: [],
    sources: [source],
    extent: null,
    moved: null,
    ...over,
  });
}

function makeCaseNotice(noticeId: number, over: NoticeOver = {}, vanished = false): CaseNotice {
  return { noticeId, notice: makeNotice({ source: source.name, reportId: `report-${noticeId}`, ...over }), vanished };
}

const over: NoticeOver = { packages: [makePackage({ ended: "2026-08-10" })] };

describe("the facts of a message", () => {
  it.each([
    ["one more is reported", { short: 2, unreported: 1 }, { reported: 1, registered: 3 }],
    [
      "the last that was left is registered no more",
      { grade: "whole", registered: 1, unreported: 0 },
      { reported: 1, registered: 3 },
    ],
    ["as many are reported, in another way", { grade: "ceasing", short: 0, ceasing: 1 }, undefined],
    ["the register grew", { registered: 4, unreported: 3 }, undefined],
    ["nobody knows of the others any more", { grade: "unknown", registered: null, unreported: null }, undefined],
  ] as const)("hold what the last message counted where that is news: %s", (_what, now, countsBefore) => {
    const facts = build({ extent: makeExtentFact(now), told: makeExtentFact() });
    expect(facts.countsBefore).toEqual(countsBefore);
  });

  it("hold the open notices and those whose change is the news, and nothing of what was over before", () => {
    const facts = build({
      notices: [
        makeCaseNotice(1, { productName: "B" }),
        makeCaseNotice(2, { ...over, productName: "Old" }),
        makeCaseNotice(3, { ...over, productName: "Just ended" }),
        makeCaseNotice(4, { productName: "A" }, true),
        makeCaseNotice(5, { productName: "Moved" }),
      ],
      changes: [
        { noticeId: 5, kind: "rescheduled-end", from: "2026-09-01", to: "2026-10-01" },
        { noticeId: 3, kind: "ended", from: null, to: null },
        { noticeId: 5, kind: "overdue", from: null, to: null },
      ],
    });
    const told = facts.notices.map(({ productName, vanished, changes }) => [
      productName,
      vanished,
      changes.map(({ kind }) => kind),
    ]);
    expect(told).toEqual([
      ["Moved", false, ["rescheduled-end", "overdue"]],
      ["Just ended", false, ["ended"]],
      ["A", true, []],
      ["B", false, []],
    ]);
    expect(facts.notices[0]?.changes[0]).toEqual({ kind: "rescheduled-end", from: "2026-09-01", to: "2026-10-01" });
    expect(facts.status).toBe("ongoing");
    expect(facts.source).toEqual(source);
  });

  it("freeze each package as it stood on the day, and hide what the source masks", () => {
    const packages = [
      makePackage({ nplPackId: "1", end: "2026-08-20" }),
      makePackage({ nplPackId: "2", start: "2026-09-01", end: null }),
      makePackage({ nplPackId: "3", ended: TODAY }),
    ];
    const [notice] = build({ notices: [makeCaseNotice(1, { packages })] }).notices;
    expect(notice?.packages.map(({ nplPackId, status, overdue }) => [nplPackId, status, overdue])).toEqual([
      ["1", "ongoing", true],
      ["2", "upcoming", false],
      ["3", "ended", false],
    ]);
    expect(notice).toMatchObject({
      causeCategory: null,
      atc: "J01DH02",
      firstPublished: "2026-07-25",
      status: "ongoing",
    });
  });

  it("name no source beside the one when all comes from it", () => {
    const facts = build({
      notices: [makeCaseNotice(1), makeCaseNotice(2, { ...over, source: own.name })],
      sources: [own, source],
    });
    expect(facts.source).toEqual(source);
    expect(facts).not.toHaveProperty("sources");
    expect(facts.notices[0]).not.toHaveProperty("source");
  });

  it("name the source of each notice when there are several, each read on its own source's date", () => {
    const packages = [makePackage({ start: "2026-08-20" })];
    const facts = build({
      notices: [
        makeCaseNotice(1, { source: own.name, productName: "Own", packages }),
        makeCaseNotice(2, { productName: "National", packages }),
        makeCaseNotice(3, { productName: "National too", packages }),
      ],
      sources: [own, source],
    });
    expect(facts.notices.map((notice) => [notice.productName, notice.source, notice.status])).toEqual([
      ["National", "lakemedelsverket", "ongoing"],
      ["National too", "lakemedelsverket", "ongoing"],
      ["Own", "manual", "upcoming"],
    ]);
    expect(facts).toMatchObject({ status: "ongoing", source, sources: [source, own] });
  });

  it("cannot be built of a notice whose source is not given", () => {
    expect(() => build({ notices: [makeCaseNotice(1, { source: "fimea" })] })).toThrow("its source fimea is not given");
  });

  it("name the entry as the region's list has it, and no more of it", () => {
    expect(build({}).entry).toEqual({
      atc: "J01DH02",
      substance: "Meropenem",
      formGroup: "parenteral",
      strength: null,
      priority: 1,
      category: "Antibiotika",
    });
  });

  it("of a case without notices have no status", () => {
    expect(build({})).toMatchObject({ kind: "case", status: null, notices: [], stock: null });
  });
});

it("the region's stock is counted from the shortage, and keeps its day also when that has passed", () => {
  const ceased = makeCaseNotice(1, { type: "cessation", packages: [makePackage({ start: "2025-01-01", end: null })] });
  const short = makeCaseNotice(2, { packages: [makePackage({ start: "2026-01-08", end: null })] });
  const entry = makeEntry({ stockDays: 21 });
  expect(build({ entry, notices: [ceased, short] }).stock).toEqual({ days: 21, endsOn: "2026-01-29" });
  expect(build({ entry, notices: [ceased] }).stock).toBeNull();
});

it("a case is ongoing if any notice is, else upcoming, else ended, else withdrawn", () => {
  const all: NoticeStatus[] = ["withdrawn", "ended", "upcoming", "ongoing"];
  const found = all.map((_, place) => caseStatus(all.slice(0, place + 1)));
  expect(found).toEqual(all);
  expect(caseStatus([])).toBeNull();
});

describe("the kind of the next message", () => {
  const kinds: [MessageKind | null, NoticeStatus | null, MessageKind][] = [
    [null, "ongoing", "new"],
    ["new", "ongoing", "update"],
    ["update", "upcoming", "update"],
    ["correction", "ongoing", "update"],
    ["overview", "ongoing", "update"],
    ["new", "ended", "resolved"],
    ["new", "withdrawn", "resolved"],
    ["new", null, "resolved"],
    ["resolved", "ongoing", "new"],
    ["retraction", "upcoming", "new"],
  ];
  it.each(kinds)("after %s in a case that is %s is %s", (last, status, next) => {
    expect(nextMessageKind(last, status)).toBe(next);
  });
});
