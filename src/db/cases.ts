import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { CaseChange, CaseNotice, UpdateDecision, UpdateKind } from "../domain/case.ts";
import type { ListEntry } from "../domain/list.ts";
import type { NoticeStatus } from "../domain/notice.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

export interface RegionCase {
  readonly id: number;
  readonly regionCode: string;
  readonly entry: ListEntry;
  readonly status: "open" | "closed";
  readonly openedAt: Date;
}

export interface CaseUpdate {
  readonly caseId: number;
  readonly changes: readonly CaseChange[];
}

/**
 * Brings a region's cases in line with its matches: opens a case for each entry that owns an open notice, closes
 * those that own none. Returns the ids of the cases it opened or reopened.
 */
export async function alignCases(
  db: Db,
  input: { regionCode: string; entries: readonly ListEntry[]; now: Date },
): Promise<number[]> {
  const { regionCode, entries, now } = input;
  const owned = await db
    .selectFrom("match")
    .innerJoin("notice", "notice.id", "match.notice_id")
    .select("match.entry_key")
    .distinct()
    .where("match.region_code", "=", regionCode)
    .where("match.owns", "=", true)
    .where("notice.status", "in", ["ongoing", "upcoming"])
    .execute();
  const openKeys = new Set(owned.map((row) => row.entry_key));
  const cases = await db
    .selectFrom("region_case")
    .select(["id", "entry_key"])
    .where("region_code", "=", regionCode)
    .where("status", "=", "open")
    .execute();
  const known = new Map(cases.map((row) => [row.entry_key, row.id]));
  const owning = entries.filter((entry) => openKeys.has(entry.key));
  await updateEntries(db, { regionCode, entries: owning.filter((entry) => known.has(entry.key)) });
  const opened = await openCases(db, { regionCode, entries: owning.filter((entry) => !known.has(entry.key)), now });
  const closing = cases.filter((row) => !openKeys.has(row.entry_key)).map((row) => row.id);
  if (closing.length > 0)
    await db.updateTable("region_case").set({ status: "closed", closed_at: now }).where("id", "in", closing).execute();
  return opened;
}

/** The list may have a new priority or stock for a line. PostgreSQL compares, since jsonb has an order of its own. */
async function updateEntries(db: Db, input: { regionCode: string; entries: readonly ListEntry[] }): Promise<void> {
  if (input.entries.length === 0) return;
  await sql`
    update region_case set entry = e from jsonb_array_elements(${jsonRows(input.entries)}) as e
    where region_code = ${input.regionCode} and entry_key = e ->> 'key' and entry <> e`.execute(db);
}

/** Opens a case for each of the entries, or opens again the one that was closed. */
async function openCases(
  db: Db,
  input: { regionCode: string; entries: readonly ListEntry[]; now: Date },
): Promise<number[]> {
  const { regionCode, entries, now } = input;
  if (entries.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    insert into region_case (region_code, entry_key, entry, status, opened_at, closed_at)
    select ${regionCode}, e ->> 'key', e, 'open', ${now}::timestamptz, null
    from jsonb_array_elements(${jsonRows(entries)}) as e
    on conflict (region_code, entry_key) do update
    set entry = excluded.entry, status = excluded.status, opened_at = excluded.opened_at, closed_at = excluded.closed_at
    returning id`.execute(db);
  return rows.map((row) => row.id);
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
    insert into case_update (case_id, snapshot_id, on_date, kind, decision, changes, created_at)
    select x."caseId", ${snapshotId}::bigint, ${onDate}::date, ${kind}, ${decision}, x.changes, ${now}::timestamptz
    from jsonb_to_recordset(${jsonRows(updates)}) as x("caseId" bigint, changes jsonb)`.execute(db);
}

/** All changes of one snapshot on one date that fall on one case of the region are one update. */
export async function collectUpdates(
  db: Db,
  input: { regionCode: string; snapshotId: number; onDate: IsoDate },
): Promise<CaseUpdate[]> {
  const rows = await db
    .selectFrom("notice_change as change")
    .innerJoin("match", (join) => join.onRef("match.notice_id", "=", "change.notice_id").on("match.owns", "=", true))
    .innerJoin("region_case as c", (join) =>
      join.onRef("c.entry_key", "=", "match.entry_key").onRef("c.region_code", "=", "match.region_code"),
    )
    .select(["c.id as caseId", "change.notice_id", "change.kind", "change.from_date", "change.to_date"])
    .where("change.snapshot_id", "=", input.snapshotId)
    .where("change.on_date", "=", input.onDate)
    .where("match.region_code", "=", input.regionCode)
    .orderBy("change.id")
    .execute();
  const byCase = new Map<number, CaseChange[]>();
  for (const { caseId, ...row } of rows) {
    const changes = byCase.get(caseId) ?? [];
    changes.push({ noticeId: row.notice_id, kind: row.kind, from: row.from_date, to: row.to_date });
    byCase.set(caseId, changes);
  }
  return [...byCase].map(([caseId, changes]) => ({ caseId, changes }));
}

export async function findCase(db: Db, caseId: number): Promise<RegionCase | null> {
  const row = await db.selectFrom("region_case").selectAll().where("id", "=", caseId).executeTakeFirst();
  return row === undefined ? null : toCase(row);
}

/** Holds the case for the rest of the transaction: no update of it and no other message can be written meanwhile. */
export async function holdCase(db: Db, caseId: number): Promise<void> {
  await db.selectFrom("region_case").select("id").where("id", "=", caseId).forUpdate().execute();
}

/** The notices that belong to a case, with what the source says of each now. */
export async function readCaseNotices(db: Db, caseId: number): Promise<(CaseNotice & { status: NoticeStatus })[]> {
  return db
    .selectFrom("region_case as c")
    .innerJoin("match", (join) =>
      join
        .onRef("match.entry_key", "=", "c.entry_key")
        .onRef("match.region_code", "=", "c.region_code")
        .on("match.owns", "=", true),
    )
    .innerJoin("notice", "notice.id", "match.notice_id")
    .select(["notice.id as noticeId", "notice.content as notice", "notice.vanished", "notice.status"])
    .where("c.id", "=", caseId)
    .orderBy("notice.product_name")
    .orderBy("notice.id")
    .execute();
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

export interface CaseOverview extends RegionCase {
  readonly noticeStatus: NoticeStatus;
  readonly notices: number;
  readonly pendingUpdates: number;
  /** Products of the open notices. */
  readonly products: readonly string[];
}

/** The region's open cases, the most important first. */
export async function readOpenCases(db: Db, regionCode: string): Promise<CaseOverview[]> {
  const { rows } = await sql<{
    id: number;
    region_code: string;
    entry: ListEntry;
    status: "open" | "closed";
    opened_at: Date;
    notices: number;
    ongoing: boolean;
    pending: number;
    products: string[];
  }>`
    select c.id, c.region_code, c.entry, c.status, c.opened_at,
           count(distinct n.id)::int as notices, bool_or(n.status = 'ongoing') as ongoing,
           (select count(*)::int from case_update u where u.case_id = c.id and u.decision = 'pending') as pending,
           jsonb_agg(distinct n.product_name) as products
    from region_case c
    join match m on m.region_code = c.region_code and m.entry_key = c.entry_key and m.owns
    join notice n on n.id = m.notice_id and n.status in ('ongoing', 'upcoming')
    where c.region_code = ${regionCode} and c.status = 'open'
    group by c.id
    order by coalesce((c.entry ->> 'priority')::int, 99), c.entry ->> 'substance', c.id`.execute(db);
  return rows.map((row) => ({
    ...toCase(row),
    noticeStatus: row.ongoing ? "ongoing" : "upcoming",
    notices: row.notices,
    pendingUpdates: row.pending,
    products: row.products,
  }));
}

/** The sources of the region's open notices, the one with most of them first. */
export async function readOpenSources(db: Db, regionCode: string): Promise<string[]> {
  const rows = await db
    .selectFrom("match")
    .innerJoin("notice", "notice.id", "match.notice_id")
    .select("notice.source")
    .where("match.region_code", "=", regionCode)
    .where("match.owns", "=", true)
    .where("notice.status", "in", ["ongoing", "upcoming"])
    .groupBy("notice.source")
    .orderBy((eb) => eb.fn.countAll(), "desc")
    .orderBy("notice.source")
    .execute();
  return rows.map((row) => row.source);
}

function toCase(row: {
  id: number;
  region_code: string;
  entry: ListEntry;
  status: "open" | "closed";
  opened_at: Date;
}): RegionCase {
  return { id: row.id, regionCode: row.region_code, entry: row.entry, status: row.status, openedAt: row.opened_at };
}
