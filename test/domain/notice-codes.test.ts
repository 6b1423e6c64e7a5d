import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recogniseCodes } from "../../src/domain/notice-codes.ts";

const TERMS = new Map<string, readonly string[]>([
  ["meropenem", ["J01DH02"]],
  ["insulin", ["A10A"]],
  ["insulin glargin", ["A10AE04"]],
  ["isosorbidmononitrat", ["C01DA14"]],
  ["järn", ["B03A"]],
  ["östrogen", ["G03CA"]],
  ["morfin", ["N02AA01"]],
  ["lidokain", ["N01BB02", "D04AB01"]],
  ["koagulationsfaktor ix", ["B02BD04"]],
]);
const NONE = new Map<string, readonly string[]>();

describe("ATC codes in a text", () => {
  test.each([
    ["Gäller N02AA01, J01DH02.", ["N02AA01", "J01DH02"]],
    ["(N02AA01/N02AA05)", ["N02AA01", "N02AA05"]],
    ["gruppen N02AA och N02A", ["N02AA", "N02A"]],
    ["J01DH02 igen J01DH02", ["J01DH02"]],
    ["ATC A02", ["A02"]],
    ["ATC A02 J01DH", ["A02", "J01DH"]],
    ["J01DH ATC A02", ["J01DH", "A02"]],
    ["ATC-kod: J01, sedan C09CA06", ["J01", "C09CA06"]],
    ["QJ01CA04 till hund", ["QJ01CA04"]],
  ])("%j names %j", (text, atc) => {
    expect(recogniseCodes(text, NONE).atc).toEqual(atc);
  });

  test.each([
    "vitamin B12",
    "H1N1 och H5N1",
    "C19 eller C19A",
    "A02 utan ordet före",
    "diagnos C50A, rum B07C",
    "n02aa01",
    "atc a02",
    "XN02AA01 N02AA011 N02AA01x",
    "A00AA00",
    "N95 och COVID-19",
  ])("%j names none", (text) => {
    expect(recogniseCodes(text, NONE).atc).toEqual([]);
  });
});

describe("NPL ids and article numbers", () => {
  test("an NPL id is 14 digits that begin with a date", () => {
    const text =
      "20010601000017, 20011301000017, 18990601000017, 2001060100001, 200106010000171, NPL-id:19990531000022";
    expect(recogniseCodes(text, NONE).nplIds).toEqual(["20010601000017", "19990531000022"]);
  });

  test("an NPL package id is no NPL id", () => {
    expect(recogniseCodes("NPL-packid: 20010601100014", NONE).nplIds).toEqual([]);
  });

  test("article numbers count only behind their word, in a list too, with their leading zeros", () => {
    const text = "123456. Varunummer: 042531, 04 25 42 och 042553; vnr 111111 Art.nr. 222222 artikelnummer 3333333";
    expect(recogniseCodes(text, NONE).articleNumbers).toEqual(["042531", "042542", "042553", "111111", "222222"]);
  });
});

describe("substances in a text", () => {
  test.each([
    ["Meropenem tar slut", ["J01DH02"]],
    ["MEROPENEMS tillverkare", ["J01DH02"]],
    ["ÖSTROGEN saknas", ["G03CA"]],
    ["o\u0308strogen saknas", ["G03CA"]],
    ["insulin glargin saknas", ["A10AE04"]],
    ["insulin\nglargins pris, och insulin", ["A10AE04", "A10A"]],
    ["lidokain och morfin", ["N01BB02", "D04AB01", "N02AA01"]],
    ["koagulationsfaktor IX", ["B02BD04"]],
    ["meropenemnatrium, morfinist, apomorfin", []],
    ["järn", []],
    ["constructor och __proto__", []],
  ])("%j means %j", (text, atc) => {
    expect(recogniseCodes(text, TERMS).atc).toEqual(atc);
  });

  test("add nothing when the text has a code of its own", () => {
    expect(recogniseCodes("meropenem, morfin (N02AA01)", TERMS).atc).toEqual(["N02AA01"]);
  });
});

describe("whatever the text", () => {
  test("nothing is named twice, the same text names the same, and every code has its shape", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("N02AA01", " ", "ATC ", "vnr ", "123456", "20010601000017", "morfin", "insulin glargin", ","),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        const codes = recogniseCodes(text, TERMS);
        expect(recogniseCodes(text, TERMS)).toEqual(codes);
        for (const list of Object.values(codes)) expect(new Set(list).size).toBe(list.length);
        for (const code of codes.atc) expect(code).toMatch(/^Q?[A-Z]{1,2}\d\d([A-Z]([A-Z](\d\d)?)?)?$/);
        for (const id of codes.nplIds) expect(id).toMatch(/^\d{14}$/);
        for (const number of codes.articleNumbers) expect(number).toMatch(/^\d{6}$/);
      }),
    );
  });

  test.each(["a", "A1", "N02A", "N02AA01", "ATC ", "vnr ", "vnr 123456,", "123456, ", "insulin ", "å ", "pack id "])(
    "comes to an end with 300 000 signs of %j",
    (piece) => {
      const text = piece.repeat(Math.ceil(300_000 / piece.length));
      expect(() => recogniseCodes(text, TERMS)).not.toThrow();
      expect(() => recogniseCodes(`vnr ${text}`, TERMS)).not.toThrow();
    },
  );
});
