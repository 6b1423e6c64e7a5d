import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import {
  earliest,
  type CaseRow,
  type RowMessage,
  type RowNotice,
  type RowUpdate,
} from "../domain/outreach/case-row.ts";
import type { Db } from "./schema.ts";

/** What is read of the cases that were open between two instants. */
export interface Span {
  readonly from: Date;
  /** What comes at this instant or later is not read. */
  readonly until: Date;
}

/** What begins between `from` and `to`, and what came of it up to `until`, which may be later. */
export interface FollowedSpan extends Span {
  readonly to: Date;
}

interface SpellRow {
  readonly id: number;
  readonly caseId: number;
  readonly regionCode: string;
  readonly entry: CaseRow["entry"];
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly nextAt: Date | null;
}

type OfCase<Row> = Row & { readonly caseId: number };

/**
 * The cases of all regions that were open between two instants, each time that one was, with its news, decisions and
 * messages up to then.
 */
export async function readCaseRows(db: Db, span: Span): Promise<CaseRow[]> {
  const spells = await readSpells(db, span);
  const [updates, messages, owned] = [
    Map.groupBy(await readUpdates(db, span), ({ caseId }) => caseId),
    Map.groupBy(await readMessages(db, span), ({ caseId }) => caseId),
    Map.groupBy(await readOwned(db, span), ({ caseId }) => caseId),
  ];
  const notices = await readNotices(db);
  return spells.map((spell) => {
    const isIn = (when: Date): boolean => when >= spell.openedAt && (spell.nextAt === null || when < spell.nextAt);
    const ownUpdates = (updates.get(spell.caseId) ?? []).filter(({ createdAt }) => isIn(createdAt));
    const ids = new Set([
      ...ownUpdates.flatMap(({ changes }) => changes.map(({ noticeId }) => noticeId)),
      // A first file and a list tell of no change: what the case owns is what it is about.
      ...(ownUpdates[0]?.changes.length ? [] : (owned.get(spell.caseId) ?? []).map(({ noticeId }) => noticeId)),
    ]);
    const { nextAt: _, id, ...row } = spell;
    return {
      ...row,
      id: String(id),
      notices: [...ids].toSorted((a, b) => a - b).flatMap((noticeId) => notices.get(noticeId) ?? []),
      updates: ownUpdates,
      messages: (messages.get(spell.caseId) ?? []).filter(({ publishedAt }) => isIn(publishedAt)),
    };
  });
}

/** The line of the list is the one of the version that was in use when the case was last open in the span. */
async function readSpells(db: Db, { from, until }: Span): Promise<SpellRow[]> {
  const { rows } = await sql<SpellRow>`
    with spell as (
      select s.*, lead(s.opened_at) over (partition by s.case_id order by s.opened_at, s.id) as next_at
      from case_spell s
    )
    select s.id, s.case_id as "caseId", c.region_code as "regionCode", s.opened_at as "openedAt", s.closed_at as "closedAt",
      s.next_at as "nextAt",
      coalesce(
        (select jsonb_build_object('key', e.key, 'atc', e.atc, 'emdn', e.emdn, 'substance', e.substance,
                                   'priority', e.priority, 'category', e.category)
         from list_version v join list_entry e on e.version_id = v.id and e.key = c.entry_key
         where v.region_code = c.region_code and v.taken_at <= least(s.closed_at, ${until}::timestamptz)
         order by v.taken_at desc, v.id desc limit 1),
        c.entry) as entry
    from spell s join region_case c on c.id = s.case_id
    where s.opened_at < ${until}::timestamptz and (s.closed_at is null or s.closed_at >= ${from}::timestamptz)
    order by c.region_code, s.opened_at, s.id`.execute(db);
  return rows.map((row) => {
    const { key, atc, emdn, substance, priority, category } = row.entry;
    const closedAt = row.closedAt !== null && row.closedAt < until ? row.closedAt : null;
    return { ...row, closedAt, entry: { key, atc, emdn, substance, priority, category } };
  });
}

async function readUpdates(db: Db, { until }: Span): Promise<OfCase<RowUpdate>[]> {
  const { rows } = await sql<OfCase<RowUpdate>>`
    select u.case_id as "caseId", u.id, u.kind, u.created_at as "createdAt", u.on_date as "onDate",
      coalesce((select jsonb_agg(jsonb_build_object('noticeId', (x ->> 'noticeId')::bigint, 'kind', x ->> 'kind'))
                from jsonb_array_elements(u.changes) x), '[]') as changes,
      coalesce(s.status = 'retracted', false) as "isRetracted",
      case when u.decided_at >= ${until}::timestamptz then 'pending' else u.decision end as decision,
      case when u.decided_at < ${until}::timestamptz then u.decided_at end as "decidedAt",
      coalesce(u.decided_by = 'rule' or u.decided_by like 'rule %', false) as "byRule", u.extent as grade
    from case_update u left join snapshot s on s.id = u.snapshot_id
    where u.created_at < ${until}::timestamptz order by u.case_id, u.created_at, u.id`.execute(db);
  return rows;
}

type MessageRow = OfCase<Omit<RowMessage, "start">> & { readonly starts: readonly (IsoDate | null)[] };

async function readMessages(db: Db, { until }: Span): Promise<OfCase<RowMessage>[]> {
  const { rows } = await sql<MessageRow>`
    select m.id, m.case_id as "caseId", m.kind, m.urgency, m.published_at as "publishedAt", m.reviewed,
      m.advice ->> 'type' as "adviceType", origin.region_code as "originRegionCode",
      m.audience -> 'areas' as areas, m.audience -> 'roles' as roles, m.facts -> 'extent' ->> 'grade' as grade,
      jsonb_path_query_array(m.facts,
        '$.notices[*].packages[*] ? (@.status == "ongoing" || @.status == "upcoming").start') as starts
    from message m left join message origin on origin.id = m.origin_message_id
    where m.case_id is not null and m.purpose = 'readers' and m.published_at < ${until}::timestamptz
    order by m.case_id, m.version`.execute(db);
  return rows.map(({ starts, ...row }) => ({ ...row, start: earliest(starts) }));
}

async function readOwned(db: Db, { until }: Span): Promise<{ caseId: number; noticeId: number }[]> {
  const { rows } = await sql<{ caseId: number; noticeId: number }>`
    select c.id as "caseId", m.notice_id as "noticeId"
    from region_case c join match m on m.region_code = c.region_code and m.entry_key = c.entry_key and m.owns
    join notice n on n.id = m.notice_id and n.first_seen_at < ${until}::timestamptz
    order by c.id, m.notice_id`.execute(db);
  return rows;
}

async function readNotices(db: Db): Promise<Map<number, RowNotice>> {
  const { rows } = await sql<Omit<RowNotice, "start"> & { starts: (IsoDate | null)[] }>`
    select n.id, n.report_id as "reportId", n.product_name as product, n.atc, n.content ->> 'type' as type,
      n.content -> 'firstPublished' ->> 'value' as "firstPublished",
      jsonb_path_query_array(n.content, '$.packages[*].start.value') as starts
    from notice n`.execute(db);
  return new Map(rows.map(({ starts, ...row }) => [row.id, { ...row, start: earliest(starts) }]));
}
