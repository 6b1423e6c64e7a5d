import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanQuery, countSlips, foldText, MAX_QUERY_CHARS, soundOf } from "../../src/domain/search-text.ts";
import { readCases } from "../support/case-table.ts";

describe("text is folded so that it can be compared", () => {
  it("folding, cleaning and sounding twice is doing it once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
        expect(cleanQuery(cleanQuery(text))).toBe(cleanQuery(text));
        expect(cleanQuery(text).length).toBeLessThanOrEqual(MAX_QUERY_CHARS);
        expect(foldText(text)).toMatch(/^[\p{L}\p{N} ]*$/u);
      }),
    );
  });

  it("is a hundred signs of a question at most", () => {
    expect(cleanQuery("a".repeat(100))).toHaveLength(100);
    expect(cleanQuery("a".repeat(101))).toHaveLength(100);
    expect(cleanQuery(" ".repeat(300))).toBe("");
  });

  it.each(
    readCases(`
      Järnsukros → jarnsukros
      KÅVEPENIN → kavepenin
      Ja\u0308rn → jarn
      Solu‑Cortef® → solu cortef
      ﬁlgrastim → filgrastim
      piperacillin/tazobaktam → piperacillin tazobaktam
    `),
  )("%j is compared as %j", (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it.each(
    readCases(`
      morphine → morfin
      oxycodone → oxikodon
      acyclovir → aciklovir
      phenytoin → fenytoin
      cyclophosphamide → cyklofosfamid
      quetiapine → kvetiapin
      iohexol → johexol
      azithromycin → azitromycin
      chlorpromazine → klorpromazin
      jaern → jarn
      haloperidol → haloperidol
      oestradiol → estradiol
      rhodium → rodium
      amoebicide → amobicid
      amoxicilline → amoxicillin
      cholestyramine → kolestyramin
      zuclopenthixol → zuklopentixol
    `),
  )("%s sounds as %s", (english, swedish) => {
    expect(soundOf(english)).toBe(soundOf(swedish));
  });

  it.each(
    readCases<[string, string, number | null]>(`
      meropenm → meropenem → 1
      morifn → morfin → 1
      metadno → metadon → 1
      ab cd → ba cd → 1
      abcd → abdc → 1
      abc → acb → null
      abcd → abcx → 1
      abcd → abxy → null
      abcde → abcxy → 2
      abcdefgh → abcdexyz → null
      abcdefghi → abcdefxyz → 3
      abcdefghi → abcdewxyz → null
      abcde → abcdefg → 2
      abcde → abcdefgh → null
      morfin → morfin → 0
      abcd → bcda → null
      abcd → acxd → null
      abcd → axbd → null
      abcdx → bacdy → null
      morfin → metadon → null
      ab → ac → null
    `),
  )("from %s to %s there are %s slips", (written, meant, slips) => {
    expect(countSlips(written, meant)).toBe(slips);
  });
});
