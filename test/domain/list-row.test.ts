import { describe, expect, it } from "vitest";
import { parsePriority, type ListEntry } from "../../src/domain/list.ts";
import { LIST_COLUMNS, type ListColumn } from "../../src/domain/list-columns.ts";
import { readListRow } from "../../src/domain/list-row.ts";
import { listFaults, type RejectedRow, type RowFault } from "../../src/domain/row-fault.ts";
import { writeListCells } from "../../src/domain/list-file.ts";
import { makeEntry } from "../support/builders.ts";

type Cells = Partial<Record<ListColumn, string | null>>;

function read(cells: Cells, faults: [ListColumn, RowFault][] = []): ListEntry | RejectedRow {
  return readListRow(7, (column) => cells[column] ?? null, new Map(faults));
}

/** What is wrong, as `column: kind`. */
function faultsOf(row: ListEntry | RejectedRow): string[] {
  return "fault" in row ? listFaults(row).map(({ column, fault }) => `${column}: ${fault.kind}`) : [];
}

const line: Cells = { ATC: "J01DH02", Substans: "Meropenem" };

it.each([
  ["1", 1],
  ["9999", 9999],
  ["10000", null],
  ["0", null],
  ["1a", null],
  ["x1", null],
  ["", null],
  [null, null],
])("the priority that somebody asks for with %j is %s", (text, priority) => {
  expect(parsePriority(text)).toBe(priority);
});

describe("a line of a list", () => {
  it("is what its cells say", () => {
    const cells: Cells = {
      ATC: "j01 dh02",
      Substans: "Meropenem",
      Beredningsform: "parenteral",
      Styrka: "1 g",
      Prioritet: "2",
      Kategori: "Antibiotika",
      Lagerdagar: "1 000",
      Råd: "Dispens",
      Rådstext: "Sök dispens.",
      "Rådstext engelska": "Apply.",
      Områden: "IVA | Akut, IVA;  Infektion \n",
      Vårdform: "slutenvård",
    };
    expect(read(cells)).toEqual({
      key: "J01DH02/parenteral/1000 mg",
      row: 7,
      atc: "J01DH02",
      emdn: null,
      substance: "Meropenem",
      formGroup: "parenteral",
      strength: "1 g",
      priority: 2,
      category: "Antibiotika",
      stockDays: 1000,
      standingAdvice: { type: "exemption", text: { sv: "Sök dispens.", en: "Apply." } },
      areas: ["IVA", "Akut", "Infektion"],
      careSetting: "slutenvård",
      own: [],
    });
  });

  it("needs no more than a code and a substance", () => {
    expect(read(line)).toMatchObject({
      atc: "J01DH02",
      formGroup: null,
      strength: null,
      priority: null,
      stockDays: null,
      standingAdvice: null,
      areas: [],
    });
    expect(read({ EMDN: "a 0101", Substans: "Aggregat" })).toMatchObject({ atc: "", emdn: "A0101" });
    expect(read({ ...line, Råd: "Dispens", Rådstext: "Sök." })).toMatchObject({
      standingAdvice: { text: { sv: "Sök." } },
    });
  });

  it("written to a file reads as the same line", () => {
    const full = makeEntry({
      strength: "1 g",
      stockDays: 14,
      areas: ["IVA", "Akut"],
      careSetting: "slutenvård",
      standingAdvice: { type: "local-stock", text: { sv: "Lånas.", en: "Borrow." } },
    });
    const empty = makeEntry({ formGroup: null, priority: null, category: null });
    const device = makeEntry({
      atc: "",
      emdn: "A0101",
      formGroup: null,
      standingAdvice: { type: "recall", text: { sv: "Kasta." } },
    });
    for (const entry of [full, empty, device]) {
      const cells = writeListCells(entry);
      expect(readListRow(entry.row, (column) => cells[LIST_COLUMNS.indexOf(column)] || null)).toEqual(entry);
    }
  });

  it("has the form that stands beside its strength, unless its own form is another: then the strength is left unread", () => {
    expect(read({ ...line, Styrka: "400 mg tablett" })).toMatchObject({ formGroup: "oral", strength: "400 mg" });
    expect(read({ ...line, Styrka: "400 mg tablett", Beredningsform: "oral" })).toMatchObject({ strength: "400 mg" });
    expect(read({ ...line, Styrka: "400 mg tablett", Beredningsform: "parenteral" })).toMatchObject({
      formGroup: "parenteral",
      strength: "400 mg tablett",
    });
  });
});

describe("a line that cannot be read", () => {
  it.each<[string, Cells, string[]]>([
    ["neither code nor substance", { Prioritet: "1" }, [": note"]],
    ["a code alone", { ATC: "J01DH02" }, ["Substans: substance"]],
    ["a substance alone", { Substans: "Meropenem" }, ["ATC: atc"]],
    ["a code that is none", { ATC: "J01DH0", Substans: "M" }, ["ATC: atc"]],
    ["a veterinary code", { ATC: "QJ01DH02", Substans: "M" }, ["ATC: veterinary"]],
    ["both codes", { ...line, EMDN: "A0101" }, ["EMDN: both-codes"]],
    ["a device's code that is none", { EMDN: "A010", Substans: "A" }, ["EMDN: emdn"]],
    ["a form that nobody knows", { ...line, Beredningsform: "klump" }, ["Beredningsform: form"]],
    ["advice without its type", { ...line, Rådstext: "Sök." }, ["Råd: advice-without-type"]],
    ["English advice alone", { ...line, "Rådstext engelska": "Apply." }, ["Råd: advice-without-type"]],
    ["a type without advice", { ...line, Råd: "Dispens" }, ["Rådstext: advice-without-text"]],
    [
      "a type with advice in English alone",
      { ...line, Råd: "Dispens", "Rådstext engelska": "x" },
      ["Rådstext: advice-without-text"],
    ],
    ["a type that is none", { ...line, Råd: "Nonsens", Rådstext: "Sök." }, ["Råd: advice-type"]],
    ["a formula that failed", { ...line, Kategori: "#N/A" }, ["Kategori: formula"]],
    ["letters that were read wrongly", { ...line, Kategori: "JÃ¤rn" }, ["Kategori: misread"]],
    ["a personnummer", { ...line, Kategori: "19850709-9805" }, ["Kategori: personnummer"]],
    [
      "several faults, in the order of the columns",
      { ...line, Rådstext: "Sök.", Prioritet: "0", ATC: "?" },
      ["ATC: atc", "Prioritet: priority", "Råd: advice-without-type"],
    ],
  ])("has %s: %j", (_name, cells, faults) => {
    expect(faultsOf(read(cells))).toEqual(faults);
  });

  it.each(["1", "9", "2,00", "3.0"])("has no fault in the priority %j", (text) => {
    expect(read({ ...line, Prioritet: text })).toMatchObject({ priority: Number(text.charAt(0)) });
  });
  it.each(["0", "10", "1,5", "-1", "a", "1 0", "01 000"])("has a fault in the priority %j", (text) => {
    expect(faultsOf(read({ ...line, Prioritet: text }))).toEqual(["Prioritet: priority"]);
  });
  it.each([
    ["0", 0],
    ["3650", 3650],
    ["3 650", 3650],
  ])("has no fault in the stock of %s days", (text, days) => {
    expect(read({ ...line, Lagerdagar: text })).toMatchObject({ stockDays: days });
  });
  it.each(["3651", "36 50", "1 0000", "1234567"])("has a fault in the stock of %s days", (text) => {
    expect(faultsOf(read({ ...line, Lagerdagar: text }))).toEqual(["Lagerdagar: stock-days"]);
  });

  it.each<[ListColumn, number]>([
    ["Substans", 500],
    ["Kategori", 500],
    ["Rådstext", 4000],
    ["Rådstext engelska", 4000],
  ])("has too long a text in %s from %d characters on", (column, most) => {
    const advice: Cells = { Råd: "Dispens", Rådstext: "Sök." };
    expect(faultsOf(read({ ...line, ...advice, [column]: "x".repeat(most) }))).toEqual([]);
    expect(read({ ...line, ...advice, [column]: "x".repeat(most + 1) })).toMatchObject({
      column,
      fault: { kind: "too-long", value: String(most) },
    });
  });

  it.each([
    "05-okt",
    "okt-10",
    "maj 2026",
    "2026-10-05",
    "2026-10-05 00:00",
    "5/10/2026",
    "05:10",
    "1:10:00",
    "1,00E+05",
    "5 oct 26",
  ])("has a strength that a spreadsheet changed: %j", (text) => {
    expect(faultsOf(read({ ...line, Styrka: text }))).toEqual(["Styrka: changed-text"]);
    expect(faultsOf(read({ ...line, Substans: text }))).toEqual(["Substans: changed-text"]);
    expect(faultsOf(read({ ...line, Kategori: text }))).toEqual([]);
  });
  it.each(["5/10 mg", "1:10", "1:1000", "100E", "5 mg"])("has none in the strength %j", (text) => {
    expect(faultsOf(read({ ...line, Styrka: text }))).toEqual([]);
  });

  it("tells the start of a long text, and of a personnummer nothing", () => {
    expect(read({ ...line, Beredningsform: "k".repeat(40) })).toMatchObject({ fault: { value: "k".repeat(40) } });
    expect(read({ ...line, Beredningsform: "k".repeat(41) })).toMatchObject({ fault: { value: `${"k".repeat(39)}…` } });
    expect(read({ ...line, Kategori: "19850709-9805" })).toMatchObject({ fault: { value: "" } });
  });

  it("keeps what was wrong with a cell before it was read, and asks for nothing more of it", () => {
    const date: RowFault = { kind: "date-cell", value: "A7" };
    expect(read({ ATC: null, Substans: "M" }, [["ATC", date]])).toMatchObject({ column: "ATC", fault: date });
    expect(faultsOf(read({ Substans: "M" }, [["ATC", date]]))).toEqual(["ATC: date-cell"]);
    expect(faultsOf(read({ Substans: "M" }, [["EMDN", date]]))).toEqual(["EMDN: date-cell"]);
    expect(faultsOf(read({}, [["Substans", date]]))).toEqual(["ATC: atc", "Substans: date-cell"]);
    expect(faultsOf(read({ ...line, Prioritet: "x" }, [["Prioritet", date]]))).toEqual(["Prioritet: date-cell"]);
  });

  it("says in words what is wrong and what mends it, each fault in its own", () => {
    const row = read({ ATC: "?", Substans: "M", Prioritet: "0" });
    const problems = "fault" in row ? listFaults(row) : [];
    expect(problems.map(({ problem }) => problem)).toEqual([
      '"?" is no ATC code; write 1, 3, 4, 5 or 7 characters such as J01DH02',
      "must be a whole number from 1 (most important) to 9, or empty",
    ]);
    expect("more" in read({ ...line, Prioritet: "0" })).toBe(false);
    expect(LIST_COLUMNS).toHaveLength(17);
  });
});
