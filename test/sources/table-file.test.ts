import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTable } from "../../src/sources/table-file.ts";
import { readTable } from "../../src/sources/table-thread.ts";
import { TABLE_LIMITS } from "../../src/sources/table-rows.ts";
import { WRITTEN_AT, withFile } from "../support/source-file.ts";
import { makeXlsx, makeXlsxParts, makeZip } from "../support/xlsx-file.ts";

function rowsOf(content: string | Uint8Array, sheet?: string) {
  const table = parseTable(typeof content === "string" ? Buffer.from(content) : content, { sheet });
  if (table.kind === "rejected") throw new Error(table.reason);
  return table.rows;
}

function reasonOf(content: string | Uint8Array, sheet?: string): string {
  const table = parseTable(typeof content === "string" ? Buffer.from(content) : content, { sheet });
  return table.kind === "rejected" ? table.reason : "it was read";
}

/** A workbook of one cell that is written as given. */
function cellOf(xml: string): string | undefined {
  return rowsOf(makeXlsx({ A: [[{ xml }]] }))[0]?.[0];
}

describe("CSV is read as Excel and others save it", () => {
  it("whatever ends its lines, also when another program added some with ends of its own", () => {
    expect(rowsOf("ATC;Substans\r\nJ01DH02;Meropenem\nB01AB01;Heparin\rA10AB01;Insulin\n")).toEqual([
      ["ATC", "Substans"],
      ["J01DH02", "Meropenem"],
      ["B01AB01", "Heparin"],
      ["A10AB01", "Insulin"],
    ]);
  });

  const expected = [
    ["Läkemedel", "Styrka"],
    ["Örnalgin", "0,5 mg; två; doser"],
  ];
  it.each([
    ["semicolons", 'Läkemedel;Styrka\nÖrnalgin;"0,5 mg; två; doser"\n'],
    ["commas", 'Läkemedel,Styrka\r\nÖrnalgin,"0,5 mg; två; doser"\r\n'],
    ["tabs", "Läkemedel\tStyrka\nÖrnalgin\t0,5 mg; två; doser"],
  ])("with %s, in UTF-8 with and without a mark, Windows-1252 and UTF-16", (_name, text) => {
    expect(rowsOf(Buffer.from(text))).toEqual(expected);
    expect(rowsOf(Buffer.from(`\uFEFF${text}`))).toEqual(expected);
    expect(rowsOf(Buffer.from(text, "latin1"))).toEqual(expected);
    expect(rowsOf(Buffer.from(`\uFEFF${text}`, "utf16le"))).toEqual(expected);
    expect(rowsOf(Buffer.from(`\uFEFF${text}`, "utf16le").swap16())).toEqual(expected);
    expect(rowsOf(Buffer.from(text, "utf16le"))).toEqual(expected);
  });

  it("with rows where they stand, lines inside cells, and without what no reader should meet", () => {
    expect(rowsOf('a;b\n\n"two\nlines";\u202Eb\u0007;;\n')).toEqual([["a", "b"], [], ["two\nlines", "b"]]);
  });

  it("with quotation marks inside a cell", () => {
    expect(rowsOf('a;b\nKanyl 5" lång;x')).toEqual([
      ["a", "b"],
      ['Kanyl 5" lång', "x"],
    ]);
  });
});

describe("a workbook is read as it looks", () => {
  it("the first sheet, or the one of that name", () => {
    const bytes = makeXlsx({ "Läs & lär": [["first"]], "Blad 2": [["second"]] });
    expect(rowsOf(bytes)).toEqual([["first"]]);
    expect(rowsOf(bytes, "Blad 2")).toEqual([["second"]]);
    expect(reasonOf(bytes, "Blad 3")).toBe('the workbook has no sheet "Blad 3"; its sheets are "Läs & lär", "Blad 2"');
  });

  it.each([
    ["a date", 46255, "yyyy\\-mm\\-dd", "2026-08-21"],
    ["a date with Swedish words", 46255, '[$-41D]d "den" mmmm yyyy;@', "2026-08-21"],
    ["a date with a time", 46255.3125, "yyyy-mm-dd hh:mm", "2026-08-21T07:30:00"],
    ["an article number shown with leading zeros", 12345, "000000", "012345"],
    ["money", 46255, '#,##0.00 "kr"', "46255,00 kr"],
    ["a coloured number", 46255, "[Red]0.00", "46255,00"],
    ["a percentage", 0.009, "0.0%", "0,9%"],
    ["a percentage with a space", 0.05, "0.0\\ %", "5,0 %"],
    ["a number with its unit", 500, '0 "mg"', "500 mg"],
    ["a number with thousands", 1234567, "#\\ ##0", "1234567"],
    ["a month", 46300, "[$-41D]mmm\\-yy;@", "2026-10"],
    ["the last day of all", 2958465, "yyyy-mm-dd", "9999-12-31"],
    ["a time", 0.5, "hh:mm", "12:00"],
    ["a number that is no date though it looks like one", -1, "yyyy-mm-dd", "-1"],
  ])("%s", (_name, number, format, expected) => {
    expect(rowsOf(makeXlsx({ A: [[{ number, format }]] }))).toEqual([[expected]]);
  });

  it("days before March 1900 and days counted from 1904", () => {
    const format = "yyyy-mm-dd";
    const days = makeXlsxParts({ A: [[1, 59, 61].map((number) => ({ number, format }))] });
    expect(rowsOf(makeZip(days))).toEqual([["1900-01-01", "1900-02-28", "1900-03-01"]]);
    const macintosh = makeXlsxParts({ A: [[{ number: 44793, format }]] });
    const workbook = (macintosh["xl/workbook.xml"] ?? "").replace("<workbookPr/>", '<workbookPr date1904="1"/>');
    expect(rowsOf(makeZip({ ...macintosh, "xl/workbook.xml": workbook }))).toEqual([["2026-08-21"]]);
  });

  it("text with its leading zeros, numbers with a decimal comma, truth, formulas by their last value", () => {
    const row = ["012345", 20010101000012, 0.1, true, { formula: 'HYPERLINK("x")', cached: "a & b" }, null, "last"];
    expect(rowsOf(makeXlsx({ A: [row] }))).toEqual([["012345", "20010101000012", "0,1", "TRUE", "a & b", "", "last"]]);
  });

  it.each([
    [
      "text in pieces, without how it is read aloud",
      '<c t="inlineStr"><is><r><t>Al</t></r><r><t>fa</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>',
      "Alfa",
    ],
    ["signs that XML cannot hold", '<c t="str"><v>a_x000A_b_x0041_</v></c>', "a\nbA"],
    ["a fault of a formula", '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"],
    ["a date as text", '<c t="d"><v>2026-08-21T00:00:00</v></c>', "2026-08-21"],
    ["a number with an exponent", "<c><v>2.0010101000012E13</v></c>", "20010101000012"],
  ])("%s", (_name, xml, expected) => {
    expect(cellOf(xml)).toBe(expected);
  });

  it("cells and rows where they stand, and also when they do not say where", () => {
    const parts = makeXlsxParts({ A: [] });
    const sheet = (parts["xl/worksheets/sheet1.xml"] ?? "").replace(
      "<sheetData>",
      '<sheetData><row r="2"><c r="C2"><v>3</v></c><c><v>4</v></c></row><row><c><v>1</v></c></row><row r="9999"/>',
    );
    expect(rowsOf(makeZip({ ...parts, "xl/worksheets/sheet1.xml": sheet }))).toEqual([[], ["", "", "3", "4"], ["1"]]);
  });
});

describe("what is no table is rejected with what mends it", () => {
  const encrypted = Buffer.concat([Buffer.from("d0cf11e0", "hex"), Buffer.from("EncryptedPackage", "utf16le")]);
  it.each([
    ["nothing", "", "the file is empty"],
    [
      "an old workbook",
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      "an old Excel workbook (.xls): save it as .xlsx or CSV",
    ],
    ["a protected workbook", encrypted, "protected by a password: save it without one"],
    ["a PDF", "%PDF-1.7", "the file is a PDF"],
    ["a packed file", Buffer.from("1f8b08", "hex"), "packed with gzip"],
    ["a web page", "\n<!DOCTYPE html><html>", "a web page or XML"],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d", "hex"), "the file is not text"],
    ["another archive", makeZip({ "a.txt": "a" }), "an archive, but no workbook"],
    ["a text document", makeZip({ "_rels/.rels": "<Relationships/>" }), "an Office document, but no workbook"],
    ["an empty sheet", makeXlsx({ A: [] }), "the file is empty"],
    ["an open quote", 'a;b\n1;"x\n', "line 2: a quotation mark is opened"],
  ])("%s", (_name, content, reason) => {
    expect(reasonOf(content)).toContain(reason);
  });

  it("a workbook that is cut short or damaged", () => {
    const bytes = makeXlsx({ A: [["a".repeat(500), "b"]] });
    expect(reasonOf(bytes.subarray(0, bytes.length - 30))).toContain("save it as .xlsx again");
    const damaged = Buffer.from(bytes);
    const at = damaged.indexOf("sheet1.xml") + 40;
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0xff, at);
    expect(reasonOf(damaged)).toContain("is damaged");
  });
});

describe("a hostile file costs little", () => {
  const parts = makeXlsxParts({ A: [["x"]] });
  const withSheet = (sheet: string): Buffer => makeZip({ ...parts, "xl/worksheets/sheet1.xml": sheet });

  it.each([undefined, 10])("a bomb is not unpacked, whatever it says of its size (%s)", (declaredBytes) => {
    const files = { ...parts, "xl/worksheets/sheet1.xml": Buffer.alloc(TABLE_LIMITS.unzippedBytes + 1, " ") };
    expect(reasonOf(makeZip(files, declaredBytes))).toContain("the workbook unfolds to more than 100 MB");
  });

  it.each([
    ["a document type", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"],
    ["depth", "<a>".repeat(100_000), "more than 64 elements inside each other"],
    [
      "attributes",
      `<a ${Array.from({ length: 1000 }, (_, at) => `a${at}="b"`).join(" ")}/>`,
      "more than 32 attributes",
    ],
    ["endless text", `<a>${"x".repeat(2_000_000)}</a>`, "characters without an element"],
    ["no XML", "hello", "not well-formed XML"],
    ["a column far out", '<a><row><c r="XFD1"><v>1</v></c></row></a>', "cell XFD1: more than 200 columns"],
    ["a row far out", '<a><row r="1048576"><c><v>1</v></c></row></a>', "more than 200000 rows"],
  ])("%s", (_name, sheet, reason) => {
    expect(reasonOf(withSheet(sheet))).toContain(reason);
  });

  it("rows, columns, cells and texts have an end in CSV, too", () => {
    expect(reasonOf(`a\n${"b\n".repeat(TABLE_LIMITS.rows)}`)).toBe(
      "row 200001: more than 200000 rows are too many; is it the right file?",
    );
    expect(reasonOf(`a\n${"b;".repeat(201)}`)).toContain("row 2: more than 200 columns");
    expect(reasonOf(`${"b;".repeat(199)}b\n`.repeat(25_001))).toContain("row 25001: more than 5000000 cells");
    expect(reasonOf(`a;b\n1;${"x".repeat(40_000)}`)).toBe("row 2, column 2: more than 32767 characters in one cell");
  });

  it("and whatever the bytes, it never throws", () => {
    const good = makeXlsx({
      A: [
        ["Namn", "Start"],
        ["x", { number: 46255, format: "yyyy-mm-dd" }],
      ],
    });
    const mutated = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), mutated, (noise, changes) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        for (const content of [noise, bytes, Buffer.concat([good.subarray(0, good.length - noise.length), noise])])
          expect(["table", "rejected"]).toContain(parseTable(content).kind);
      }),
      { numRuns: 500 },
    );
  });

  it("a sheet of any text is a table or a reason", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        for (const part of ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
          expect(["table", "rejected"]).toContain(parseTable(makeZip({ ...parts, [part]: text })).kind);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a file on disk", () => {
  it("tells its size, hash and time", async () => {
    const table = await withFile("a;b\n", (file) => readTable({ file, maxBytes: 100 }));
    expect(table).toEqual({
      kind: "table",
      rows: [["a", "b"]],
      marks: { odd: new Map(), hiddenRows: new Set(), hiddenColumns: new Set() },
      sheet: null,
      sheets: [],
      rivals: [],
      bytes: 4,
      sha256: "9a8be2eb1604c06722f17a9bbdb1160123efa0dcf87979013ead941593977af2",
      modifiedAt: WRITTEN_AT,
    });
  });
  it("is not read when it is larger than allowed, and one that is not there is told by its name", async () => {
    const table = await withFile("a;b\n", (file) => readTable({ file, maxBytes: 3 }));
    expect(table).toEqual({ kind: "rejected", reason: "the file is larger than the 3 bytes allowed" });
    await expect(readTable({ file: "/nowhere/x.csv", maxBytes: 3 })).rejects.toThrow(
      "table-file: unable to read /nowhere/x.csv",
    );
  });
});
