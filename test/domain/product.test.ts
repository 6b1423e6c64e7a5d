import { describe, expect, it } from "vitest";
import { findUnaffected } from "../../src/domain/product.ts";
import { makeProduct } from "../support/builders.ts";

const products = [
  makeProduct({ nplId: "1", name: "Örnpenem" }),
  makeProduct({ nplId: "2", name: "Exempem" }),
  makeProduct({ nplId: "3", name: "Annopenem", strength: "1000 mg" }),
  makeProduct({ nplId: "4", name: "Annopenem", strength: "500 mg" }),
  makeProduct({ nplId: "5", name: "Gammelpenem", status: "deregistered" }),
  makeProduct({ nplId: "6", name: "Djurpenem", veterinary: true }),
  makeProduct({ nplId: "7", name: "Munpenem", formGroup: "oral" }),
  makeProduct({ nplId: "8", name: "Annan substans", atc: "J01DH03" }),
];
const query = { products, atc: "J01DH02", formGroup: "parenteral", shortNplIds: new Set(["2"]) } as const;

describe("the products of a case that are not reported short", () => {
  it("are the registered ones for people of the same substance and form, in Swedish order", () => {
    expect(findUnaffected(query).map(({ nplId }) => nplId)).toEqual(["4", "3", "1"]);
  });
  it("are those of the same strength, however it is written, when a strength is asked for", () => {
    expect(findUnaffected({ ...query, strength: "1 g" }).map(({ nplId }) => nplId)).toEqual(["3", "1"]);
  });
  it("are none without a strength when one is asked for, and stand before those with one when none is", () => {
    const two = [makeProduct({ nplId: "1", strength: "1 g" }), makeProduct({ nplId: "2", strength: null })];
    expect(findUnaffected({ ...query, products: two, shortNplIds: new Set() }).map(({ nplId }) => nplId)).toEqual([
      "2",
      "1",
    ]);
    expect(findUnaffected({ ...query, products: two, shortNplIds: new Set(), strength: "1 g" })).toHaveLength(1);
  });
  it("stand by strength as numbers where their names are alike", () => {
    const three = ["10 mg", "5 mg", "100 mg"].map((strength, place) => makeProduct({ nplId: String(place), strength }));
    expect(
      findUnaffected({ ...query, products: three, shortNplIds: new Set() }).map(({ strength }) => strength),
    ).toEqual(["5 mg", "10 mg", "100 mg"]);
  });
  it("are none when the code names a group of substances", () => {
    expect(findUnaffected({ ...query, atc: "J01DH" })).toEqual([]);
  });
});
