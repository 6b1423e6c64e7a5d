import { describe, expect, it } from "vitest";
import { addCandidates, keepDifferent, suggestNames, type Candidate } from "../../src/domain/search-suggestions.ts";

/** Names that are like nothing that is known by heart. */
function book(...names: readonly (readonly [text: string, kind: "entry" | "substance" | "product"])[]): Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const [text, kind] of names) addCandidates(candidates, { text, kind });
  return [...candidates.values()];
}

const suggest = (candidates: Candidate[], ...words: string[]) => suggestNames([candidates], words);

describe("what a name can be guessed by", () => {
  it("is the whole of it and each of its words of four letters or more", () => {
    const texts = book(["Xylofrix forte (abc/Qvadrup)", "entry"]).map(({ text }) => text);
    expect(texts).toEqual(["Xylofrix forte (abc/Qvadrup)", "Xylofrix", "forte", "Qvadrup"]);
    expect(book(["Xylofrix", "entry"])).toHaveLength(1);
    expect(book(["abc", "entry"])).toEqual([]);
  });

  it("weighs least for a line of a list, more for a substance, most for a product, and a word more than the whole", () => {
    const weights = (["entry", "substance", "product"] as const).map((kind) => book(["Xylofrix zz", kind]));
    expect(weights.map((candidates) => candidates.map(({ weight }) => weight))).toEqual([
      [0, 0.5],
      [1, 1.5],
      [3, 3.5],
    ]);
  });

  it("is kept once, with the least weight that it has", () => {
    expect(book(["xylofrix", "product"], ["Xylofrix", "entry"])).toMatchObject([{ text: "Xylofrix", weight: 0 }]);
    expect(book(["Xylofrix", "entry"], ["xylofrix", "product"])).toMatchObject([{ text: "Xylofrix", weight: 0 }]);
    expect(book(["Xylofrix", "entry"], ["XYLOFRIX", "entry"])).toMatchObject([{ text: "Xylofrix" }]);
  });
});

describe("what may have been meant", () => {
  it("is what is one slip away before what is two, and of two slips only what begins alike", () => {
    const names = book(["Xylofrix", "product"], ["Xylofrxx", "entry"], ["Zzlofrix", "entry"]);
    expect(suggest(names, "xylofriz")).toEqual(["Xylofrix", "Xylofrxx"]);
    expect(suggest(names, "zzlofrxx")).toEqual(["Zzlofrix"]);
  });

  it("is never more than one slip worse than the best", () => {
    expect(suggest(book(["Xylofrixon", "entry"], ["Xylofabxon", "entry"]), "xylofrixon")).toEqual(["Xylofrixon"]);
  });

  it("is of equally near names the one of less weight, then the shorter, then the first by letter", () => {
    expect(suggest(book(["Xylofriv", "product"], ["Xylofriq", "entry"]), "xylofrib")).toEqual(["Xylofriq", "Xylofriv"]);
    expect(suggest(book(["Xylofribba", "entry"], ["Xylofrab", "entry"]), "xylofribb")).toEqual([
      "Xylofribba",
      "Xylofrab",
    ]);
    expect(suggest(book(["Xylofriv", "entry"], ["Xylofriq", "entry"]), "xylofrib")).toEqual(["Xylofriq", "Xylofriv"]);
    expect(suggest(book(["Xylofriq", "entry"], ["Xylofriv", "entry"]), "xylofrib")).toEqual(["Xylofriq", "Xylofriv"]);
    expect(suggest(book(["Xylofribad", "entry"], ["Xylofria", "entry"]), "xylofriba")).toEqual([
      "Xylofria",
      "Xylofribad",
    ]);
  });

  it("may hold what was asked for inside, which is a worse guess than one slip", () => {
    expect(suggest(book(["Hyperxylofrix", "entry"], ["Xylofriq", "product"]), "xylofrix")).toEqual([
      "Xylofriq",
      "Hyperxylofrix",
    ]);
  });

  it("may be like one of the first three words alone, and then is a worse guess than what is like all of them", () => {
    const names = book(["Xylofrix", "entry"]);
    expect(suggest(names, "qqqqqqq", "xylofriv")).toEqual(["Xylofrix"]);
    expect(suggest(names, "qqqqqqq", "wwwwwww", "xylofriv")).toEqual(["Xylofrix"]);
    expect(suggest(names, "qqqqqqq", "wwwwwww", "rrrrrrr", "xylofriv")).toEqual([]);
    expect(suggest(book(["Xylo frix", "product"], ["Xylov", "entry"]), "xylo", "friv")).toEqual(["Xylo frix", "Xylo"]);
  });

  it("sounds alike though it is written otherwise", () => {
    expect(suggest(book(["Zyxkofrin", "entry"]), "zyxchophrine")).toEqual(["Zyxkofrin"]);
  });

  it("begins with a capital, however it is written elsewhere", () => {
    expect(suggest(book(["örnpenem", "entry"]), "ornpenen")).toEqual(["Örnpenem"]);
  });

  it("is none for words of three letters", () => {
    expect(suggest(book(["Xyza", "entry"]), "xyz")).toEqual([]);
    expect(suggest(book(["Xyza", "entry"]), "xyzz")).toEqual(["Xyza"]);
  });

  it("leaves out what only adds to a better guess or sounds as it", () => {
    const longer = book(["Xylofrix", "entry"], ["Xylofrix natrium", "entry"], ["Hyperxylofrix", "entry"]);
    expect(suggest(longer, "xylofri")).toEqual(["Xylofrix", "Hyperxylofrix"]);
    expect(
      suggest(book(["Xylofrix", "entry"], ["Xylofrix natrium", "entry"], ["Hyperxylofrix", "entry"]), "xylofriz"),
    ).toEqual(["Xylofrix"]);
    expect(suggest(book(["Xylofrik", "entry"], ["Xylofric", "entry"]), "xylofriz")).toEqual(["Xylofric"]);
  });

  it("is five names at most", () => {
    const names = book(...["a", "b", "d", "e", "f", "g", "h"].map((end) => [`Xylofri${end}`, "entry"] as const));
    expect(suggest(names, "xylofriz")).toEqual(["Xylofria", "Xylofrib", "Xylofrid", "Xylofrie", "Xylofrif"]);
  });

  it("may be another name that is known by heart, if it is one word", () => {
    expect(suggest([], "panodll")).toEqual(["Panodil"]);
    expect(suggest([], "penicilin g")).not.toContain("Penicillin G");
  });
});

describe("names beside each other", () => {
  it("are the first of those that sound the same, five at most", () => {
    expect(keepDifferent(["Morfin", "Morphine", "morfin ", "Ketamin"])).toEqual(["Morfin", "Ketamin"]);
    expect(keepDifferent(["a1", "b2", "c3", "d4", "e5", "f6"])).toEqual(["a1", "b2", "c3", "d4", "e5"]);
  });
});
