import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spreadsheet } from "../../src/sources/spreadsheet.ts";
import {
  fixturePath,
  readGood,
  readReason,
  readSourceContent,
  readSourceFile,
  WRITTEN_AT,
} from "../support/source-file.ts";
import { makeXlsx } from "../support/xlsx-file.ts";

function createSource(options: Record<string, unknown>) {
  const parsed = spreadsheet.optionsSchema.parse(options);
  return spreadsheet.create({ name: "region-17", title: "Regionens lista", url: null, options: parsed });
}

/** The fixture's columns, as a region would map them. */
const REGION = {
  columns: {
    productName: "Läkemedel",
    atc: "ATC",
    nplId: "NPL-id",
    articleNumber: ["Varunummer", "Varunr"],
    package: "Förpackning",
    start: "Slut från",
    forecastEnd: "Åter",
    note: "Kommentar",
    link: "Länk",
  },
  constants: { type: "restsituation", holder: "okänd" },
  regionCode: "17",
};

const SMALL = { columns: { productName: "Namn", start: "Från", end: "Till" }, constants: { type: "restsituation" } };
const small = createSource(SMALL);

describe("a region's own list is read by the columns it was said to have", () => {
  it("below a title, with rows of one product as one notice, and as that region's only", async () => {
    const { result, notices } = await readSourceFile(createSource(REGION), fixturePath("spreadsheet/region.csv"));
    expect(result).toMatchObject({ kind: "read", reports: 2, notices: 2, packages: 3, warningCount: 0 });
    expect(notices).toMatchObject([
      {
        source: "region-17",
        nplId: "20200101000011",
        productName: "Exempem 1 g Pulver till injektionsvätska, lösning",
        type: "shortage",
        atc: { value: "J01DH02" },
        holder: "okänd",
        regionCode: "17",
        link: "https://exempel.se/brist/1",
        text: "Slut på sjukhuslagret.\nAnvänd flaskan om 500 mg.",
        packages: [
          {
            nplPackId: "012345",
            nordicArticleNumber: { value: "012345" },
            description: "Injektionsflaska, 10 st",
            start: { value: "2026-08-01" },
            forecastEnd: { value: "2026-09-15" },
            actualEnd: { value: null },
          },
          { nplPackId: "012346", forecastEnd: { value: null } },
        ],
      },
      {
        productName: "Morfexin 10 mg/ml Injektionsvätska, lösning",
        packages: [{ nordicArticleNumber: { value: "023456" } }],
      },
    ]);
  });

  it("alike from CSV and from the named sheet of a workbook, dates as Excel keeps them", async () => {
    const csv = await readGood(small, "Namn;Från;Till\nAlfamol;2026-08-21;\n");
    const xlsx = await readGood(
      createSource({ ...SMALL, sheet: "Brister" }),
      makeXlsx({
        Info: [["?"]],
        Brister: [
          ["Namn", "Från", "Till"],
          ["Alfamol", { number: 46255, format: "d/m/yy" }],
        ],
      }),
    );
    expect(xlsx.notices).toEqual(csv.notices);
  });

  it("as devices, where a row names an EMDN code or a manufacturer", async () => {
    const source = createSource({
      columns: { productName: "Produkt", emdn: "EMDN", manufacturer: "Tillverkare", articleNumber: "Art" },
    });
    const { notices } = await readGood(
      source,
      "Produkt;EMDN;Tillverkare;Art\nAggregat;a03 01;Exempel Medical;EX-1\nHandskar;;Exempel Medical;EX-2\n",
    );
    expect(notices).toMatchObject([
      {
        nplId: "EX-1",
        atc: { value: null },
        device: { emdn: "A0301", articleNumber: "EX-1", manufacturer: "Exempel Medical" },
        packages: [{ nplPackId: "EX-1", nordicArticleNumber: { value: null } }],
      },
      { nplId: "EX-2", device: { emdn: null } },
    ]);
  });

  it.each([
    ["Restsituation", "shortage"],
    ["Tillfälligt slut", "shortage"],
    ["Upphör", "cessation"],
    ["Slutar säljas", "cessation"],
    ["?", "unknown"],
  ])("with the type that %s says", async (word, type) => {
    const source = createSource({ columns: { productName: "Namn", type: "Typ" } });
    const { notices, warnings } = await readGood(source, `Namn;Typ\nAlfamol;${word}\n`);
    expect(notices).toMatchObject([{ type, rawType: word }]);
    expect(warnings).toEqual(type === "unknown" ? ['row 2, column "Typ": "?" is no type that is known here'] : []);
  });

  it("with the forecast as the end when it has passed and the status says that it is over", async () => {
    const source = createSource({ columns: { productName: "Namn", status: "Status", forecastEnd: "Slut" } });
    const { notices, warnings } = await readGood(
      source,
      "Namn;Status;Slut\nAlfamol;Pågår;2026-09-01\nBetamol;Avslutad;2026-08-01\n",
    );
    expect(notices.map(({ packages: [pack] }) => [pack?.forecastEnd.value, pack?.actualEnd.value])).toEqual([
      ["2026-09-01", null],
      [null, "2026-08-01"],
    ]);
    expect(warnings).toEqual([]);
  });
});

describe("a notice stays the same notice", () => {
  it("when its dates move and when rows change places", async () => {
    const before = await readGood(small, "Namn;Från;Till\nAlfamol;2026-08-21;\nBetamol;2026-08-22;\n");
    const after = await readGood(small, "Till;Namn;Från\n2026-09-01;Betamol;2026-08-23\n;alfamol ;2026-08-24\n");
    const ids = (notices: typeof before.notices) => notices.map(({ reportId, nplId }) => `${reportId} ${nplId}`);
    expect(ids(after.notices).toReversed()).toEqual(ids(before.notices));
    expect(new Set(ids(before.notices)).size).toBe(2);
  });

  it("by the file's own id, one product a notice", async () => {
    const source = createSource({ columns: { productName: "Namn", reportId: "Nr", start: "Från" } });
    const { notices } = await readGood(source, "Nr;Namn;Från\n7;Alfamol;2026-08-21\n7;Betamol;2026-08-21\n");
    expect(notices.map(({ reportId, nplId }) => [reportId, nplId])).toEqual([
      ["7", "alfamol"],
      ["7", "betamol"],
    ]);
  });

  it("when its type turns, and rows of one product that differ in type are warned of", async () => {
    const source = createSource({ columns: { productName: "Namn", type: "Typ", package: "Förp" } });
    const rest = await readGood(source, "Namn;Typ;Förp\nA;rest;10 st\n");
    const both = await readGood(source, "Namn;Typ;Förp\nA;upphör;10 st\nA;rest;20 st\n");
    expect(both.notices[0]).toMatchObject({ reportId: rest.notices[0]?.reportId, type: "cessation" });
    expect(both.warnings).toEqual(['row 3, column "Typ": another type than in the report\'s first row, which counts']);
  });

  it("and a package that stands twice in it counts with its latest start, with a warning", async () => {
    const { notices, warnings } = await readGood(small, "Namn;Från;Till\nA;2026-08-21;\nA;2026-01-01;2026-02-01\n");
    expect(notices).toMatchObject([{ packages: [{ start: { value: "2026-08-21" }, actualEnd: { value: null } }] }]);
    expect(warnings).toEqual([
      'row 3, column "Från": the same package once more in the same report, the latest start counts',
    ]);
  });
});

describe("what cannot be read is never left out in silence", () => {
  const source = createSource({
    columns: { productName: "Namn", nplId: "NPL", articleNumber: "Vnr", atc: "ATC", start: "Från", link: "Länk" },
  });
  const header = "Namn;NPL;Vnr;ATC;Från;Länk";
  const good = "Betamol;20200101000012;;N02BE01;2026-08-21;";

  it.each([
    ["Alfamol;2020;;;;", 'row 2, column "NPL": "2020" is not 14 digits, the report is left out', false],
    [
      "Alfamol;;1234567;;;",
      'row 2, column "Vnr": "1234567" is not a six-digit article number, the report is left out',
      false,
    ],
    ["Alfamol;20200101000011;;1?;;", 'row 2, column "ATC": "1?" is not an ATC code, the report is left out', false],
    [
      ";;;;2026-08-21;",
      'row 2, column "Namn": it names no product and no article number, the report is left out',
      false,
    ],
    ["#REF!;;;;;", 'row 2, column "Namn": the formula gives #REF!, the report is left out', false],
  ])("%s", async (row, warning, isKnown) => {
    const { result, notices, warnings } = await readGood(source, `${header}\n${row}\n${good}\n`);
    expect(notices).toHaveLength(1);
    expect(warnings).toContain(warning);
    expect(result).toMatchObject({ skippedReports: 1 });
    expect(result.skippedReportIds).toHaveLength(isKnown ? 1 : 0);
  });

  it("a link that is none costs only the link", async () => {
    const { notices, warnings } = await readGood(source, `${header}\nAlfamol;;;;;javascript:alert(1)\n`);
    expect(notices[0]?.link).toBeUndefined();
    expect(warnings).toEqual(['row 2, column "Länk": "javascript:alert(1)" is no web address, left out']);
  });

  it("one unreadable row takes its whole report with it, lest its package read as back", async () => {
    const rows = "Alfamol;20200101000011;000001;;2026-08-21;\nAlfamol;20200101000011;000002;;#REF!;";
    const { result, notices } = await readGood(source, `${header}\n${rows}\n${good}\n`);
    expect(notices.map(({ productName }) => productName)).toEqual(["Betamol"]);
    expect(result).toMatchObject({ skippedReports: 1, skippedReportIds: [expect.any(String)] });
  });
});

describe("a file that is not what was said is rejected in one sentence", () => {
  it.each([
    ["a column that is gone", "Namn;Till\nA;\n", 'row 1: the column "Från" is missing; the file has "Namn", "Till"'],
    ["a column twice", "Namn;Från;Till;namn\nA;;;B\n", 'row 1: the column "Namn" stands twice; remove one'],
    [
      "another file",
      "a;b\n1;2\n",
      'no row names the columns "Namn", "Från", "Till": is it the right file, and the right sheet?',
    ],
    ["only a header", "Namn;Från;Till\n", "row 1 names the columns, but no row follows: a file of notices has some"],
    [
      "no readable row",
      "Namn;Från;Till\n#REF!;2026-08-21;\n",
      'none of the rows could be read (row 2, column "Namn": the formula gives #REF!, the report is left out)',
    ],
  ])("%s", async (_name, content, reason) => {
    expect(await readReason(small, content)).toBe(reason);
  });

  it("and whatever the text, it never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (text) => {
        const { result } = await readSourceContent(small, `Namn;Från;Till\n${text}`);
        expect(["read", "rejected"]).toContain(result.kind);
      }),
      { numRuns: 200 },
    );
  });
});

describe("when the file was made", () => {
  it("is its latest time in the column that says so", async () => {
    const source = createSource({ columns: { productName: "Namn", created: "Skapad" } });
    const { result } = await readGood(source, "Namn;Skapad\nA;2026-08-19\nB;20.8.2026\nC;\n");
    expect(result).toMatchObject({ createdAt: new Date("2026-08-19T22:00:00Z"), rawCreatedAt: "20.8.2026" });
  });
  it("is else when it was written to disk", async () => {
    const { result } = await readGood(small, "Namn;Från;Till\nA;;\n");
    expect(result).toMatchObject({ createdAt: WRITTEN_AT });
  });
});

describe("options that cannot work are refused when they are saved", () => {
  it.each([
    [{ columns: { atc: "ATC" } }, "must name the column of productName or of articleNumber"],
    [{ columns: { productName: "Namn", colour: "Färg" } }, "colour"],
    [{ columns: { productName: "" } }, "columns"],
    [{ columns: { productName: "Namn" }, regionCode: "99" }, "is no region's code, such as 01"],
    [{ columns: { productName: "Namn" }, sheeet: "Blad1" }, "sheeet"],
  ])("%j", (options, problem) => {
    const parsed = spreadsheet.optionsSchema.safeParse(options);
    expect(parsed.success ? "accepted" : parsed.error.message).toContain(problem);
  });
});
