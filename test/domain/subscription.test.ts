import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVERYBODY } from "../../src/domain/audience.ts";
import { EXTENT_GRADES } from "../../src/domain/extent-fact.ts";
import { stockholmMinute } from "../../src/domain/calendar.ts";
import type { EntryFact } from "../../src/domain/message.ts";
import { DAILY, nextDigest, turnOf } from "../../src/domain/rhythm.ts";
import {
  NEWS_TOPICS,
  topicOf,
  subscriptionFilterSchema,
  wantsMessage,
  weeklyDigestAt,
  type MessageTopic,
  type SubscriptionFilter,
  stoodAt,
} from "../../src/domain/subscription.ts";
import { makeEntryFact, makeView } from "../support/message-views.ts";
import { readCases } from "../support/case-table.ts";

function wants(
  filter: SubscriptionFilter,
  over: Partial<Omit<MessageTopic, "entry">> & {
    entry?: Partial<EntryFact> | null;
    areas?: string[];
    roles?: string[];
  } = {},
): boolean {
  const entry = over.entry === null ? null : makeEntryFact(over.entry);
  const { caseId = 7, extents = [], news = [] } = over;
  const audience = { areas: over.areas ?? [], roles: over.roles ?? [] };
  return wantsMessage(filter, { entry, caseId, extents, news, audience });
}

it("a message for everybody reaches every area and role", () => {
  const about = { entry: makeEntryFact(), caseId: 7, extents: [], news: [], audience: EVERYBODY };
  expect(wantsMessage({ areas: ["infektion"], roles: ["läkare"] }, about)).toBe(true);
});

describe("a subscriber", () => {
  it("who chose nothing wants everything", () => {
    expect(wants({})).toBe(true);
    expect(wants({}, { entry: { priority: null }, areas: ["psykiatri"] })).toBe(true);
  });

  it.each(
    readCases<[string, string, boolean]>(`
      J01DH02 → J01DH02 → true
      J01 → J01DH02 → true
      B01AD02 → B01AD → true
      J01DH51 → J01DH02 → false
      N → J01DH02 → false
    `),
  )("of ATC %s hears of an entry %s: %s", (prefix, atc, wanted) => {
    expect(wants({ atc: [prefix] }, { entry: { atc } })).toBe(wanted);
    expect(wants({ atc: ["V03", prefix] }, { entry: { atc } })).toBe(wanted);
  });

  it("of a priority hears of that one, and not of entries without priority", () => {
    const found = [1, 2, null].map((priority) => wants({ priorities: [1] }, { entry: { priority } }));
    expect(found).toEqual([true, false, false]);
  });

  it("of an area hears what is for that area or for everybody", () => {
    const found = [["infektion", "kirurgi"], [], ["psykiatri"]].map((areas) =>
      wants({ areas: ["infektion"] }, { areas }),
    );
    expect(found).toEqual([true, true, false]);
  });

  it("of a role hears what is for that role or for everybody, also when it is about no one entry", () => {
    for (const entry of [{}, null]) {
      const found = [["läkare", "barnmorska"], [], ["tandläkare"]].map((roles) =>
        wants({ roles: ["läkare"] }, { entry, roles }),
      );
      expect(found).toEqual([true, true, false]);
    }
    expect(wants({}, { roles: ["läkare"] })).toBe(true);
  });

  it("of an ATC code hears of no device, which has none", () => {
    expect(wants({ atc: ["J01"] }, { entry: { atc: "" } })).toBe(false);
    expect(wants({}, { entry: { atc: "" } })).toBe(true);
  });

  it("must have every wish met", () => {
    expect(wants({ atc: ["J01"], priorities: [2] })).toBe(false);
    expect(wants({ atc: ["N"], priorities: [1] })).toBe(false);
    expect(wants({ atc: ["J01"], areas: ["x"] }, { areas: ["y"] })).toBe(false);
    expect(wants({ atc: ["J01"], priorities: [1], areas: ["x"] }, { areas: ["x"] })).toBe(true);
  });

  it("gets an overview whatever the filter", () => {
    expect(wants({ atc: ["N"], priorities: [9], areas: ["x"] }, { entry: null, areas: ["y"] })).toBe(true);
  });

  it.each([{ atc: [] }, { atc: ["j01"] }, { atc: ["J1"] }, { priorities: [1.5] }, { areas: [""] }, { wish: 1 }])(
    "cannot wish for %j",
    (filter) => {
      expect(subscriptionFilterSchema.safeParse(filter).success).toBe(false);
    },
  );
});

describe("the digest", () => {
  it.each([
    ["2026-08-20T04:59:59Z", "2026-08-20"],
    ["2026-08-20T05:00:00Z", "2026-08-21"],
    ["2026-08-20T22:30:00Z", "2026-08-21"],
    ["2026-10-25T05:59:59Z", "2026-10-25"],
    ["2026-12-31T12:00:00Z", "2027-01-01"],
  ])("takes a message of %s with it on %s", (at, date) => {
    expect(stockholmMinute(nextDigest(DAILY, new Date(at)))).toBe(`${date} 07:00`);
  });

  it.each([
    ["2026-08-20T08:00:00Z", "2026-08-24T05:00:00Z"],
    ["2026-08-24T04:59:59Z", "2026-08-24T05:00:00Z"],
    ["2026-08-24T05:00:00Z", "2026-08-31T05:00:00Z"],
    // Sunday night in Stockholm is still Sunday in UTC.
    ["2026-08-23T22:30:00Z", "2026-08-24T05:00:00Z"],
    // The clocks go back on Sunday 25 October, and forward on Sunday 29 March.
    ["2026-10-23T08:00:00Z", "2026-10-26T06:00:00Z"],
    ["2026-10-25T00:30:00Z", "2026-10-26T06:00:00Z"],
    ["2026-03-27T08:00:00Z", "2026-03-30T05:00:00Z"],
    ["2026-12-31T12:00:00Z", "2027-01-04T06:00:00Z"],
  ])("of the week takes news of %s with it at %s", (since, at) => {
    expect(weeklyDigestAt(new Date(since))).toEqual(new Date(at));
  });

  it("never holds back what is urgent", () => {
    const at = new Date("2026-08-20T04:00:00Z");
    const delivering = { rhythm: DAILY, urgent: "day", quiet: null, snoozedUntil: null } as const;
    const turn = turnOf(delivering, { at, urgent: true, gathers: true, hurried: false });
    expect(turn).toEqual({ lane: "urgent", dueAt: at });
  });
});

describe("who stood as a subscriber when a message was published", () => {
  const AT = new Date("2026-11-27T08:00:00Z");
  const before = new Date(AT.getTime() - 1);
  const after = new Date(AT.getTime() + 1);
  const standing = { state: "active", confirmedAt: before, pausedAt: null, resumedAt: null } as const;

  it("had begun by then, and has not left since", () => {
    expect(stoodAt(standing, AT)).toBe(true);
    expect(stoodAt({ ...standing, confirmedAt: AT }, AT)).toBe(true);
    expect(stoodAt({ ...standing, confirmedAt: after }, AT)).toBe(false);
    expect(stoodAt({ ...standing, state: "ended" }, AT)).toBe(false);
  });

  it("was not paused then: before is over, and later does not count", () => {
    expect(stoodAt({ ...standing, pausedAt: before }, AT)).toBe(false);
    expect(stoodAt({ ...standing, pausedAt: AT }, AT)).toBe(false);
    expect(stoodAt({ ...standing, pausedAt: before, resumedAt: after }, AT)).toBe(false);
    expect(stoodAt({ ...standing, pausedAt: before, resumedAt: AT }, AT)).toBe(true);
    expect(stoodAt({ ...standing, pausedAt: after }, AT)).toBe(true);
  });
});

describe("a filter", () => {
  const code = fc.constantFrom("J", "J01", "J01DH", "J01DH02", "N02", "V03AB");
  const word = fc.constantFrom("akut", "infektion", "läkare");
  const some = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 3 });
  const facets = {
    atc: some(code),
    priorities: some(fc.integer({ min: 1, max: 3 })),
    categories: some(fc.constantFrom("Basläkemedel", "Beredskap")),
    areas: some(word),
    roles: some(word),
    extents: some(fc.constantFrom(...EXTENT_GRADES)),
    news: some(fc.constantFrom(...NEWS_TOPICS)),
    cases: some(fc.integer({ min: 1, max: 3 })),
  };
  const filter = fc.record(facets, { requiredKeys: [] }).map((wish) => subscriptionFilterSchema.parse(wish));
  const about = fc.record({
    entry: fc.option(
      fc
        .record({
          atc: fc.oneof(code, fc.constant("")),
          priority: fc.option(fc.integer({ min: 1, max: 3 })),
          category: fc.option(fc.constantFrom("Basläkemedel", "Beredskap")),
        })
        .map(makeEntryFact),
    ),
    caseId: fc.option(fc.integer({ min: 1, max: 3 })),
    extents: fc.uniqueArray(fc.constantFrom(...EXTENT_GRADES), { maxLength: 2 }),
    news: fc.uniqueArray(fc.constantFrom(...NEWS_TOPICS), { maxLength: 2 }),
    audience: fc.record({ areas: fc.array(word, { maxLength: 2 }), roles: fc.array(word, { maxLength: 2 }) }),
  });

  it("that is narrowed, by one more facet or by fewer values in one, never lets more through", () => {
    let narrower = 0;
    fc.assert(
      fc.property(filter, filter, fc.nat(), about, (wide, more, place, message) => {
        const narrowed = subscriptionFilterSchema.parse({ ...more, ...wide });
        const name = Object.keys(wide)[place % Math.max(1, Object.keys(wide).length)];
        const fewer = Object.entries(wide).map(([key, values]) => [key, key === name ? values?.slice(0, 1) : values]);
        for (const narrow of [narrowed, subscriptionFilterSchema.parse(Object.fromEntries(fewer))])
          if (wantsMessage(narrow, message)) {
            narrower += 1;
            expect(wantsMessage(wide, message)).toBe(true);
          }
      }),
      { numRuns: 2_000 },
    );
    expect(narrower).toBeGreaterThan(100);
  });

  it("of the worst grades hears that what was whole has eased, and not of what was never so bad", () => {
    expect(wants({ extents: ["whole"] }, { extents: ["part", "whole"] })).toBe(true);
    expect(wants({ extents: ["whole"] }, { extents: ["part"] })).toBe(false);
  });

  it("of kinds of news always lets through what corrects or takes back", () => {
    const { message } = makeView({ kind: "retraction" });
    expect(wantsMessage({ news: ["resolved"] }, { ...topicOf(message, null), audience: EVERYBODY })).toBe(true);
    expect(wants({ news: ["resolved"] }, { news: ["new"] })).toBe(false);
  });
});
