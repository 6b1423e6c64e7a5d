import { describe, expect, it } from "vitest";
import type { DecisionRow } from "../../../src/domain/outreach/decision-figures.ts";
import type { Cut, Figure } from "../../../src/domain/outreach/figure.ts";
import type { FallRow } from "../../../src/domain/outreach/hold-figures.ts";
import type { ListVersionRow } from "../../../src/domain/outreach/list-figures.ts";
import type { QuestionRow } from "../../../src/domain/outreach/question-figures.ts";
import type { ReportRows } from "../../../src/domain/outreach/report.ts";
import { makeDeliveryRow, makeMessageRow, makeReachRow, measureAll } from "../../support/report-rows.ts";
import { makeCaseRow } from "../../support/case-rows.ts";

const noon = (date: string): Date => new Date(`${date}T10:00:00Z`);

function measure(rows: Partial<ReportRows>, over: { word?: string; place?: string } = {}) {
  const { place = "SE", ...rest } = over;
  const figures = measureAll(rows, { ...rest, places: [place] });
  return (id: string, cut: Cut = {}): Figure | undefined =>
    figures.find((figure) => figure.id === id && JSON.stringify(figure.cut) === JSON.stringify(cut));
}

describe("messages", () => {
  const rows = [
    makeMessageRow({ adviceType: "same-substance", urgency: "high", roles: ["läkare"], grade: "whole", minutes: 30 }),
    makeMessageRow({
      adviceType: "no-action",
      originRegionCode: "01",
      takesOver: true,
      minutes: 5,
      originMinutes: 45,
    }),
    // The same words in the next version save nothing more.
    makeMessageRow({ kind: "update", adviceType: "other-form", originRegionCode: "01", minutes: 1, originMinutes: 45 }),
    makeMessageRow({ kind: "update", adviceType: "interchangeable", originRegionCode: "01", takesOver: true }),
    makeMessageRow({ kind: "correction", reviewed: false, byRule: true, areas: ["Akut", "Ögon"] }),
    makeMessageRow({ kind: "resolved", reviewed: false, byRule: true }),
    makeMessageRow({ kind: "retraction" }),
    makeMessageRow({ kind: "new", publishedAt: new Date("2026-07-31T21:59:00Z") }),
  ];
  const figure = measure({ messages: rows });

  it.each([
    ["messages", {}, 7, 7],
    ["messages", { kind: "update" }, 2, 2],
    ["messages", { urgency: "high" }, 1, 1],
    ["messages-by-rule", {}, 0.285714, 7],
    ["messages-reviewed", {}, 0.714286, 7],
    ["messages-telling", {}, 5, 5],
    ["messages-telling", { advice: "" }, 1, 1],
    ["messages-telling", { extent: "unknown" }, 4, 4],
    ["messages-with-advice", {}, 0.8, 5],
    // Of five that tell, one names another product and one another form.
    ["needs-prescriber", {}, 0.4, 5],
    ["messages-targeted", {}, 0.285714, 7],
    ["messages-targeted-area", {}, 0.142857, 7],
    ["messages-targeted-role", {}, 0.142857, 7],
    ["messages-reused", {}, 0.75, 4],
    ["minutes-saved", {}, 40, 1],
    ["corrections-per-100", {}, 28.571429, 7],
  ])("%s %o is %s of %s", (id, cut, value, n) => {
    expect(figure(id, cut)).toMatchObject({ value, n });
  });

  it("of which nobody has said how long they took save no minutes, and nothing is guessed", () => {
    expect(figure("minutes-saved")?.excluded).toEqual([{ reason: "not-answered", n: 1 }]);
    expect(measure({ messages: [makeMessageRow()] })("minutes-saved")).toMatchObject({ value: 0, n: 0 });
  });

  it("belong to the day in Stockholm on which they were published", () => {
    expect(measure({ messages: rows }, { word: "2026-07" })("messages")).toMatchObject({ value: 1 });
  });
});

describe("what holds", () => {
  const told = (day: string, kind: "new" | "resolved" = "new") => ({ kind, publishedAt: noon(day) });
  const moved = (day: string, toldOn: string | null, over = {}) => ({
    createdAt: noon(day),
    changes: [
      { noticeId: 1, kind: "rescheduled-end" as const },
      { noticeId: 1, kind: "rescheduled-start" as const },
    ],
    decision: toldOn === null ? ("pending" as const) : ("published" as const),
    decidedAt: toldOn === null ? null : noon(toldOn),
    ...over,
  });

  it("are the dates that moved in cases that readers knew of, and how soon that was told", () => {
    const cases = [
      makeCaseRow({ messages: [told("2026-08-03")], updates: [moved("2026-08-05", "2026-08-06")] }),
      makeCaseRow({ messages: [told("2026-08-03")], updates: [moved("2026-08-05", "2026-08-12")] }),
      makeCaseRow({ messages: [told("2026-08-03")], updates: [moved("2026-08-05", null)] }),
      makeCaseRow({ messages: [told("2026-08-03")], updates: [moved("2026-08-05", null, { isRetracted: true })] }),
      // Nobody knew of these.
      makeCaseRow({ messages: [], updates: [moved("2026-08-05", null)] }),
      makeCaseRow({ messages: [told("2026-08-05", "resolved")], updates: [moved("2026-08-09", null)] }),
      makeCaseRow({ messages: [told("2026-08-06")], updates: [moved("2026-08-05", "2026-08-06")] }),
    ];
    const figure = measure({ cases });
    expect(figure("date-changes")).toMatchObject({ value: 3, excluded: [{ reason: "retracted", n: 1 }] });
    expect(figure("date-changes-told")).toMatchObject({ value: 0.666667, n: 3, part: 2 });
    expect(figure("date-changes-told-within-1")).toMatchObject({ value: 0.333333, n: 3 });
    expect(figure("date-changes-told-within-7")).toMatchObject({ value: 0.666667, n: 3, pending: 0 });
  });

  it("is also the advice that went stale, until readers were told or it was right again, with what never was", () => {
    const fall = (over: Partial<FallRow>): FallRow => ({
      id: "1",
      regionCode: "12",
      caseId: 1,
      fellAt: noon("2026-08-10"),
      toldAt: null,
      mendedAt: null,
      mendedBy: null,
      ...over,
    });
    const falls = [
      fall({ id: "1", toldAt: noon("2026-08-12"), mendedAt: noon("2026-08-20"), mendedBy: "message" }),
      fall({ id: "2", mendedAt: noon("2026-08-14"), mendedBy: "returned" }),
      fall({ id: "3" }),
    ];
    const figure = measure({ falls });
    expect(figure("advice-stale")).toMatchObject({ value: 3 });
    expect(figure("advice-stale", { mended: "" })).toMatchObject({ value: 1 });
    expect(figure("advice-stale-ended")).toMatchObject({ value: 0.666667, n: 3 });
    expect(figure("advice-stale-median")).toMatchObject({ value: 4, n: 3 });
    expect(figure("advice-stale-p90")).toMatchObject({ value: null, n: 3 });
  });
});

describe("deliveries", () => {
  const deliveries = [
    makeDeliveryRow({ weight: 60, minutes: 60 }),
    makeDeliveryRow({ weight: 20, minutes: 120 }),
    makeDeliveryRow({ fate: "complained", minutes: 60, weight: 1 }),
    makeDeliveryRow({ fate: "returned", minutes: null, weight: 4 }),
    makeDeliveryRow({ fate: "late", minutes: null, weight: 2 }),
    makeDeliveryRow({ fate: "failed", minutes: null, weight: 3 }),
    makeDeliveryRow({ channel: "teams", lane: "urgent", fate: "accepted", minutes: 2, weight: 5 }),
    makeDeliveryRow({ fate: "waiting", minutes: null, weight: 5 }),
    makeDeliveryRow({ fate: "superseded", minutes: null, weight: 30 }),
    makeDeliveryRow({ fate: "captured", minutes: null, weight: 7 }),
  ];
  const figure = measure({ deliveries });

  it.each([
    ["deliveries", {}, 137, 137],
    ["deliveries", { channel: "email", state: "delivered" }, 80, 80],
    ["deliveries-delivered", {}, 0.81, 100],
    ["deliveries-delivered", { channel: "teams" }, 0, 5],
    ["deliveries-accepted", {}, 0.05, 100],
    ["deliveries-failed", {}, 0.07, 100],
    ["deliveries-unknown", {}, 0.02, 100],
    ["delivered-hours-median", {}, 1, 81],
    ["taken-hours-median", { channel: "teams" }, 0.033333, 5],
  ])("%s %o is %s of %s", (id, cut, value, n) => {
    expect(figure(id, cut)).toMatchObject({ value, n });
  });

  it("say what waits still, and what need not have been sent", () => {
    expect(figure("deliveries-delivered")).toMatchObject({
      pending: 5,
      excluded: [
        { reason: "captured", n: 7 },
        { reason: "not-needed", n: 30 },
      ],
    });
    expect(figure("delivered-hours-median", { channel: "teams" })).toMatchObject({
      value: null,
      n: 0,
      excluded: [{ reason: "not-delivered", n: 5 }],
    });
  });

  it("weigh as many as they stand for: a row of ten and ten rows are the same", () => {
    const one = [makeDeliveryRow({ weight: 3, minutes: 5 }), makeDeliveryRow({ weight: 2, minutes: 300 })];
    const many = one.flatMap((row) => Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })));
    expect(measureAll({ deliveries: one })).toEqual(measureAll({ deliveries: many }));
  });
});

describe("reach", () => {
  const reach = [
    makeReachRow({ weight: 10, messages: 62, days: 310 }),
    makeReachRow({ weight: 6, filters: [{ roles: ["läkare"], areas: ["Akut", "Ögon"] }], messages: 0, days: 0 }),
    // One of their wishes is for all of the region.
    makeReachRow({ weight: 4, filters: [{ roles: ["läkare"] }, {}] }),
    makeReachRow({ weight: 2, isShared: true, filters: [{ atc: ["J01"] }] }),
    makeReachRow({ weight: 3, channel: "slack" }),
    makeReachRow({ weight: 5, isActive: false, ended: "too-many", days: 10 }),
    makeReachRow({ weight: 1, isActive: false, ended: "unsaid", days: 10 }),
  ];
  const headcounts = [
    { regionCode: "12", role: null, validFrom: "2026-01-01", count: 200 },
    { regionCode: "12", role: null, validFrom: "2026-07-01", count: 100 },
    { regionCode: "12", role: null, validFrom: "2026-09-01", count: 50 },
    { regionCode: "12", role: "läkare", validFrom: "2026-07-01", count: 40 },
  ];
  const figure = measure({ reach, headcounts });

  it.each([
    ["subscriptions", {}, 25, 25],
    ["subscriptions", { channel: "slack" }, 3, 3],
    ["subscriptions", { role: "läkare" }, 10, 10],
    ["subscriptions", { area: "Ögon" }, 6, 6],
    ["subscriptions", { channel: "email", role: "läkare" }, 10, 10],
    // Those for some areas, and a shared mailbox for one group.
    ["subscriptions-tailored", {}, 0.32, 25],
    ["unsubscribed", {}, 6, 6],
    ["unsubscribed", { reason: "too-many" }, 5, 5],
    // Twenty persons by mail of a hundred; those of Slack are nobody's number.
    ["prescribers-reached", {}, 0.2, 100],
    ["prescribers-reached-by-role", { role: "läkare" }, 0.25, 40],
  ])("%s %o is %s of %s", (id, cut, value, n) => {
    expect(figure(id, cut)).toMatchObject({ value, n });
  });

  it("is set against what the region itself has said, and against nothing where it has not", () => {
    expect(figure("prescribers-reached")?.excluded).toEqual([{ reason: "nothing-to-compare", n: 20 }]);
    expect(measure({ reach }, { place: "12" })("prescribers-reached")).toMatchObject({ value: null, n: 0 });
    const takenBack = [...headcounts, { regionCode: "12", role: null, validFrom: "2026-08-01", count: null }];
    expect(measure({ reach, headcounts: takenBack })("prescribers-reached")).toMatchObject({ value: null, n: 0 });
  });

  it("tells messages for each week that somebody subscribed", () => {
    const one = [makeReachRow({ weight: 2, messages: 31, days: 62 })];
    expect(measure({ reach: one })("messages-per-week")).toMatchObject({ value: 3.5, n: 2 });
    expect(measure({ reach: [] })("messages-per-week")).toMatchObject({ value: null, n: 0 });
  });
});

describe("the share of the list that is hit", () => {
  const entry = (key: string, priority: number | null = 1) => ({ key, category: "Infektion", priority });
  const list = (over: Partial<ListVersionRow>): ListVersionRow => ({
    id: 1,
    regionCode: "12",
    from: "2026-08-01",
    to: null,
    entries: [entry("a"), entry("b"), entry("c"), entry("d", 2)],
    ...over,
  });

  it("is the mean over the days, each against the list of that day", () => {
    // A case on "a" from the 2nd to the 3rd of four days; on the last two days the list has two lines, and "a" is none of them.
    const lists = [
      list({ to: "2026-08-02" }),
      list({ id: 2, from: "2026-08-03", entries: [entry("b"), entry("d", 2)] }),
    ];
    const cases = [
      makeCaseRow({ key: "a", openedAt: noon("2026-08-02"), closedAt: noon("2026-08-03") }),
      makeCaseRow({ key: "b", openedAt: noon("2026-08-04") }),
    ];
    const figure = measure({ lists, cases }, { word: "2026-08-01..2026-08-04" });
    // 0, 1 of 4, 0, 1 of 2.
    expect(figure("list-hit")).toMatchObject({ value: 0.1875, n: 4 });
    expect(figure("list-hit", { priority: "2" })).toMatchObject({ value: 0, n: 4 });
    expect(figure("list-hit", { category: "Infektion" })).toMatchObject({ value: 0.1875, n: 4 });
  });

  it("has no value without a list, and no days before there was one, before the first file and after the last", () => {
    const cases = [makeCaseRow({ key: "a", openedAt: noon("2026-08-01") })];
    expect(measure({ cases })("list-hit")).toMatchObject({ value: null, n: 0 });
    expect(measure({ cases, lists: [list({ from: "2026-08-31" })] })("list-hit")).toMatchObject({ value: 0.25, n: 1 });
    expect(measure({ cases, lists: [list({})], dataFrom: "2026-08-30" })("list-hit")).toMatchObject({ n: 2 });
    expect(measure({ cases, lists: [list({ entries: [] })] })("list-hit")).toMatchObject({ value: null, n: 0 });
  });

  it("is not hit by a case that a file told of that was taken back", () => {
    const update = { createdAt: noon("2026-08-01"), isRetracted: true };
    const cases = [makeCaseRow({ key: "a", openedAt: noon("2026-08-01"), updates: [update] })];
    expect(measure({ cases, lists: [list({})] })("list-hit")).toMatchObject({ value: 0 });
  });
});

describe("minutes", () => {
  const dismissal = (over: Partial<DecisionRow>): DecisionRow => ({
    id: "update-1",
    regionCode: "12",
    caseId: 900,
    kind: "dismissal",
    decidedAt: noon("2026-08-11"),
    minutes: null,
    ...over,
  });

  it("are of decisions that a person took, with how many have said what it took", () => {
    const messages = [
      makeMessageRow({ caseId: 900, minutes: 10 }),
      makeMessageRow({ caseId: 901, minutes: 20 }),
      makeMessageRow({ caseId: 902 }),
      makeMessageRow({ caseId: 903, reviewed: false, byRule: true, minutes: null }),
      makeMessageRow({ caseId: null }),
    ];
    const dismissals = [dismissal({ minutes: 2 }), dismissal({ id: "update-2", caseId: 904 })];
    const figure = measure({ messages, dismissals });
    expect(figure("decisions")).toMatchObject({ value: 5 });
    expect(figure("decisions-with-minutes")).toMatchObject({ value: 0.6, n: 5 });
    expect(figure("decided-cases-with-minutes")).toMatchObject({ value: 0.5, n: 4, part: 2 });
    expect(figure("minutes-median")).toMatchObject({ value: 10, n: 3, excluded: [{ reason: "not-answered", n: 2 }] });
    expect(figure("minutes-median", { kind: "dismissal" })).toMatchObject({ value: 2, n: 1 });
    expect(figure("minutes-q3", { kind: "new" })).toMatchObject({ value: 17.5, n: 2 });
  });
});

describe("questions", () => {
  it("are waited for as long as nobody has answered", () => {
    const question = (over: Partial<QuestionRow>): QuestionRow => ({
      id: "1",
      regionCode: "12",
      askedAt: noon("2026-08-10"),
      answeredAt: null,
      ...over,
    });
    const answered = [2, 4].map((hours) =>
      question({ answeredAt: new Date(noon("2026-08-10").getTime() + hours * 3_600_000) }),
    );
    const figure = measure({ questions: [...answered, question({})] });
    expect(figure("questions")).toMatchObject({ value: 3 });
    expect(figure("questions-answered")).toMatchObject({ value: 0.666667, n: 3, pending: 1 });
    expect(figure("questions-hours-median")).toMatchObject({ value: 4, n: 3 });
    expect(figure("questions-hours-p90")).toMatchObject({ value: null, n: 3 });
  });
});
