import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRegionList, type ParsedList } from "../../src/sources/region-list.ts";
import { countDifference, diffLists } from "../../src/domain/list-difference.ts";
import { writeListCsv } from "../../src/web/desk/lists/list-csv.ts";
import { anyList } from "../support/list-builders.ts";
import { makeXlsx } from "../support/xlsx-file.ts";
import { readCases } from "../support/case-table.ts";

const HEADER = "ATC;Substans;Beredningsform;Styrka;Prioritet;Kategori;Lagerdagar";
const ROW = "J01DH02;Meropenem;parenteral;1 g;1;Infektion;16";

function parse(...lines: string[]): ParsedList {
  return parseRegionList(Buffer.from(lines.join("\n")));
}

/** The entries; the test fails with the reason when the file was refused. */
function entriesOf(list: ParsedList) {
  if (list.kind === "refused") throw new Error(list.reason);
  expect(list.rejected).toEqual([]);
  return list.entries;
}

/** Row, column and problem of each rejected row. */
function rejectionsOf(list: ParsedList): [number, string, string][] {
  if (list.kind === "refused") throw new Error(list.reason);
  return list.rejected.map(({ row, column, problem }) => [row, column, problem]);
}

function reasonOf(list: ParsedList): string {
  return list.kind === "refused" ? list.reason : "it was taken";
}

const meropenem = {
  key: "J01DH02/parenteral/1000 mg",
  row: 2,
  atc: "J01DH02",
  substance: "Meropenem",
  formGroup: "parenteral",
  strength: "1 g",
  priority: 1,
  category: "Infektion",
  stockDays: 16,
};

describe("a region's list is read", () => {
  it("with every column", () => {
    expect(entriesOf(parse(HEADER, ROW))).toMatchObject([meropenem]);
  });

  it("with its columns in any order", () => {
    const cells = [HEADER, ROW].map((line) => line.split(";"));
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), (order) => {
        const lines = cells.map((line) => order.map((place) => line[place]).join(";"));
        expect(entriesOf(parse(...lines))).toMatchObject([meropenem]);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ["commas", ","],
    ["semicolons", ";"],
    ["tabs", "\t"],
  ])("with %s between the columns", (_name, separator) => {
    const lines = [HEADER, ROW].map((line) => line.replaceAll(";", separator));
    expect(entriesOf(parse(...lines))).toMatchObject([meropenem]);
  });

  it("with commas in cells when semicolons separate, and with the separator inside quotes", () => {
    expect(entriesOf(parse("ATC;Substans;Styrka", "C01CA24;Adrenalin;0,1 mg/ml"))).toMatchObject([
      { strength: "0,1 mg/ml" },
    ]);
    const quoted = entriesOf(parse("ATC,Substans,Styrka", 'C01CA24,"Adrenalin, ""svag""","0,1 mg/ml"'));
    expect(quoted).toMatchObject([{ substance: 'Adrenalin, "svag"', strength: "0,1 mg/ml" }]);
  });

  it.each([
    ["Windows line ends", `${HEADER}\r\n${ROW}\r\n`],
    ["no line end after the last row", `${HEADER}\n${ROW}`],
    [
      "empty lines and spaces around cells",
      `${HEADER}\n\n  J01DH02 ; Meropenem ;parenteral;1 g;1;Infektion;16\n;;;;;;\n`,
    ],
    ["a byte order mark", `\uFEFF${HEADER}\n${ROW}`],
    ["empty columns that Excel saved beside it", `${HEADER};;;\n${ROW};;;\n`],
    ["column names in other case", `${HEADER.toLowerCase()}\n${ROW}`],
  ])("with %s", (_name, text) => {
    expect(entriesOf(parseRegionList(Buffer.from(text)))).toMatchObject([{ substance: "Meropenem", stockDays: 16 }]);
  });

  it("in UTF-8 and in Windows-1252, as Excel saves it", () => {
    const text = "ATC;Substans;Beredningsform;Kategori\nS01EB01;Pilokarpin;ögon;Ögonsjukvård\n";
    for (const encoding of ["utf8", "latin1"] as const) {
      const [entry] = entriesOf(parseRegionList(Buffer.from(text, encoding)));
      expect(entry).toMatchObject({ formGroup: "ögon", category: "Ögonsjukvård" });
    }
  });

  it("in UTF-16, as Excel saves Unicode text", () => {
    expect(entriesOf(parseRegionList(Buffer.from(`\uFEFF${HEADER}\n${ROW}`, "utf16le")))).toMatchObject([meropenem]);
  });

  it("from a workbook", () => {
    const rows = [HEADER, ROW].map((line) => line.split(";"));
    expect(entriesOf(parseRegionList(makeXlsx({ Lista: rows })))).toMatchObject([meropenem]);
  });

  it("with quotation marks inside a cell, as Excel reads them", () => {
    expect(entriesOf(parse("ATC,Substans", `J01DH02,Meropenem "svag" x`))).toMatchObject([
      { substance: 'Meropenem "svag" x' },
    ]);
  });

  it("with only ATC and substance; what is not there is not asked for", () => {
    const rest = { formGroup: null, strength: null, priority: null, category: null, stockDays: null };
    expect(entriesOf(parse("Substans;ATC", "Trombolytika;b01 ad"))).toMatchObject([{ atc: "B01AD", ...rest }]);
    expect(entriesOf(parse(HEADER, "B01AD;Trombolytika"))).toMatchObject([{ atc: "B01AD", ...rest }]);
  });

  it("with the rows numbered as in the file, the header being 1", () => {
    const list = parse(HEADER, ROW, "", "C01CA24;Adrenalin", "N02BE01;Paracetamol");
    expect(entriesOf(list).map(({ row }) => row)).toEqual([2, 4, 5]);
  });
});

describe("a row that cannot be an entry is rejected by row and column, and the others are taken", () => {
  it.each([
    ["J01DHO2;Meropenem", "ATC", `"J01DHO2" is no ATC code`],
    ["J01DH0;Meropenem", "ATC", `"J01DH0" is no ATC code`],
    [";Meropenem", "ATC", `"" is no ATC code`],
    ["QJ01DH02;Meropenem", "ATC", "QJ01DH02 is veterinary"],
    ["Q01AA01;Meropenem vet", "ATC", `"Q01AA01" is no ATC code`],
    ["J01DH03; ", "Substans", "is empty"],
    ["J01DH03;Meropenem;i magen", "Beredningsform", `"i magen" is no known form`],
    ["J01DH03;Meropenem;oral/parenteral", "Beredningsform", "is no known form"],
    ["J01DH03;Meropenem;;;hög", "Prioritet", "must be a whole number from 1"],
    ["J01DH03;Meropenem;;;0", "Prioritet", "must be a whole number from 1"],
    ["J01DH03;Meropenem;;;1,5", "Prioritet", "must be a whole number from 1"],
    ["J01DH03;Meropenem;;;1;;-3", "Lagerdagar", "must be a whole number of days"],
    ["J01DH03;Meropenem;;;1;;4000", "Lagerdagar", "must be a whole number of days"],
    ["J01DH03;Meropenem;;;1;;5;more", "", "8 cells under 7 columns"],
    ["J01DH02;Meropenem igen;injektion;1000 mg", "ATC", "same ATC, form and strength as row 2"],
  ])("%s: %s %s", (row, column, problem) => {
    const list = parse(HEADER, ROW, row, "C01CA24;Adrenalin");
    expect(rejectionsOf(list)).toEqual([[3, column, expect.stringContaining(problem)]]);
    expect(list.kind === "parsed" && list.entries.map(({ row: place }) => place)).toEqual([2, 4]);
  });

  it("all of them, when all are wrong, so that each can be mended at once", () => {
    expect(rejectionsOf(parse(HEADER, "?;A", "J01DH02;", "J01;x;;;y")).map(([row, column]) => [row, column])).toEqual([
      [2, "ATC"],
      [3, "Substans"],
      [4, "Prioritet"],
    ]);
  });

  it("when a cell holds more text than any list does", () => {
    expect(rejectionsOf(parse(HEADER, `J01DH03;${"lång ".repeat(200)}`))).toEqual([
      [2, "Substans", "longer than 500 characters"],
    ]);
  });

  it("shows no more than the beginning of a foreign text", () => {
    const [[, , problem] = [0, "", ""]] = rejectionsOf(parse(HEADER, `${"x".repeat(400)};Meropenem`));
    expect(problem.length).toBeLessThan(140);
  });
});

describe("standing advice, areas and care setting", () => {
  const header = "ATC;Substans;Råd;Rådstext;Rådstext engelska;Områden;Vårdform";

  it("are read, the type of advice in either word, several areas from one cell", () => {
    const rows = [
      `J01DH02;Meropenem;Licens;"Beställ licens.\nFråga jouren.";Order;"Akut, IVA|Barn";slutenvård`,
      "C01CA24;Adrenalin;local-stock;Spara;;Akut;",
      "N02BE01;Paracetamol;;;;;",
    ];
    expect(entriesOf(parse(header, ...rows))).toMatchObject([
      {
        standingAdvice: { type: "licence", text: { sv: "Beställ licens.\nFråga jouren.", en: "Order" } },
        areas: ["Akut", "IVA", "Barn"],
        careSetting: "slutenvård",
      },
      { standingAdvice: { type: "local-stock", text: { sv: "Spara" } }, areas: ["Akut"], careSetting: null },
      { standingAdvice: null, areas: [], careSetting: null },
    ]);
  });

  it.each(
    readCases<[string, string, string]>(`
      Licens; → Rådstext → is empty though there is a type
      ;Beställ → Råd → is empty though there is a text
      Gissa;Beställ → Råd → "Gissa" is no known type of advice
      Licens;Ring Anna 850709-9805 → Rådstext → holds what looks like a personnummer
    `),
  )("of %j are rejected in %s", (cells, column, problem) => {
    const found = rejectionsOf(parse("ATC;Substans;Råd;Rådstext", `J01DH02;Meropenem;${cells}`));
    expect(found).toEqual([[2, column, expect.stringContaining(problem)]]);
    expect(found[0]?.[2]).not.toContain("850709");
  });
});

describe("a region's own columns", () => {
  const mapping = { ATC: "Kod", Substans: "Läkemedel", Prioritet: "Prio" };

  it("are read by its mapping, and those that it leaves out are told", () => {
    const list = parseRegionList(Buffer.from("Anm;Kod;Läkemedel;Prio\nviktig;J01DH02;Meropenem;2\n"), mapping);
    expect(entriesOf(list)).toMatchObject([{ atc: "J01DH02", substance: "Meropenem", priority: 2, row: 2 }]);
    expect(list).toMatchObject({ ignored: ["Anm"] });
  });

  it("ask for a new word when one is gone, and name what is there", () => {
    const list = parseRegionList(Buffer.from("Kod;Läkemedel;Viktighet\nJ01DH02;Meropenem;2\n"), mapping);
    expect(list).toMatchObject({
      kind: "refused",
      titles: ["Kod", "Läkemedel", "Viktighet"],
      missing: ["Prioritet"],
    });
  });

  it("do not stand in the way of a file in our words", () => {
    expect(entriesOf(parseRegionList(Buffer.from(`${HEADER}\n${ROW}`), mapping))).toMatchObject([meropenem]);
  });
});

describe("a hostile file", () => {
  it("with 100,000 rows is refused, with the limit", () => {
    const rows = Array.from({ length: 100_000 }, () => "J01DH02;Meropenem");
    expect(reasonOf(parse("ATC;Substans", ...rows))).toBe(
      "the file has more than 20000 rows, which are the most: is it a medicine list?",
    );
  });

  it("with more rows than any table is refused as that, before they are all kept", () => {
    const list = parseRegionList(Buffer.from(`ATC;Substans\n${"J01DH02;Meropenem\n".repeat(200_001)}`));
    expect(list).toMatchObject({ kind: "refused", fault: { kind: "too-many-rows" } });
  });

  it("with a cell beyond what Excel holds is refused, with the place", () => {
    expect(reasonOf(parse("ATC;Substans", `J01DH02;${"x".repeat(40_000)}`))).toContain("row 2, column 2");
  });

  it("with formulas that fail is rejected row by row, and one that gives a value is that value", () => {
    const rows = [
      ["ATC", "Substans", "Prioritet"],
      ["J01DH02", "Meropenem", { formula: "1+1", cached: "2" }],
      ["C01CA24", { formula: "A1/0", cached: "#DIV/0!" }, "1"],
    ];
    const list = parseRegionList(makeXlsx({ Lista: rows }));
    expect(list).toMatchObject({
      entries: [{ substance: "Meropenem", priority: 2 }],
      rejected: [{ row: 3, column: "Substans", fault: { kind: "formula", value: "#DIV/0!" } }],
    });
  });

  it("with text that would run as a formula is text, and the mark that kept it from running is taken away", () => {
    const list = parse("ATC;Substans", "J01DH02;'=HYPERLINK(1)", "C01CA24;+Adrenalin");
    expect(entriesOf(list).map(({ substance }) => substance)).toEqual(["=HYPERLINK(1)", "+Adrenalin"]);
  });
});

describe("a list that is written and read again", () => {
  it("is the same list, whatever its lines hold", () => {
    fc.assert(
      fc.property(anyList, (list) => {
        fc.pre(list.length > 0);
        const read = entriesOf(parseRegionList(Buffer.from(writeListCsv(list))));
        expect(countDifference(diffLists(list, read))).toMatchObject({ added: 0, removed: 0, changed: 0 });
      }),
      { numRuns: 300 },
    );
  });
});

describe("a file that is no list is refused with what is wrong and where", () => {
  it.each([
    ["empty", "", "the file is empty"],
    ["only blank", "\uFEFF \r\n \n", "the file is empty"],
    ["only a header", `${HEADER}\n\n`, "has a header but no rows"],
    ["an unknown column", `${HEADER};Anmärkning\n${ROW};x`, `row 1, column 8: unknown column "Anmärkning"`],
    ["a column twice", `ATC;Substans;atc\nJ01;x;J01`, "row 1, column 3: the column ATC stands twice"],
    ["no ATC column", `Substans\nMeropenem`, "missing"],
    ["rows without a header", `${ROW}\n${ROW}`, `row 1, column 1: unknown column "J01DH02"`],
    ["a web page", "<!doctype html>\n<p>404</p>", "the file is a web page or XML"],
    [
      "quotes that are never closed",
      `ATC,Substans\nJ01,ok\nN02,"Morfin\nC01,x\n`,
      "line 3: a quotation mark is opened",
    ],
    [
      "and after a cell of two lines",
      `ATC,Substans\nJ01,"two\nlines"\nN02,"Morfin\nC01,x\n`,
      "line 4: a quotation mark is opened",
    ],
  ])("%s", (_name, text, reason) => {
    expect(reasonOf(parseRegionList(Buffer.from(text)))).toContain(reason);
  });

  it("names the columns that it may have", () => {
    for (const column of HEADER.split(";")) expect(reasonOf(parse("Kod;Namn", "J01;x"))).toContain(column);
  });

  it("a broken workbook", () => {
    const bytes = Buffer.from("504b03041400060008000000210000000000", "hex");
    expect(reasonOf(parseRegionList(bytes))).toContain("save it as .xlsx again");
  });

  it("random bytes", () => {
    const bytes = Buffer.from("00ff80fe01", "hex");
    expect(reasonOf(parseRegionList(bytes))).toContain(
      "the file is not text: save the table as .xlsx or as CSV (UTF-8)",
    );
  });

  it("larger than any list", () => {
    expect(reasonOf(parseRegionList(new Uint8Array(20_000_001)))).toContain("the file is larger than 20 MB");
  });

  it("and whatever the bytes, it never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, begun) => {
        const list = parseRegionList(begun ? Buffer.concat([Buffer.from(`${HEADER}\n`), bytes]) : bytes);
        expect(["parsed", "refused"]).toContain(list.kind);
      }),
      { numRuns: 2000 },
    );
  });
});
