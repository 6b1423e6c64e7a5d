import { describe, expect, it } from "vitest";
import { makeExtentFact } from "../support/extent-facts.ts";
import { entryOf, sourcesOf, tellSame, type CaseFacts } from "../../src/domain/message.ts";
import { chooseMessageKind, type CaseState } from "../../src/domain/publication.ts";
import {
  makeAlertView,
  makeFacts,
  makeNoticeFact,
  makeOverviewFacts,
  makePackageFact,
  makeView,
} from "../support/message-views.ts";

describe("a message", () => {
  it("is about the line of its case; an overview and an alert are about none", () => {
    const facts = makeFacts();
    expect(entryOf(facts)).toBe(facts.entry);
    expect(entryOf(makeOverviewFacts())).toBeNull();
    expect(entryOf(makeAlertView().message.facts)).toBeNull();
  });

  it("has one source, or several", () => {
    const [one, other] = [makeFacts().source, { ...makeFacts().source, name: "manual" }];
    expect(sourcesOf({ source: one })).toEqual([one]);
    expect(sourcesOf({ source: one, sources: [one, other] })).toEqual([one, other]);
  });
});

describe("who has read a message need not read the case when both tell the same of what is open", () => {
  const open = makeNoticeFact({ reportId: "a" });
  const other = makeNoticeFact({ reportId: "b" });
  const ended = makeNoticeFact({ reportId: "c", status: "ended" });
  const told = makeFacts({ notices: [open, other] });
  const now = (...notices: CaseFacts["notices"]) => makeFacts({ notices });

  it.each<[string, CaseFacts]>([
    ["in another order", now(other, open)],
    ["with other news", now({ ...open, changes: [] }, other)],
    ["with another name and cause", now({ ...open, productName: "X", causeCategory: null }, other)],
    ["with something more that is over", now(open, other, ended)],
    ["with its fields in another order", now(JSON.parse(JSON.stringify({ ...other, ...open })), other)],
  ])("%s", (_name, facts) => {
    expect(tellSame(told, facts)).toBe(true);
  });

  it.each<[string, CaseFacts]>([
    ["less is open", now(open)],
    ["more is open", now(open, other, { ...ended, status: "upcoming" })],
    ["something ended", now(open, { ...other, status: "ended" })],
    ["something is only coming", now(open, { ...other, status: "upcoming" })],
    ["another report", now(open, { ...other, reportId: "d" })],
    ["another product", now(open, { ...other, nplId: "1" })],
    ["another type", now(open, { ...other, type: "cessation" })],
    ["no longer shown", now(open, { ...other, vanished: true })],
    ["another package", now(open, { ...other, packages: [makePackageFact({ nplPackId: "1" })] })],
    ["a package that ended", now(open, { ...other, packages: [makePackageFact({ status: "ended" })] })],
    ["another start", now(open, { ...other, packages: [makePackageFact({ start: "2026-08-11" })] })],
    ["another forecast", now(open, { ...other, packages: [makePackageFact({ forecastEnd: null })] })],
    ["an end", now(open, { ...other, packages: [makePackageFact({ actualEnd: "2026-12-01" })] })],
    ["a late package", now(open, { ...other, packages: [makePackageFact({ overdue: true })] })],
  ])("and must where they differ: %s", (_name, facts) => {
    expect(tellSame(told, facts)).toBe(false);
  });

  it("and need not where only one of them tells how much is reported, or it was counted on another day", () => {
    const measured = { ...told, extent: makeExtentFact({ catalogueOn: "2026-08-20" }) };
    expect(tellSame(told, measured)).toBe(true);
    expect(tellSame(measured, told)).toBe(true);
    expect(tellSame(measured, { ...told, extent: makeExtentFact({ catalogueOn: "2026-08-21" }) })).toBe(true);
  });

  it("and must where more or less of it is reported than was told", () => {
    const measured = { ...told, extent: makeExtentFact() };
    expect(tellSame(measured, { ...told, extent: makeExtentFact({ short: 2, unreported: 1 }) })).toBe(false);
    expect(tellSame(measured, { ...told, extent: makeExtentFact({ grade: "own" }) })).toBe(false);
  });

  it("and must after an overview, which tells of no case", () => {
    expect(tellSame(makeOverviewFacts(), now())).toBe(false);
  });
});

describe("the message that a case can become", () => {
  const news = ["started"] as const;
  const { message: last } = makeView({ version: 3, kind: "new" });
  const wish = { kind: null, hasAdvice: false } as const;
  const choose = (over: Partial<CaseState>, wished: Parameters<typeof chooseMessageKind>[1] = wish) =>
    chooseMessageKind({ caseId: 7, facts: makeFacts(), news, last, inOverview: false, ...over }, wished);

  it("is the case's own next kind when nobody names one", () => {
    expect(choose({})).toBe("update");
    expect(choose({ last: null })).toBe("new");
    expect(choose({ last: null, inOverview: true })).toBe("update");
    expect(choose({ last: { ...last, kind: "resolved" }, inOverview: true })).toBe("new");
    expect(choose({ facts: makeFacts({ status: "ended" }), news: [] })).toBe("resolved");
  });

  it("is no update without news, unless there is advice or somebody names the kind", () => {
    const refused = { kind: "refused", why: "no-news", reason: expect.stringContaining("since message version 3;") };
    expect(choose({ news: [] })).toEqual(refused);
    expect(choose({ news: [], last: null, inOverview: true })).toMatchObject({
      reason: expect.stringContaining("since the overview;"),
    });
    expect(choose({ news: [] }, { kind: null, hasAdvice: true })).toBe("update");
    expect(choose({ news: [] }, { kind: "update", hasAdvice: false })).toBe("update");
    expect(choose({ news: [], last: null })).toBe("new");
  });

  it.each(["correction", "retraction"] as const)("is a %s only of something", (kind) => {
    expect(choose({}, { kind, hasAdvice: false })).toBe(kind);
    expect(choose({ last: null, inOverview: true }, { kind, hasAdvice: false })).toMatchObject({
      kind: "refused",
      why: "nothing-to-correct",
    });
  });
});
