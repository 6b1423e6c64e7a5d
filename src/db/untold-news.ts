import { sql } from "kysely";
import type { UpdateDecision, UpdateKind } from "../domain/case.ts";
import type { MessageKind, Urgency } from "../domain/message.ts";
import type { Db } from "./schema.ts";

/** News of a case, as the log tells it. */
export interface UntoldUpdate {
  readonly id: number;
  readonly caseId: number;
  readonly regionCode: string;
  readonly snapshotId: number | null;
  readonly kind: UpdateKind;
  readonly decision: UpdateDecision;
  readonly changes: readonly string[];
}

/** A message that all its receivers have a delivery of, and what it came of. */
export interface UntoldMessage {
  readonly id: number;
  readonly regionCode: string;
  readonly caseId: number | null;
  readonly version: number;
  readonly kind: MessageKind;
  readonly urgency: Urgency;
  readonly draftId: number | null;
  readonly updateIds: readonly number[];
  readonly snapshotIds: readonly number[];
  readonly deliveries: number;
  readonly reviewed: boolean;
  /** Of the oldest file with news in it: its source, its own time, and when we had it; null when none led to it. */
  readonly source: string | null;
  readonly sourceAt: Date | null;
  readonly seenAt: Date | null;
  readonly publishedAt: Date;
  readonly handedOutAt: Date;
}

/** Takes the next news that nobody has told of; another who asks at the same time gets others. */
export async function takeUntoldUpdates(db: Db, { now, limit }: { now: Date; limit: number }): Promise<UntoldUpdate[]> {
  const { rows } = await sql<UntoldUpdate>`
    with told as (
      update case_update set told_at = ${now}::timestamptz
      where id in (
        select id from case_update where told_at is null and decision <> 'baseline'
        order by id limit ${limit} for update skip locked)
      returning id, case_id, snapshot_id, kind, decision, changes
    )
    select u.id, u.case_id as "caseId", c.region_code as "regionCode", u.snapshot_id as "snapshotId", u.kind, u.decision,
      (select coalesce(jsonb_agg(distinct x ->> 'kind'), '[]') from jsonb_array_elements(u.changes) x) as changes
    from told u join region_case c on c.id = u.case_id order by u.id`.execute(db);
  return rows;
}

/** The same of messages that are handed out. */
export async function takeUntoldMessages(
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<UntoldMessage[]> {
  const { rows } = await sql<UntoldMessage>`
    with told as (
      update fan_out set told_at = ${now}::timestamptz
      where message_id in (
        select message_id from fan_out where told_at is null and finished_at is not null
        order by message_id limit ${limit} for update skip locked)
      returning message_id, deliveries, finished_at
    )
    select m.id, m.region_code as "regionCode", m.case_id as "caseId", m.version, m.kind, m.urgency,
      (select max(d.id) from draft d where d.message_id = m.id) as "draftId",
      origin.updates as "updateIds", origin.snapshots as "snapshotIds",
      m.reviewed, oldest.source, oldest.created_at as "sourceAt", oldest.fetched_at as "seenAt",
      told.deliveries, m.published_at as "publishedAt", told.finished_at as "handedOutAt"
    from told join message m on m.id = told.message_id
    cross join lateral (
      select coalesce(jsonb_agg(u.id order by u.id), '[]') as updates,
        coalesce(jsonb_agg(distinct u.snapshot_id) filter (where u.snapshot_id is not null), '[]') as snapshots
      from case_update u where u.message_id = m.id) origin
    left join lateral (
      select f.source, f.created_at, f.fetched_at from case_update u join snapshot f on f.id = u.snapshot_id
      where u.message_id = m.id and u.kind = 'change' order by f.fetched_at, f.id limit 1) oldest on true
    order by m.id`.execute(db);
  return rows;
}
