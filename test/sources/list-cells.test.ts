import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { listFaults } from "../../src/domain/row-fault.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { makeXlsx, makeXlsxParts, makeZip, type XlsxValue } from "../support/xlsx-file.ts";

const HEADER = ["ATC", "Substans", "Beredningsform", "Styrka", "Prioritet", "Kategori", "Lagerdagar"];

function read(file: Uint8Array | string, layout = {}) {
  const list = parseRegionList(typeof file === "string" ? Buffer.from(file) : file, undefined, layout);
  if (list.kind === "refused") throw new Error(list.reason);
  return list;
}

/** Every fault of every refused row: row, column, kind and what its words say. */
function faultsOf(file: Uint8Array | string) {
  return read(file).rejected.flatMap((row) =>
    listFaults(row).map(({ column, fault }) => [row.row, column, fault.kind, fault.value]),
  );
}

function strengthOf(value: XlsxValue) {
  const { entries, rejected } = read(makeXlsx({ A: [HEADER, ["B05CB01", "Natriumklorid", "parenteral", value, 1]] }));
  return entries[0]?.strength ?? rejected[0]?.fault;
}

describe("a strength is read as it is seen in the spreadsheet, or its row is refused with the cell", () => {
  it.each<[string, XlsxValue, string]>([
    ["a percentage", { number: 0.009, format: "0.0%" }, "0,9%"],
    ["a whole percentage", { number: 0.05, format: "0%" }, "5%"],
    ["a percentage after a space", { number: 0.005, format: "0.0 %" }, "0,5 %"],
    ["a number with a unit in its format", { number: 2.5, format: '0.0" mg/ml"' }, "2,5 mg/ml"],
    ["a number with thousands", { number: 10000, format: '#,##0" IE"' }, "10000 IE"],
    ["a decimal number", 0.1, "0,1"],
    ["a text that looks like a date", "5/10", "5/10"],
    ["a dilution", "1:1000", "1:1000"],
    ["a formula's saved value", { formula: "A1", cached: "500 mg" }, "500 mg"],
  ])("%s", (_name, value, strength) => {
    expect(strengthOf(value)).toBe(strength);
  });

  it.each<[string, XlsxValue, string, string]>([
    ["5/10 that became a day", { number: 46300, format: "d-mmm" }, "date-cell", "D2 (5-okt)"],
    ["… in Swedish words", { number: 46300, format: "[$-41D]d mmm;@" }, "date-cell", "D2 (5 okt)"],
    ["… in an American program", { number: 46300, format: "m/d/yy" }, "date-cell", "D2 (2026-10-05)"],
    ["10/26 that became a month", { number: 46296, format: "mmm-yy" }, "date-cell", "D2 (okt-26)"],
    ["5:10 that became a time", { number: 0.215_277_777_8, format: "hh:mm" }, "date-cell", "D2 (05:10)"],
    ["a run of minutes", { number: 0.01, format: "mm:ss" }, "date-cell", "D2 (14:24)"],
    ["a run of hours", { number: 1.5, format: "[h]:mm" }, "date-cell", "D2 (36:00)"],
    ["a date that is written as one", { xml: '<c r="D2" t="d"><v>2026-10-05</v></c>' }, "date-cell", "D2 (2026-10-05)"],
    ["a rounded percentage", { number: 0.0095, format: "0%" }, "other-value", "D2 (1% / 0,0095)"],
    ["a rounded number", { number: 2.5, format: "0" }, "other-value", "D2 (3 / 2,5)"],
    ["a fraction", { number: 0.5, format: "# ?/?" }, "other-value", "D2 (1/2 / 0,5)"],
    ["an exponent", { number: 100_000, format: "0.00E+00" }, "other-value", "D2 (1,00E+05 / 100000)"],
    ["a format that shows nothing", { number: 5, format: ";;;" }, "other-value", "D2 ( / 5)"],
    ["a format that nobody knows", { number: 5, format: '0"' }, "other-value", 'D2 (0" / 5)'],
    ["true", true, "truth-cell", "D2 (SANT)"],
    ["a formula without a value", { xml: '<c r="D2"><f>1+1</f></c>' }, "empty-formula", "D2"],
    ["… as openpyxl writes it", { xml: '<c r="D2"><f>1+1</f><v></v></c>' }, "empty-formula", "D2"],
    ["a formula that fails", { xml: '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>' }, "formula", "#DIV/0!"],
  ])("%s", (_name, value, kind, told) => {
    expect(strengthOf(value)).toEqual({ kind, value: told });
  });

  it.each(["05-okt", "5-Oct", "okt-10", "2026-10-05", "5/10/2026", "05:10", "1,00E+05", "1E+05"])(
    "text that a spreadsheet left in CSV: %s",
    (strength) => {
      expect(faultsOf(`ATC;Substans;Styrka\nC09BA02;Enalapril;${strength}\n`)).toEqual([
        [2, "Styrka", "changed-text", strength],
      ]);
    },
  );

  it.each(["#SAKNAS!", "#VÄRDEFEL!", "#REFERENS!", "#NAMN?", "#DIVISION/0!", "########", "Err:502"])(
    "a formula's fault in Swedish: %s",
    (text) => {
      expect(faultsOf(`ATC;Substans;Styrka\nC09BA02;Enalapril;${text}\n`)).toEqual([[2, "Styrka", "formula", text]]);
    },
  );

  it("a priority or a stock that is calculated without a saved value is never empty in silence", () => {
    const formula = (place: string) => ({ xml: `<c r="${place}"><f>1+1</f></c>` });
    const row = ["N02BE01", "Paracetamol", "oral", "500 mg", formula("E2"), "x", formula("G2")];
    expect(faultsOf(makeXlsx({ A: [HEADER, row] }))).toEqual([
      [2, "Prioritet", "empty-formula", "E2"],
      [2, "Lagerdagar", "empty-formula", "G2"],
    ]);
  });

  it("a stock that is calculated counts as it is seen", () => {
    const days = (number: number, format: string) => [
      "N02BE01",
      "Paracetamol",
      "oral",
      "500 mg",
      1,
      "x",
      { number, format },
    ];
    expect(read(makeXlsx({ A: [HEADER, days(16.33, "0")] })).entries).toMatchObject([{ stockDays: 16 }]);
    expect(read(makeXlsx({ A: [HEADER, days(1000, "#,##0.00")] })).entries).toMatchObject([{ stockDays: 1000 }]);
  });

  it("days counted from 1904, and the last day of all, are days too", () => {
    const parts = makeXlsxParts({ A: [HEADER, ["N02BE01", "Paracetamol", "", { number: 44838, format: "d-mmm" }]] });
    const workbook = (parts["xl/workbook.xml"] ?? "").replace("<workbookPr/>", '<workbookPr date1904="1"/>');
    expect(faultsOf(makeZip({ ...parts, "xl/workbook.xml": workbook }))).toEqual([
      [2, "Styrka", "date-cell", "D2 (5-okt)"],
    ]);
    const last = { number: 2_958_465.5, format: "yyyy-mm-dd" };
    expect(strengthOf(last)).toEqual({ kind: "date-cell", value: "D2 (9999-12-31)" });
  });
});

describe("what is hidden or merged in a workbook", () => {
  const sheetWith = (change: (sheet: string) => string, rows: readonly (readonly XlsxValue[])[]): Buffer => {
    const parts = makeXlsxParts({ A: rows });
    const path = "xl/worksheets/sheet1.xml";
    return makeZip({ ...parts, [path]: change(parts[path] ?? "") });
  };
  const rows = [HEADER, ["N02BE01", "Paracetamol", "oral", "500 mg", 1], ["N02AA01", "Morfin", "oral", "10 mg", 2]];

  it("a hidden row is refused with that, never read and never lost in silence", () => {
    const file = sheetWith((sheet) => sheet.replace('<row r="2">', '<row r="2" hidden="1">'), rows);
    expect(faultsOf(file)).toEqual([[2, "", "hidden-row", ""]]);
    expect(read(file).entries).toMatchObject([{ substance: "Morfin" }]);
  });

  it("a hidden column is not read, and is told", () => {
    const hide = '<cols><col min="5" max="5" hidden="true"/></cols><sheetData>';
    const list = read(sheetWith((sheet) => sheet.replace("<sheetData>", hide), rows));
    expect(list).toMatchObject({ ignored: ["Prioritet (dold)"], entries: [{ priority: null }, { priority: null }] });
  });

  it("a cell that is merged downwards counts in every row of it", () => {
    const merged = [HEADER, ["N02BE01", "Paracetamol", "oral", "500 mg", 1], [null, null, "rektal", "1 g", 2]];
    const file = sheetWith(
      (sheet) =>
        sheet.replace(
          "</sheetData>",
          '</sheetData><mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="B2:B3"/></mergeCells>',
        ),
      merged,
    );
    expect(read(file).entries).toMatchObject([
      { atc: "N02BE01", formGroup: "oral" },
      { atc: "N02BE01", substance: "Paracetamol", formGroup: "rektal" },
    ]);
  });
});

describe("which sheet and which row hold the list", () => {
  const row = ["N02BE01", "Paracetamol", "oral", "500 mg", 1];
  const withStates = (
    file: Record<string, readonly (readonly XlsxValue[])[]>,
    states: Record<string, string>,
  ): Buffer => {
    const parts = makeXlsxParts(file);
    let workbook = parts["xl/workbook.xml"] ?? "";
    for (const [name, state] of Object.entries(states))
      workbook = workbook.replace(`<sheet name="${name}"`, `<sheet name="${name}" state="${state}"`);
    return makeZip({ ...parts, "xl/workbook.xml": workbook });
  };

  it.each(["hidden", "veryHidden"])("a sheet that is %s is passed by", (state) => {
    const old = ["N02BE01", "Gammal", "oral", "500 mg", 3];
    const file = withStates({ "Lista 2024": [HEADER, old], "Lista 2026": [HEADER, row] }, { "Lista 2024": state });
    expect(read(file)).toMatchObject({
      entries: [{ substance: "Paracetamol" }],
      layout: { sheet: "Lista 2026", sheets: ["Lista 2026"], headerRow: 1 },
    });
    expect(read(file, { sheet: "lista 2024" }).entries).toMatchObject([{ substance: "Gammal" }]);
  });

  it("a cover sheet is passed by, and two sheets that look alike are asked about", () => {
    expect(read(makeXlsx({ Försättsblad: [["Prioriterade läkemedel"]], Lista: [HEADER, row] }))).toMatchObject({
      layout: { sheet: "Lista" },
    });
    const twins = makeXlsx({ Vår: [HEADER, row], Höst: [HEADER, row], Om: [["x"]] });
    expect(parseRegionList(twins)).toMatchObject({
      kind: "refused",
      fault: { kind: "sheets" },
      reason: 'the sheets "Vår" and "Höst" look alike: say which one is the list',
      sheets: ["Vår", "Höst", "Om"],
    });
    expect(read(twins, { sheet: "Höst" })).toMatchObject({ layout: { sheet: "Höst" } });
    expect(() => read(twins, { sheet: "Vinter" })).toThrow('its sheets are "Vår", "Höst", "Om"');
  });

  it.each([2, 5, 30])("a header on row %i is found, with titles, notes and empty rows above it", (at) => {
    const above = Array.from({ length: at - 1 }, (_, index) =>
      index % 3 === 1 ? [] : [`Prioriterade läkemedel ${index}`],
    );
    expect(read(makeXlsx({ A: [...above, HEADER, row] }))).toMatchObject({
      entries: [{ row: at + 1, substance: "Paracetamol" }],
      layout: { headerRow: at },
    });
  });

  it("a header over two rows, an empty first column and an empty first row", () => {
    const upper = ["", "ATC", "Subs-", "Berednings-", "Styrka"];
    const lower = ["", "", "tans", "form", ""];
    expect(read(makeXlsx({ A: [[], upper, lower, ["", "N02BE01", "Paracetamol", "oral", "500 mg"]] }))).toMatchObject({
      entries: [{ row: 4, substance: "Paracetamol", formGroup: "oral" }],
      layout: { headerRow: 3 },
    });
  });

  it("sums and notes below are told as that, row by row", () => {
    const lines = "ATC;Substans;Prioritet\nN02BE01;Paracetamol;1\n;;\n;;12\nFastställd 2026-08-21;;\n";
    expect(faultsOf(lines)).toEqual([
      [4, "", "note", ""],
      [5, "ATC", "atc", "Fastställd 2026-08-21"],
      [5, "Substans", "substance", ""],
    ]);
  });

  it("a title without the separator above a table in CSV does not hide what divides its cells", () => {
    const list = "Lista, Region Påhitt, 2026\n\nATC;Substans;Styrka\nC01CA24;Adrenalin;0,1 mg/ml\n";
    expect(read(list).entries).toMatchObject([{ strength: "0,1 mg/ml", row: 4 }]);
    expect(read(list, { headerRow: 3 }).entries).toHaveLength(1);
    expect(() => read(list, { headerRow: 2 })).toThrow("row 2 is empty: choose the row that names the columns");
  });

  it("a value under no title refuses its row", () => {
    expect(faultsOf("ATC;;Substans\nJ01;x;y\n")).toEqual([[2, "", "untitled", "B2"]]);
  });
});

it("a row tells all its faults, each with its column", () => {
  const header = "ATC;Substans;Beredningsform;Styrka;Prioritet;Lagerdagar;Råd;Rådstext";
  expect(faultsOf(`${header}\nX1;;xyz;05-okt;12;många;Gissa;Text\n`)).toEqual([
    [2, "ATC", "atc", "X1"],
    [2, "Substans", "substance", ""],
    [2, "Beredningsform", "form", "xyz"],
    [2, "Styrka", "changed-text", "05-okt"],
    [2, "Prioritet", "priority", "12"],
    [2, "Lagerdagar", "stock-days", "många"],
    [2, "Råd", "advice-type", "Gissa"],
  ]);
});

describe.skipIf(sharedDataMissing !== null)("files as people saved them", () => {
  const readCase = (name: string) => {
    const list = read(readFileSync(sharedData(`field-cases/${name}`)));
    return {
      strengths: list.entries.map(({ strength }) => strength),
      refused: list.rejected.map(({ row, column, fault }) => [row, column, fault.kind]),
      ...list,
    };
  };

  it("with percentages keep what was typed, and a strength that became a date is refused", () => {
    expect(readCase("percent.xlsx")).toMatchObject({ strengths: ["0,9%", "5%", "1%"], refused: [] });
    expect(readCase("percent-libreoffice.xlsx")).toMatchObject({
      strengths: ["0,90%", "0,10%", "500", "100,00%", "0,1"],
      refused: [[4, "Styrka", "date-cell"]],
    });
  });

  it("with formulas, hidden sheets, titles and empty columns", () => {
    expect(readCase("formula-without-value.xlsx").refused).toEqual([[2, "Prioritet", "empty-formula"]]);
    expect(readCase("hidden-first-sheet.xlsx").layout.sheet).toBe("Lista 2026");
    expect(readCase("title-above-header.csv")).toMatchObject({ layout: { headerRow: 3 }, refused: [] });
    expect(readCase("empty-column.csv")).toMatchObject({ entries: [{ priority: 1 }], refused: [] });
    expect(readCase("sep-line.csv")).toMatchObject({ layout: { headerRow: 2 }, entries: [{ row: 3 }] });
    expect(readCase("nfd-header.csv").entries).toMatchObject([{ areas: ["Öron", "Ögon"] }]);
  });
});
