import { quoteText } from "../domain/clean-text.ts";
import { ATC_SHAPE, isVeterinaryAtc } from "../domain/atc.ts";
import { formGroupOf } from "../domain/form.ts";
import type { Product, ProductStatus } from "../domain/product.ts";
import { foldCode, type OddCell } from "../domain/table-cell.ts";
import { looksMisread } from "../domain/swedish-text.ts";
import type { TextEncoding } from "./table-text.ts";
import { Warnings, type FileSummary } from "./source.ts";
import { readTable, iterateRows } from "./table-thread.ts";
import { findHeader, type WantedColumn } from "./table-header.ts";

export type CatalogueResult =
  | (FileSummary & {
      readonly kind: "read";
      readonly products: number;
      /** Rows that could not be read, each with a warning. */
      readonly skippedRows: number;
      /** Where the columns were found; the sheet of a workbook only. */
      readonly sheet: string | null;
      readonly headerRow: number;
      readonly modifiedAt: Date;
    })
  /** `reason` is a sentence that names the place and what mends it. */
  | { readonly kind: "rejected"; readonly reason: string };

type CatalogueField =
  | "name"
  | "formerNames"
  | "substance"
  | "atc"
  | "form"
  | "strength"
  | "nplId"
  | "species"
  | "status"
  | "holder";

const COLUMNS: ReadonlyMap<CatalogueField, WantedColumn> = new Map<CatalogueField, WantedColumn>([
  ["name", { names: ["Namn"], required: true }],
  ["formerNames", { names: ["Tidigare läkemedelsnamn"], required: false }],
  ["substance", { names: ["Verksamt ämne"], required: true }],
  ["atc", { names: ["ATC-kod"], required: true }],
  ["form", { names: ["Form"], required: true }],
  ["strength", { names: ["Styrka"], required: true }],
  ["nplId", { names: ["NPL-id"], required: true }],
  ["species", { names: ["H/V"], required: true }],
  ["status", { names: ["Registreringsstatus"], required: true }],
  ["holder", { names: ["Innehavare"], required: true }],
]);

/** Products handed on together. */
const BATCH = 1000;

export interface CatalogueInput {
  readonly file: string;
  readonly maxBytes: number;
  /** What holds the products; found out where it is left out. */
  readonly sheet?: string | undefined;
  readonly headerRow?: number | undefined;
  readonly encoding?: TextEncoding | undefined;
  readonly onProducts: (products: Product[]) => Promise<void> | void;
}

/**
 * Reads Läkemedelsverket's product file, dataset 140_5467, as XLSX or CSV. `onProducts` gets the products in batches and
 * is awaited; the whole table has been checked by then. No rows at all, or no readable one, is a rejection.
 */
export async function readProductCatalogue(input: CatalogueInput): Promise<CatalogueResult> {
  const { file, maxBytes, sheet, headerRow, encoding } = input;
  const table = await readTable({ file, maxBytes, sheet, encoding, wanted: { kind: "columns", columns: COLUMNS } });
  if (table.kind === "rejected") return table;
  const header = findHeader(table.rows, COLUMNS, headerRow);
  if (header.kind === "rejected") return header;
  const products = new Map<string, Product>();
  const warnings = new Warnings();
  for await (const [index, row] of iterateRows(table.rows)) {
    if (index <= header.at || row.length === 0) continue;
    const read = readRow({ row, columns: header.columns, odd: table.marks.odd.get(index) });
    const problem = "problem" in read ? read : products.has(read.nplId) ? REPEATED : null;
    const name = problem === null ? undefined : header.columns.get(problem.field)?.name;
    if (problem !== null) warnings.add(`row ${index + 1}, column ${JSON.stringify(name)}`, problem.problem);
    else if ("nplId" in read) products.set(read.nplId, read);
  }
  const [first] = warnings.kept;
  if (products.size === 0)
    return {
      kind: "rejected",
      reason:
        first === undefined
          ? `row ${header.at + 1} names the columns, but no product follows: fetch the file again`
          : `none of the rows could be read (${first.place}: ${first.problem})`,
    };
  const all = [...products.values()];
  for (let at = 0; at < all.length; at += BATCH) await input.onProducts(all.slice(at, at + BATCH));
  return {
    kind: "read",
    products: all.length,
    skippedRows: warnings.count,
    sheet: table.sheet,
    headerRow: header.at + 1,
    modifiedAt: table.modifiedAt,
    bytes: table.bytes,
    sha256: table.sha256,
    warnings: warnings.kept,
    warningCount: warnings.count,
  };
}

interface FieldProblem {
  readonly field: CatalogueField;
  readonly problem: string;
}

const REPEATED: FieldProblem = { field: "nplId", problem: "the same product once more, the first one counts" };

interface CatalogueRow {
  readonly row: readonly string[];
  readonly columns: ReadonlyMap<CatalogueField, { readonly at: number }>;
  readonly odd: ReadonlyMap<number, OddCell> | undefined;
}

function readRow({ row, columns, odd }: CatalogueRow): Product | FieldProblem {
  return findOddField(columns, odd) ?? adaptProduct((field) => row[columns.get(field)?.at ?? row.length] ?? "");
}

/** The first cell of a row whose text is not what it was meant to be. */
function findOddField(columns: CatalogueRow["columns"], odd: CatalogueRow["odd"]): FieldProblem | null {
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

function adaptProduct(cell: (field: CatalogueField) => string): Product | FieldProblem {
  const nplId = foldCode(cell("nplId"));
  if (!/^\d{14}$/.test(nplId)) return { field: "nplId", problem: `${quoteText(nplId)} is not 14 digits` };
  const name = cell("name");
  const misread = (["name", "substance", "form", "strength", "holder"] as const).find((field) =>
    looksMisread(cell(field)),
  );
  if (misread !== undefined) return { field: misread, problem: "it has letters that were read wrongly" };
  if (name === "") return { field: "name", problem: "a product has no name" };
  const atc = foldCode(cell("atc"));
  if (atc !== "" && !ATC_SHAPE.test(atc)) return { field: "atc", problem: `${quoteText(atc)} is no ATC code` };
  const formerNames = cell("formerNames")
    .split(/[,;]/)
    .map((former) => former.trim())
    .filter(Boolean);
  return {
    nplId,
    name,
    ...(formerNames.length === 0 ? {} : { formerNames }),
    substance: cell("substance"),
    atc: atc || null,
    form: cell("form"),
    formGroup: formGroupOf(cell("form")),
    strength: cell("strength") || null,
    veterinary: /^v/i.test(cell("species")) || isVeterinaryAtc(atc),
    status: readStatus(cell("status")),
    rawStatus: cell("status"),
    holder: cell("holder"),
  };
}

function readStatus(text: string): ProductStatus {
  if (/^(avreg|återkall|upphör|upphävd)/i.test(text)) return "deregistered";
  return /^(reg|godkänd)/i.test(text) ? "registered" : "other";
}
