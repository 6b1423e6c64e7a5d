import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DecisionRow } from "../../../src/domain/outreach/decision-figures.ts";
import type { DeliveryRow } from "../../../src/domain/outreach/delivery-figures.ts";
import type { Cut, Figure } from "../../../src/domain/outreach/figure.ts";
import type { FallRow } from "../../../src/domain/outreach/hold-figures.ts";
import type { ListVersionRow } from "../../../src/domain/outreach/list-figures.ts";
import type { MessageRow } from "../../../src/domain/outreach/message-figures.ts";
import { parsePeriod } from "../../../src/domain/outreach/period.ts";
import type { QuestionRow } from "../../../src/domain/outreach/question-figures.ts";
import type { ReachRow } from "../../../src/domain/outreach/reach-figures.ts";
import { followPeriod, measureReport, type ReportRows } from "../../../src/domain/outreach/report.ts";
import { weightedQuantile } from "../../../src/domain/outreach/statistics.ts";
import { makeReportRows } from "../../support/report-rows.ts";
import { makeCaseRow } from "../../support/case-rows.ts";

const noon = (date: string): Date => new Date(`${date}T10:00:00Z`);

function measureAll(rows: Partial<ReportRows>, { word = "2026-08", places = ["SE"] } = {}): Figure[] {
  const period = parsePeriod(word);
  if (typeof period === "string") throw new Error(period);
  return measureReport(makeReportRows(rows), followPeriod(period, "2026-12-31"), places);
}

function measure(rows: Partial<ReportRows>, over: { word?: string; place?: string } = {}) {
  const { place = "SE", ...rest } = over;
  const figures = measureAll(rows, { ...rest, places: [place] });
  return (id: string, cut: Cut = {}): Figure | undefined =>
    figures.find((figure) => figure.id === id && JSON.stringify(figure.cut) === JSON.stringify(cut));
}

let numbers = 0;
function makeMessage(over: Partial<MessageRow> = {}): MessageRow {
  numbers += 1;
  return {
    id: String(numbers),
    regionCode: "12",
    caseId: numbers,
    kind: "new",
    urgency: "normal",
    publishedAt: noon("2026-08-10"),
    reviewed: true,
    byRule: false,
    adviceType: null,
    originRegionCode: null,
    takesOver: false,
    areas: [],
    roles: [],
    grade: null,
    minutes: null,
    originMinutes: null,
    ...over,
  };
}

describe("messages", () => {
  const rows = [
    makeMessage({ adviceType: "same-substance", urgency: "high", roles: ["läkare"], grade: "whole", minutes: 30 }),
    makeMessage({
      adviceType: "no-action",
      originRegionCode: "01",
      takesOver: true,
      minutes: 5,
      originMinutes: 45,
    }),
    // The same words in the next version save nothing more.
    makeMessage({ kind: "update", adviceType: "other-form", originRegionCode: "01", minutes: 1, originMinutes: 45 }),
    makeMessage({ kind: "update", adviceType: "interchangeable", originRegionCode: "01", takesOver: true }),
    makeMessage({ kind: "correction", reviewed: false, byRule: true, areas: ["Akut", "Ögon"] }),
    makeMessage({ kind: "resolved", reviewed: false, byRule: true }),
    makeMessage({ kind: "retraction" }),
    makeMessage({ kind: "new", publishedAt: new Date("2026-07-31T21:59:00Z") }),
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
    expect(measure({ messages: [makeMessage()] })("minutes-saved")).toMatchObject({ value: 0, n: 0 });
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

function makeDelivery(over: Partial<DeliveryRow> = {}): DeliveryRow {
  return {
    id: "1",
    messageId: 1,
    regionCode: "12",
    channel: "email",
    lane: "digest",
    urgency: "normal",
    publishedAt: noon("2026-08-10"),
    fate: "delivered",
    minutes: 60,
    weight: 1,
    ...over,
  };
}

describe("deliveries", () => {
  const deliveries = [
    makeDelivery({ weight: 60, minutes: 60 }),
    makeDelivery({ weight: 20, minutes: 120 }),
    makeDelivery({ fate: "complained", minutes: 60, weight: 1 }),
    makeDelivery({ fate: "returned", minutes: null, weight: 4 }),
    makeDelivery({ fate: "late", minutes: null, weight: 2 }),
    makeDelivery({ fate: "failed", minutes: null, weight: 3 }),
    makeDelivery({ channel: "teams", lane: "urgent", fate: "accepted", minutes: 2, weight: 5 }),
    makeDelivery({ fate: "waiting", minutes: null, weight: 5 }),
    makeDelivery({ fate: "superseded", minutes: null, weight: 30 }),
    makeDelivery({ fate: "captured", minutes: null, weight: 7 }),
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
    const one = [makeDelivery({ weight: 3, minutes: 5 }), makeDelivery({ weight: 2, minutes: 300 })];
    const many = one.flatMap((row) => Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })));
    expect(measureAll({ deliveries: one })).toEqual(measureAll({ deliveries: many }));
  });
});

function makeReach(over: Partial<ReachRow> = {}): ReachRow {
  return {
    id: "1",
    regionCode: "12",
    channel: "email",
    isShared: false,
    filters: [{}],
    isActive: true,
    ended: null,
    messages: 0,
    days: 31,
    weight: 1,
    ...over,
  };
}

describe("reach", () => {
  const reach = [
    makeReach({ weight: 10, messages: 62, days: 310 }),
    makeReach({ weight: 6, filters: [{ roles: ["läkare"], areas: ["Akut", "Ögon"] }], messages: 0, days: 0 }),
    // One of their wishes is for all of the region.
    makeReach({ weight: 4, filters: [{ roles: ["läkare"] }, {}] }),
    makeReach({ weight: 2, isShared: true, filters: [{ atc: ["J01"] }] }),
    makeReach({ weight: 3, channel: "slack" }),
    makeReach({ weight: 5, isActive: false, ended: "too-many", days: 10 }),
    makeReach({ weight: 1, isActive: false, ended: "unsaid", days: 10 }),
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
    const one = [makeReach({ weight: 2, messages: 31, days: 62 })];
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
      makeMessage({ caseId: 900, minutes: 10 }),
      makeMessage({ caseId: 901, minutes: 20 }),
      makeMessage({ caseId: 902 }),
      makeMessage({ caseId: 903, reviewed: false, byRule: true, minutes: null }),
      makeMessage({ caseId: null }),
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

// ---------------------------------------------------------------------------------------------------------------------
// Laws, on whatever may have happened.

const day = fc.integer({ min: 0, max: 60 }).map((days) => new Date(Date.UTC(2026, 6, 5 + days, 10)));
const region = fc.constantFrom("01", "12", "13", "14");
const anyMessage = fc
  .record({
    regionCode: region,
    publishedAt: day,
    kind: fc.constantFrom("new", "update", "correction", "resolved", "retraction"),
    urgency: fc.constantFrom("normal", "high"),
    adviceType: fc.constantFrom(null, "no-action", "interchangeable", "other-form"),
    roles: fc.constantFrom([], ["läkare"]),
    minutes: fc.option(fc.integer({ min: 1, max: 600 })),
  })
  .map((over) => makeMessage(over as Partial<MessageRow>));
const anyDelivery = fc
  .record({
    regionCode: region,
    publishedAt: day,
    channel: fc.constantFrom("email", "slack", "teams"),
    fate: fc.constantFrom("delivered", "accepted", "failed", "waiting", "superseded", "returned"),
    minutes: fc.integer({ min: 0, max: 3000 }),
    weight: fc.integer({ min: 1, max: 9 }),
  })
  .map((over) => makeDelivery(over as Partial<DeliveryRow>));
const anyReach = fc
  .record({
    regionCode: region,
    channel: fc.constantFrom("email", "slack"),
    filters: fc.constantFrom([{}], [{ roles: ["läkare"] }], [{ areas: ["Akut"] }]),
    isActive: fc.boolean(),
    weight: fc.integer({ min: 1, max: 9 }),
  })
  .map((over) => makeReach(over as Partial<ReachRow>));
const anyRows = fc.record({
  messages: fc.array(anyMessage, { maxLength: 15 }),
  deliveries: fc.array(anyDelivery, { maxLength: 15 }),
  reach: fc.array(anyReach, { maxLength: 10 }),
});

const MONTHS = ["2026-07", "2026-08", "2026-09"];
const COUNTS = ["messages", "messages-telling", "deliveries", "decisions"];
const whole = (figures: readonly Figure[], id: string, place = "SE"): number =>
  figures.find((one) => one.id === id && one.place === place && Object.keys(one.cut).length === 0)?.value ?? 0;

describe("whatever has happened", () => {
  it("parts add up to the whole, months to the quarter, regions to the nation, and the order of rows says nothing", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const places = ["SE", "01", "12", "13", "14"];
        const quarter = measureAll(rows, { word: "2026-Q3", places });
        const months = MONTHS.map((word) => measureAll(rows, { word, places }));
        for (const id of COUNTS) {
          expect(months.reduce((sum, figures) => sum + whole(figures, id), 0)).toBe(whole(quarter, id));
          expect(places.slice(1).reduce((sum, place) => sum + whole(quarter, id, place), 0)).toBe(whole(quarter, id));
        }
        for (const [id, name] of [
          ["messages", "kind"],
          ["messages", "urgency"],
          ["messages-telling", "advice"],
          ["deliveries", "channel,state"],
          ["subscriptions", "channel"],
        ] as const) {
          const parts = quarter.filter(
            (one) => one.id === id && one.place === "SE" && Object.keys(one.cut).join() === name,
          );
          expect(parts.reduce((sum, one) => sum + (one.value ?? 0), 0)).toBe(whole(quarter, id));
        }
        const turned = Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.toReversed()]));
        expect(measureAll(turned, { word: "2026-Q3", places })).toEqual(quarter);
      }),
      { numRuns: 40 },
    );
  });

  it("a share lies between none and all, a part is no more than its whole, and nothing is told of nothing", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        for (const { id, value, n, part } of measureAll(rows)) {
          if (n === 0 && part !== undefined) expect([id, value]).toEqual([id, null]);
          if (part === undefined || id === "corrections-per-100") continue;
          expect(part).toBeLessThanOrEqual(n);
          if (value !== null) expect(value >= 0 && value <= 1).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("a median of what weighs lies between the extremes, and is that of as many single ones", () => {
    const points = fc.array(
      fc.record({ value: fc.integer({ min: -50, max: 50 }), weight: fc.integer({ min: 1, max: 6 }) }),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(points, fc.double({ min: 0, max: 1, noNaN: true }), (weighted, q) => {
        const found = weightedQuantile(weighted, q) ?? NaN;
        const values = weighted.map(({ value }) => value);
        expect(found).toBeGreaterThanOrEqual(Math.min(...values));
        expect(found).toBeLessThanOrEqual(Math.max(...values));
        const single = weighted.flatMap(({ value, weight }) =>
          Array.from({ length: weight }, () => ({ value, weight: 1 })),
        );
        expect(weightedQuantile(single, q)).toBe(found);
      }),
    );
  });
});
