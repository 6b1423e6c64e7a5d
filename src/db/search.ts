import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { NoticeStatus, NoticeType, Package } from "../domain/notice.ts";
import { CATALOGUE_SOURCE } from "../domain/source-health.ts";
import type { ExtentGrade } from "../domain/extent-fact.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** Which files, products and lists there are: what can be found changes when one of them does. */
export interface SearchMark {
  readonly files: string;
  readonly products: string;
  /** The version of each list in use. */
  readonly lists: readonly { readonly regionCode: string; readonly versionId: number }[];
}

export async function readSearchMark(db: Db): Promise<SearchMark> {
  const { rows } = await sql<{ files: string | null; products: string | null; lists: SearchMark["lists"] | null }>`
    select (select string_agg(source || ' ' || snapshot_id, ',' order by source) from source_state) as files,
           concat_ws(' ', (select snapshot_id from source_state where source = ${CATALOGUE_SOURCE}), (select count(*) from product))
             as products,
           (select jsonb_agg(jsonb_build_object('regionCode', region_code, 'versionId', id) order by region_code)
            from list_version where active) as lists`.execute(db);
  const [mark] = rows;
  return { files: mark?.files ?? "", products: mark?.products ?? "", lists: mark?.lists ?? [] };
}

/** What a notice goes by. */
export interface NoticeNames {
  readonly id: number;
  readonly snapshotId: number;
  readonly productName: string;
  readonly substances: readonly string[];
  readonly atcTerm: string | null;
  /** ATC codes, or of a device its EMDN code. */
  readonly codes: readonly string[];
  /** NPL ids of the product and its packages, article numbers. */
  readonly numbers: readonly string[];
}

/** Names of notices that a file after `afterSnapshot` brought or changed, by id from `afterId` on. Only facts have names. */
export async function readNoticeNames(
  db: Db,
  range: { afterSnapshot: number; afterId: number; limit: number },
): Promise<NoticeNames[]> {
  const { rows } = await sql<NoticeNames>`
    select id, changed_snapshot_id as "snapshotId", product_name as "productName", content -> 'substances' as substances,
           content ->> 'atcTerm' as "atcTerm",
           jsonb_path_query_array(content, '$.atc.value') || jsonb_path_query_array(content, '$.atcCodes[*]')
             || jsonb_path_query_array(content, '$.device.emdn') as codes,
           jsonb_path_query_array(content, '$.nplId') || jsonb_path_query_array(content, '$.device.articleNumber')
             || jsonb_path_query_array(content, '$.packages[*].nplPackId')
             || jsonb_path_query_array(content, '$.packages[*].nordicArticleNumber.value') as numbers
    from notice
    where use = 'facts' and changed_snapshot_id > ${range.afterSnapshot} and id > ${range.afterId}
    order by id limit ${range.limit}`.execute(db);
  return rows;
}

/** Products of one name, substance and code. */
export interface ProductNames {
  readonly name: string;
  readonly substance: string;
  readonly atc: string | null;
  readonly nplIds: readonly string[];
  /** What one or the other was called before. */
  readonly formerNames: readonly string[];
}

/** Names of the catalogue's products, in order, from `offset` on. */
export async function readProductNames(db: Db, range: { offset: number; limit: number }): Promise<ProductNames[]> {
  const { rows } = await sql<ProductNames>`
    select content ->> 'name' as name, content ->> 'substance' as substance, atc, jsonb_agg(npl_id) as "nplIds",
           jsonb_path_query_array(jsonb_agg(content -> 'formerNames'), '$[*][*]') as "formerNames"
    from (select npl_id, atc, content from product order by npl_id offset ${range.offset} limit ${range.limit}) as slice
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** A notice as an answer tells of it. */
export interface FoundNotice {
  readonly id: number;
  readonly source: string;
  readonly nplId: string;
  readonly productName: string;
  readonly holder: string;
  readonly atc: string | null;
  readonly type: NoticeType;
  readonly status: NoticeStatus;
  readonly vanished: boolean;
  /** Without their information blocks. */
  readonly packages: readonly Package[];
  /** The last day that the source's statuses hold on. */
  readonly asOf: IsoDate;
}

/** What a list of notices is chosen by. */
export interface NoticeScope {
  /** Whose own notices are among them, beside the nation's; null for the nation's alone. */
  readonly regionCode: string | null;
  /** Only these; null for all. */
  readonly ids: readonly number[] | null;
  /** Only those that are open, or that are over; null for both. */
  readonly open: boolean | null;
}

function selectScope(db: Db, { regionCode, ids, open }: NoticeScope) {
  let query = db
    .selectFrom("notice as n")
    .innerJoin("source_state as s", "s.source", "n.source")
    .where("n.use", "=", "facts")
    .where(sql<boolean>`coalesce(n.content ->> 'regionCode', '') in ('', ${regionCode ?? ""})`);
  if (open !== null) query = query.where("n.status", open ? "in" : "not in", ["ongoing", "upcoming"]);
  if (ids !== null)
    query = query.where(sql<boolean>`n.id in (select value::bigint from jsonb_array_elements(${jsonRows(ids)}))`);
  // Whoever asks for one by name may have it; in a list of all, those for animals are in the way.
  else query = query.where(sql<boolean>`coalesce(n.atc, '') not like 'Q%'`);
  return query;
}

/** How many notices there are, and those of them by product that a page shows. */
export async function readNoticePage(
  db: Db,
  input: NoticeScope & { limit: number; offset: number },
): Promise<{ notices: FoundNotice[]; total: number }> {
  const { total } = await selectScope(db, input)
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const notices = await selectScope(db, input)
    .select([
      "n.id",
      "n.source",
      "n.npl_id as nplId",
      "n.product_name as productName",
      "n.atc",
      "n.status",
      "n.vanished",
      "s.as_of as asOf",
      sql<string>`n.content ->> 'holder'`.as("holder"),
      sql<NoticeType>`n.content ->> 'type'`.as("type"),
      sql<readonly Package[]>`n.content -> 'packages'`.as("packages"),
    ])
    .orderBy(sql`lower(n.product_name)`)
    .orderBy("n.id")
    .limit(input.limit)
    .offset(input.offset)
    .execute();
  return { total, notices };
}

/** A notice that hits a line of a region's list. */
export interface EntryNotice {
  readonly entryKey: string;
  readonly noticeId: number;
  readonly verdict: "certain" | "possible";
  readonly owns: boolean;
  /** The line whose case tells of it. */
  readonly ownerKey: string | null;
  readonly open: boolean;
}

/** What hits these lines, and what these notices hit, in one region; only facts. */
export async function readEntryNotices(
  db: Db,
  input: { regionCode: string; entryKeys: readonly string[]; noticeIds: readonly number[] },
): Promise<EntryNotice[]> {
  const { rows } = await sql<EntryNotice>`
    select m.entry_key as "entryKey", m.notice_id as "noticeId", m.verdict, m.owns,
           (select owner.entry_key from match owner
            where owner.notice_id = m.notice_id and owner.region_code = m.region_code and owner.owns) as "ownerKey",
           n.status in ('ongoing', 'upcoming') as open
    from match m join notice n on n.id = m.notice_id and n.use = 'facts'
    where m.region_code = ${input.regionCode}
      and (m.entry_key in (select jsonb_array_elements_text(${jsonRows(input.entryKeys)}))
           or m.notice_id in (select value::bigint from jsonb_array_elements(${jsonRows(input.noticeIds)})))
    order by m.entry_key, m.notice_id`.execute(db);
  return rows;
}

/** The closed cases of these lines, by the line's key. */
export async function readClosedCaseIds(
  db: Db,
  input: { regionCode: string; entryKeys: readonly string[] },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; id: number }>`
    select entry_key as key, id from region_case
    where region_code = ${input.regionCode} and status = 'closed'
      and entry_key in (select jsonb_array_elements_text(${jsonRows(input.entryKeys)}))`.execute(db);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** How much is reported of each line that has an open case, by region code and key; null where it was not measured. */
export async function readOpenCaseGrades(db: Db): Promise<Map<string, ExtentGrade | null>> {
  const rows = await db
    .selectFrom("region_case")
    .select(["region_code", "entry_key", sql<ExtentGrade | null>`extent ->> 'grade'`.as("grade")])
    .where("status", "=", "open")
    .execute();
  return new Map(rows.map((row) => [`${row.region_code} ${row.entry_key}`, row.grade]));
}
