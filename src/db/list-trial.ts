import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import { isOpen, type Notice, type NoticeStatus, type NoticeUse } from "../domain/notice.ts";
import type { TrialChange, TrialDecision, TrialNotice } from "../domain/list-trial.ts";
import { adaptSubjects } from "./matches.ts";
import type { Db } from "./schema.ts";

/** What a list is tried out on: every notice that may concern the region and is open or changed in the period. */
export interface TrialData {
  readonly notices: readonly TrialNotice[];
  readonly changes: readonly TrialChange[];
  readonly decisions: readonly TrialDecision[];
  /** The date of the first file that was taken in; null before there is one. */
  readonly dataFrom: IsoDate | null;
}

export async function readTrialData(
  db: Db,
  { regionCode, since }: { regionCode: string; since: IsoDate },
): Promise<TrialData> {
  const { rows } = await sql<{
    id: number;
    productName: string;
    content: Notice;
    status: NoticeStatus;
    use: NoticeUse;
  }>`
    select n.id, n.product_name as "productName", n.content, n.status, n.use
    from notice n
    where n.use <> 'signals' and coalesce(n.content ->> 'regionCode', ${regionCode}) = ${regionCode}
      and (n.status in ('ongoing', 'upcoming')
           or exists (select from notice_change c where c.notice_id = n.id and c.on_date >= ${since}::date))
    order by n.id`.execute(db);
  const touched = rows.map(({ id, content, status, use }) => ({ id, notice: content, status, use, isNew: false }));
  const subjects = new Map((await adaptSubjects(db, touched)).map(({ id, subject }) => [id, subject]));
  const changes = await db
    .selectFrom("notice_change")
    .select(["notice_id as noticeId", "snapshot_id as snapshotId", "on_date as onDate"])
    .where("on_date", ">=", since)
    .orderBy("id")
    .execute();
  const notices = rows.flatMap(({ id, productName, status }) => {
    const subject = subjects.get(id);
    return subject === undefined ? [] : [{ id, productName, subject, isOpen: isOpen(status) }];
  });
  const decisions = await db
    .selectFrom("match_decision")
    .select(["notice_id as noticeId", "entry_key as entryKey", "verdict"])
    .where("region_code", "=", regionCode)
    .execute();
  return { notices, changes, decisions, dataFrom: await readFirstDay(db) };
}

async function readFirstDay(db: Db): Promise<IsoDate | null> {
  const { first } = await db
    .selectFrom("snapshot")
    .select((eb) => eb.fn.min("as_of").as("first"))
    .where("status", "=", "accepted")
    .where("product_count", "is", null)
    .executeTakeFirstOrThrow();
  return first;
}
