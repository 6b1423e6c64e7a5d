import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { ExtentGrade, ExtentMove } from "../domain/extent-fact.ts";
import type { NoticeType } from "../domain/notice.ts";
import type { CaseChange, UpdateDecision, UpdateKind } from "../domain/case.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

export interface CaseUpdate {
  readonly caseId: number;
  readonly changes: readonly CaseChange[];
  /** The extent came to be another grade, and that is news. */
  readonly moved?: ExtentMove;
}

/** An update with what a region's rules ask about. */
export interface RegionUpdate extends CaseUpdate {
  readonly regionCode: string;
  readonly priority: number | null;
  /** Of the notices that changed. */
  readonly types: readonly NoticeType[];
  /** Of the case now; null when it is over. */
  readonly extent: ExtentGrade | null;
}

export async function insertCaseUpdates(
  db: Db,
  input: {
    kind: UpdateKind;
    decision: UpdateDecision;
    snapshotId: number | null;
    onDate: IsoDate | null;
    updates: readonly CaseUpdate[];
    now: Date;
  },
): Promise<void> {
  const { kind, decision, snapshotId, onDate, updates, now } = input;
  if (updates.length === 0) return;
  await sql`
    insert into case_update (case_id, snapshot_id, on_date, kind, decision, changes, moved, created_at)
    select x."caseId", ${snapshotId}::bigint, ${onDate}::date, ${kind}, ${decision}, x.changes, x.moved, ${now}::timestamptz
    from jsonb_to_recordset(${jsonRows(updates.map(({ caseId, changes, moved }) => ({ caseId, changes, moved })))})
      as x("caseId" bigint, changes jsonb, moved jsonb)`.execute(db);
}

/**
 * Asks for a decision on every open case whose newest message has passed its last day: advice that nobody stands for any
 * more must not stay unseen. Once for each message. Resolves with the number of cases.
 */
export async function expireAdvice(db: Db, { today, now }: { today: IsoDate; now: Date }): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into case_update (case_id, snapshot_id, on_date, kind, decision, changes, created_at)
    select c.id, null, last.valid_until, 'expired', 'pending', '[]', ${now}::timestamptz
    from region_case c
    join lateral (
      select m.valid_until from message m
      where m.case_id = c.id and m.purpose = 'readers' order by m.version desc limit 1) as last on true
    where c.status = 'open' and last.valid_until < ${today}::date
    on conflict (case_id, on_date) where kind = 'expired' do nothing`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** All changes of one snapshot on one date that fall on one case are one update; region by region. */
export async function collectUpdates(
  db: Db,
  input: { regionCodes: readonly string[]; snapshotId: number; onDate: IsoDate },
): Promise<RegionUpdate[]> {
  if (input.regionCodes.length === 0) return [];
  const rows = await db
    .selectFrom("notice_change as change")
    .innerJoin("match", (join) => join.onRef("match.notice_id", "=", "change.notice_id").on("match.owns", "=", true))
    .innerJoin("notice", "notice.id", "change.notice_id")
    .innerJoin("region_case as c", (join) =>
      join.onRef("c.entry_key", "=", "match.entry_key").onRef("c.region_code", "=", "match.region_code"),
    )
    .select([
      "c.region_code as regionCode",
      "c.id as caseId",
      sql<number | null>`(c.entry ->> 'priority')::int`.as("priority"),
      sql<ExtentGrade | null>`case when c.status = 'open' then c.extent ->> 'grade' end`.as("extent"),
      sql<NoticeType>`notice.content ->> 'type'`.as("type"),
      "change.notice_id",
      "change.kind",
      "change.from_date",
      "change.to_date",
    ])
    .where("change.snapshot_id", "=", input.snapshotId)
    .where("change.on_date", "=", input.onDate)
    .where("match.region_code", "in", input.regionCodes)
    .orderBy("c.region_code")
    .orderBy("change.id")
    .execute();
  const byCase = new Map<number, RegionUpdate & { changes: CaseChange[]; types: NoticeType[] }>();
  for (const { regionCode, caseId, priority, extent, type, ...row } of rows) {
    const update = byCase.get(caseId) ?? { regionCode, caseId, priority, extent, changes: [], types: [] };
    update.changes.push({ noticeId: row.notice_id, kind: row.kind, from: row.from_date, to: row.to_date });
    update.types.push(type);
    byCase.set(caseId, update);
  }
  return [...byCase.values()];
}

/** Changes that no message has told yet, oldest first. */
export async function readPendingChanges(db: Db, caseId: number): Promise<CaseChange[]> {
  const rows = await db
    .selectFrom("case_update")
    .select("changes")
    .where("case_id", "=", caseId)
    .where("decision", "=", "pending")
    .orderBy("id")
    .execute();
  return rows.flatMap((row) => row.changes);
}

/** From which grade the extent has moved since the last message, by news that nobody has decided on; null when it has not. */
export async function readPendingMove(db: Db, caseId: number): Promise<ExtentGrade | null> {
  const row = await db
    .selectFrom("case_update")
    .select("moved")
    .where("case_id", "=", caseId)
    .where("decision", "=", "pending")
    .where("moved", "is not", null)
    .orderBy("id")
    .executeTakeFirst();
  return row?.moved?.from ?? null;
}

/** Whether the case was open when its region got the overview of a source's first file or of its first list. */
export async function stoodInOverview(db: Db, caseId: number): Promise<boolean> {
  const row = await db
    .selectFrom("case_update")
    .select("id")
    .where("case_id", "=", caseId)
    .where("kind", "=", "baseline")
    .executeTakeFirst();
  return row !== undefined;
}
