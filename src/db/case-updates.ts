import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { ExtentGrade, ExtentMove } from "../domain/extent-fact.ts";
import type { NoticeType } from "../domain/notice.ts";
import { UNTOLD_DECISIONS, type CaseChange, type UpdateDecision, type UpdateKind } from "../domain/case.ts";
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

/** Writes them down, each with the grade that its case has then. Gives their ids by case. */
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
): Promise<Map<number, number>> {
  const { kind, decision, snapshotId, onDate, updates, now } = input;
  if (updates.length === 0) return new Map();
  const { rows } = await sql<{ id: number; caseId: number }>`
    insert into case_update (case_id, snapshot_id, on_date, kind, decision, changes, moved, extent, created_at)
    select x."caseId", ${snapshotId}::bigint, ${onDate}::date, ${kind}, ${decision}, x.changes, x.moved,
           c.extent ->> 'grade', ${now}::timestamptz
    from jsonb_to_recordset(${jsonRows(updates.map(({ caseId, changes, moved }) => ({ caseId, changes, moved })))})
      as x("caseId" bigint, changes jsonb, moved jsonb)
    join region_case c on c.id = x."caseId"
    returning id, case_id as "caseId"`.execute(db);
  return new Map(rows.map(({ id, caseId }) => [caseId, id]));
}

/**
 * Asks for a decision on every open case whose newest message has passed its last day: advice that nobody stands for any
 * more must not stay unseen. Once for each message. Resolves with the number of cases.
 */
export async function expireAdvice(db: Db, { today, now }: { today: IsoDate; now: Date }): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into case_update (case_id, snapshot_id, on_date, kind, decision, changes, extent, created_at)
    select c.id, null, last.valid_until, 'expired', 'pending', '[]', c.extent ->> 'grade', ${now}::timestamptz
    from region_case c
    join lateral (
      select m.valid_until from message m
      where m.case_id = c.id and m.purpose = 'readers' order by m.version desc limit 1) as last on true
    where c.status = 'open' and last.valid_until < ${today}::date
    on conflict (case_id, on_date) where kind = 'expired' do nothing`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** A decision on these cases is due at once; one that was due before stays so. */
export async function setDueAtOnce(db: Db, input: { caseIds: readonly number[]; now: Date }): Promise<void> {
  if (input.caseIds.length === 0) return;
  await sql`
    update region_case set due_at = least(due_at, ${input.now}::timestamptz)
    where id in (select value::bigint from jsonb_array_elements_text(${jsonRows(input.caseIds)}))`.execute(db);
}

/** A case whose advice has fallen, with what a region's rules ask about. */
export type FallenCase = Pick<RegionUpdate, "caseId" | "regionCode" | "priority" | "extent">;

/** The open cases of the regions whose fallen advice waits for a person, in the order of their ids. */
export async function readFallenCases(db: Db, regionCodes: readonly string[]): Promise<FallenCase[]> {
  const { rows } = await sql<FallenCase>`
    select c.id as "caseId", c.region_code as "regionCode", (c.entry ->> 'priority')::int as priority,
           c.extent ->> 'grade' as extent
    from region_case c
    where c.status = 'open' and c.region_code in (select jsonb_array_elements_text(${jsonRows(regionCodes)}))
      and c.id in (select u.case_id from case_update u where u.kind = 'fallen' and u.decision = 'pending')
    order by c.id`.execute(db);
  return rows;
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

/** Updates with what a region's rules ask about. */
export async function readRegionUpdates(db: Db, updates: readonly CaseUpdate[]): Promise<RegionUpdate[]> {
  if (updates.length === 0) return [];
  const { rows } = await sql<Pick<RegionUpdate, "caseId" | "regionCode" | "priority" | "extent" | "types">>`
    select c.id as "caseId", c.region_code as "regionCode", (c.entry ->> 'priority')::int as priority,
           c.extent ->> 'grade' as extent,
           (select coalesce(jsonb_agg(n.content ->> 'type'), '[]') from notice n
            where n.id in (select (change ->> 'noticeId')::bigint from jsonb_array_elements(x.changes) as change)) as types
    from jsonb_to_recordset(${jsonRows(updates.map(({ caseId, changes }) => ({ caseId, changes })))})
      as x("caseId" bigint, changes jsonb)
    join region_case c on c.id = x."caseId"`.execute(db);
  const known = new Map(rows.map((row) => [row.caseId, row]));
  return updates.flatMap((update) => {
    const row = known.get(update.caseId);
    return row === undefined ? [] : [{ ...row, ...update }];
  });
}

/** An update that no message has told yet. */
export interface UntoldUpdate {
  readonly id: number;
  readonly decision: (typeof UNTOLD_DECISIONS)[number];
  readonly changes: readonly CaseChange[];
  readonly moved: ExtentMove | null;
}

/** What no message has told yet and nobody has put aside, oldest first. */
export async function readUntoldUpdates(db: Db, caseId: number): Promise<UntoldUpdate[]> {
  const rows = await db
    .selectFrom("case_update")
    .select(["changes", "id", "decision", "moved"])
    .where("case_id", "=", caseId)
    .where("decision", "in", UNTOLD_DECISIONS)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ ...row, decision: row.decision === "gathered" ? "gathered" : "pending" }));
}

/** The grade that the case had when its region got the overview; null when nobody measured it then. */
export async function readOverviewGrade(db: Db, caseId: number): Promise<ExtentGrade | null> {
  const row = await db
    .selectFrom("case_update")
    .select("extent")
    .where("case_id", "=", caseId)
    .where("kind", "=", "baseline")
    .orderBy("id", "desc")
    .executeTakeFirst();
  return row?.extent ?? null;
}

/** From which grade the case first moved since then, told or not; null when it has not. */
export async function readFirstMove(
  db: Db,
  { caseId, since }: { caseId: number; since: Date | null },
): Promise<ExtentGrade | null> {
  const row = await db
    .selectFrom("case_update")
    .select("moved")
    .where("case_id", "=", caseId)
    .where("moved", "is not", null)
    .where("decision", "<>", "published")
    .$if(since !== null, (query) => query.where("created_at", ">", since))
    .orderBy("id")
    .executeTakeFirst();
  return row?.moved?.from ?? null;
}

/** It went back before anybody told of it: there is nothing left to decide. */
export async function returnUpdates(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable("case_update")
    .set({ decision: "returned" })
    .where("id", "in", ids)
    .where("decision", "in", UNTOLD_DECISIONS)
    .execute();
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
