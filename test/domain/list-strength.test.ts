import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doubtStrength, fitStrength, readListStrength } from "../../src/domain/list-strength.ts";
import { readListRow } from "../../src/domain/list-row.ts";
import { matchEntry, readMatchSubject } from "../../src/domain/match.ts";
import { makeEntry, makeNotice } from "../support/builders.ts";
import { expectLinear } from "../support/growth.ts";
import { readCases } from "../support/case-table.ts";

describe("what a list means by a strength", () => {
  it.each(["5 mg\n10 mg", "5 mg\n \n10 mg", "5 mg;\n10 mg", "5 mg | 10 mg", "5 mg el 10 mg"])(
    "several in one cell, as in %j, mean any of them",
    (cell) => {
      const { strength } = readListStrength(cell);
      expect(doubtStrength(strength)).toBeNull();
      expect(["5 mg", "10 mg", "20 mg"].map((found) => fitStrength(strength ?? "", found))).toEqual([
        "same",
        "same",
        "other",
      ]);
    },
  );

  it("measured in another thing is never another strength for certain: 3 g of benzylpenicillin are 5 million units", () => {
    for (const [asked, found] of [
      ["3 g", "5 miljoner IE"],
      ["5 milj. IE", "3 g"],
      ["3,5 mg/ml", "100 E/ml"],
      ["10 mmol", "750 mg"],
    ] as const)
      expect(fitStrength(asked, found)).toBe("unsure");
    expect(fitStrength("40 mg/0,4 ml", "4 000 IE (40 mg)/0,4 ml")).toBe("same");
    expect(fitStrength("20 mg/0,2 ml", "4 000 IE (40 mg)/0,4 ml")).toBe("other");
    expect(fitStrength("10 %", "50 mg/ml")).toBe("other");
  });

  it("is left as it is written where it can be read", () => {
    for (const cell of ["5 mg,", "5  mg", "5 MG"]) expect(readListStrength(cell).strength).toBe(cell);
    for (const cell of ["5 mg\n \n10 mg;", "5 mg |  10 mg"])
      expect(readListStrength(cell).strength).toBe("5 mg; 10 mg");
  });

  it.each([",5 mg", ".5 mg"])("%j is never read as five milligrams", (cell) => {
    expect(doubtStrength(readListStrength(cell).strength)).toBe("words");
    expect(fitStrength(cell, "5 mg")).toBe("unsure");
  });

  it.each([
    "alla",
    "Alla",
    "ALLA STYRKOR",
    "samtliga",
    "Samtliga förekommande styrkor",
    "all",
    "all strengths",
    "valfri",
    "valfri styrka",
    "oavsett styrka",
    "-",
    "–",
    "—",
    "--",
    "*",
    "?",
    ".",
    "n/a",
    "ej angiven",
    "diverse",
    "olika styrkor",
  ])("%j is every strength", (cell) => {
    expect(readListStrength(cell)).toEqual({ strength: null, formGroup: null });
  });

  it.each(
    readCases<[string, string, string]>(`
      400 mg tablett → 400 mg → oral
      400 mg, filmdragerad tablett → 400 mg → oral
      Tablett 400 mg → 400 mg → oral
      10 mg/ml injektionsvätska, lösning → 10 mg/ml → parenteral
      inj 10 mg/ml → 10 mg/ml → parenteral
      1 % kräm → 1 % → kutan
      10 mg iv → 10 mg → parenteral
      400 mg filmdragerad tablett, hård, mjuk, depot, brus, tugg, entero → 400 mg → oral
    `),
  )("%j is a strength and a form", (cell, strength, formGroup) => {
    expect(readListStrength(cell)).toEqual({ strength, formGroup });
  });

  it.each([
    ["400", "words"],
    ["stark", "words"],
    ["5 mg 10 mg", "words"],
    ["alla utom 5 mg", "words"],
    ["enligt ordination", "words"],
    ["1:1000", "words"],
    ["stark\nsvag", "words"],
    ["5 mg\nstark", "words"],
    ["400 mg filmdragerad tablett, hård, mjuk, depot, brus, tugg, entero, mun", "words"],
    ["5 mg, x", "words"],
    ["1.000 mg", "thousands"],
    ["2.500 mg/ml", "thousands"],
    ["10,000 IE", "thousands"],
  ])("%j is named as unread", (cell, doubt) => {
    expect(readListStrength(cell)).toEqual({ strength: cell, formGroup: null });
    expect(doubtStrength(cell)).toBe(doubt);
  });

  it.each(["5 mg", "5 mg, 10 mg", "5–10 mg", "10.000 IE/ml", "0.125 mg", "0,9 %", "D6", null])("%j is read", (cell) => {
    expect(doubtStrength(cell)).toBeNull();
  });

  it("never throws, and hostile cells take no time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (cell) => void readListStrength(cell)),
      { numRuns: 1000 },
    );
    for (const part of ["tablett ", "1 mg ", "alla ", "- ", "1.000", "/1"]) {
      const work = (repeats: number) => void doubtStrength(readListStrength(part.repeat(repeats)).strength);
      expectLinear({ name: part, repeats: 10_000, work });
    }
  });
});

describe("a strength that a list asks for", () => {
  it.each(
    readCases<[string, string | null, string]>(`
      5 mg, 10 mg → 10 mg → same
      5 mg, 10 mg → 20 mg → other
      5/10 mg → 5 mg/10 mg → same
      5/10 mg → 10 mg → unsure
      5/10 mg → 20 mg → other
      stark → 10 mg → unsure
      1.000 mg → 1 g → unsure
      10 mg → null → unsure
      10 mg → enligt ordination → unsure
    `),
  )("%j beside a product's %j is %s", (asked, found, fit) => {
    expect(fitStrength(asked, found)).toBe(fit);
  });

  const readRow = (strength: string, form: string | null = null) => {
    const cells: Record<string, string | null> = {
      ATC: "M01AE01",
      Substans: "ibuprofen",
      Styrka: strength,
      Beredningsform: form,
    };
    const read = readListRow(2, (column) => cells[column] ?? null);
    if ("problem" in read) throw new Error(`test: ${read.problem}`);
    return read;
  };
  const subject = (name: string) => readMatchSubject(makeNotice({ atc: "M01AE01", productName: name }));
  const tablets = subject("Ibuprofen Exempel 400 mg Filmdragerad tablett");
  const mixture = subject("Ibuprofen Exempel 20 mg/ml Oral suspension");

  it("and cannot be read gives possible hits by substance and form, and never none", () => {
    const entry = readRow("enligt ordination", "Tablett");
    const match = matchEntry(entry, tablets);
    expect(match).toMatchObject({ verdict: "possible", why: { doubts: ["list-strength"] } });
    expect(matchEntry(entry, subject("Ibuprofen Exempel 5 mg/ml Infusionsvätska, lösning"))).toBeNull();
  });

  it("and is every strength, or one with its form beside it, gives certain hits", () => {
    expect(matchEntry(readRow("alla"), tablets)?.verdict).toBe("certain");
    expect(matchEntry(readRow("400 mg tablett"), tablets)?.verdict).toBe("certain");
    expect(matchEntry(readRow("400 mg tablett"), mixture)).toBeNull();
  });

  it("and names another form than the form's own cell is left unread, so that a person decides", () => {
    const entry = readRow("400 mg injektion", "Tablett");
    expect(entry).toMatchObject({ formGroup: "oral", strength: "400 mg injektion" });
    expect(matchEntry(entry, tablets)?.verdict).toBe("possible");
  });

  it("keeps the line's identity when it was readable before", () => {
    expect(makeEntry({ strength: "1 g" }).strength).toBe("1 g");
    expect(readRow("400 mg tablett").key).toBe(readRow("400 mg", "Tablett").key);
  });
});
