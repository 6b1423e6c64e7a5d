import { makeXlsx } from "./xlsx-file.ts";

/** A line of the product file, a registered powder of meropenem 1 g for people unless told otherwise. */
export interface CatalogueRow {
  readonly name?: string;
  readonly substance?: string;
  readonly atc?: string;
  readonly form?: string;
  readonly strength?: string;
  readonly nplId: string;
  readonly species?: string;
  readonly status?: string;
  readonly holder?: string;
  readonly category?: string;
  readonly formerNames?: string;
}

const POWDER = "Pulver till injektions-/infusionsvätska, lösning";

/** A product file of those products, as CSV. */
export function catalogueOf(rows: readonly CatalogueRow[]): string {
  const lines = rows.map(({ name = "Exempem", substance = "meropenem", atc = "J01DH02", form = POWDER, ...row }) => {
    const { strength = "1 g", nplId, species = "HUM", status = "Godkänd", holder = "Exempelbolaget AB" } = row;
    return [name, substance, atc, form, strength, nplId, species, status, holder].join(";");
  });
  return ["Namn;Verksamt ämne;ATC-kod;Form;Styrka;NPL-id;H/V;Registreringsstatus;Innehavare", ...lines, ""].join("\n");
}

/** The columns of the agency's own workbook, as their titles stand there. */
const WORKBOOK_TITLES = [
  "Namn",
  "Tidigare läkemedelsnamn",
  "Verksamt ämne (förenklat)",
  "ATC-kod",
  "Form",
  "Styrka",
  "NPL-id",
  "H/V",
  "Registrerings-status",
  "Produktkategori",
  "Innehavare",
];

/** The rows of the agency's own sheet of data, with their titles. */
export function workbookRows(rows: readonly CatalogueRow[], without: readonly string[] = []): (string | number)[][] {
  const lines = rows.map(({ name = "Exempem", substance = "meropenem", atc = "J01DH02", form = POWDER, ...row }) => {
    const { strength = "1 g", nplId, species = "HUM", status = "Godkänd", holder = "Exempelbolaget AB" } = row;
    const { category = "Läkemedel", formerNames = "" } = row;
    return [name, formerNames, substance, atc, form, strength, Number(nplId), species, status, category, holder];
  });
  const kept = WORKBOOK_TITLES.map((title, at) => ({ title, at })).filter(({ title }) => !without.includes(title));
  return [WORKBOOK_TITLES, ...lines].map((line) => kept.map(({ at }) => line[at] ?? ""));
}

/** The same as the agency's workbook: the sheets `Filter` and `Information` beside one that is named by its date. */
export function workbookOf(
  rows: readonly CatalogueRow[],
  { sheet = "2026-08-20", without = [] }: { sheet?: string; without?: readonly string[] } = {},
): Buffer {
  return makeXlsx({
    Filter: [["Urval"], ["H/V", "Registrerings-status", "Form"], ["Alla", "Alla", "Alla"]],
    Information: [
      ["Namn", "Läkemedlets namn"],
      ["NPL-id", "Produktens nummer"],
      ["Styrka", "Så som den är godkänd"],
    ],
    [sheet]: workbookRows(rows, without),
  });
}
