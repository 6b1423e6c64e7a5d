import { describe, expect, it } from "vitest";
import {
  compareRanks,
  fitName,
  isWhole,
  NameIndex,
  prefixesOf,
  prepareWording,
  RANKS,
  requireWhole,
  type NameKind,
  type Rank,
} from "../../src/domain/search-names.ts";
import { wordsOf } from "../../src/domain/search-question.ts";

/** How well a name fits what somebody wrote, in their own words or (`otherName`) in another name for it. */
function rank(name: string, asked: string, otherName: string | null = null): Rank | null {
  const known = new NameIndex().add(name, { kind: "entry" });
  return fitName(known, [prepareWording({ words: wordsOf(asked), name: otherName })])?.rank ?? null;
}

describe("how well a name fits a question", () => {
  it.each<[string, string, Rank | null]>([
    ["Piperacillin och tazobaktam", "piperacillin tazobaktam", "whole"],
    ["Natriumklorid", "natrium klorid", "whole"],
    ["Morfin Meda", "morfin", "words"],
    ["Morfin Meda forte", "forte morfin", "words"],
    ["Morfin", "morphine", "sound"],
    ["Morfin Meda", "morphine", "sound"],
    ["Natriumchlorid", "natrium klorid", "sound"],
    ["Morfin Meda", "meda morphine", "sound"],
    ["Morfin", "mo", "begins"],
    ["Morfin", "m", null],
    ["Morfin Meda", "mor me", "begins"],
    ["Morfin Meda", "mor x", null],
    ["Morfin Meda", "morfinme", "begins"],
    ["Morfin", "orfin", null],
    ["Oxikodon", "oxyco", "sound-begins"],
    ["Oxikodon Ratiopharm", "ratio oxyco", "sound-begins"],
    ["Oxikodon", "oxyc", null],
    ["Morfin", "metadon", null],
    ["Morfin", "", null],
    ["!", "morfin", null],
  ])("%j fits %j: %s", (name, asked, expected) => {
    expect(rank(name, asked)).toBe(expected);
  });

  it("by another name than the reader's own must not lead far: four letters begin a name, three do not", () => {
    expect(rank("Kolistin", "kol", "kol")).toBeNull();
    expect(rank("Kolistin", "koli", "koli")).toBe("begins");
  });

  it("can be asked to be whole: then no beginning fits", () => {
    const known = new NameIndex().add("Oxikodon", { kind: "entry" });
    const fits = (asked: string) => fitName(known, [requireWhole(prepareWording({ words: [asked], name: null }))]);
    expect(fits("oxycodone")?.rank).toBe("sound");
    expect([fits("oxik"), fits("oxyco")]).toEqual([null, null]);
  });

  it("is that of the wording that fits best, the first of equals", () => {
    const known = new NameIndex().add("Morfin Meda", { kind: "entry" });
    const wordings = ["mor", "morfin meda", "morfinmeda", "zzz"].map((asked) => ({
      words: wordsOf(asked),
      name: asked,
    }));
    expect(fitName(known, wordings.map(prepareWording))).toMatchObject({ rank: "whole", wording: wordings[1] });
    expect(fitName(known, wordings.map(prepareWording).toReversed())).toMatchObject({ wording: wordings[2] });
    expect(fitName(known, [])).toBeNull();
  });
});

it("ranks stand the best first, and the first three hold every word of the question", () => {
  expect(RANKS.toReversed().toSorted(compareRanks)).toEqual(RANKS);
  expect(RANKS.filter(isWhole)).toEqual(["whole", "words", "sound"]);
});

it("a code lies under each of its beginnings", () => {
  expect(prefixesOf("J01D")).toEqual(["J", "J0", "J01", "J01D"]);
  expect(prefixesOf("")).toEqual([]);
});

describe("an index of names", () => {
  const about = (kind: NameKind, code?: string, notice?: number) => ({
    kind,
    ...(code === undefined ? {} : { codes: [code] }),
    ...(notice === undefined ? {} : { notice }),
  });

  it("has one name for the same text, with all codes and notices that go by it, and another for another kind", () => {
    const index = new NameIndex();
    const first = index.add("Morfin", about("product", "N02AA01", 1));
    expect(index.add("Morfin", about("product", "N02AA51", 2))).toBe(first);
    expect(index.add("Morfin", about("product"))).toBe(first);
    expect([...first.codes]).toEqual(["N02AA01", "N02AA51"]);
    expect([...first.notices]).toEqual([1, 2]);
    expect(index.add("Morfin", about("substance"))).not.toBe(first);
    expect(index.find([prepareWording({ words: ["morfin"], name: null })])).toHaveLength(2);
  });

  it("finds notices by code and by what the code lies under, each once", () => {
    const index = new NameIndex();
    index.add("A", about("product", "N02AA01", 1));
    index.add("B", about("product", "N02AA01", 2));
    index.add("C", about("product", "N02AB03", 1));
    index.add("D", about("product", "J01DH02"));
    expect(index.findCodes(new Set(["N02AA01"]))).toEqual([1, 2]);
    expect(index.findCodes(new Set(["N02", "N02AA"]))).toEqual([1, 2]);
    expect(index.findCodes(new Set(["N02AA011", "J01DH02"]))).toEqual([]);
    expect(["N", "N02AA01", "J01DH02", "N02AA011", "X", ""].map((code) => index.hasCode(code))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("finds names and notices by number", () => {
    const index = new NameIndex();
    const [a, b] = [index.add("A", about("product")), index.add("B", about("product"))];
    index.addNumber("012345", a, 1);
    index.addNumber("012345", b, 2);
    index.addNumber("999999", b);
    expect(index.findNumber("012345")).toEqual({ names: [a, b], notices: [1, 2] });
    expect(index.findNumber("999999")).toEqual({ names: [b], notices: [] });
    expect(index.findNumber("1")).toEqual({ names: [], notices: [] });
  });

  it("finds what sounds as the words and no more, as it was first written", () => {
    const index = new NameIndex();
    for (const text of ["Morfin", "Morphine", "Ketamin Xy"]) index.add(text, about("entry"));
    expect(index.findWhole(["morphine"])).toBe("Morfin");
    expect(index.findWhole(["ketamin"])).toBeNull();
    expect(index.findWhole(["ketamin", "xy"])).toBe("Ketamin Xy");
  });

  it("gives what fits, the best first", () => {
    const index = new NameIndex();
    for (const text of ["Morfinon", "Morphin", "Morfin Meda", "Morfin", "Ketamin"]) index.add(text, about("entry"));
    const found = index.find([prepareWording({ words: ["morfin"], name: null })]);
    expect(found.map(({ name, rank: of }) => [name.text, of])).toEqual([
      ["Morfin", "whole"],
      ["Morfin Meda", "words"],
      ["Morphin", "sound"],
      ["Morfinon", "begins"],
    ]);
  });
});
