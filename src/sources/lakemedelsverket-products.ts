import type { FormGroup } from "../domain/form.ts";
import { countsAlike, isRegisteredMedicine, type Product } from "../domain/product.ts";
import { CATALOGUE_SOURCE } from "../domain/source-health.ts";
import { findCatalogueDay, pickNewestSheet } from "./lakemedelsverket-products-day.ts";
import { findPortalFile } from "./portal-address.ts";
import {
  isKnownStatus,
  joinRows,
  readProductRow,
  type FieldProblem,
  type ProductField,
} from "./lakemedelsverket-products-row.ts";
import { Warnings, type ProductSource, type ReadProducts, type ReadProductsInput } from "./source.ts";
import { findHeader, type TableHeader, type WantedColumn } from "./table-header.ts";
import type { TableFile } from "./table-file.ts";
import { TEXT_ENCODINGS } from "./table-text.ts";
import { iterateRows, readTable } from "./table-thread.ts";

/**
 * Läkemedelsverket's product file, dataset 140_5467: https://www.dataportal.se/datasets/140_5467. What is registered, and
 * nothing of what is sold. Written nightly, as a workbook whose sheet of data is named by its date.
 */
export const lakemedelsverketProducts: ProductSource = {
  name: CATALOGUE_SOURCE,
  title: "Läkemedelsverket, läkemedelsprodukter",
  defaultUrl: "https://www.lakemedelsverket.se/globalassets/excel/Lakemedelsprodukter.xlsx",
  complete: true,
  use: "catalogue",
  // What is registered changes slowly: some days without a new file are no trouble.
  staleAfterHours: 7 * 24,
  // After the night's file of shortages, and before the digests.
  askedFromHour: 4,
  findUrl: (http) => findPortalFile(http, { metadataUrl: METADATA_URL, named: "lakemedelsprodukter", ending: "xlsx" }),
  read: readProducts,
};

const METADATA_URL = "https://admin.dataportal.se/store/140/metadata/5467";

/** The names that vary between exports; what stands in brackets behind one does not count. */
const COLUMNS: ReadonlyMap<ProductField, WantedColumn> = new Map<ProductField, WantedColumn>([
  ["name", { names: ["Namn", "Läkemedelsnamn", "Produktnamn", "Läkemedel"], required: true, loose: true }],
  ["formerNames", { names: ["Tidigare läkemedelsnamn", "Tidigare namn"], required: false, loose: true }],
  [
    "substance",
    { names: ["Verksamt ämne", "Verksamma ämnen", "Aktiv substans", "Substans"], required: true, loose: true },
  ],
  ["atc", { names: ["ATC-kod", "ATC"], required: true, loose: true }],
  ["form", { names: ["Form", "Läkemedelsform", "Beredningsform"], required: true, loose: true }],
  ["strength", { names: ["Styrka"], required: true, loose: true }],
  ["nplId", { names: ["NPL-id"], required: true, loose: true }],
  ["species", { names: ["H/V", "Hum/Vet", "Human/Vet", "Human/Veterinär"], required: true, loose: true }],
  ["status", { names: ["Registreringsstatus", "Status"], required: true, loose: true }],
  ["category", { names: ["Produktkategori", "Kategori"], required: false, loose: true }],
  [
    "holder",
    {
      names: ["Innehavare", "Innehavare av godkännande", "Innehavare av godkännande för försäljning", "Företag"],
      required: true,
      loose: true,
    },
  ],
]);

/** Products handed on together. */
const BATCH = 1000;

async function readProducts(input: ReadProductsInput): Promise<ReadProducts> {
  const { now, layout = {} } = input;
  const table = await readSheet(input);
  if (table.kind === "rejected") return table;
  const header = findHeader(table.rows, COLUMNS, layout.headerRow);
  if (header.kind === "rejected") return header;
  const rows = await readRows(table, header);
  const fault = findFault(rows, header);
  if (fault !== null) return { kind: "rejected", reason: fault };
  const { products, warnings, skippedRows, unknownValues } = rows;
  const { asOf, createdAt, ahead } = findCatalogueDay({ sheet: table.sheet, modifiedAt: table.modifiedAt, now });
  if (ahead !== null) warnings.add(`sheet "${table.sheet}"`, `${ahead} has not come: the file is taken as of ${asOf}`);
  const all = [...products.values()];
  for (let at = 0; at < all.length; at += BATCH) await input.onProducts(all.slice(at, at + BATCH));
  return {
    kind: "read",
    products: all.length,
    skippedRows,
    asOf,
    createdAt,
    sheet: table.sheet,
    headerRow: header.at + 1,
    extraColumns: { category: tellColumn(header, "category"), formerNames: tellColumn(header, "formerNames") },
    unknownValues,
    bytes: table.bytes,
    sha256: table.sha256,
    warnings: warnings.kept,
    warningCount: warnings.count,
  };
}

/** Reads the sheet of data; where several look like it, the newest. */
async function readSheet({ file, maxBytes, now, layout = {} }: ReadProductsInput) {
  const wanted = { kind: "columns", columns: COLUMNS } as const;
  const encoding = TEXT_ENCODINGS.find((name) => name === layout.encoding);
  const table = await readTable({ file, maxBytes, sheet: layout.sheet, encoding, wanted });
  if (table.kind === "rejected" || table.sheet === null || table.rivals.length === 0) return table;
  const newest = pickNewestSheet([table.sheet, ...table.rivals], now);
  if (newest === null || newest === table.sheet) return table;
  return readTable({ file, maxBytes, sheet: newest, encoding, wanted });
}

type Header = TableHeader<ProductField>;

interface ReadRows {
  readonly products: ReadonlyMap<string, Product>;
  readonly warnings: Warnings;
  readonly skippedRows: number;
  readonly unknownValues: number;
}

async function readRows(table: TableFile, header: Header): Promise<ReadRows> {
  const products = new Map<string, Product>();
  const forms = new Map<string, FormGroup | null>();
  const warnings = new Warnings();
  let [skippedRows, unknownValues] = [0, 0];
  const warn = (index: number, { field, problem }: FieldProblem): void =>
    warnings.add(`row ${index + 1}, column ${JSON.stringify(header.columns.get(field)?.name)}`, problem);
  for await (const [index, row] of iterateRows(table.rows)) {
    if (index <= header.at || row.length === 0) continue;
    const read = readProductRow({ row, columns: header.columns, odd: table.marks.odd.get(index), forms });
    if ("problem" in read) {
      warn(index, read);
      skippedRows += 1;
      continue;
    }
    if (!isKnownStatus(read.rawStatus)) unknownValues += 1;
    const before = products.get(read.nplId);
    if (before !== undefined && !countsAlike(before, read)) warn(index, REPEATED);
    products.set(read.nplId, before === undefined ? read : joinRows(before, read));
  }
  return { products, warnings, skippedRows, unknownValues };
}

const REPEATED: FieldProblem = {
  field: "nplId",
  problem: "the same product once more, and it says something else: where the rows differ, neither counts",
};

/** Columns without which nothing can be counted. */
const NEEDED = ["form", "strength", "atc"] as const;

/** What makes the whole file worthless. */
function findFault({ products, warnings }: ReadRows, header: Header): string | null {
  const [first] = warnings.kept;
  if (products.size === 0)
    return first === undefined
      ? `row ${header.at + 1} names the columns, but no product follows: fetch the file again`
      : `none of the rows could be read (${first.place}: ${first.problem})`;
  const all = [...products.values()];
  const empty = NEEDED.find((field) => all.every((product) => (product[field] ?? "") === ""));
  if (empty !== undefined)
    return `the column ${JSON.stringify(header.columns.get(empty)?.name)} is empty in every row: fetch the file again`;
  if (!all.some(isRegisteredMedicine)) {
    const said = all[0]?.rawStatus ?? "";
    return `none of the ${all.length} products is a registered one for people (the first one's status is ${JSON.stringify(said)}): is it the whole file?`;
  }
  return null;
}

function tellColumn(header: Header, field: "category" | "formerNames") {
  return { title: COLUMNS.get(field)?.names[0] ?? field, isThere: header.columns.has(field) };
}
