import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryKey, type ListEntry } from "../../src/domain/list.ts";
import {
  applyVerdict,
  createEntryIndex,
  describeWhy,
  matchEntry,
  pickOwner,
  readMatchSubject,
  tieByHand,
} from "../../src/domain/match.ts";
import { makeEntry, makeNotice } from "../support/builders.ts";

function match(entry: Partial<ListEntry>, notice: Parameters<typeof makeNotice>[0] = {}) {
  return matchEntry(makeEntry(entry), readMatchSubject(makeNotice(notice)));
}

const TABLET = "Meropenem Exempel 1 g Filmdragerad tablett";
const NO_FORM = "Meropenem Exempel 1 g";
const NO_STRENGTH = "Meropenem Exempel  Injektionsvätska, lösning";

describe("a list entry and a notice", () => {
  it.each([
    ["its own ATC code", { atc: "J01DH02" }, {}],
    ["a prefix of the notice's", { atc: "J01DH" }, {}],
    ["the main group alone", { atc: "J" }, {}],
    ["any form", { formGroup: null }, { productName: TABLET }],
    ["the strength in another spelling", { strength: "1000 mg" }, {}],
  ] as const)("match for certain by %s", (_name, entry, notice) => {
    expect(match(entry, notice)).toMatchObject({ verdict: "certain", why: { doubts: [] } });
  });

  it.each([
    ["another ATC code", { atc: "J01DH03" }, {}],
    ["an ATC code that only begins alike", { atc: "J01DH" }, { atc: "J01DI02" }],
    ["no ATC code in the notice", {}, { atc: null }],
    ["another form", { formGroup: "parenteral" }, { productName: TABLET }],
    ["another strength", { strength: "500 mg" }, {}],
    ["a veterinary notice", { atc: "Q" }, { atc: "QJ01DH02" }],
    ["a veterinary notice of the same substance", {}, { atc: "QJ01DH02" }],
    ["a shorter ATC code with another form", { atc: "J01DH02" }, { atc: "J01", productName: TABLET }],
  ] as const)("do not match with %s", (_name, entry, notice) => {
    expect(match(entry, notice)).toBeNull();
  });

  it.each([
    ["the notice's ATC code is shorter", { atc: "J01DH02" }, { atc: "J01DH" }, ["atc-shorter"]],
    ["the form cannot be read", {}, { productName: NO_FORM }, ["form-unknown"]],
    ["the strength cannot be read", { strength: "1 g" }, { productName: NO_STRENGTH }, ["strength-unknown"]],
    [
      "nothing can be read",
      { strength: "1 g" },
      { atc: "J", productName: "Meropenem" },
      ["atc-shorter", "form-unknown", "strength-unknown"],
    ],
  ] as const)("match only possibly when %s", (_name, entry, notice, doubts) => {
    expect(match(entry, notice)).toMatchObject({ verdict: "possible", why: { doubts } });
  });

  it("tell why they match", () => {
    const why = match({ strength: "1000 mg" })?.why;
    expect(why).toEqual({
      atc: { entry: "J01DH02", notice: "J01DH02" },
      form: { entry: "parenteral", notice: "parenteral", text: "Pulver till injektions-/infusionsvätska, lösning" },
      strength: { entry: "1000 mg", notice: "1 g" },
      doubts: [],
    });
    expect(why && describeWhy(why)).toBe(
      "ATC J01DH02 ryms i listans J01DH02; parenteral (Pulver till injektions-/infusionsvätska, lösning); styrka 1 g",
    );
  });
});

describe("the index of a list", () => {
  const atc = fc.constantFrom("J", "J01", "J01D", "J01DH", "J01DH02", "J01DH51", "N", "N02AA01", "QJ01DH02");
  const entry = fc
    .record({ atc, formGroup: fc.constantFrom("parenteral", "oral", null), strength: fc.constantFrom("1 g", null) })
    .map((over) => makeEntry(over));
  const notice = fc
    .record({ atc: fc.option(atc), productName: fc.constantFrom(TABLET, NO_FORM, NO_STRENGTH) })
    .map((over) => readMatchSubject(makeNotice(over)));

  it("finds exactly the entries that match one by one", () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ key }) => key }), notice, (entries, subject) => {
        const found = createEntryIndex(entries)
          .find(subject)
          .map((each) => each.entry.key);
        const expected = entries.filter((each) => matchEntry(each, subject) !== null).map(({ key }) => key);
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });
});

describe("the case that tells a notice", () => {
  const subject = readMatchSubject(makeNotice());
  const entries = [
    makeEntry({ strength: "1 g" }),
    makeEntry({ strength: "1000 mg", formGroup: null }),
    makeEntry({}),
    makeEntry({ formGroup: null, priority: 1 }),
    makeEntry({ atc: "J01DH", strength: "1 g", priority: 1 }),
    makeEntry({ atc: "J01DH", priority: 1 }),
    makeEntry({ atc: "J", priority: null }),
  ];

  it("is the entry with the longest ATC code, then strength, then form, in any order of the list", () => {
    for (const [place] of entries.entries()) {
      const matches = createEntryIndex(entries.slice(place).toReversed()).find(subject);
      expect(pickOwner(matches)?.entry).toBe(entries[place]);
    }
  });

  it("is then the one of higher priority, one without priority last, and of equals always the same", () => {
    const [high, low, none] = [1, 2, null].map((priority) => ({ ...makeEntry({ priority }), key: `key-${priority}` }));
    const pick = (...some: (ListEntry | undefined)[]) =>
      pickOwner(createEntryIndex(some.filter((each) => each !== undefined)).find(subject))?.entry;
    expect(pick(none, low, high)).toBe(high);
    expect(pick(none, low)).toBe(low);
    const twins = ["a", "b"].map((key) => ({ ...makeEntry(), key }));
    expect([pick(...twins), pick(...twins.toReversed())]).toEqual([twins[0], twins[0]]);
  });

  it("is never one that matches only possibly, however specific", () => {
    const vague = readMatchSubject(makeNotice({ productName: NO_STRENGTH }));
    const wide = makeEntry({ atc: "J" });
    expect(pickOwner(createEntryIndex([makeEntry({ strength: "1 g" }), wide]).find(vague))?.entry).toBe(wide);
    expect(pickOwner(createEntryIndex([makeEntry({ strength: "1 g" })]).find(vague))).toBeNull();
    expect(pickOwner([])).toBeNull();
  });
});

describe("a curator's word", () => {
  const possible = match({}, { productName: NO_FORM });

  it("makes a possible match certain, which keeps its doubts and says who took them away", () => {
    if (possible === null) throw new Error("test: expected a possible match");
    const confirmed = applyVerdict(possible, "confirmed");
    expect(confirmed).toMatchObject({ verdict: "certain", why: { doubts: ["form-unknown"], confirmed: "match" } });
    expect(confirmed === null ? "" : describeWhy(confirmed.why)).toContain("bekräftad av handläggare");
    expect(pickOwner(confirmed === null ? [] : [confirmed])).toBe(confirmed);
    expect(applyVerdict(possible, "refused")).toBeNull();
  });

  it("ties what has no code at all, and says that it was by hand", () => {
    const tied = tieByHand(makeEntry(), readMatchSubject(makeNotice({ atc: null })));
    expect(tied).toMatchObject({ verdict: "certain", why: { doubts: [], confirmed: "by-hand" } });
    expect(describeWhy(tied.why)).toBe("kopplad för hand till listans J01DH02");
  });
});

describe("the identity of a list line", () => {
  it("is ATC, form and strength, whatever the spelling of the strength", () => {
    const base = { atc: "J01DH02", emdn: null, formGroup: "parenteral", strength: "1 g" } as const;
    expect(entryKey(base)).toBe("J01DH02/parenteral/1000 mg");
    expect(entryKey({ ...base, strength: "1000  mg" })).toBe(entryKey(base));
    expect(entryKey({ ...base, atc: "B01AD", formGroup: null, strength: null })).toBe("B01AD//");
    expect(makeEntry({ priority: 3, stockDays: 1, category: null, row: 9 }).key).toBe(makeEntry().key);
  });
});
