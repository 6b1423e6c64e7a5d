import { describe, expect, it } from "vitest";
import {
  findSubstances,
  listOtherNames,
  listWordings,
  readQuestion,
  wordsOf,
} from "../../src/domain/search-question.ts";
import { readCases } from "../support/case-table.ts";

describe("a question is read", () => {
  it.each(
    readCases<[string, string | null]>(`
      "20180608100143" → "20180608100143"
      2018 0608-1001.43 → "20180608100143"
      NPL-id: 20180608100143 → "20180608100143"
      npl pack-id 20180608100143 → "20180608100143"
      packid 20180608100143 → "20180608100143"
      vnr 008102 → 008102
      Artikelnummer #12345 → "12345"
      "1234" → null
      12 mg → null
      morfin 12345 → null
      vnr → null
    `),
  )("%j is the number %s", (text, number) => {
    expect(readQuestion(text).number).toBe(number);
  });

  it.each(
    readCases<[string, string | null]>(`
      j01dh02 → J01DH02
      J01 DH-02 → J01DH02
      ATC-kod: J01 → J01
      atckoden j01d → J01D
      atc J → J
      QJ01 → QJ01
      J1 → J1
      A010203040506 → A010203040506
      atcx → null
      J01DH0222 → null
      morfin → null
      "12" → null
    `),
  )("%j may be the code %s", (text, code) => {
    expect(readQuestion(text).code).toBe(code);
  });

  it.each([
    ["morfin 10 mg/ml injektion", ["morfin", "injektion"], "10 mg/ml"],
    ["morfin 1 000 mg", ["morfin"], "1 000 mg"],
    ["0,5% lidokain", ["lidokain"], "0,5%"],
    ["insulin 100E/ml", ["insulin"], "100E/ml"],
    ["panodil 500mgx", ["panodil", "500mgx"], null],
    ["b12 5 dagar", ["b12", "5", "dagar"], null],
    ["det finns i och för sig morfin med mera", ["finns", "sig", "morfin", "mera"], null],
  ])("%j has the words %j and the strength %s", (text, words, strength) => {
    const question = readQuestion(text);
    expect([question.words, question.strength]).toEqual([words, strength]);
  });

  it("has twelve words at most", () => {
    expect(readQuestion("a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12 m13 n14").words).toHaveLength(12);
  });

  it("has the forms that its words tell, as they were written", () => {
    expect(readQuestion("morfin Injektion, ögondroppar").forms).toEqual([
      { word: "injektion", group: "parenteral" },
      { word: "ogondroppar", group: "ögon" },
    ]);
    expect(readQuestion("morfin").forms).toEqual([]);
  });
});

describe("a question in other words", () => {
  const list = (text: string) => listWordings(wordsOf(text)).map(({ words, name }) => [words.join(" "), name]);

  it("is itself first, in the reader's own words", () => {
    expect(list("zzyzx")).toEqual([["zzyzx", null]]);
    expect(list("panodil")[0]).toEqual(["panodil", null]);
  });

  it("is Swedish for what is English", () => {
    expect(list("valproic acid")).toContainEqual(["valproinsyra", "valproinsyra"]);
    expect(list("zzic acid")).toContainEqual(["zzsyra", "zzsyra"]);
    expect(list("bempedoic acid")).toContainEqual(["bempedinsyra", "bempedinsyra"]);
    expect(list("sodium chloride")).toContainEqual(["natrium klorid", "natrium klorid"]);
  });

  it("is the substance for a brand, beside what else was written", () => {
    const wordings = list("panodil forte");
    expect(wordings).toContainEqual(["paracetamol forte", "paracetamol"]);
    expect(wordings).toContainEqual(["acetaminophen forte", "acetaminophen"]);
    expect(list("forte panodil")).toContainEqual(["forte paracetamol", "paracetamol"]);
  });

  it("has the longest names first, and is never listed twice", () => {
    const wordings = list("pc v");
    expect(wordings.map(([, name]) => name).indexOf("fenoximetylpenicillin")).toBeGreaterThan(0);
    expect(new Set(wordings.map(([words]) => words)).size).toBe(wordings.length);
    const brands =
      "panodil alvedon diprivan ketalar konakion trombyl levaxin celocurin omnipaque meronem tavegyl aspirin";
    expect(list(brands)).toHaveLength(20);
  });
});

describe("names that are known by heart", () => {
  it.each([
    ["panodil", ["paracetamol"]],
    ["acetaminophen", ["paracetamol"]],
    ["paracetamol", []],
  ])("%j is another name of %j", (name, substances) => {
    expect(findSubstances(wordsOf(name))).toEqual(substances);
  });

  it("are none where nobody knows the name", () => {
    expect(findSubstances(["zzyzx"])).toBeNull();
    expect(findSubstances([])).toBeNull();
  });

  it("are brands and substances", () => {
    expect(listOtherNames()).toEqual(expect.arrayContaining(["panodil", "paracetamol", "acetaminophen"]));
  });
});
