import { describe, expect, it } from "vitest";
import { search } from "../../src/domain/search.ts";
import { makeEntry } from "../support/builders.ts";
import { linesOf, LIST, makeBook, makeLine, REGION } from "../support/search-book.ts";

describe("what is found beside the name", () => {
  const meropenem = makeLine("Meropenem", "J01DH02");
  const broad = makeLine("Karbapenemer", "J01DH");
  const reported = makeBook({
    entries: [meropenem, broad, makeLine("Morfin", "N02AA01")],
    notices: [
      { id: 1, product: "Meronem 1 g", substances: ["meropenem"], atc: "J01DH02" },
      { id: 2, product: "Meropenem Hikma 1 g", substances: ["meropenem"], atc: "J01DH02" },
      { id: 3, product: "Morfin Meda", substances: ["morfin"], atc: "N02AA01" },
    ],
    products: [
      { name: "Okändix", substance: "meropenem", atc: "J01DH02" },
      { name: "Okändix forte", substance: "imipenem", atc: "J01DH51" },
    ],
  });

  it("are reports of other products with the code of the product that was asked for", () => {
    expect(search(reported, "okändix")).toMatchObject({ notices: [], related: [1, 2], known: true });
    expect(search(reported, "meropenem hikma")).toMatchObject({ notices: [2], related: [1] });
    expect(search(reported, "morfin meda")).toMatchObject({ notices: [3], related: [] });
  });

  it("are none beside a substance, which is all of them", () => {
    expect(search(reported, "imipenem")).toMatchObject({ notices: [], related: [], known: true });
    expect(search(reported, "meropenem").notices).toEqual([1, 2]);
  });

  it("are lines with the product's code, each said to come by the product, and lines that take its code in", () => {
    const led = search(reported, "okändix").entries.get(REGION) ?? [];
    expect(led.map(({ entry: { substance }, via }) => [substance, via])).toEqual([
      ["Meropenem", "Okändix"],
      ["Karbapenemer", "Okändix"],
    ]);
    const own = search(reported, "meropenem").entries.get(REGION) ?? [];
    expect(own.map(({ entry: { substance }, via }) => [substance, via])).toEqual([
      ["Meropenem", null],
      ["Karbapenemer", "Meropenem Hikma 1 g"],
    ]);
  });

  it("are lines by their own name before lines by a code, and the product's name before its substance's", () => {
    const named = makeBook({
      entries: [makeLine("Meropenem", "J01DH02"), makeLine("Okändix", "Z99ZZ99")],
      products: [{ name: "Okändix", substance: "Okändixin", atc: "J01DH02" }],
    });
    const found = search(named, "okändix").entries.get(REGION) ?? [];
    expect(found.map(({ entry: { substance }, via }) => [substance, via])).toEqual([
      ["Okändix", null],
      ["Meropenem", "Okändix"],
    ]);
    expect(search(named, "okändixin").entries.get(REGION)).toMatchObject([{ via: "Okändixin" }]);
  });

  it("is no line that only shares a substance, where one goes by the name", () => {
    const shared = makeBook({
      entries: [meropenem, broad],
      products: [{ name: "Okändix", substance: "meropenem", atc: "J01DH02" }],
    });
    expect(linesOf(search(shared, "meropenem"))).toEqual(["Meropenem"]);
    const alone = makeBook({
      entries: [broad],
      products: [{ name: "Okändix", substance: "meropenem", atc: "J01DH02" }],
    });
    expect(linesOf(search(alone, "meropenem"))).toEqual(["Karbapenemer"]);
  });

  it("is no line without a code, which a device has", () => {
    const device = makeEntry({ substance: "Aggregat", atc: "", emdn: "A0101", key: "EMDN A0101//" });
    const devices = makeBook({ entries: [device], products: [{ name: "Okändix", substance: "x", atc: "J01DH02" }] });
    expect(search(devices, "okändix").entries.size).toBe(0);
    expect(linesOf(search(devices, "aggregat"))).toEqual(["Aggregat"]);
    expect(linesOf(search(devices, "A01"))).toEqual(["Aggregat"]);
    expect(linesOf(search(devices, "A010102"))).toEqual(["Aggregat"]);
    expect(linesOf(search(devices, "A0102"))).toEqual([]);
  });

  it("is the other name that led there, once, and of a name that holds more only what was looked for", () => {
    expect(search(reported, "meronem").also).toEqual(["Meropenem"]);
    const held = makeBook({ notices: [{ id: 1, product: "Paracetamol Meda extra", atc: "N02BE01" }] });
    expect(search(held, "panodil")).toMatchObject({ notices: [1], also: ["paracetamol"] });
    expect(search(held, "paracetamol").also).toEqual([]);
  });
});

describe("a number", () => {
  const numbered = makeBook({
    entries: LIST,
    notices: [{ id: 7, product: "Meropenem X", atc: "J01DH02", numbers: ["20180608100143", "008102"] }],
    products: [{ name: "Alvedon", substance: "Paracetamol", atc: "N02BE01", nplId: "19750613000031" }],
  });

  it.each(["20180608100143", "2018 0608 1001 43", "NPL-packid: 20180608100143", "008102", "00 81 02", "vnr 008102"])(
    "%s finds the notice and the line of its code",
    (asked) => {
      const found = search(numbered, asked);
      expect(found.notices).toEqual([7]);
      expect(linesOf(found)).toEqual(["Meropenem"]);
    },
  );

  it("of a product that is not reported finds its line", () => {
    const found = search(numbered, "19750613000031");
    expect(linesOf(found)).toEqual(["Paracetamol"]);
    expect(found.also).toEqual(["Alvedon"]);
  });

  it("of a product that is reported finds other reports of its code apart", () => {
    const twice = makeBook({
      notices: [
        { id: 1, product: "A", atc: "J01DH02", numbers: ["19750613000031"] },
        { id: 2, product: "B", atc: "J01DH02" },
      ],
      products: [{ name: "A", substance: "x", atc: "J01DH02", nplId: "19750613000031" }],
    });
    expect(search(twice, "19750613000031")).toMatchObject({ notices: [1], related: [2], also: ["A"] });
  });

  it("that has lost its zeros is asked about", () => {
    expect(
      search(makeBook({ notices: [{ id: 1, product: "X", atc: "A01AA01", numbers: ["008102"] }] }), "08102"),
    ).toMatchObject({ known: false, suggestions: ["008102"] });
  });

  it("that nobody knows is no name", () => {
    expect(search(numbered, "12345678901234")).toMatchObject({
      asked: { kind: "number" },
      known: false,
      suggestions: [],
    });
  });
});
