import { ATC_SHAPE, isVeterinaryAtc } from "../domain/atc.ts";
import { quoteText } from "../domain/clean-text.ts";
import { soleFormGroupOf, type FormGroup } from "../domain/form.ts";
import type { Product, ProductStatus } from "../domain/product.ts";
import { looksMisread } from "../domain/swedish-text.ts";
import { foldCode, type OddCell } from "../domain/table-cell.ts";

export type ProductField =
  | "name"
  | "formerNames"
  | "substance"
  | "atc"
  | "form"
  | "strength"
  | "nplId"
  | "species"
  | "status"
  | "category"
  | "holder";

export interface FieldProblem {
  readonly field: ProductField;
  readonly problem: string;
}

export interface ProductRow {
  readonly row: readonly string[];
  readonly columns: ReadonlyMap<ProductField, { readonly at: number }>;
  readonly odd: ReadonlyMap<number, OddCell> | undefined;
  /** Forms that have been read already: a catalogue has some hundred of them. */
  readonly forms: Map<string, FormGroup | null>;
}

/** What a row of the product file says of one product, or which cell makes it worthless. */
export function readProductRow({ row, columns, odd, forms }: ProductRow): Product | FieldProblem {
  const cell: ReadCell = (field) => row[columns.get(field)?.at ?? row.length] ?? "";
  return findOddField(columns, odd) ?? adaptProduct(cell, forms);
}

type ReadCell = (field: ProductField) => string;

/** The first cell of a row whose text is not what it was meant to be. */
function findOddField(columns: ProductRow["columns"], odd: ProductRow["odd"]): FieldProblem | null {
  for (const [field, { at }] of odd === undefined ? [] : columns) {
    // What it was called before only helps to find it.
    if (field === "formerNames") continue;
    const cell = odd?.get(at);
    if (cell?.kind === "formula") return { field, problem: "the formula's value is not saved in the file" };
    if (cell?.kind === "date")
      return { field, problem: `${cell.shown} is a date, which the spreadsheet may have made` };
    if (cell?.kind === "truth") return { field, problem: `${cell.shown} is true or false` };
    if (cell?.kind === "differs" && field === "strength")
      return { field, problem: `the cell shows ${cell.shown} and holds ${cell.stored ?? "another value"}` };
  }
  return null;
}

/** What messages name of a product must leave room for the rest of them. */
const MAX_CHARS = 500;

function adaptProduct(cell: ReadCell, forms: ProductRow["forms"]): Product | FieldProblem {
  const nplId = foldCode(cell("nplId"));
  if (!/^\d{14}$/.test(nplId)) return { field: "nplId", problem: `${quoteText(nplId)} is not 14 digits` };
  const name = cell("name");
  const misread = (["name", "substance", "form", "strength", "status", "holder"] as const).find((field) =>
    looksMisread(cell(field)),
  );
  if (misread !== undefined) return { field: misread, problem: "it has letters that were read wrongly" };
  const long = (["name", "strength", "holder"] as const).find((field) => cell(field).length > MAX_CHARS);
  if (long !== undefined) return { field: long, problem: `it has more than ${MAX_CHARS} characters` };
  if (name === "") return { field: "name", problem: "a product has no name" };
  const atc = foldCode(cell("atc"));
  if (atc !== "" && !ATC_SHAPE.test(atc)) return { field: "atc", problem: `${quoteText(atc)} is no ATC code` };
  const forPeople = isForPeople(cell("species"));
  if (forPeople === null)
    return { field: "species", problem: `${quoteText(cell("species"))} says neither people nor animals` };
  const formerNames = cell("formerNames")
    .split(/[,;]/)
    .map((former) => former.trim())
    .filter(Boolean);
  const category = cell("category");
  return {
    nplId,
    name,
    ...(formerNames.length === 0 ? {} : { formerNames }),
    substance: cell("substance"),
    atc: atc || null,
    form: cell("form"),
    formGroup: readFormGroup(cell("form"), forms),
    strength: cell("strength") || null,
    veterinary: !forPeople || isVeterinaryAtc(atc),
    status: readStatus(cell("status")),
    rawStatus: cell("status"),
    ...(category === "" ? {} : { category }),
    holder: cell("holder"),
  };
}

function readFormGroup(form: string, forms: ProductRow["forms"]): FormGroup | null {
  const known = forms.get(form);
  if (known !== undefined) return known;
  const group = soleFormGroupOf(form);
  forms.set(form, group);
  return group;
}

/** `HUM`, `H`, `VET`, `V`, and words that begin so; of both, what is for people counts. Null when it says neither. */
function isForPeople(species: string): boolean | null {
  const words = species.toLowerCase().split(/[^\p{L}]+/u);
  if (words.some((word) => word === "h" || word.startsWith("hum"))) return true;
  return words.some((word) => word === "v" || word.startsWith("vet")) ? false : null;
}

/** Whole words: "registrerad" is the end of "avregistrerad". */
const REGISTERED: ReadonlySet<string> = new Set(["godkänd", "godkänt", "registrerad", "registrerat"]);
const DEREGISTERED: ReadonlySet<string> = new Set([
  "avregistrerad",
  "avregistrerat",
  "återkallad",
  "återkallat",
  "upphävd",
  "upphört",
  "upphörd",
]);
/** Neither, and nothing new. */
const SUSPENDED: ReadonlySet<string> = new Set(["tillfälligt återkallad", "tillfälligt återkallat"]);

function foldStatus(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").replace(/\.$/, "").trim();
}

function readStatus(text: string): ProductStatus {
  const status = foldStatus(text);
  if (REGISTERED.has(status)) return "registered";
  return DEREGISTERED.has(status) ? "deregistered" : "other";
}

export function isKnownStatus(text: string): boolean {
  const status = foldStatus(text);
  return REGISTERED.has(status) || DEREGISTERED.has(status) || SUSPENDED.has(status);
}

/**
 * One product of two rows with the same NPL id. Where they differ in what is counted, nobody knows what holds: it is never
 * taken for more than both say.
 */
export function joinRows(first: Product, next: Product): Product {
  const { category = first.category } = next;
  return {
    ...first,
    ...(category === undefined ? {} : { category: joinTexts(first.category ?? "", category) }),
    substance: joinTexts(first.substance, next.substance),
    atc: first.atc === next.atc ? first.atc : null,
    form: joinTexts(first.form, next.form),
    formGroup: first.formGroup === next.formGroup ? first.formGroup : null,
    strength: first.strength === next.strength ? first.strength : null,
    veterinary: first.veterinary || next.veterinary,
    status: first.status === next.status ? first.status : "other",
    rawStatus: joinTexts(first.rawStatus, next.rawStatus),
  };
}

function joinTexts(first: string, next: string): string {
  return first === next || first.split(" + ").includes(next) ? first : `${first} + ${next}`;
}
