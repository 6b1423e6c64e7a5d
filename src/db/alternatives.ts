import { sql } from "kysely";
import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import type { Product } from "../domain/product.ts";
import { NATIONAL_SOURCE } from "../domain/source-health.ts";
import { jsonRows } from "./client.ts";
import type { TouchedNotice } from "./notices.ts";
import type { Db } from "./schema.ts";

/** Open notices of facts that are of one of these products, or under one of these codes by their own word or the catalogue's. */
export async function readNoticesOf(
  db: Db,
  of: { codes: readonly string[]; nplIds: readonly string[] },
): Promise<TouchedNotice[]> {
  const { rows } = await sql<Omit<TouchedNotice, "isNew">>`
    with code as (select jsonb_array_elements_text(${jsonRows(of.codes)}) as code)
    select id, content as notice, status, use from notice
    where use = 'facts' and status in ('ongoing', 'upcoming') and (
      npl_id in (select jsonb_array_elements_text(${jsonRows(of.nplIds)}))
      or atc in (select code from code)
      or npl_id in (select p.npl_id from product p where p.atc in (select code from code)))
    order by id`.execute(db);
  return rows.map((row) => ({ ...row, isNew: false }));
}

/** Registered products for people whose name, substance, code or number has each of these words, in lower case; not too many. */
export async function findProducts(db: Db, words: readonly string[]): Promise<Product[]> {
  const { rows } = await sql<{ content: Product }>`
    select content from product
    where content ->> 'status' = 'registered' and not (content -> 'veterinary')::boolean
      and not exists (
        select from jsonb_array_elements_text(${jsonRows(words)}) as word
        where position(word in lower(concat_ws(' ', content ->> 'name', content ->> 'substance', content ->> 'strength', atc, npl_id))) = 0)
    order by content ->> 'substance', content ->> 'name', npl_id limit 60`.execute(db);
  return rows.map(({ content }) => content);
}

/** The day on which it is known what is reported: of the nation's file, or where it is not used the newest; null before any. */
export async function readReportDay(db: Db): Promise<IsoDate | null> {
  const { rows } = await sql<{ fileTime: Date }>`
    select snapshot.created_at as "fileTime"
    from source_state s join snapshot on snapshot.id = s.snapshot_id
    where snapshot.created_at is not null
    order by (s.source = ${NATIONAL_SOURCE}) desc, snapshot.created_at desc limit 1`.execute(db);
  return rows[0] === undefined ? null : stockholmDate(new Date(rows[0].fileTime));
}
