import { describe, expect, it } from "vitest";
import { countsAlike, isRegisteredMedicine, type Product } from "../../src/domain/product.ts";
import { makeProduct } from "../support/builders.ts";

describe("a registered medicine", () => {
  it.each<[boolean, Partial<Product>]>([
    [true, {}],
    [true, { category: "Läkemedel" }],
    [false, { status: "deregistered" }],
    [false, { status: "other" }],
    [false, { veterinary: true }],
    [false, { category: "Homeopatikum" }],
    [false, { category: "Antroposofiskt medel" }],
  ])("is one (%s) as the catalogue tells: %j", (expected, over) => {
    expect(isRegisteredMedicine(makeProduct(over))).toBe(expected);
  });
});

describe("two catalogues", () => {
  const before = makeProduct({ category: "Läkemedel" });

  it("say the same of a product whose names and holder alone have changed, or whose category is told at last", () => {
    expect(countsAlike(before, { ...before, name: "Annat", holder: "Andra" })).toBe(true);
    const { category: _, ...untold } = before;
    expect([countsAlike(untold, before), countsAlike(before, untold)]).toEqual([true, true]);
  });

  it.each<Partial<Product>>([
    { atc: "J01DH03" },
    { form: "Tablett" },
    { strength: "2 g" },
    { rawStatus: "Avregistrerad" },
    { category: "Homeopatikum" },
    { veterinary: true },
  ])("say another thing of it: %j", (over) => {
    expect(countsAlike(before, { ...before, ...over })).toBe(false);
  });
});
