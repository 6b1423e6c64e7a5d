import { readOpenNotices } from "../../db/notices.ts";
import { removeProducts, writeProducts } from "../../db/products.ts";
import { lockIntake } from "../../db/source-state.ts";
import { stockholmDate } from "../../domain/calendar.ts";
import { readProductCatalogue, type CatalogueInput, type CatalogueResult } from "../../sources/product-catalogue.ts";
import { readRegionLists, rematchRegions } from "../case-updates.ts";
import type { PublishingDeps } from "../publication.ts";
import { alignListCases } from "../list-cases.ts";

/**
 * Takes in Läkemedelsverket's product file, whole or not at all, and matches the open notices again: form and strength
 * of the catalogue are surer than what a name says.
 */
export async function importCatalogue(
  deps: PublishingDeps,
  input: Omit<CatalogueInput, "onProducts">,
): Promise<CatalogueResult> {
  const now = deps.now();
  const asOf = stockholmDate(now);
  const trx = await deps.db.startTransaction().execute();
  try {
    await lockIntake(trx);
    await removeProducts(trx);
    const result = await readProductCatalogue({
      ...input,
      onProducts: (products) => writeProducts(trx, { products, asOf }),
    });
    if (result.kind === "rejected") {
      await trx.rollback().execute();
      return result;
    }
    const regions = await readRegionLists(trx);
    await rematchRegions(trx, { regions, touched: await readOpenNotices(trx) });
    await alignListCases({ ...deps, db: trx }, { lists: regions.lists, kind: "list", moves: "change" });
    await trx.commit().execute();
    return result;
  } catch (cause) {
    await trx.rollback().execute();
    throw new Error("services/intake: unable to import the product file", { cause });
  }
}
