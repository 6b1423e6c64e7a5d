import { describe, expect, it } from "vitest";
import { lakemedelsverketExport } from "../../src/sources/lakemedelsverket-export.ts";
import { readGood, readReason } from "../support/source-file.ts";
import { makeXlsx } from "../support/xlsx-file.ts";

const HEADER = [
  "Varunummer",
  "Status",
  "Typ av försäljningsuppehåll",
  "Startdatum",
  "Slutdatum",
  "Orsak",
  "Senast uppdaterad",
];
const ROW = [
  "012345",
  "Pågående",
  "Restsituation",
  { number: 46235, format: "yyyy-mm-dd" },
  "2026-09-15",
  "Tillverkning",
  "2026-08-20",
];

describe("what Läkemedelsverket's search saves as XLSX is read", () => {
  it("by article number, when it has no names", async () => {
    const { notices, warnings } = await readGood(lakemedelsverketExport, makeXlsx({ Export: [HEADER, ROW] }));
    expect(warnings).toEqual([]);
    expect(notices).toMatchObject([
      {
        source: "lakemedelsverket-export",
        productName: "Varunummer 012345",
        type: "shortage",
        causeCategory: { value: "Tillverkning" },
        lastUpdated: { value: "2026-08-20" },
        packages: [
          {
            nordicArticleNumber: { value: "012345" },
            start: { value: "2026-08-01" },
            forecastEnd: { value: "2026-09-15" },
          },
        ],
      },
    ]);
  });

  it("with name, code and package when it has them, beside columns nobody knows", async () => {
    const rows = [
      [...HEADER, "Produktnamn", "ATC-kod", "NPL-packid", "Nytt"],
      [...ROW, "Exempem 1 g Pulver", "J01DH02", "20200101100011", "?"],
    ];
    const { notices } = await readGood(lakemedelsverketExport, makeXlsx({ Export: rows }));
    expect(notices).toMatchObject([
      { productName: "Exempem 1 g Pulver", atc: { value: "J01DH02" }, packages: [{ nplPackId: "20200101100011" }] },
    ]);
  });

  it("a restsituation and a cessation of one article as two notices", async () => {
    const cessation = ROW.map((cell) => (cell === "Restsituation" ? "Upphör" : cell));
    const { notices } = await readGood(lakemedelsverketExport, makeXlsx({ Export: [HEADER, ROW, cessation] }));
    expect(notices.map(({ type }) => type)).toEqual(["shortage", "cessation"]);
  });

  it("and a search that shows less is no sign that anything is over", () => {
    expect(lakemedelsverketExport.complete).toBe(false);
  });

  it("is rejected without its columns", async () => {
    const rows = [HEADER.filter((name) => name !== "Startdatum"), ["012345"]];
    expect(await readReason(lakemedelsverketExport, makeXlsx({ Export: rows }))).toContain('the column "Startdatum"');
  });
});
