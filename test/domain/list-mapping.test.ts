import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sv } from "../../templates/strings/sv.ts";
import { ADVICE_WORDS, parseAdviceType } from "../../src/domain/list-advice.ts";
import { checkMapping, findColumns, guessMapping, scoreTitles } from "../../src/domain/list-mapping.ts";
import { neutraliseCell, restoreCell } from "../../src/domain/list-file.ts";
import { LIST_COLUMNS } from "../../src/domain/list-columns.ts";
import { readCases } from "../support/case-table.ts";

describe("a region's own titles", () => {
  it.each([
    [
      ["ATC-kod", "Läkemedel", "Läkemedelsform", "Styrka", "Prio", "Terapiområde", "Lager (dagar)"],
      {
        ATC: "ATC-kod",
        Substans: "Läkemedel",
        Beredningsform: "Läkemedelsform",
        Styrka: "Styrka",
        Prioritet: "Prio",
        Kategori: "Terapiområde",
        Lagerdagar: "Lager (dagar)",
      },
    ],
    [
      ["Vårdform", "Vårdområde", "Kod", "Verksamt ämne", "Form", "Åtgärd", "Åtgärdstext", ""],
      {
        Vårdform: "Vårdform",
        Områden: "Vårdområde",
        ATC: "Kod",
        Substans: "Verksamt ämne",
        Beredningsform: "Form",
      },
    ],
    [
      ["ATC", "Substans", "Artikelnr", "Intern kommentar preparat", "Information", "Dosering", "Lagersaldo", "Prio"],
      { ATC: "ATC", Substans: "Substans", Prioritet: "Prio" },
    ],
    [["a", "b"], {}],
  ])("of %j are guessed", (titles, mapping) => {
    expect(guessMapping(titles)).toEqual(mapping);
  });

  it.each(
    readCases<[string]>(`
      Kommentar
      Intern kommentar
      Anmärkning
      Anm.
      Info
      Notering
      Övrigt
      Rådstext till läkare
      Text
      Åtgärd
      Åtgärdstext
      Advice
      Obs!
      Rådgivning eng
      Kommentar preparat
      Anteckning
    `),
  )("%j is not guessed to be what prescribers read", (title) => {
    const guessed = guessMapping(["ATC", "Läkemedel", title]);
    expect(guessed).toEqual({ ATC: "ATC", Substans: "Läkemedel" });
  });

  it("are the same with other spaces, dashes and letters than ours", () => {
    const titles = ["A\u00ADTC", "sub\u200Bstans", "Rådstext\u00A0\u2009engelska", "LAGER\u2011DAGAR", "O\u0308vrigt"];
    expect(findColumns(titles, {})).toMatchObject({
      places: new Map([
        ["ATC", 0],
        ["Substans", 1],
        ["Lagerdagar", 3],
        ["Rådstext engelska", 2],
      ]),
      ignored: ["O\u0308vrigt"],
    });
  });

  it.each<[string, string]>([
    ["NPL ID", "NPL-id"],
    ["Npl", "NPL-id"],
    ["NPL-nummer", "NPL-id"],
    ["NPL Pack-ID", "NPL-packid"],
    ["NPL förpackningsid", "NPL-packid"],
    ["Förpacknings-id (NPL)", "NPL-packid"],
    ["Vnr", "Varunummer"],
    ["Varunr", "Varunummer"],
    ["Varu nr", "Varunummer"],
    ["Nordiskt artikelnummer", "Varunummer"],
    ["Nordiskt varunummer (Vnr)", "Varunummer"],
    ["Upphandlat preparat", "Upphandlat"],
    ["Upphandlad produkt", "Upphandlat"],
    ["Upphandlat läkemedel", "Upphandlat"],
    ["Avtalsprodukt", "Upphandlat"],
  ])("guess %j to be %s", (title, column) => {
    expect(guessMapping(["ATC", "Substans", title])).toEqual({ ATC: "ATC", Substans: "Substans", [column]: title });
  });

  it.each([
    "Upphandlat pris",
    "Upphandlad (ja/nej)",
    "Upphandlingsnummer",
    "Avtalsnummer",
    "Avtalstid",
    "Artikelnummer",
    "Leverantörens artikelnr",
    "Packstorlek",
    "Förpackning",
    "Antal pack",
  ])("do not guess %j to be what the region buys", (title) => {
    const { ATC, Substans, ...rest } = guessMapping(["ATC", "Substans", title]);
    for (const column of ["NPL-id", "NPL-packid", "Varunummer", "Upphandlat"]) expect(rest).not.toHaveProperty(column);
    expect([ATC, Substans]).toEqual(["ATC", "Substans"]);
  });

  it("that were told before go before any guess", () => {
    expect(guessMapping(["Kod", "ATC", "Substans"], { ATC: "Kod" })).toEqual({ ATC: "Kod", Substans: "Substans" });
  });

  it("are never guessed twice, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 12 }), { maxLength: 12 }), (titles) => {
        const guessed = Object.values(guessMapping(titles));
        expect(new Set(guessed).size).toBe(guessed.length);
      }),
    );
  });

  it("are found by the region's word, then by ours, and what nobody asked for is told", () => {
    const found = findColumns(["Kod", "Substans", "Anm", ""], { ATC: "kod" });
    expect(found).toEqual({
      kind: "found",
      places: new Map([
        ["ATC", 0],
        ["Substans", 1],
      ]),
      ignored: ["Anm"],
    });
  });

  it("that are gone from the file are missed: a list does not lose its priorities because a column was renamed", () => {
    const mapping = { ATC: "Kod", Substans: "Namn", Prioritet: "Prio" };
    expect(findColumns(["Kod", "Namn", "Angelägenhet"], mapping)).toEqual({ kind: "missing", columns: ["Prioritet"] });
    expect(findColumns(["Kod", "Kod", "Namn", "Prio"], mapping)).toEqual({ kind: "twice", title: "Kod" });
    expect(findColumns(["x", "y"], {})).toEqual({ kind: "missing", columns: ["ATC", "Substans"] });
  });

  it("must name a code and a substance", () => {
    const check = (mapping: Record<string, string>) =>
      checkMapping(mapping, ["a", "e", "s"]).map(({ column, kind }) => `${column} ${kind}`);
    expect(check({ ATC: "a", Substans: "s" })).toEqual([]);
    expect(check({ EMDN: "e" })).toEqual(["Substans required"]);
    expect(check({})).toEqual(["ATC required", "Substans required"]);
    expect(check({ EMDN: "e", Substans: "s" })).toEqual([]);
    expect(LIST_COLUMNS).toHaveLength(17);
  });

  it("name titles that the file has, each for one column", () => {
    const mapping = { ATC: "Kod", Substans: "Kod", Styrka: "Borta" };
    expect(checkMapping(mapping, ["Kod", "Namn"])).toEqual([
      { column: "Substans", kind: "twice", title: "Kod" },
      { column: "Styrka", kind: "unknown", title: "Borta" },
    ]);
  });
});

describe("the row that names the columns", () => {
  it("is the one with most titles that are known, of the region's or of ours; guesses only decide between equals", () => {
    expect(scoreTitles([], {})).toBe(0);
    expect(scoreTitles(["x", "y", ""], {})).toBe(0);
    expect(scoreTitles(["ATC", "Substans", "x"], {})).toBe(202);
    expect(scoreTitles(["Kod", "Läkemedel"], {})).toBe(2);
    expect(scoreTitles(["Kod", "Läkemedel"], { ATC: "Kod" })).toBe(102);
    expect(scoreTitles(["", "Substans"], { ATC: "" })).toBe(101);
    expect(scoreTitles(["ATC", "Kod"], { ATC: "Kod" })).toBe(101);
  });
});

describe("the cells of a list", () => {
  it("name types of advice as the messages do, and are understood in either word", () => {
    expect(ADVICE_WORDS).toEqual(sv.adviceTypes);
    for (const [type, word] of Object.entries(ADVICE_WORDS)) {
      expect(parseAdviceType(word.toUpperCase())).toBe(type);
      expect(parseAdviceType(type)).toBe(type);
    }
    expect(parseAdviceType("nonsens")).toBeNull();
  });

  it("never begin as a formula when written, and read as what they were", () => {
    const begun = fc
      .tuple(fc.constantFrom("", "=", "+", "-", "@", "'", "''=", "＝"), fc.string())
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(begun, (text) => {
        expect(neutraliseCell(text)).not.toMatch(/^[=+\-@＝＋－＠]/);
        expect(restoreCell(neutraliseCell(text))).toBe(text);
      }),
    );
  });
});
