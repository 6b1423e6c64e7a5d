import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OwnProduct } from "../../src/domain/list.ts";
import { createEntryIndex, createRegionIndex, readMatchSubject, type MatchSubject } from "../../src/domain/match.ts";
import { pickOwner } from "../../src/domain/match-owner.ts";
import { describeWhy } from "../../src/domain/why.ts";
import { makeEntry, makeNotice, makePackage, type NoticeOver } from "../support/builders.ts";

const PRODUCT = "20161012000014";
const PACK = "20161012100011";
const NOTHING: OwnProduct = { nplId: null, nplPackId: null, articleNumber: null, name: null };

function own(over: Partial<OwnProduct>): OwnProduct {
  return { ...NOTHING, ...over };
}

/** A notice that no code, form or strength of a meropenem line takes. */
const ELSEWHERE = { atc: "N02BE01", productName: "Alvedon 500 mg Tablett", holder: "Haleon Denmark ApS" };

function subject(over: NoticeOver = {}, known = {}): MatchSubject {
  const packages = [makePackage({ nplPackId: PACK, nordicArticleNumber: { value: "012345" } })];
  return readMatchSubject(makeNotice({ nplId: PRODUCT, packages, ...ELSEWHERE, ...over }), known);
}

function find(product: Partial<OwnProduct>, about: MatchSubject = subject()) {
  return createEntryIndex([makeEntry({ own: [own(product)] })]).find(about)[0] ?? null;
}

describe("a line that names what the region buys", () => {
  it.each([
    ["package", { nplPackId: PACK }, PACK, "NPL-packid 20161012100011 står på raden"],
    ["product", { nplId: PRODUCT }, PRODUCT, "NPL-id 20161012000014 står på raden"],
    ["package", { nplId: PRODUCT, nplPackId: PACK }, PACK, "NPL-packid 20161012100011 står på raden"],
    ["product", { nplId: PRODUCT, nplPackId: "20161012100028" }, PRODUCT, "NPL-id 20161012000014 står på raden"],
    [
      "article",
      { articleNumber: "012345", name: "Alvedon" },
      "012345",
      "varunummer 012345 med samma namn eller innehavare står på raden",
    ],
    [
      "article",
      { articleNumber: "012345", name: "Haleon Denmark" },
      "012345",
      "varunummer 012345 med samma namn eller innehavare står på raden",
    ],
  ] as const)("is hit for certain by the %s, whatever code and form say", (by, product, id, words) => {
    const match = find(product);
    expect(match).toMatchObject({ verdict: "certain", why: { doubts: [], own: { by, id, outside: true } } });
    expect(match && describeWhy(match.why)).toBe(`upphandlat: ${words}; men ATC N02BE01 ryms inte i listans J01DH02`);
  });

  it.each<[string, Partial<OwnProduct>]>([
    ["an article number alone", { articleNumber: "012345" }],
    ["an article number with another name", { articleNumber: "012345", name: "Meronem" }],
    ["a name alone", { name: "Alvedon" }],
    ["another product", { nplId: "20161012000021" }],
    ["a product's id as a package's", { nplPackId: PRODUCT }],
  ])("is not hit by %s", (_name, product) => {
    expect(find(product)).toBeNull();
  });

  it("is hit where the notice tells no code, and no form, and no strength", () => {
    const match = find({ nplId: PRODUCT }, subject({ atc: null, productName: "Okänd" }));
    expect(match).toMatchObject({ verdict: "certain", why: { own: { outside: false } } });
    expect(match && describeWhy(match.why)).toBe("upphandlat: NPL-id 20161012000014 står på raden");
  });

  it("is outside what the line covers by the catalogue's code, where the notice tells none", () => {
    const product = { form: null, strength: null, atc: "N02BE01" };
    expect(find({ nplId: PRODUCT }, subject({ atc: null, productName: "Okänd" }, { product }))?.why.own?.outside).toBe(
      true,
    );
  });

  it("is outside by form or strength, and says which", () => {
    const tablet = subject({ atc: "J01DH02", productName: "Meropenem 1 g Tablett" });
    const match = find({ nplId: PRODUCT }, tablet);
    expect(match?.why.own?.outside).toBe(true);
    expect(match && describeWhy(match.why)).toContain("men formen är Tablett, på listan parenteral");
    const weak = subject({ atc: "J01DH02", productName: "Meropenem 500 mg Injektionsvätska, lösning" });
    const line = makeEntry({ strength: "1 g", own: [own({ nplId: PRODUCT })] });
    const other = createEntryIndex([line]).find(weak)[0];
    expect(other && describeWhy(other.why)).toContain("men styrkan är 500 mg, på listan 1 g");
  });

  it("waits for a curator where the source itself is no official one", () => {
    expect(find({ nplId: PRODUCT }, subject({}, { candidate: true }))).toMatchObject({
      verdict: "possible",
      why: { doubts: ["candidate"] },
    });
  });

  it("is never hit by a product for animals", () => {
    expect(find({ nplId: PRODUCT }, subject({ atc: "QJ01DH02" }))).toBeNull();
  });

  it("owns the notice before a line that only covers it: package, product, article, and then the longest code", () => {
    const about = subject({ atc: "J01DH02", productName: "Meropenem Kabi 1 g Injektionsvätska, lösning" });
    const lines = [
      makeEntry({ atc: "J", substance: "package", formGroup: null, own: [own({ nplPackId: PACK })] }),
      makeEntry({ atc: "J01", substance: "product", formGroup: null, own: [own({ nplId: PRODUCT })] }),
      makeEntry({ atc: "J01D", substance: "article", own: [own({ articleNumber: "012345", name: "Meropenem" })] }),
      makeEntry({ substance: "code", strength: "1 g" }),
    ];
    for (const [at, line] of lines.entries()) {
      const matches = createEntryIndex(lines.slice(at).toReversed()).find(about);
      expect(matches).toHaveLength(lines.length - at);
      expect(pickOwner(matches)?.entry.substance).toBe(line.substance);
    }
  });
});

describe("lists of several regions", () => {
  const skane = makeEntry({ own: [own({ nplId: PRODUCT })] });
  const halland = makeEntry();
  const index = createRegionIndex([
    { regionCode: "12", entries: [skane] },
    { regionCode: "13", entries: [halland] },
  ]);

  it("are each hit by a reason of their own: what one buys is no other's", () => {
    const about = subject({ atc: "J01DH02", productName: "Meropenem Kabi 1 g Injektionsvätska, lösning" });
    const found = index
      .find(about)
      .flatMap(({ match, holders }) =>
        holders.map(({ regionCode }) => [regionCode, match.why.own?.by ?? "code"] as const),
      );
    expect(new Map(found)).toEqual(
      new Map([
        ["12", "product"],
        ["13", "code"],
      ]),
    );
    expect(found).toHaveLength(2);
    expect(index.find(subject()).flatMap(({ holders }) => holders.map(({ regionCode }) => regionCode))).toEqual(["12"]);
  });

  it("find for each region what its list alone finds", () => {
    const numbers = fc.constantFrom(null, PRODUCT, "20161012000021");
    const line = fc.record({
      atc: fc.constantFrom("J01DH02", "J01DH", "N02"),
      formGroup: fc.constantFrom(null, "parenteral" as const),
      nplId: numbers,
    });
    const list = fc.uniqueArray(line, { maxLength: 5, selector: ({ atc, formGroup }) => `${atc}${formGroup ?? ""}` });
    fc.assert(
      fc.property(list, list, fc.constantFrom("J01DH02", "N02BE01", null), (one, other, atc) => {
        const [here, there] = [one, other].map((lines) =>
          lines.map(({ nplId, ...rest }) => makeEntry({ ...rest, own: nplId === null ? [] : [own({ nplId })] })),
        );
        const about = subject({ atc });
        const found = createRegionIndex([
          { regionCode: "12", entries: here ?? [] },
          { regionCode: "13", entries: there ?? [] },
        ]).find(about);
        const ofRegion = (code: string) =>
          found.flatMap(({ match, holders }) =>
            holders.filter(({ regionCode }) => regionCode === code).map(({ entry }) => [entry.key, match.why] as const),
          );
        const alone = (entries: typeof here) =>
          createEntryIndex(entries ?? [])
            .find(about)
            .map(({ entry, why }) => [entry.key, why] as const);
        expect(new Map(ofRegion("12"))).toEqual(new Map(alone(here)));
        expect(new Map(ofRegion("13"))).toEqual(new Map(alone(there)));
      }),
    );
  });
});
