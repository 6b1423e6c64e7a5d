import { describe, expect, it } from "vitest";
import { BYTE_ORDER_MARKS, findBeginning } from "../../src/domain/byte-order-mark.ts";
import { cleanLine, cleanText, clipText } from "../../src/domain/clean-text.ts";
import { asksContact, findMissingContact, MAX_CONTACT_CHARS, parseContact } from "../../src/domain/contact.ts";
import { parseRowId } from "../../src/domain/row-id.ts";
import { capitalize, joinWords } from "../../src/domain/words.ts";
import {
  composeLetters,
  foldCode,
  foldTitle,
  isFormulaFault,
  nameCell,
  titleKey,
} from "../../src/domain/table-cell.ts";
import { readCases } from "../support/case-table.ts";

describe("clean text", () => {
  it.each([
    ["a\r\nb\rc\u0085d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"],
    ["a\u0000b\u0008c\u200Bd\u202Ee\uFEFFf\u00ADg", "abcdefg"],
    ["  a\tb  c \n", "a\tb  c"],
    ["half \uD83D of a character", "half \uFFFD of a character"],
    ["whole 😀, å and ½", "whole 😀, å and ½"],
  ])("of %j is %j", (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it("on one line has single spaces", () => {
    expect(cleanLine(" a \r\n\t b\u00A0\u00A0c ")).toBe("a b c");
  });
});

describe("a text that is cut", () => {
  it.each([
    ["fits as it is", "tio tecken", 10, "tio tecken"],
    ["at a space", "ett två tre", 10, "ett två…"],
    ["in the middle of a word where no space is near", "a".repeat(60), 50, `${"a".repeat(49)}…`],
    ["at a space that is 40 characters away", `ab ${"c".repeat(60)}`, 44, "ab…"],
    ["in a word when the last space is farther away than that", `ab ${"c".repeat(60)}`, 45, `ab ${"c".repeat(41)}…`],
    ["never at a space at its very beginning", ` ${"c".repeat(20)}`, 10, ` ${"c".repeat(8)}…`],
    ["never inside a character", "aaa😀😀", 5, "aaa…"],
    ["after a whole character", "aaa😀😀", 6, "aaa😀…"],
    ["without spaces at its end", "ett två   tre", 10, "ett två…"],
  ])("%s", (_name, text, maxChars, cut) => {
    expect(clipText(text, maxChars)).toBe(cut);
    expect(clipText(text, maxChars).length).toBeLessThanOrEqual(maxChars);
  });
});

it.each([
  ["7", 7],
  ["123456789012345", 123_456_789_012_345],
  ["1234567890123456", null],
  ["0", null],
  ["07", null],
  ["7 ", null],
  ["-7", null],
  ["7.0", null],
  ["", null],
  [null, null],
  [undefined, null],
])("the row's id in %j is %s", (text, id) => {
  expect(parseRowId(text)).toBe(id);
});

it("words stand one after the other with a word before the last, and begin with a capital", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((words) => joinWords(words, "och"))).toEqual([
    "",
    "a",
    "a och b",
    "a, b och c",
  ]);
  expect(["örnpenem", "ABC", ""].map(capitalize)).toEqual(["Örnpenem", "ABC", ""]);
});

describe("the beginning of a file", () => {
  it.each([
    [[0xef, 0xbb, 0xbf, 0x41], "utf-8"],
    [[0xff, 0xfe, 0x41, 0], "utf-16le"],
    [[0xfe, 0xff, 0, 0x41], "utf-16be"],
    [[0xff, 0xfe, 0, 0], "utf-32"],
    [[0, 0, 0xfe, 0xff], "utf-32"],
    [[0xef, 0xbb], null],
    [[0x41], null],
    [[], null],
  ])("of %j tells the encoding %s", (bytes, encoding) => {
    expect(findBeginning(Uint8Array.from(bytes), BYTE_ORDER_MARKS)).toBe(encoding);
  });
});

describe("how a region is reached", () => {
  it.each([
    [" Läkemedelsjouren \n 040-12 34 56 ", { kind: "read", contact: "Läkemedelsjouren 040-12 34 56" }],
    [" ", { kind: "read", contact: null }],
    ["x".repeat(MAX_CONTACT_CHARS), { kind: "read", contact: "x".repeat(MAX_CONTACT_CHARS) }],
    ["x".repeat(MAX_CONTACT_CHARS + 1), { kind: "too-long" }],
  ])("is one line: %j", (text, read) => {
    expect(parseContact(text)).toEqual(read);
  });

  it.each([
    ["040-12 34 56", true, null],
    [null, true, "two"],
    [null, false, "one"],
    [null, undefined, "one"],
  ] as const)(
    "and is %j where a second person is asked for: %s → it takes %s more",
    (contact, secondPerson, missing) => {
      const policy = secondPerson === undefined ? {} : { secondPerson };
      expect(findMissingContact({ contact, policy })).toBe(missing);
    },
  );

  it.each([
    ["live", "one", true, true],
    ["capture", "one", true, false],
    ["live", "two", true, false],
    ["live", null, true, false],
    ["live", undefined, true, false],
    ["live", "one", false, false],
  ] as const)("is asked with a list (%s, %s missing, its first: %s): %s", (mode, contactMissing, isFirst, asks) => {
    expect(asksContact({ mode, contactMissing }, isFirst)).toBe(asks);
  });

  it("never holds a personnummer", () => {
    expect(parseContact("Anna 19850709-9805")).toMatchObject({ kind: "personnummer" });
  });
});

describe("a cell of a spreadsheet", () => {
  it.each([
    [0, 0, "A1"],
    [6, 1, "B7"],
    [0, 25, "Z1"],
    [0, 26, "AA1"],
    [0, 27, "AB1"],
    [0, 51, "AZ1"],
    [0, 52, "BA1"],
    [9, 701, "ZZ10"],
    [9, 702, "AAA10"],
  ])("in row %d and column %d is %s", (row, column, name) => {
    expect(nameCell({ row, column })).toBe(name);
  });

  it.each(["#N/A", "#REF!", "#VÄRDEFEL!", "#saknas!", "###", "#######", "Err:502", "Fel:508"])(
    "%s is a formula that failed",
    (text) => {
      expect(isFormulaFault(text)).toBe(true);
    },
  );
  it.each(["", "#", "##", "N/A", "#N/A!", "x#N/A", "Err:5", "Fel:5081", "Fel 508"])("%j is words", (text) => {
    expect(isFormulaFault(text)).toBe(false);
  });

  it.each(
    readCases<[string, string, string]>(`
      ATC\u2011kod: → atc-kod: → atckod
      " ATC\u00A0 kod*" → atc kod* → atckod
      Å\u00ADtgärd. → åtgärd. → åtgärd
      Pri\u2009o\u2212ritet → pri o-ritet → prioritet
    `),
  )("with the title %j is %j, and compared as %j", (title, folded, key) => {
    expect(foldTitle(title)).toBe(folded);
    expect(titleKey(title)).toBe(key);
  });

  it.each(
    readCases(`
      " j01 dh‑02 " → J01DH02
      Ｊ01DH02 → J01DH02
    `),
  )("with the code %j holds %s", (text, code) => {
    expect(foldCode(text)).toBe(code);
  });

  it("has letters with their marks as one character, and signs as they were", () => {
    expect(composeLetters("fo\u0308r a\u030A \u2126 \u212B")).toBe("för å \u2126 \u212B");
  });
});
