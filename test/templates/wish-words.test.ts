import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXTENT_GRADES } from "../../src/domain/extent-fact.ts";
import { LANGUAGES, type Language } from "../../src/domain/message.ts";
import { parseRhythm, type Delivering } from "../../src/domain/rhythm.ts";
import { NEWS_TOPICS, subscriptionFilterSchema, type SubscriptionFilter } from "../../src/domain/subscription.ts";
import { describeDelivering, describeRhythm, describeWish, type WishNames } from "../../templates/wish-words.ts";
import { readCases } from "../support/case-table.ts";

const names: WishNames = {
  regionName: "Region Skåne",
  cases: new Map([
    [7, { substance: "meropenem", strength: "500 mg", formGroup: "parenteral" }],
    [8, { substance: "heparin", strength: null, formGroup: null }],
  ]),
  substances: new Map([
    ["J01DH02", "meropenem"],
    ["B01AB01", "heparin"],
  ]),
};

function say(filter: SubscriptionFilter, over: Partial<{ atOnce: boolean; untilResolved: boolean }> = {}) {
  return (language: Language) =>
    describeWish({ filter, atOnce: false, untilResolved: false, ...over }, names, language);
}

describe("what somebody asked for is told in words", () => {
  const asked: [SubscriptionFilter, string][] = [
    [{}, "allt på Region Skånes lista"],
    [{ priorities: [1] }, "prioritet 1 på Region Skånes lista"],
    [{ priorities: [1], areas: ["Akutsjukvård"] }, "prioritet 1 på Region Skånes lista, område akutsjukvård"],
    [
      { priorities: [2, 1], areas: ["Akutsjukvård", "IVA", "anestesi"] },
      "prioritet 1 och 2 på Region Skånes lista, områdena akutsjukvård, IVA och anestesi",
    ],
    [{ atc: ["J01DH02"] }, "meropenem (J01DH02) på Region Skånes lista"],
    [{ atc: ["J01DH"] }, "ATC-grupp J01DH på Region Skånes lista"],
    [
      { atc: ["J01DH02", "N", "C01CA24"], priorities: [1] },
      "meropenem (J01DH02), ATC-grupp N och ATC-kod C01CA24 på Region Skånes lista, prioritet 1",
    ],
    [{ cases: [7] }, "meropenem 500 mg (injektion/infusion) i Region Skåne"],
    [{ cases: [7, 8, 9] }, "meropenem 500 mg (injektion/infusion), heparin och ärende 9 i Region Skåne"],
    [{ cases: [8], atc: ["B01AB01"] }, "heparin i Region Skåne, heparin (B01AB01)"],
    [{ categories: ["Antibiotika"] }, "allt på Region Skånes lista, kategori Antibiotika"],
    [
      { categories: ["Antibiotika", "Blod"], roles: ["läkare", "sjuksköterska"] },
      "allt på Region Skånes lista, kategorierna Antibiotika och Blod, för läkare och sjuksköterskor",
    ],
    [{ roles: ["övriga förskrivare"] }, "allt på Region Skånes lista, för övriga förskrivare"],
    [
      { priorities: [1, 2], areas: ["akutsjukvård"], extents: ["own", "whole"] },
      "prioritet 1 och 2 på Region Skånes lista, område akutsjukvård, när allt är anmält eller er egen produkt är anmäld",
    ],
    [{ extents: ["whole", "own", "strength", "part", "ceasing", "unknown"] }, "allt på Region Skånes lista"],
    [{ news: ["resolved", "new"] }, "allt på Region Skånes lista, bara besked om något nytt eller att det är över"],
  ];
  it.each(asked)("%j: %s", (filter, words) => {
    expect(say(filter)("sv")).toBe(words);
  });

  it("in English as well, and with how it comes and ends", () => {
    expect(say({ atc: ["J01DH02"] }, { untilResolved: true })("sv")).toBe(
      "meropenem (J01DH02) på Region Skånes lista, tills det är åter",
    );
    expect(say({ priorities: [1], areas: ["Akutsjukvård"] }, { atOnce: true })("en")).toBe(
      "priority 1 on the list of Region Skåne, area akutsjukvård, at once",
    );
    expect(
      describeWish(
        { filter: {}, atOnce: false, untilResolved: false },
        { ...names, regionName: "Västra Götalandsregionen" },
        "sv",
      ),
    ).toBe("allt på Västra Götalandsregionens lista");
  });

  it("many things are counted, and none is left out unsaid", () => {
    const told = say({ areas: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] })("sv");
    expect(told).toBe("allt på Region Skånes lista, områdena a, b, c, d, e, f, g och 3 till");
  });

  it("names from outside stay on one line and turn no text around", () => {
    const told = say({ areas: ["akut\r\nBcc: x@y.se"], categories: ["\u202Egnirts"] })("sv");
    expect(told).not.toMatch(/[\r\n\u202E]/u);
  });

  const some = <Item>(items: readonly Item[]) =>
    fc.option(fc.subarray([...items], { minLength: 1 }), { nil: undefined });
  const filters = fc.record({
    atc: some(["J01DH02", "J01DH", "N", "C01CA24"]),
    priorities: some([1, 2, 3]),
    categories: some(["Antibiotika", "Blod"]),
    areas: some(["akutsjukvård", "IVA"]),
    roles: some(["läkare", "farmaceut"]),
    extents: some(EXTENT_GRADES.slice(1)),
    news: some(NEWS_TOPICS.slice(1)),
    cases: some([7, 8, 9]),
  });
  const wishes = fc.record({
    filter: filters.map((filter) => subscriptionFilterSchema.parse(filter)),
    atOnce: fc.boolean(),
    untilResolved: fc.boolean(),
  });

  it.each(LANGUAGES)("two who ask for different things never read the same words (%s)", (language) => {
    fc.assert(
      fc.property(wishes, wishes, (one, other) => {
        const [a, b] = [one, other].map((wish) => describeWish(wish, names, language));
        expect(a === b).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(a).not.toMatch(/undefined|null|, ,|,,|  |^,|,$/u);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("when it comes is told in words", () => {
  it.each(
    readCases<[string, string, string]>(`
      at-once → direkt → at once
      daily 07:00 → varje dag 07:00 → every day at 07:00
      weekly 1 07:00 → måndagar 07:00 → Mondays at 07:00
      weekly 7 18:30 → söndagar 18:30 → Sundays at 18:30
    `),
  )("%s: %s, %s", (written, sv, en) => {
    const rhythm = parseRhythm(written);
    if (rhythm === null) throw new Error(`no rhythm: ${written}`);
    expect([describeRhythm(rhythm, "sv"), describeRhythm(rhythm, "en")]).toEqual([sv, en]);
  });

  const quiet = { from: "22:00", to: "07:00" };
  const now = new Date("2026-11-27T12:00:00Z");
  const cases: [Delivering, string][] = [
    [{ rhythm: { kind: "at-once" }, urgent: "day", quiet: null, snoozedUntil: null }, "direkt"],
    [
      { rhythm: { kind: "at-once" }, urgent: "day", quiet, snoozedUntil: null },
      "direkt, men inte mellan 22:00 och 07:00",
    ],
    [
      { rhythm: { kind: "at-once" }, urgent: "always", quiet, snoozedUntil: null },
      "direkt, mellan 22:00 och 07:00 bara det brådskande",
    ],
    [
      { rhythm: { kind: "daily", time: "07:00" }, urgent: "day", quiet: null, snoozedUntil: null },
      "varje dag 07:00, det brådskande direkt",
    ],
    [
      { rhythm: { kind: "daily", time: "07:00" }, urgent: "day", quiet, snoozedUntil: null },
      "varje dag 07:00, det brådskande direkt, men inte mellan 22:00 och 07:00",
    ],
    [
      { rhythm: { kind: "daily", time: "07:00" }, urgent: "always", quiet, snoozedUntil: null },
      "varje dag 07:00, det brådskande direkt, även mellan 22:00 och 07:00",
    ],
    [
      { rhythm: { kind: "weekly", weekday: 1, time: "07:00" }, urgent: "digest", quiet, snoozedUntil: null },
      "måndagar 07:00, även det brådskande",
    ],
    [
      { rhythm: { kind: "at-once" }, urgent: "day", quiet: null, snoozedUntil: new Date("2027-01-07T06:00:00Z") },
      "direkt, pausat till 7 januari 2027",
    ],
    [
      { rhythm: { kind: "at-once" }, urgent: "day", quiet: null, snoozedUntil: new Date("2026-11-20T06:00:00Z") },
      "direkt",
    ],
  ];
  it.each(cases)("%j: %s", (delivering, told) => {
    expect(describeDelivering(delivering, { language: "sv", now })).toBe(told);
  });
});
