import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOwnProductState } from "../../src/domain/extent-fact.ts";
import { extentWords } from "../../src/web/case-parts/extent-words.ts";
import { stringsOf } from "../../templates/language.ts";
import { measureExtent } from "../../src/domain/extent.ts";
import type { OwnProduct } from "../../src/domain/list.ts";
import { measureOwn, type OwnInput } from "../../src/domain/own-extent.ts";
import {
  makeEntry,
  makeNotice,
  makePackage,
  makeProduct,
  type NoticeOver,
  type PackageOver,
} from "../support/builders.ts";

const ON = "2026-08-21";
const PRODUCT = "20161012000014";
const PACK = "20161012100011";
const OTHER_PACK = "20161012100028";
const NOTHING: OwnProduct = { nplId: null, nplPackId: null, articleNumber: null, name: null };
const known = makeProduct({ nplId: PRODUCT, name: "Meronem", strength: "1 g" });

function notice(over: NoticeOver = {}, ...packs: PackageOver[]) {
  const packages = (packs.length === 0 ? [{}] : packs).map((pack) => makePackage({ nplPackId: PACK, ...pack }));
  const productName = "Meronem 1 g Pulver till injektionsvätska, lösning";
  return { notice: makeNotice({ nplId: PRODUCT, productName, packages, ...over }), asOf: ON };
}

function measure(own: Partial<OwnProduct>, over: Partial<OwnInput> = {}) {
  const input = { own: [{ ...NOTHING, ...own }], catalogue: new Map([[PRODUCT, known]]), notices: [], ...over };
  return measureOwn(input)[0];
}

describe("a product that the region buys", () => {
  it("is not said to be unknown to the register, where the list only names it or it has left the register", () => {
    expect(measure({ name: "Meronem" })?.state).toBe("unknown");
    const gone = new Map([[PRODUCT, makeProduct({ ...known, status: "deregistered" })]]);
    expect(measure({ nplId: PRODUCT }, { catalogue: gone })?.state).toBe("unknown");
    expect(extentWords.sv.ownStates.unknown).toMatch(/listan anger inget nummer som säkert hör till/);
    expect(extentWords.en.ownStates.unknown).toMatch(/the list gives no number that surely belongs/);
  });

  it("is not reported when the catalogue knows it and no notice is about it", () => {
    expect(measure({ nplId: PRODUCT })).toEqual({ name: "Meronem 1 g", state: "unreported", from: null });
  });

  it.each<[string, Partial<OwnInput>]>([
    ["no catalogue knows it", { catalogue: new Map() }],
    ["it is not registered any more", { catalogue: new Map([[PRODUCT, { ...known, status: "deregistered" }]]) }],
    ["it is withdrawn for a time", { catalogue: new Map([[PRODUCT, { ...known, status: "other" }]]) }],
    ["it is for animals", { catalogue: new Map([[PRODUCT, { ...known, veterinary: true }]]) }],
  ])("is unknown, never fine, when %s", (_name, over) => {
    expect(measure({ nplId: PRODUCT }, over)?.state).toBe("unknown");
  });

  it.each<[string, Partial<OwnProduct>]>([
    ["a pack", { nplPackId: PACK }],
    ["an article", { articleNumber: "012345", name: "Meronem" }],
    ["a name", { name: "Meronem" }],
  ])("is unknown when the list has no more than %s and no notice tells of it", (_name, own) => {
    expect(measure(own)?.state).toBe("unknown");
  });

  it.each([
    ["short", "shortage", {}, null],
    ["coming", "shortage", { start: "2026-12-14" }, "2026-12-14"],
    ["ceasing", "cessation", {}, null],
    ["ceasing", "cessation", { start: "2026-12-14" }, "2026-12-14"],
  ] as const)("is %s by a %s, and from when", (state, type, pack, from) => {
    const notices = [notice({ type }, pack)];
    for (const own of [{ nplId: PRODUCT }, { nplPackId: PACK }, { articleNumber: "012345", name: "Meronem" }])
      expect(measure(own, { notices })).toMatchObject({ state, from });
  });

  it("is the worst of its reports, and of its like the first", () => {
    const later = notice({ reportId: "b" }, { start: "2026-12-14" });
    const sooner = notice({ reportId: "c" }, { start: "2026-10-01" });
    expect(measure({ nplId: PRODUCT }, { notices: [later, sooner] })).toMatchObject({
      state: "coming",
      from: "2026-10-01",
    });
    const notices = [notice({ type: "cessation" }), later, notice()];
    expect(measure({ nplId: PRODUCT }, { notices })).toMatchObject({ state: "short", from: null });
  });

  it("is called by the list, else by the catalogue, else by a notice, else by its number", () => {
    expect(measure({ nplId: PRODUCT, name: "Vår meropenem" })?.name).toBe("Vår meropenem");
    expect(measure({ nplId: PRODUCT })?.name).toBe("Meronem 1 g");
    const catalogue = new Map();
    expect(measure({ nplId: PRODUCT }, { catalogue, notices: [notice()] })?.name).toBe("Meronem 1 g");
    expect(measure({ nplId: PRODUCT }, { catalogue })?.name).toBe(PRODUCT);
  });

  it("is told apart from another pack of the same name", () => {
    const own = [PACK, OTHER_PACK].map((nplPackId) => ({ ...NOTHING, nplId: PRODUCT, nplPackId, name: "Meronem" }));
    const facts = measureOwn({ own, catalogue: new Map([[PRODUCT, known]]), notices: [notice()] });
    expect(facts).toEqual([
      { name: `Meronem (${PACK})`, state: "short", from: null },
      { name: `Meronem (${OTHER_PACK})`, state: "unreported", from: null, otherPack: "short" },
    ]);
  });
});

describe("a pack that the region buys", () => {
  const own = { nplId: PRODUCT, nplPackId: PACK };

  it("is not hit by another pack of its product, and that other one is told", () => {
    const notices = [notice({}, { nplPackId: OTHER_PACK })];
    expect(measure(own, { notices })).toEqual({
      name: "Meronem 1 g",
      state: "unreported",
      from: null,
      otherPack: "short",
    });
  });

  it("is said so in words of its own, and never as fine", () => {
    const [fact] = measureOwn({
      own: [{ ...NOTHING, ...own }],
      catalogue: new Map(),
      notices: [notice({}, { nplPackId: OTHER_PACK })],
    });
    if (fact === undefined) throw new Error("test: nothing was measured");
    const state = readOwnProductState(fact);
    expect(stringsOf("sv").extent.details.ownStates[state](null)).toBe(
      "er förpackning är inte anmäld, men en annan förpackning av preparatet är det",
    );
    expect(readOwnProductState({ ...fact, otherPack: "ceasing" })).toBe(state);
    const { otherPack: _, ...without } = fact;
    expect(readOwnProductState(without)).toBe("unreported");
  });

  it("is hit on its own day, whatever the other packs say", () => {
    const notices = [notice({}, { nplPackId: OTHER_PACK }, { nplPackId: PACK, start: "2026-12-14" })];
    expect(measure(own, { notices })).toMatchObject({ state: "coming", from: "2026-12-14" });
  });

  it("is back though another pack is not", () => {
    const notices = [notice({}, { nplPackId: OTHER_PACK }, { nplPackId: PACK, ended: "2026-08-20" })];
    expect(measure(own, { notices })).toMatchObject({ state: "unreported", otherPack: "short" });
  });

  it("is hit where the report does not say of which packs it is", () => {
    expect(measure(own, { notices: [notice({}, { nplPackId: "" })] })).toMatchObject({ state: "short" });
  });

  it("is told from others by its article number, where the report has one", () => {
    const byArticle = { nplId: PRODUCT, articleNumber: "012345" };
    const other = notice({}, { nordicArticleNumber: { value: "54321" } });
    expect(measure(byArticle, { notices: [other] })).toMatchObject({ state: "unreported", otherPack: "short" });
    expect(measure(byArticle, { notices: [notice({}, { nordicArticleNumber: { value: "12345" } })] })?.state).toBe(
      "short",
    );
    expect(measure(byArticle, { notices: [notice({}, { nordicArticleNumber: { value: null } })] })?.state).toBe(
      "short",
    );
  });

  it("is never in a better state than its product without the pack, but for packs that are known to be others", () => {
    const packs = fc.array(
      fc.record({
        nplPackId: fc.constantFrom(PACK, OTHER_PACK, ""),
        start: fc.constantFrom("2026-08-01", "2026-12-14"),
        ended: fc.constantFrom(null, "2026-08-10"),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(packs, (some) => {
        const notices = [notice({}, ...some)];
        const [pack, product] = [measure(own, { notices }), measure({ nplId: PRODUCT }, { notices })];
        if (product?.state === "unreported") expect(pack?.state).toBe("unreported");
        if (pack?.state !== "unreported") expect(product?.state).not.toBe("unreported");
        else if (product?.state !== "unreported") expect(pack.otherPack).toBeDefined();
      }),
    );
  });
});

describe("the extent with what the region buys", () => {
  const entry = makeEntry();
  const other = makeProduct({ nplId: "20161012000021", name: "Meropenem Kabi" });
  const report = {
    nplId: PRODUCT,
    name: "Meronem",
    holder: "x",
    strength: "1 g",
    form: null,
    state: "short" as const,
    from: null,
  };
  const hit = { name: "Meronem", state: "short" as const, from: null };
  const base = {
    entry,
    catalogue: [known, other],
    matched: [report],
    own: [hit],
    reports: new Map([[PRODUCT, [report]]]),
  };

  it("is own before strength and part, and whole before own", () => {
    expect(measureExtent(base)).toMatchObject({ grade: "own", short: 1, unreported: 1, own: [hit] });
    expect(measureExtent({ ...base, own: [] })?.grade).not.toBe("own");
    expect(measureExtent({ ...base, catalogue: [known] })?.grade).toBe("whole");
    expect(measureExtent({ ...base, catalogue: null })?.grade).toBe("own");
  });

  it.each([
    { name: "Meronem", state: "unreported" as const, from: null },
    { name: "Meronem", state: "unknown" as const, from: null },
    { name: "Meronem", state: "unreported" as const, from: null, otherPack: "short" as const },
  ])("is not own for a product that is not itself reported: %j", (fact) => {
    const found = measureExtent({ ...base, own: [fact] });
    expect(found?.own).toEqual([fact]);
    expect(found?.grade).toBe("part");
  });

  it("is own where nothing that the line covers is reported, and counts nothing of what it does not cover", () => {
    expect(measureExtent({ ...base, matched: [], reports: new Map() })).toMatchObject({
      grade: "own",
      registered: 2,
      short: 0,
      coming: 0,
      ceasing: 0,
      unreported: 2,
    });
    expect(measureExtent({ ...base, catalogue: [], matched: [], reports: new Map() })?.grade).toBe("own");
    expect(measureExtent({ ...base, matched: [], reports: new Map(), own: [] })).toBeNull();
  });
});
