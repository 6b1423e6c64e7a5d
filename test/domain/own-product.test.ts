import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListColumn } from "../../src/domain/list-columns.ts";
import { readListRow } from "../../src/domain/list-row.ts";
import type { OwnProduct } from "../../src/domain/list.ts";
import {
  createVoucher,
  joinOwn,
  labelOwn,
  readBoughtName,
  writeOwn,
  type NamedProduct,
} from "../../src/domain/own-product.ts";
import { listFaults } from "../../src/domain/row-fault.ts";
import { anyOwn } from "../support/list-builders.ts";

const A = "20161012000014";
const B = "20161012000021";
const PACK = "20161012100011";
const OTHER_PACK = "10010101110949";

type Cells = Readonly<Partial<Record<ListColumn, string>>>;

/** What the region buys by a row, each as one text: NPL id, pack, article, name. */
function read(cells: Cells): string[] {
  const row = readListRow(2, (column) => ({ ATC: "J01DH02", Substans: "Meropenem", ...cells })[column] ?? null);
  if ("problem" in row) return listFaults(row).map(({ column, fault }) => `${column}: ${fault.kind}`);
  return row.own.map(show);
}

function show({ nplId, nplPackId, articleNumber, name }: OwnProduct): string {
  return [nplId, nplPackId, articleNumber, name].map((part) => part ?? "-").join(" ");
}

describe("what a region buys", () => {
  it.each<[string, Cells, string[]]>([
    ["nothing, where the cells are empty", { "NPL-id": "", Varunummer: " | " }, []],
    ["a product", { "NPL-id": A }, [`${A} - - -`]],
    ["a product in groups of digits", { "NPL-id": "2016 1012 000014" }, [`${A} - - -`]],
    ["a number with decimals that are none", { "NPL-id": `${A},00` }, [`${A} - - -`]],
    [
      "several products, and a name for each",
      { "NPL-id": `${A} | ${B}`, Upphandlat: "Ett|Två" },
      [`${A} - - Ett`, `${B} - - Två`],
    ],
    ["several on lines of one cell", { "NPL-id": `${A}\n${B}` }, [`${A} - - -`, `${B} - - -`]],
    [
      "several packs of one product",
      { "NPL-id": A, "NPL-packid": `${PACK}|${OTHER_PACK}`, Upphandlat: "Ett" },
      [`${A} ${PACK} - Ett`, `${A} ${OTHER_PACK} - Ett`],
    ],
    [
      "a pack of one of two products",
      { "NPL-id": `${A}|${B}`, "NPL-packid": `|${PACK}` },
      [`${A} - - -`, `${B} ${PACK} - -`],
    ],
    [
      "numbers that nobody can put side by side, each alone",
      { "NPL-id": `${A}|${B}`, "NPL-packid": PACK },
      [`${A} - - -`, `${B} - - -`, `- ${PACK} - -`],
    ],
    ["an article that lost its zeros", { Varunummer: "1234", Upphandlat: "Meronem" }, ["- - 001234 Meronem"]],
    ["an article in pairs", { Varunummer: "01 23 45" }, ["- - 012345 -"]],
    ["names alone", { Upphandlat: "Meronem|Meropenem Kabi" }, ["- - - Meronem", "- - - Meropenem Kabi"]],
    ["the same product once", { "NPL-id": `${A}|${A}` }, [`${A} - - -`]],
    ["no more by a separator at an end", { "NPL-id": `${A}|`, Upphandlat: "Meronem" }, [`${A} - - Meronem`]],
    ["nor by one at the start", { "NPL-id": A, "NPL-packid": `|${PACK}` }, [`${A} ${PACK} - -`]],
  ])("is %s", (_name, cells, products) => {
    expect(read(cells)).toEqual(products);
  });

  it.each<[string, Cells, string[]]>([
    ["a number that a spreadsheet shortened", { "NPL-id": "2,0161E+13" }, ["NPL-id: own-number"]],
    ["one of several that it shortened", { "NPL-packid": `${PACK}|2.0161E13` }, ["NPL-packid: own-number"]],
    ["a shortened number that was written out", { "NPL-id": "20161000000000" }, ["NPL-id: own-number"]],
    ["13 digits", { "NPL-id": A.slice(1) }, ["NPL-id: own-id"]],
    ["a name in place of a number", { "NPL-packid": "Meronem" }, ["NPL-packid: own-id"]],
    ["7 digits of an article", { Varunummer: "1234567" }, ["Varunummer: own-article"]],
    ["an article of zeros", { Varunummer: "0" }, ["Varunummer: own-article"]],
    ["an article that a spreadsheet shortened", { Varunummer: "1,2E+5" }, ["Varunummer: own-number"]],
    ["yes in place of a name", { "NPL-id": A, Upphandlat: "Ja" }, ["Upphandlat: own-name"]],
    ["no in place of a name", { "NPL-id": A, Upphandlat: "Ej upphandlat" }, ["Upphandlat: own-name"]],
    ["nothing in place of a name", { Upphandlat: "Saknas" }, ["Upphandlat: own-name"]],
    ["a number in place of a name", { Upphandlat: "012345" }, ["Upphandlat: own-name"]],
    [
      "names that nobody can tell whose they are",
      { "NPL-id": `${A}|${B}`, Upphandlat: "Ett|Två|Tre" },
      ["Upphandlat: own-count"],
    ],
    [
      "more products than a region buys",
      { Upphandlat: Array.from({ length: 51 }, (_, at) => `Preparat ${at}`).join("|") },
      ["Upphandlat: own-many"],
    ],
    ["two names of one product", { "NPL-id": A, Upphandlat: "Ett|Två" }, ["Upphandlat: own-count"]],
  ])("is refused for %s", (_name, cells, faults) => {
    expect(read(cells)).toEqual(faults);
  });

  it("says in words which cell to mend", () => {
    const cells: Cells = { ATC: "J01DH02", Substans: "Meropenem", "NPL-id": "2,0161E+13" };
    const row = readListRow(2, (column) => cells[column] ?? null);
    expect("problem" in row ? row.problem : "").toMatch(/^2,0161E\+13 is a number that a spreadsheet shortened/);
  });

  it("is read again as it was written, whatever it is", () => {
    fc.assert(
      fc.property(anyOwn, (own) => {
        const cells: Cells = {
          "NPL-id": writeOwn(own, "nplId") ?? "",
          "NPL-packid": writeOwn(own, "nplPackId") ?? "",
          Varunummer: writeOwn(own, "articleNumber") ?? "",
          Upphandlat: writeOwn(own, "name") ?? "",
        };
        expect(read(cells)).toEqual(own.map(show));
      }),
    );
  });

  it("joined with itself is itself, and with more it keeps its order", () => {
    fc.assert(
      fc.property(anyOwn, anyOwn, (some, others) => {
        expect(joinOwn(some, some)).toEqual(some);
        const both = joinOwn(some, others);
        expect(both.slice(0, some.length)).toEqual(some);
        expect(new Set(both.map(show))).toEqual(new Set([...some, ...others].map(show)));
      }),
    );
  });

  it("is called by its name, else by its most exact number", () => {
    const own = { nplId: A, nplPackId: PACK, articleNumber: "012345", name: "Meronem" };
    expect(labelOwn(own)).toBe("Meronem");
    expect(labelOwn({ ...own, name: null })).toBe(PACK);
    expect(labelOwn({ ...own, name: null, nplPackId: null })).toBe(A);
    expect(labelOwn({ ...own, name: null, nplPackId: null, nplId: null })).toBe("012345");
  });
});

describe("an article number", () => {
  const vouchesFor = (name: string, product: NamedProduct) => createVoucher(product)(readBoughtName(name));

  const reported = {
    productName: "Meropenem Fresenius Kabi 1 g Pulver till injektions-/infusionsvätska, lösning",
    holders: ["Fresenius Kabi AB"],
  };
  it.each([
    "Meropenem Fresenius Kabi",
    "Meropenem Fresenius Kabi 1 g",
    "MEROPENEM FRESENIUS KABI 1000 mg",
    "meropenem",
    "Fresenius Kabi",
    "Meropenem, pulver, Fresenius-Kabi",
  ])("is vouched for by %j", (name) => {
    expect(vouchesFor(name, reported)).toBe(true);
  });

  it.each([
    "",
    "Meronem",
    "Kabi",
    "1 g",
    "Pulver",
    "AB",
    "Meropenem Fresenius Kabi 500 mg",
    "Meropenem Sandoz",
    "Fresenius",
  ])("is not vouched for by %j", (name) => {
    expect(vouchesFor(name, reported)).toBe(false);
  });

  it("is vouched for by the distributor of a pack", () => {
    const holders = ["Pfizer AB", "Orifarm AB"];
    expect(vouchesFor("Meronem Orifarm", { productName: "Meronem 1 g Pulver", holders })).toBe(true);
    expect(vouchesFor("Orifarm", { productName: "Meronem 1 g Pulver", holders })).toBe(true);
    expect(vouchesFor("AB", { productName: "Meronem 1 g Pulver", holders: ["AB"] })).toBe(false);
  });
});
