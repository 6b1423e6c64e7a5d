import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXTENT_GRADES, isAhead, newsOfMove, type ReportState } from "../../src/domain/extent-fact.ts";
import {
  countByStrength,
  freezeExtent,
  measureExtent,
  type ExtentInput,
  type ProductReport,
} from "../../src/domain/extent.ts";
import type { Product } from "../../src/domain/product.ts";
import { makeExtentFact } from "../support/extent-facts.ts";
import { makeEntry, makeProduct } from "../support/builders.ts";

const entry = makeEntry({ atc: "J01DH02", formGroup: "parenteral", strength: null });

function makeNumbered(id: number, over: Partial<Product> = {}): Product {
  const named = { nplId: String(20_990_000_000_000 + id), name: `Exempem ${id}`, rawStatus: "Godkänd" };
  return makeProduct({ ...named, ...over });
}

function report(id: number, state: ReportState = "short", over: Partial<ProductReport> = {}): ProductReport {
  const { nplId, name, holder, strength, form } = makeNumbered(id);
  return { nplId, name, holder, strength, form, state, from: null, ...over };
}

function measure(
  catalogue: readonly Product[] | null,
  reported: readonly ProductReport[],
  over: Partial<ExtentInput> = {},
) {
  const reports = Map.groupBy(reported, ({ nplId }) => nplId);
  return measureExtent({ entry, catalogue, matched: reported, reports, own: [], ...over });
}

function grade(...of: Parameters<typeof measure>): string {
  return measure(...of)?.grade ?? "none";
}

const three = [1, 2, 3].map((id) => makeNumbered(id));

describe("how much of what a line covers is hit", () => {
  it("is nothing while nothing is reported", () => {
    expect(grade(three, [])).toBe("none");
  });

  it("is whole only when no registered product is left that nobody reported", () => {
    expect(grade(three, [report(1), report(2, "coming"), report(3, "ceasing")])).toBe("whole");
    expect(grade(three, [report(1), report(2)])).toBe("part");
  });

  it("is ceasing when some cease to be sold, no more, and others are left", () => {
    expect(measure(three, [report(1, "ceasing")])).toMatchObject({
      grade: "ceasing",
      registered: 3,
      ceasing: 1,
      unreported: 2,
    });
    expect(grade(three, [report(1, "ceasing"), report(2, "coming")])).toBe("part");
  });

  it("is of a strength when all of it is reported and others are left", () => {
    const half = makeNumbered(4, { strength: "500 mg" });
    expect(measure([...three, half], [report(4, "short", { strength: "500 mg" })])).toMatchObject({
      grade: "strength",
      gone: [{ strength: "500 mg", products: 1, from: null }],
    });
    expect(grade([...three, half], [report(1)])).toBe("part");
  });

  it("joins strengths that are written in different ways", () => {
    const spelled = makeNumbered(4, { strength: "1000 mg" });
    expect(measure([...three, spelled], [report(4, "short", { strength: "1000 mg" })])).toMatchObject({
      grade: "part",
      gone: [],
    });
  });

  it("is own when the region's own product is hit, unless nothing at all is left", () => {
    const own = [{ name: "Exempem 1", state: "ceasing", from: null }] as const;
    expect(grade(three, [report(1, "ceasing")], { own })).toBe("own");
    expect(grade([makeNumbered(1)], [report(1)], { own })).toBe("whole");
    expect(grade(three, [report(1)], { own: [{ name: "Exempem 2", state: "unreported", from: null }] })).toBe("part");
  });

  it("is unknown without a catalogue, and for a code that names no substance, and then nothing is claimed of the others", () => {
    const unknown = { grade: "unknown", registered: null, unreported: null, short: 1, gone: [] };
    expect(measure(null, [report(1)])).toMatchObject(unknown);
    expect(measure(three, [report(1)], { entry: { ...entry, atc: "J01DH" } })).toMatchObject(unknown);
  });

  it("counts a reported product that the catalogue does not know as reported", () => {
    expect(measure(three, [report(9)])).toMatchObject({ registered: 4, unlisted: 1, short: 1, unreported: 3 });
    expect(measure(three, [report(1)])).not.toHaveProperty("unlisted");
    expect(grade([], [report(9)])).toBe("whole");
  });

  it("counts a report of a product whose code only the catalogue knows", () => {
    const reports = Map.groupBy([report(1)], ({ nplId }) => nplId);
    expect(measureExtent({ entry, catalogue: three, matched: [], reports, own: [] })).toMatchObject({
      short: 1,
      unreported: 2,
    });
  });

  it("counts a product once however many reports it has, by the worst of them", () => {
    const twice = [
      report(1, "ceasing"),
      report(1, "coming", { from: "2026-12-14" }),
      report(1, "coming", { from: "2026-12-20" }),
    ];
    expect(measure(three, twice)).toMatchObject({ coming: 1, ceasing: 0, unreported: 2, from: "2026-12-14" });
  });

  it("has begun already where one of its reports tells no day", () => {
    const told = [report(1, "coming", { from: "2026-12-14" }), report(1, "coming")];
    expect(measure(three, told)).toMatchObject({ coming: 1, from: null });
    expect(measure(three, told.toReversed())).toMatchObject({ coming: 1, from: null });
  });

  it("takes a report without an NPL id for no product whose strength cannot be read", () => {
    const nameless = report(2, "short", { nplId: "" });
    const odd = three.map((product) => ({ ...product, strength: null }));
    expect(measure(odd, [nameless])).toMatchObject({ registered: 4, short: 1, unreported: 3 });
  });

  it("takes a report without an NPL id for the product of its name", () => {
    const nameless = report(2, "short", { nplId: "", name: "EXEMPEM  2" });
    expect(measure(three, [nameless])).toMatchObject({ registered: 3, short: 1, unreported: 2 });
    expect(measure(three, [{ ...nameless, name: "Okänt" }])).toMatchObject({ registered: 4, short: 1, unreported: 3 });
  });

  it("tells the day from which all that is reported is hit", () => {
    const coming = [
      report(1),
      report(2, "coming", { from: "2026-12-14" }),
      report(3, "coming", { from: "2026-12-01" }),
    ];
    expect(measure(three, coming)).toMatchObject({ grade: "whole", from: "2026-12-14" });
  });

  it.each<[string, Partial<Product>]>([
    ["for animals", { veterinary: true }],
    ["deregistered", { status: "deregistered" }],
    ["of a status that nobody knows", { status: "other" }],
    ["without a code", { atc: null }],
    ["of another substance", { atc: "J01DH03" }],
    ["of another form", { formGroup: "oral" }],
    ["whose form cannot be read", { formGroup: null }],
  ])("never counts a product as left that is %s", (_what, over) => {
    expect(grade([makeNumbered(1), makeNumbered(2, over)], [report(1)])).toBe("whole");
  });

  it("never counts a product as left whose strength is another than the line's, or cannot be read", () => {
    const asked = { entry: { ...entry, strength: "1 g" } };
    for (const strength of ["500 mg", "styrka", null])
      expect(grade([makeNumbered(1), makeNumbered(2, { strength })], [report(1)], asked)).toBe("whole");
    expect(grade([makeNumbered(1), makeNumbered(2, { strength: "1000 mg" })], [report(1)], asked)).toBe("part");
  });

  const states = fc.constantFrom<ReportState>("short", "coming", "ceasing");
  const some = fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 8 });
  const situation = fc.record({
    known: some,
    hit: fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), states), { maxLength: 8 }),
  });
  const read = ({ known, hit }: { known: number[]; hit: [number, ReportState][] }) => ({
    catalogue: known.map((id) => makeNumbered(id, { strength: id % 2 === 0 ? "1 g" : "500 mg" })),
    reports: hit.map(([id, state]) => report(id, state, { strength: id % 2 === 0 ? "1 g" : "500 mg" })),
  });

  it("has parts that add up", () => {
    fc.assert(
      fc.property(situation, (of) => {
        const { catalogue, reports } = read(of);
        const extent = measure(catalogue, reports);
        if (extent === null) return;
        const { registered, short, coming, ceasing, unreported } = extent;
        expect(short + coming + ceasing + (unreported ?? 0)).toBe(registered);
        expect(extent.products).toHaveLength(registered ?? -1);
      }),
    );
  });

  it("counted by strength holds every product once, and strengths of which none is left are those that are told as gone", () => {
    fc.assert(
      fc.property(situation, (of) => {
        const { catalogue, reports } = read(of);
        const extent = measure(catalogue, reports);
        if (extent === null) return;
        const strengths = countByStrength(extent.products);
        const sum = strengths.reduce((all, one) => all + one.short + one.coming + one.ceasing + one.unreported, 0);
        expect(sum).toBe(extent.products.length);
        const none = strengths.filter(({ strength, unreported }) => strength !== null && unreported === 0);
        if (extent.unreported !== 0)
          expect(none.map(({ strength }) => strength)).toEqual(extent.gone.map(({ strength }) => strength));
      }),
    );
  });

  it("never gets better by one more report", () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 1, max: 8 }), states, (of, id, state) => {
        const { catalogue, reports } = read(of);
        const before = measure(catalogue, reports);
        const after = measure(catalogue, [
          ...reports,
          report(id, state, { strength: id % 2 === 0 ? "1 g" : "500 mg" }),
        ]);
        const rank = (extent: typeof before) => (extent === null ? 9 : EXTENT_GRADES.indexOf(extent.grade));
        expect(rank(after)).toBeLessThanOrEqual(rank(before));
      }),
    );
  });
});

describe("the count by strength", () => {
  it("is of each strength however it is written, and last of those that nobody can read", () => {
    const catalogue = [
      makeNumbered(1, { strength: "1 g" }),
      makeNumbered(2, { strength: "1000 mg" }),
      makeNumbered(3, { strength: null }),
      makeNumbered(4, { strength: "500 mg" }),
    ];
    const extent = measure(catalogue, [report(2, "coming", { strength: "1000 mg" })]);
    const nothing = { short: 0, coming: 0, ceasing: 0, unreported: 1 };
    expect(countByStrength(extent?.products ?? [])).toEqual([
      { ...nothing, strength: "500 mg" },
      { ...nothing, strength: expect.stringMatching(/^1/), coming: 1 },
      { ...nothing, strength: null },
    ]);
  });
});

describe("what is kept of an extent", () => {
  it("names the first five that nobody reported, by name", () => {
    const extent = measure(
      [12, 9, 3, 2, 1, 30, 7].map((id) => makeNumbered(id)),
      [report(1)],
    );
    if (extent === null) throw new Error("nothing was measured");
    const fact = freezeExtent(extent, "2026-08-21");
    expect(fact.left.map(({ name }) => name)).toEqual([
      "Exempem 2",
      "Exempem 3",
      "Exempem 7",
      "Exempem 9",
      "Exempem 12",
    ]);
    expect(fact).not.toHaveProperty("products");
  });
});

describe("whether what makes an extent severe lies ahead", () => {
  const ON = "2026-11-27";
  const gone = (from: string | null) => ({ strength: "1 g", products: 1, from });

  it("is asked of all that makes it so", () => {
    expect(isAhead(makeExtentFact({ grade: "whole", from: "2026-11-28" }), ON)).toBe(true);
    expect(isAhead(makeExtentFact({ grade: "whole", from: ON }), ON)).toBe(false);
    expect(isAhead(makeExtentFact({ grade: "whole", from: null }), ON)).toBe(false);
    const both = [gone("2026-12-01"), gone("2026-12-14")];
    expect(isAhead(makeExtentFact({ grade: "strength", gone: both }), ON)).toBe(true);
    expect(isAhead(makeExtentFact({ grade: "strength", gone: [gone("2026-12-01"), gone(null)] }), ON)).toBe(false);
  });
});

describe("a move from one grade to another", () => {
  it("is news by whether it is worse or better, and none where one of them says nothing", () => {
    expect(newsOfMove({ from: "part", to: "whole" })).toBe("extent-worsened");
    expect(newsOfMove({ from: "whole", to: "own" })).toBe("extent-eased");
    expect(newsOfMove({ from: "part", to: "part" })).toBeNull();
    for (const any of EXTENT_GRADES) {
      expect(newsOfMove({ from: "unknown", to: any })).toBeNull();
      expect(newsOfMove({ from: any, to: "unknown" })).toBeNull();
    }
  });
});
