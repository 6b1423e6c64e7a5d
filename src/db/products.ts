import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { CataloguedForm } from "../domain/match.ts";
import type { Product } from "../domain/product.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** Takes products into the catalogue; one that is there already gets the newer words. */
export async function writeProducts(db: Db, input: { products: readonly Product[]; asOf: IsoDate }): Promise<void> {
  const rows = input.products.map((product) => ({ n: product.nplId, a: product.atc, c: product }));
  await sql`
    insert into product (npl_id, atc, content, as_of)
    select x.n, x.a, x.c, ${input.asOf}::date from jsonb_to_recordset(${jsonRows(rows)}) as x(n text, a text, c jsonb)
    on conflict (npl_id) do update set atc = excluded.atc, content = excluded.content, as_of = excluded.as_of`.execute(
    db,
  );
}

/** Empties the catalogue, for a whole new one to take its place. Call it inside the transaction that writes that. */
export async function removeProducts(db: Db): Promise<void> {
  await db.deleteFrom("product").execute();
}

/** What the catalogue says of the code, form and strength of these products, by NPL id. */
export async function readCataloguedForms(db: Db, nplIds: readonly string[]): Promise<Map<string, CataloguedForm>> {
  const { rows } = await sql<CataloguedForm & { nplId: string }>`
    select p.npl_id as "nplId", p.atc, nullif(p.content ->> 'form', '') as form, p.content ->> 'strength' as strength
    from product p join jsonb_array_elements_text(${jsonRows(nplIds)}) as x(id) on x.id = p.npl_id`.execute(db);
  return new Map(rows.map(({ nplId, ...form }) => [nplId, form]));
}

/** What the catalogue says of these products, by NPL id; null before the first catalogue. */
export async function readCatalogue(db: Db, nplIds: readonly string[]): Promise<Map<string, Product> | null> {
  const first = await db.selectFrom("product").select("npl_id").limit(1).executeTakeFirst();
  if (first === undefined) return null;
  const { rows } = await sql<{ content: Product }>`
    select p.content from product p
    where p.npl_id in (select jsonb_array_elements_text(${jsonRows(nplIds)}))`.execute(db);
  return new Map(rows.map(({ content }) => [content.nplId, content]));
}
