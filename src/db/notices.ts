import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { ChangeKind } from "../domain/change.ts";
import type { Notice, NoticeStatus, NoticeType, NoticeUse } from "../domain/notice.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** A notice whose content, status or visibility moved, and how. */
export interface TouchedNotice {
  readonly id: number;
  readonly notice: Notice;
  readonly status: NoticeStatus;
  readonly use: NoticeUse;
  /** True when nothing can hang on it yet. */
  readonly isNew: boolean;
}

/** Every open notice, for a region that takes a list into use; or those of these products only. */
export async function readOpenNotices(db: Db, nplIds?: readonly string[]): Promise<TouchedNotice[]> {
  const open = db
    .selectFrom("notice")
    .select(["id", "content", "status", "use"])
    .where("status", "in", ["ongoing", "upcoming"])
    .orderBy("id");
  const rows = await (
    nplIds === undefined
      ? open
      : open.where("npl_id", "in", sql<string>`(select jsonb_array_elements_text(${jsonRows(nplIds)}))`)
  ).execute();
  return rows.map((row) => ({
    id: row.id,
    notice: row.content,
    status: row.status,
    use: row.use,
    isNew: false,
  }));
}

/** One notice, open or not; null when there is none of that id. */
export async function readNotice(db: Db, id: number): Promise<TouchedNotice | null> {
  const row = await db
    .selectFrom("notice")
    .select(["id", "content", "status", "use"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, notice: row.content, status: row.status, use: row.use, isNew: false };
}

/** How many notices of a source are open. */
export async function countOpenNotices(db: Db, source: string): Promise<number> {
  const { open } = await db
    .selectFrom("notice")
    .select((eb) => eb.fn.countAll<number>().as("open"))
    .where("source", "=", source)
    .where("status", "in", ["ongoing", "upcoming"])
    .executeTakeFirstOrThrow();
  return open;
}

/** The Swedish ATC terms the facts have named, in lower case, with the human ATC codes each stands for. */
export async function readAtcTerms(db: Db): Promise<Map<string, readonly string[]>> {
  const { rows } = await sql<{ term: string; codes: string[] }>`
    select lower(content ->> 'atcTerm') as term, jsonb_agg(distinct atc order by atc) as codes
    from notice
    where use = 'facts' and content ->> 'atcTerm' is not null and atc is not null and atc not like 'Q%'
    group by 1 order by 1`.execute(db);
  return new Map(rows.map(({ term, codes }) => [term, codes]));
}

export interface ToldChange {
  readonly kind: ChangeKind;
  readonly type: NoticeType;
  /** The dates that moved, where the kind moves one. */
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly reportId: string;
  readonly nplId: string;
  readonly productName: string;
  readonly atc: string | null;
}

/** The changes of the snapshots after `since` (exclusive), or of one snapshot, in order of kind and product. */
export async function readChanges(db: Db, range: { after: number } | { snapshotId: number }): Promise<ToldChange[]> {
  let query = db
    .selectFrom("notice_change")
    .innerJoin("notice", "notice.id", "notice_change.notice_id")
    .select([
      "notice_change.kind",
      sql<NoticeType>`notice.content ->> 'type'`.as("type"),
      "notice_change.from_date as from",
      "notice_change.to_date as to",
      "notice.report_id as reportId",
      "notice.npl_id as nplId",
      "notice.product_name as productName",
      "notice.atc",
    ]);
  query =
    "after" in range
      ? query.where("notice_change.snapshot_id", ">", range.after)
      : query.where("notice_change.snapshot_id", "=", range.snapshotId);
  return query
    .orderBy("notice_change.snapshot_id")
    .orderBy("notice_change.kind")
    .orderBy("notice.product_name")
    .orderBy("notice.id")
    .execute();
}
