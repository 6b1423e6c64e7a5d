import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryKey, type ListEntry } from "../../src/domain/list.ts";
import {
  applyVerdict,
  createEntryIndex,
  createRegionIndex,
  matchEntry,
  readMatchSubject,
  tieByHand,
} from "../../src/domain/match.ts";
import { pickOwner } from "../../src/domain/match-owner.ts";
import { describeWhy } from "../../src/domain/why.ts";
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

describe("what is read of a notice", () => {
  it("is the form and strength of its name, or those of the catalogue, which is surer", () => {
    const notice = makeNotice({ productName: TABLET });
    expect(readMatchSubject(notice)).toMatchObject({
      form: "Filmdragerad tablett",
      formGroup: "oral",
      strength: "1 g",
    });
    const product = { form: "Injektionsvätska, lösning", strength: "500 mg" };
    expect(readMatchSubject(notice, { product })).toMatchObject({ ...product, formGroup: "parenteral" });
    expect(readMatchSubject(notice, { product: { form: null, strength: null } })).toMatchObject({ formGroup: "oral" });
    expect(readMatchSubject(makeNotice({ productName: NO_FORM }))).toMatchObject({ form: null, formGroup: null });
  });

  it("are all the codes that a free text names, veterinary ones left out", () => {
    const notice = makeNotice({ atc: "J01DH02", atcCodes: ["J01DH02", "QJ01DH02", "N02AA01"] });
    expect(readMatchSubject(notice).codes).toEqual(["J01DH02", "N02AA01"]);
    expect(readMatchSubject(makeNotice({ atc: "QJ01DH02" })).codes).toEqual([]);
  });

  it("of a device is its EMDN code alone, and none where it has none", () => {
    const device = { emdn: "A0101", articleNumber: "7", manufacturer: "Exempel AB" };
    expect(readMatchSubject(makeNotice({ device })).codes).toEqual(["EMDN A0101"]);
    expect(readMatchSubject(makeNotice({ device: { ...device, emdn: null } })).codes).toEqual([]);
  });
});

describe("a device", () => {
  const device = (emdn: string) => ({ device: { emdn, articleNumber: "7", manufacturer: "Exempel AB" } });
  const line = { atc: "", emdn: "A0101", formGroup: null };

  it("matches by its EMDN code or what that lies under, and never by an ATC code that looks alike", () => {
    expect(match(line, device("A010102"))).toMatchObject({ verdict: "certain" });
    expect(match(line, device("A01"))).toMatchObject({ verdict: "possible", why: { doubts: ["atc-shorter"] } });
    expect(match(line, device("A0102"))).toBeNull();
    expect(match(line, { atc: "A01010102" })).toBeNull();
    expect(match({ ...line, atc: "A01", emdn: null }, device("A0101"))).toBeNull();
  });

  it("tells its reason by the name of its own codes", () => {
    const why = match(line, device("A0101"))?.why;
    expect(why && describeWhy(why)).toBe("EMDN A0101 ryms i listans EMDN A0101");
  });
});

describe("what only hints at a shortage", () => {
  it("matches possibly, whatever else it says", () => {
    const subject = readMatchSubject(makeNotice(), { candidate: true });
    expect(matchEntry(makeEntry(), subject)).toMatchObject({ verdict: "possible", why: { doubts: ["candidate"] } });
    expect(matchEntry(makeEntry({ atc: "N" }), subject)).toBeNull();
  });
});

describe("the reason in one line", () => {
  it.each([
    ["the code is shorter", {}, { atc: "J01DH" }, /^ATC J01DH är kortare än listans J01DH02; parenteral \(/],
    [
      "the form cannot be read",
      {},
      { productName: NO_FORM },
      /^ATC J01DH02 ryms i listans J01DH02; formen kunde inte läsas$/,
    ],
    ["the list asks for no form", { formGroup: null }, {}, /^ATC J01DH02 ryms i listans J01DH02$/],
    ["the strength cannot be read", { strength: "1 g" }, { productName: NO_STRENGTH }, /; styrkan kunde inte läsas$/],
    [
      "the list's strength cannot be read",
      { strength: "1.000 mg" },
      {},
      /; listans styrka ”1\.000 mg” kunde inte läsas$/,
    ],
    ["the strength is the list's", { strength: "1 g" }, {}, /; styrka 1 g$/],
    [
      "nobody can tell whether the strengths are the same",
      { strength: "500/1000 mg" },
      {},
      /; osäkert om styrka 1 g är listans 500\/1000 mg$/,
    ],
  ] as const)("says when %s", (_name, entry, notice, words) => {
    const why = match(entry, notice)?.why;
    expect(why && describeWhy(why)).toMatch(words);
  });

  it("says when the source only hints at it", () => {
    const found = matchEntry(makeEntry({ formGroup: null }), readMatchSubject(makeNotice(), { candidate: true }));
    expect(found && describeWhy(found.why)).toBe(
      "ATC J01DH02 ryms i listans J01DH02; källan är ingen officiell anmälan",
    );
  });
});

describe("the lists of all regions", () => {
  const skane = { regionCode: "12", entries: [makeEntry({ priority: 1 }), makeEntry({ atc: "N02AA01" })] };
  const halland = { regionCode: "13", entries: [makeEntry({ priority: 3 }), makeEntry({ strength: "1 g" })] };
  const index = createRegionIndex([skane, halland]);

  it("are looked through at once: each line that asks the same is found with all who have it, in their own words", () => {
    const found = index.find(readMatchSubject(makeNotice()));
    expect(found.map(({ holders }) => holders.map(({ regionCode, entry }) => [regionCode, entry.priority]))).toEqual([
      [
        ["12", 1],
        ["13", 3],
      ],
      [["13", 1]],
    ]);
    expect(found.map(({ match: { verdict } }) => verdict)).toEqual(["certain", "certain"]);
    expect(index.find(readMatchSubject(makeNotice({ atc: "A01AA01" })))).toEqual([]);
  });

  it("find a line by its region and key", () => {
    const [line] = halland.entries;
    expect(index.findEntry("13", line?.key ?? "")).toBe(line);
    expect(index.findEntry("12", makeEntry({ strength: "1 g" }).key)).toBeUndefined();
    expect(index.findEntry("14", line?.key ?? "")).toBeUndefined();
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
