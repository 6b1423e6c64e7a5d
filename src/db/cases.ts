import { sql } from "kysely";
import type { CaseNotice } from "../domain/case.ts";
import type { CaseKind } from "../domain/case-dates.ts";
import type { ExtentFact } from "../domain/extent-fact.ts";
import type { ListEntry } from "../domain/list.ts";
import type { RegionList } from "../domain/match.ts";
import type { NoticeStatus } from "../domain/notice.ts";
import { jsonRows } from "./client.ts";
import { joinNotice } from "./notice-content.ts";
import type { Db } from "./schema.ts";

export interface RegionCase {
  readonly id: number;
  readonly regionCode: string;
  readonly entry: ListEntry;
  readonly status: "open" | "closed";
  readonly openedAt: Date;
  /** How much of what it covers is hit; null where nothing is open, and before the first measuring. */
  readonly extent: ExtentFact | null;
}

/** An entry of a region's list. */
interface RegionEntry {
  readonly regionCode: string;
  readonly entry: ListEntry;
}

/**
 * Brings the regions' cases in line with their matches: opens a case for each entry that owns an open notice, closes
 * those that own none. Returns the cases it opened or reopened, in the order of lists and entries.
 */
export async function alignCases(
  db: Db,
  input: { lists: readonly RegionList[]; now: Date },
): Promise<{ regionCode: string; caseId: number }[]> {
  const { lists, now } = input;
  if (lists.length === 0) return [];
  const codes = lists.map(({ regionCode }) => regionCode);
  const owned = await db
    .selectFrom("match")
    .innerJoin("notice", "notice.id", "match.notice_id")
    .select(["match.region_code", "match.entry_key"])
    .distinct()
    .where("match.region_code", "in", codes)
    .where("match.owns", "=", true)
    .where("notice.status", "in", ["ongoing", "upcoming"])
    .execute();
  const openKeys = new Set(owned.map((row) => caseKey(row.region_code, row.entry_key)));
  const cases = await db
    .selectFrom("region_case")
    .select(["id", "region_code", "entry_key"])
    .where("region_code", "in", codes)
    .where("status", "=", "open")
    .execute();
  const known = new Set(cases.map((row) => caseKey(row.region_code, row.entry_key)));
  const owning = lists
    .flatMap(({ regionCode, entries }) => entries.map((entry) => ({ regionCode, entry })))
    .filter(({ regionCode, entry }) => openKeys.has(caseKey(regionCode, entry.key)));
  const isKnown = ({ regionCode, entry }: RegionEntry): boolean => known.has(caseKey(regionCode, entry.key));
  await updateEntries(db, owning.filter(isKnown));
  const opened = await openCases(db, { lines: owning.filter((line) => !isKnown(line)), now });
  const closing = cases.filter((row) => !openKeys.has(caseKey(row.region_code, row.entry_key))).map((row) => row.id);
  if (closing.length > 0)
    await db
      .updateTable("region_case")
      .set({ status: "closed", closed_at: now, extent: null })
      .where("id", "in", closing)
      .execute();
  return opened;
}

function caseKey(regionCode: string, entryKey: string): string {
  return `${regionCode} ${entryKey}`;
}

/** The list may have a new priority or stock for a line. PostgreSQL compares, since jsonb has an order of its own. */
async function updateEntries(db: Db, lines: readonly RegionEntry[]): Promise<void> {
  if (lines.length === 0) return;
  await sql`
    update region_case set entry = x.entry
    from jsonb_to_recordset(${jsonRows(lines)}) as x("regionCode" text, entry jsonb)
    where region_code = x."regionCode" and entry_key = x.entry ->> 'key' and region_case.entry <> x.entry`.execute(db);
}

/** Opens a case for each of the lines, or opens again the one that was closed. */
async function openCases(
  db: Db,
  input: { lines: readonly RegionEntry[]; now: Date },
): Promise<{ regionCode: string; caseId: number }[]> {
  const { lines, now } = input;
  if (lines.length === 0) return [];
  const { rows } = await sql<{ regionCode: string; caseId: number }>`
    insert into region_case (region_code, entry_key, entry, status, opened_at, closed_at)
    select x."regionCode", x.entry ->> 'key', x.entry, 'open', ${now}::timestamptz, null
    from jsonb_to_recordset(${jsonRows(lines)}) as x("regionCode" text, entry jsonb)
    on conflict (region_code, entry_key) do update
    set entry = excluded.entry, status = excluded.status, opened_at = excluded.opened_at, closed_at = excluded.closed_at
    returning region_code as "regionCode", id as "caseId"`.execute(db);
  return rows;
}

export async function findCase(db: Db, caseId: number): Promise<RegionCase | null> {
  const row = await db.selectFrom("region_case").selectAll().where("id", "=", caseId).executeTakeFirst();
  return row === undefined ? null : toCase(row);
}

/** Locks the case for the rest of the transaction: no update of it and no other message can be written meanwhile. */
export async function lockCase(trx: Db, caseId: number): Promise<RegionCase | null> {
  const row = await trx.selectFrom("region_case").selectAll().where("id", "=", caseId).forUpdate().executeTakeFirst();
  return row === undefined ? null : toCase(row);
}

/** The notices that belong to a case, with what the source says of each now. */
export async function readCaseNotices(db: Db, caseId: number): Promise<(CaseNotice & { status: NoticeStatus })[]> {
  const rows = await db
    .selectFrom("region_case as c")
    .innerJoin("match", (join) =>
      join
        .onRef("match.entry_key", "=", "c.entry_key")
        .onRef("match.region_code", "=", "c.region_code")
        .on("match.owns", "=", true),
    )
    .innerJoin("notice", "notice.id", "match.notice_id")
    .select(["notice.id", "notice.content", "notice.information", "notice.vanished", "notice.status"])
    .where("c.id", "=", caseId)
    .orderBy("notice.product_name")
    .orderBy("notice.id")
    .execute();
  return rows.map(({ id, vanished, status, ...row }) => ({ noticeId: id, notice: joinNotice(row), vanished, status }));
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
  const { rows } = await sql<
    CaseRow & {
      notices: number;
      ongoing: boolean;
      pending: number;
      products: string[];
    }
  >`
    select c.id, c.region_code, c.entry, c.status, c.opened_at, c.extent,
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

/** An open case as an overview tells of it. */
export interface OverviewCase {
  readonly regionCode: string;
  readonly id: number;
  readonly entry: ListEntry;
  readonly noticeStatus: "ongoing" | "upcoming";
  readonly kind: CaseKind;
  readonly extent: ExtentFact | null;
  readonly notices: number;
}

/** The open cases of these regions, read at once: region by region, the most important first. */
export async function readOverviewCases(db: Db, regionCodes: readonly string[]): Promise<OverviewCase[]> {
  const { rows } = await sql<OverviewCase>`
    select c.region_code as "regionCode", c.id, c.entry, c.extent, owned.notices,
           case when owned.ongoing then 'ongoing' else 'upcoming' end as "noticeStatus",
           case when owned.short then 'short' when owned.coming then 'coming' else 'ceasing' end as kind
    from region_case c
    join (
      select m.region_code, m.entry_key, count(*)::int as notices, bool_or(n.status = 'ongoing') as ongoing,
             bool_or(n.status = 'ongoing' and n.content ->> 'type' <> 'cessation') as short,
             bool_or(n.content ->> 'type' <> 'cessation') as coming
      from match m join notice n on n.id = m.notice_id and n.status in ('ongoing', 'upcoming')
      where m.owns and m.region_code in (select jsonb_array_elements_text(${jsonRows(regionCodes)}))
      group by m.region_code, m.entry_key
    ) as owned on owned.region_code = c.region_code and owned.entry_key = c.entry_key
    where c.status = 'open'
    order by c.region_code, coalesce((c.entry ->> 'priority')::int, 99), c.entry ->> 'substance', c.id`.execute(db);
  return rows;
}

/** By region code the sources of its open notices, the one with most of them first; none where no notice is open. */
export async function readOpenSources(db: Db, regionCodes: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ regionCode: string; sources: string[] }>`
    select region_code as "regionCode", jsonb_agg(source order by notices desc, source) as sources
    from (
      select m.region_code, n.source, count(*) as notices
      from match m join notice n on n.id = m.notice_id and n.status in ('ongoing', 'upcoming')
      where m.owns and m.region_code in (select jsonb_array_elements_text(${jsonRows(regionCodes)}))
      group by m.region_code, n.source
    ) as owned
    group by region_code order by region_code`.execute(db);
  return new Map(rows.map(({ regionCode, sources }) => [regionCode, sources]));
}

interface CaseRow {
  id: number;
  region_code: string;
  entry: ListEntry;
  status: "open" | "closed";
  opened_at: Date;
  extent: ExtentFact | null;
}

function toCase(row: CaseRow): RegionCase {
  const { id, region_code: regionCode, entry, status, opened_at: openedAt, extent } = row;
  return { id, regionCode, entry, status, openedAt, extent };
}

/** The region's open cases by the key of their line. */
export async function readOpenCaseIds(db: Db, regionCode: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("region_case")
    .select(["entry_key", "id"])
    .where("region_code", "=", regionCode)
    .where("status", "=", "open")
    .execute();
  return new Map(rows.map((row) => [row.entry_key, row.id]));
}
