import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { CataloguedForm } from "../domain/match.ts";
import type { Product } from "../domain/product.ts";
import { CATALOGUE_SOURCE } from "../domain/source-health.ts";
import { hashContent, jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** What the catalogue says of each of its products, as a hash by NPL id. */
export async function readProductHashes(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom("product").select(["npl_id", "content_hash"]).execute();
  return new Map(rows.map((row) => [row.npl_id, row.content_hash]));
}

/** Which of the columns that may be missing the catalogue in use had. */
export async function readKnownColumns(db: Db): Promise<{ category: boolean; formerNames: boolean }> {
  const { rows } = await sql<{ category: boolean; formerNames: boolean }>`
    select exists (select from product where content ->> 'category' is not null) as category,
           exists (select from product where content ->> 'formerNames' is not null) as "formerNames"`.execute(db);
  return rows[0] ?? { category: false, formerNames: false };
}

/** Products of the catalogue by NPL id; those that it does not know are left out. */
export async function readProductsById(db: Db, nplIds: readonly string[]): Promise<Map<string, Product>> {
  const { rows } = await sql<{ content: Product }>`
    select p.content from product p join jsonb_array_elements_text(${jsonRows(nplIds)}) as x(id) on x.id = p.npl_id`.execute(
    db,
  );
  return new Map(rows.map(({ content }) => [content.nplId, content]));
}

/** The catalogue's products of these ATC codes, by code. */
export async function readProductsByCode(db: Db, codes: readonly string[]): Promise<Map<string, Product[]>> {
  const { rows } = await sql<{ content: Product }>`
    select p.content from product p
    where p.atc in (select jsonb_array_elements_text(${jsonRows(codes)}))`.execute(db);
  return Map.groupBy(
    rows.map(({ content }) => content),
    ({ atc }) => atc ?? "",
  );
}

/** Takes products into the catalogue; one that is there already gets the newer words. */
export async function writeProducts(db: Db, products: readonly Product[]): Promise<void> {
  const rows = products.map((product) => ({ n: product.nplId, a: product.atc, c: product, h: hashContent(product) }));
  await sql`
    insert into product (npl_id, atc, content, content_hash)
    select x.n, x.a, x.c, x.h from jsonb_to_recordset(${jsonRows(rows)}) as x(n text, a text, c jsonb, h text)
    on conflict (npl_id) do update
      set atc = excluded.atc, content = excluded.content, content_hash = excluded.content_hash`.execute(db);
}

/** Takes products out of the catalogue. */
export async function removeProducts(db: Db, nplIds: readonly string[]): Promise<void> {
  await sql`delete from product where npl_id in (select jsonb_array_elements_text(${jsonRows(nplIds)}))`.execute(db);
}

/** The day that the catalogue holds on; null before the first one. */
export async function readCatalogueDay(db: Db): Promise<IsoDate | null> {
  const state = await db
    .selectFrom("source_state")
    .select("as_of")
    .where("source", "=", CATALOGUE_SOURCE)
    .executeTakeFirst();
  return state?.as_of ?? null;
}

/** What the catalogue says of the code, form and strength of these products, by NPL id. */
export async function readCataloguedForms(db: Db, nplIds: readonly string[]): Promise<Map<string, CataloguedForm>> {
  const { rows } = await sql<CataloguedForm & { nplId: string }>`
    select p.npl_id as "nplId", p.atc, nullif(p.content ->> 'form', '') as form, p.content ->> 'strength' as strength
    from product p join jsonb_array_elements_text(${jsonRows(nplIds)}) as x(id) on x.id = p.npl_id`.execute(db);
  return new Map(rows.map(({ nplId, ...form }) => [nplId, form]));
}

/** Products of the catalogue by NPL id; null before the first catalogue. */
export async function readCatalogue(db: Db, nplIds: readonly string[]): Promise<Map<string, Product> | null> {
  return (await readCatalogueDay(db)) === null ? null : readProductsById(db, nplIds);
}
