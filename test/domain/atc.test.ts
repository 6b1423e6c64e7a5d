import { describe, expect, it } from "vitest";
import { ATC_SHAPE, beginsAsAtc, isProductAtc, isVeterinaryAtc, parseAtc } from "../../src/domain/atc.ts";
import { readCases } from "../support/case-table.ts";

describe("an ATC code", () => {
  it.each(
    readCases(`
      J → J
      J01 → J01
      J01D → J01D
      J01DH → J01DH
      " j01 dh-02 " → J01DH02
      QJ01DH02 → QJ01DH02
      QI → QI
    `),
  )("%j is %s", (text, code) => {
    expect(parseAtc(text)).toBe(code);
  });

  it.each(["", "E", "I01", "J0", "J1", "J01D1", "J01DH0", "J01DH022", "01J", "XJ01", "J01DH02X", "Q", "Q0"])(
    "%j is none",
    (text) => {
      expect(parseAtc(text)).toBeNull();
    },
  );

  it.each(
    readCases<[string, boolean]>(`
      J01DH → true
      J01DH02 → true
      QJ01DH → true
      J01D → false
      QJ01D → false
      j01dh02 → false
      J01DH0 → false
    `),
  )("%s names a product's substance or its chemical group: %s", (code, names) => {
    expect(isProductAtc(code)).toBe(names);
  });

  it.each(
    readCases<[string, boolean]>(`
      J01D → true
      J01DXYZ → true
      QJ01D → true
      J01 → false
      J01 D → false
      XJ01D → false
      E11B → false
    `),
  )("%s begins as one of the third level does: %s", (text, begins) => {
    expect(beginsAsAtc(text)).toBe(begins);
  });

  it("is veterinary by its first letter", () => {
    expect(["QJ01", "J01", "JQ1"].map(isVeterinaryAtc)).toEqual([true, false, false]);
  });

  it.each(
    readCases<[string, boolean]>(`
      J → true
      J01DH02X → true
      J01DH0 → true
      J01DH02XX → false
      1J → false
      j01 → false
      "" → false
      " J01" → false
    `),
  )("%j may stand where one is expected: %s", (text, may) => {
    expect(ATC_SHAPE.test(text)).toBe(may);
  });
});
