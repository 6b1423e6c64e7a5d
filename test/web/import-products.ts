import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { catalogueOf, type CatalogueRow } from "../support/catalogue-file.ts";

/** Takes in a product file of those products; throws when it is not believed. */
export async function importProducts(deps: WebDeps, rows: readonly CatalogueRow[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-products-"));
  try {
    const file = join(folder, "products.csv");
    await writeFile(file, catalogueOf(rows));
    const result = await importCatalogue({ ...deps, digestChannels: new Set() }, { file, maxBytes: 1e6 });
    if (result.kind !== "ingested") throw new Error(`test: unable to take in the products: ${JSON.stringify(result)}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
