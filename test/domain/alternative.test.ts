import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  alternativeKey,
  distinctAlternatives,
  isDown,
  isOfSubstance,
  isWorse,
  judgeProduct,
  judgeSubstance,
  levelOf,
  parseAlternative,
  type Alternative,
  type AlternativeState,
} from "../../src/domain/alternative.ts";
import { EXTENT_GRADES, isSevere } from "../../src/domain/extent-fact.ts";
import type { ProductReport } from "../../src/domain/extent.ts";
import { FORM_GROUPS } from "../../src/domain/form.ts";
import { readMatchSubject } from "../../src/domain/match.ts";
import { makeNotice, makeProduct } from "../support/builders.ts";
import { makeExtentFact } from "../support/extent-facts.ts";

const NPL_ID = "20990000000011";
const cefotaxime: Extract<Alternative, { kind: "substance" }> = {
  kind: "substance",
  atc: "J01DD01",
  formGroup: "parenteral",
  strength: null,
  name: "Cefotaxim",
};

const anyAlternative: fc.Arbitrary<Alternative> = fc.oneof(
  fc.record({
    kind: fc.constant("product" as const),
    nplId: fc.stringMatching(/^\d{14}$/),
    name: fc.constant("Exempem"),
  }),
  fc.record({
    kind: fc.constant("substance" as const),
    atc: fc.constantFrom("J01DD01", "N02AA01"),
    formGroup: fc.constantFrom(...FORM_GROUPS),
    strength: fc.option(fc.constantFrom("1 g", "5/10 mg", "0,5 mg/ml")),
    name: fc.constant("Cefotaxim"),
  }),
);

describe("what an alternative is known by", () => {
  it("is read back as the same", () => {
    fc.assert(
      fc.property(anyAlternative, (one) => {
        expect(parseAlternative(alternativeKey(one), one.name)).toEqual(one);
      }),
    );
  });

  it.each([
    ["", "Exempem"],
    ["product:123", "Exempem"],
    [`product:${NPL_ID}`, ""],
    [`product:${NPL_ID}\n`, "Exempem"],
    ["substance:J01DD/parenteral", "Cefotaxim"],
    ["substance:QJ01DD01/parenteral", "Cefotaxim"],
    ["substance:J01DD01/spruta", "Cefotaxim"],
    ["substance:J01DD01", "Cefotaxim"],
    ["advice:J01DD01/parenteral", "Cefotaxim"],
  ])("is none when it is %j", (key, name) => {
    expect(parseAlternative(key, name)).toBeNull();
  });

  it("makes two of the same one, and leaves their order", () => {
    const other: Alternative = { kind: "product", nplId: NPL_ID, name: "Exempem" };
    expect(distinctAlternatives([cefotaxime, other, { ...cefotaxime }])).toEqual([cefotaxime, other]);
    expect(distinctAlternatives([cefotaxime, { ...cefotaxime, strength: "1 g" }])).toHaveLength(2);
  });
});

describe("what the sources say of a product", () => {
  const known = makeProduct();
  const report: ProductReport = {
    nplId: known.nplId,
    name: known.name,
    holder: known.holder,
    strength: known.strength,
    form: known.form,
    state: "coming",
    from: "2026-12-14",
  };

  it("is the worst that is reported, whether the catalogue knows it or not", () => {
    for (const product of [known, null])
      expect(judgeProduct({ hasCatalogue: product !== null, known: product, reports: [report] })).toEqual({
        kind: "product",
        state: "coming",
        from: "2026-12-14",
      });
  });

  it("is nothing without a catalogue, and never good where the catalogue does not have it as a medicine for people", () => {
    expect(judgeProduct({ hasCatalogue: false, known: null, reports: [] })).toEqual({ kind: "unknown" });
    expect(judgeProduct({ hasCatalogue: true, known: null, reports: [] })).toEqual({ kind: "unlisted" });
    for (const over of [{ status: "deregistered" }, { status: "other" }, { veterinary: true }] as const)
      expect(judgeProduct({ hasCatalogue: true, known: { ...known, ...over }, reports: [] })).toEqual({
        kind: "deregistered",
      });
  });

  it("is not reported where it is registered and nobody has reported it", () => {
    expect(judgeProduct({ hasCatalogue: true, known, reports: [] })).toEqual({
      kind: "product",
      state: "unreported",
      from: null,
    });
  });
});

describe("what the sources say of a substance", () => {
  it("is nothing without a catalogue, unlisted where there is no product of it, else how many and how much", () => {
    const extent = makeExtentFact({ grade: "part" });
    expect(judgeSubstance(null, null)).toEqual({ kind: "unknown" });
    expect(judgeSubstance(0, null)).toEqual({ kind: "unlisted" });
    expect(judgeSubstance(3, null)).toEqual({ kind: "substance", registered: 3, extent: null });
    expect(judgeSubstance(0, extent)).toEqual({ kind: "substance", registered: 0, extent });
  });

  it("is of what has its code, in the catalogue at least, its form, and its strength where one is named", () => {
    const productName = "Cefotaxim Exempel 1 g Pulver till injektionsvätska, lösning";
    const subject = readMatchSubject(makeNotice({ productName, atc: "J01DD01" }));
    const isOf = (over: Partial<typeof subject>, strength: string | null = null) =>
      isOfSubstance({ ...cefotaxime, strength }, { ...subject, ...over });
    expect(isOf({})).toBe(true);
    expect(isOf({ codes: [], cataloguedAtc: "J01DD01" })).toBe(true);
    expect(isOf({ codes: ["J01DD02"] })).toBe(false);
    expect(isOf({ formGroup: null })).toBe(false);
    expect(isOf({}, "1000 mg")).toBe(true);
    expect(isOf({}, "2 g")).toBe(false);
    expect(isOf({ strength: null }, "1 g")).toBe(false);
  });
});

describe("how far an alternative is from being of use", () => {
  const substance = (grade: (typeof EXTENT_GRADES)[number], from: string | null = null): AlternativeState => ({
    kind: "substance",
    registered: 5,
    extent: makeExtentFact({ grade, from }),
  });
  const product = (
    state: "short" | "coming" | "ceasing" | "unreported",
    from: string | null = null,
  ): AlternativeState => ({
    kind: "product",
    state,
    from,
  });

  it("is nothing where it is not reported, nobody knows, or a substance goes on in others", () => {
    for (const state of [
      { kind: "unknown" } as const,
      product("unreported"),
      substance("part"),
      substance("ceasing"),
      substance("unknown"),
      judgeSubstance(3, null),
    ])
      expect([levelOf(state), isDown(state)]).toEqual([0, false]);
  });

  it("grows with what is against it", () => {
    const levels: (readonly [AlternativeState, number])[] = [
      [substance("own"), 1],
      [substance("strength"), 1],
      [product("ceasing", "2026-12-31"), 1],
      [product("coming", "2026-12-14"), 2],
      [substance("whole", "2026-12-14"), 2],
      [product("short"), 3],
      [product("ceasing"), 3],
      [substance("whole"), 3],
      [{ kind: "unlisted" }, 4],
      [{ kind: "deregistered" }, 4],
    ];
    for (const [state, level] of levels) expect([levelOf(state), isDown(state)]).toEqual([level, true]);
  });

  it("is down of a substance only at a severe grade", () => {
    for (const grade of EXTENT_GRADES) expect(isDown(substance(grade))).toBe(isSevere(grade));
  });

  it("is worse when it has become worse than it was told, and never because nobody knows", () => {
    expect(isWorse({ told: product("unreported"), now: product("coming", "2026-12-14") })).toBe(true);
    expect(isWorse({ told: product("coming", "2026-12-14"), now: product("short") })).toBe(true);
    expect(isWorse({ told: product("short"), now: product("coming", "2026-12-14") })).toBe(false);
    expect(isWorse({ told: substance("part"), now: substance("whole") })).toBe(true);
    expect(isWorse({ told: product("short"), now: { kind: "unknown" } })).toBe(false);
    expect(isWorse({ told: { kind: "unlisted" }, now: { kind: "unlisted" } })).toBe(false);
    expect(isWorse({ told: { kind: "unlisted" }, now: product("coming", "2026-12-14") })).toBe(true);
    expect(isWorse({ told: product("unreported"), now: { kind: "unlisted" } })).toBe(true);
  });
});
