import { sql } from "kysely";
import { MANUAL_SOURCE, type ManualNotice, type OwnNoticeState } from "../domain/manual-notice.ts";
import type { Notice, NoticeStatus } from "../domain/notice.ts";
import { hashContent, json } from "./client.ts";
import type { Db } from "./schema.ts";

/** Keeps what a pharmacist wrote until it is taken in. */
export async function insertOwnNotice(
  db: Db,
  input: { regionCode: string; notice: ManualNotice; writtenBy: number; now: Date },
): Promise<number> {
  const { id } = await db
    .insertInto("own_notice")
    .values({
      region_code: input.regionCode,
      content: json(input.notice),
      state: "waiting",
      reason: null,
      written_by: input.writtenBy,
      written_at: input.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export interface WrittenNotice {
  readonly id: number;
  readonly regionCode: string;
  readonly notice: ManualNotice;
  readonly state: OwnNoticeState;
  readonly reason: string | null;
}

/** What was written and not taken in yet, in the order it was written. */
export async function readWaitingNotices(db: Db): Promise<WrittenNotice[]> {
  return selectWritten(db).where("state", "=", "waiting").orderBy("id").execute();
}

/** What the region wrote that is not taken in: it waits, or was refused in the last days. */
export async function readUntakenNotices(db: Db, input: { regionCode: string; since: Date }): Promise<WrittenNotice[]> {
  return selectWritten(db)
    .where("region_code", "=", input.regionCode)
    .where("state", "<>", "taken")
    .where("written_at", ">=", input.since)
    .orderBy("id", "desc")
    .execute();
}

function selectWritten(db: Db) {
  return db
    .selectFrom("own_notice")
    .select(["id", "region_code as regionCode", "content as notice", "state", "reason"]);
}

export async function finishOwnNotice(
  db: Db,
  input: { id: number; state: OwnNoticeState; reason: string | null },
): Promise<void> {
  await db
    .updateTable("own_notice")
    .set({ state: input.state, reason: input.reason })
    .where("id", "=", input.id)
    .execute();
}

/** A notice of the region's own, as it stands. */
export interface OwnNotice {
  readonly noticeId: number;
  readonly notice: Notice;
  readonly status: NoticeStatus;
  /** The case that tells it, once the region's list has a line for it. */
  readonly caseId: number | null;
}

/** The region's own notices, open ones first, the newest first. */
export async function readOwnNotices(db: Db, regionCode: string): Promise<OwnNotice[]> {
  const { rows } = await sql<OwnNotice>`
    select n.id as "noticeId", n.content as notice, n.status, c.id as "caseId"
    from notice n
    left join match m on m.notice_id = n.id and m.region_code = ${regionCode} and m.owns
    left join region_case c on c.region_code = m.region_code and c.entry_key = m.entry_key
    where n.source = ${MANUAL_SOURCE} and n.content ->> 'regionCode' = ${regionCode}
    order by n.status in ('ongoing', 'upcoming') desc, n.id desc
    limit 500`.execute(db);
  return rows;
}

/**
 * Of the notice and of all that was written to change it: a change carries the mark that its form was shown with. Null
 * when the region has no such notice. Held for the rest of the transaction.
 */
export async function holdOwnNotice(
  db: Db,
  input: { regionCode: string; reportId: string },
): Promise<{ readonly mark: string; readonly isWaiting: boolean } | null> {
  const row = await selectOwn(db, input).select(["id", "content"]).forUpdate().executeTakeFirst();
  if (row === undefined) return null;
  const written = await db
    .selectFrom("own_notice")
    .select(["id", "state"])
    .where("region_code", "=", input.regionCode)
    .where(sql<boolean>`content ->> 'id' = ${input.reportId}`)
    .orderBy("id")
    .execute();
  return { mark: hashContent({ row, written }), isWaiting: written.some(({ state }) => state === "waiting") };
}

function selectOwn(db: Db, input: { regionCode: string; reportId: string }) {
  return db
    .selectFrom("notice")
    .where("source", "=", MANUAL_SOURCE)
    .where("report_id", "=", input.reportId)
    .where(sql<boolean>`content ->> 'regionCode' = ${input.regionCode}`);
}

/** What the pharmacist wrote last under that report id; null when the region has no such notice of its own. */
export async function findOwnNotice(db: Db, input: { regionCode: string; reportId: string }): Promise<Notice | null> {
  const row = await selectOwn(db, input).select("content").executeTakeFirst();
  return row?.content ?? null;
}
