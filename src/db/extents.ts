import { sql, type RawBuilder } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { ExtentFact } from "../domain/extent-fact.ts";
import type { ListEntry } from "../domain/list.ts";
import type { NoticeType } from "../domain/notice.ts";
import type { OwnNotice } from "../domain/own-extent.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** A line of a region's list, and the open notices that hit it for certain. */
export interface ExtentLine {
  readonly regionCode: string;
  readonly entry: ListEntry;
  readonly noticeIds: readonly number[];
  /** Those of them that name a product the region buys, and are by their code, form or strength of something else. */
  readonly outsideIds: readonly number[];
}

/** A case whose extent is measured, with what was measured last; null before the first time. */
export interface ExtentCase extends ExtentLine {
  readonly caseId: number;
  readonly extent: ExtentFact | null;
}

/** An open notice as far as an extent goes. */
export interface ExtentNotice {
  readonly id: number;
  readonly nplId: string;
  readonly productName: string;
  readonly holder: string;
  readonly type: NoticeType;
  readonly status: "ongoing" | "upcoming";
  /** The first day to come on which one of its packages begins. */
  readonly from: IsoDate | null;
  /** The only region it is for. */
  readonly regionCode: string | null;
}

/** The open cases of these regions, in the order of their ids. */
export async function readExtentCases(db: Db, regionCodes: readonly string[]): Promise<ExtentCase[]> {
  return selectCases(db, isOpenIn(regionCodes));
}

/**
 * Those of them that what a snapshot touched may concern, by a match or by an ATC code of the notice or of its product, and
 * those that were never measured.
 */
export async function readTouchedExtentCases(
  db: Db,
  { regionCodes, snapshotId }: { regionCodes: readonly string[]; snapshotId: number },
): Promise<ExtentCase[]> {
  const { rows: touched } = await sql<{ id: number; atc: string | null; nplId: string }>`
    select id, atc, npl_id as "nplId" from notice
    where changed_snapshot_id = ${snapshotId}
      or id in (select notice_id from notice_change where snapshot_id = ${snapshotId})`.execute(db);
  const { rows: products } = await sql<{ atc: string }>`
    select distinct atc from product where atc is not null and npl_id in (
      select jsonb_array_elements_text(${jsonRows([...new Set(touched.map(({ nplId }) => nplId))])}))`.execute(db);
  const codes = [...touched, ...products].map(({ atc }) => atc ?? "");
  // What a line names is the beginning of a code: looked up as a whole, and not line by line.
  const named = [...new Set(codes.flatMap((code) => Array.from(code, (_, place) => code.slice(0, place + 1))))];
  const concerned = sql`(
    c.extent is null
    or c.entry ->> 'atc' in (select jsonb_array_elements_text(${jsonRows(named)}))
    or (c.region_code, c.entry_key) in (
      select m.region_code, m.entry_key from match m
      where m.notice_id in (select value::bigint from jsonb_array_elements_text(${jsonRows(touched.map(({ id }) => id))}))))`;
  return selectCases(db, sql`${isOpenIn(regionCodes)} and ${concerned}`);
}

function isOpenIn(regionCodes: readonly string[]) {
  return sql`c.status = 'open' and c.region_code in (select jsonb_array_elements_text(${jsonRows(regionCodes)}))`;
}

const hitIds = sql`
  coalesce(jsonb_agg(m.notice_id order by m.notice_id), '[]') as "noticeIds",
  coalesce(jsonb_agg(m.notice_id order by m.notice_id) filter (where m.why -> 'own' -> 'outside' = 'true'), '[]') as "outsideIds"`;

async function selectCases(db: Db, which: RawBuilder<unknown>): Promise<ExtentCase[]> {
  const { rows } = await sql<ExtentCase>`
    select c.id as "caseId", c.region_code as "regionCode", c.entry, c.extent,
           hit."noticeIds", hit."outsideIds"
    from region_case c cross join lateral (
      select ${hitIds} from match m join notice n on n.id = m.notice_id
      where m.region_code = c.region_code and m.entry_key = c.entry_key and m.verdict = 'certain'
        and n.status in ('ongoing', 'upcoming')
    ) as hit
    where ${which} order by c.id`.execute(db);
  return rows;
}

/** By key of a region's lines the open notices that hit them for certain; none for what is not hit. */
export async function readLineNotices(
  db: Db,
  regionCode: string,
): Promise<Map<string, Pick<ExtentLine, "noticeIds" | "outsideIds">>> {
  const { rows } = await sql<Pick<ExtentLine, "noticeIds" | "outsideIds"> & { key: string }>`
    select m.entry_key as key, ${hitIds}
    from match m join notice n on n.id = m.notice_id
    where m.region_code = ${regionCode} and m.verdict = 'certain' and n.status in ('ongoing', 'upcoming')
    group by m.entry_key`.execute(db);
  return new Map(rows.map(({ key, ...ids }) => [key, ids]));
}

/** Open notices of facts that are one of these, or of a product of these codes. */
export async function readExtentNotices(
  db: Db,
  of: { noticeIds: readonly number[]; codes: readonly string[] },
): Promise<ExtentNotice[]> {
  const { rows } = await sql<ExtentNotice>`
    select n.id, n.npl_id as "nplId", n.product_name as "productName", n.content ->> 'holder' as holder,
           n.content ->> 'type' as type, n.status, n.content ->> 'regionCode' as "regionCode",
           case when n.status = 'upcoming' then (
             select min(p -> 'start' ->> 'value') from jsonb_array_elements(n.content -> 'packages') as p
             where p -> 'start' ->> 'value' > state.as_of::text) end as "from"
    from notice n join source_state state on state.source = n.source
    where n.status in ('ongoing', 'upcoming') and (
      n.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(of.noticeIds)}))
      or (n.use = 'facts' and n.npl_id in (
        select p.npl_id from product p where p.atc in (select jsonb_array_elements_text(${jsonRows(of.codes)})))))
    order by n.id`.execute(db);
  return rows;
}

/** Open notices that are one of these, or of facts and of one of these products: whole, for what they say of packs. */
export async function readOwnNotices(
  db: Db,
  of: { noticeIds: readonly number[]; nplIds: readonly string[] },
): Promise<(OwnNotice & { readonly id: number })[]> {
  const { rows } = await sql<OwnNotice & { id: number }>`
    select n.id, n.content as notice, state.as_of::text as "asOf"
    from notice n join source_state state on state.source = n.source
    where n.status in ('ongoing', 'upcoming') and (
      n.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(of.noticeIds)}))
      or (n.use = 'facts' and n.npl_id in (select jsonb_array_elements_text(${jsonRows(of.nplIds)}))))
    order by n.id`.execute(db);
  return rows;
}

/** Keeps what was measured; null where nothing is reported any more. */
export async function writeExtents(
  db: Db,
  extents: readonly { readonly caseId: number; readonly extent: ExtentFact | null }[],
): Promise<void> {
  if (extents.length === 0) return;
  await sql`
    update region_case set extent = nullif(x.extent, 'null')
    from jsonb_to_recordset(${jsonRows(extents)}) as x("caseId" bigint, extent jsonb)
    where id = x."caseId"`.execute(db);
}
