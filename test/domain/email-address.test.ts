import { describe, expect, it } from "vitest";
import { parseEmailAddress } from "../../src/domain/email-address.ts";
import { readCases } from "../support/case-table.ts";

describe("an e-mail address", () => {
  it.each(
    readCases(`
      asa@sjukvård.example → asa@xn--sjukvrd-ixa.example
      åsa@sjukvård.example → åsa@xn--sjukvrd-ixa.example
      用户@例え.テスト → 用户@xn--r8jz45g.xn--zckzah
      o'brien+brist@region.example → o'brien+brist@region.example
      " Anna.Ek@Region.Example " → anna.ek@region.example
    `),
  )("may hold letters of any script: %s", (typed, kept) => {
    expect(parseEmailAddress(typed)).toBe(kept);
  });

  it("is one and the same however it is spelled: case, composed or not, its domain in either form", () => {
    const spellings = [
      "åsa@sjukvård.example",
      "ÅSA@SJUKVÅRD.EXAMPLE",
      "a\u030Asa@sjukva\u030Ard.example",
      "A\u030ASA@XN--SJUKVRD-IXA.EXAMPLE",
      "åsa@sjukvård\u3002example",
      "åsa@ｓjukvård.example",
    ];
    expect([...new Set(spellings.map(parseEmailAddress))]).toEqual(["åsa@xn--sjukvrd-ixa.example"]);
  });

  it.each([
    "",
    "anna",
    "anna@",
    "@region.example",
    "anna@region",
    "anna@127.0.0.1",
    "anna@0x7f.1",
    "anna@region.example.",
    "anna@-region.example",
    "anna..ek@region.example",
    "anna ek@region.example",
    "anna@ek@region.example",
    "Anna <anna@region.example>",
    "anna@region.example, bo@region.example",
    "anna@region.example\r\nBcc: bo@region.example",
    "ａnna@region.example",
    "an\u200Bna@region.example",
    "an\u202Ena@region.example",
    "anna@reg\u00ADion.example",
    `${"a".repeat(65)}@region.example`,
    `anna@${"a".repeat(250)}.example`,
  ])("is not %j", (text) => {
    expect(parseEmailAddress(text)).toBeNull();
  });
});
