import { sql } from "kysely";
import type { DecisionRow } from "../domain/outreach/decision-figures.ts";
import type { FallRow } from "../domain/outreach/hold-figures.ts";
import type { MessageRow } from "../domain/outreach/message-figures.ts";
import type { QuestionRow } from "../domain/outreach/question-figures.ts";
import type { FollowedSpan, Span } from "./outreach-cases.ts";
import type { Db } from "./schema.ts";

/** What readers were told between two instants, in order. */
export async function readMessageRows(db: Db, { from, until }: Span): Promise<MessageRow[]> {
  const { rows } = await sql<Omit<MessageRow, "id"> & { readonly id: number }>`
    with spent as (
      select d.message_id, sum(t.minutes)::int as minutes
      from draft d join decision_minutes t on t.draft_id = d.id where d.message_id is not null group by 1
    )
    select m.id, m.region_code as "regionCode", m.case_id as "caseId", m.kind, m.urgency, m.published_at as "publishedAt",
      m.reviewed, not m.reviewed and (m.published_by = 'rule' or m.published_by like 'rule %') as "byRule",
      m.advice ->> 'type' as "adviceType", origin.region_code as "originRegionCode",
      origin.id is not null and not exists (
        select from message e where e.case_id = m.case_id and e.origin_message_id = origin.id and e.version < m.version
      ) as "takesOver",
      coalesce(m.audience -> 'areas', '[]') as areas, coalesce(m.audience -> 'roles', '[]') as roles,
      m.facts -> 'extent' ->> 'grade' as grade, own.minutes, theirs.minutes as "originMinutes"
    from message m left join message origin on origin.id = m.origin_message_id
      left join spent own on own.message_id = m.id left join spent theirs on theirs.message_id = origin.id
    where m.purpose = 'readers' and m.published_at >= ${from}::timestamptz and m.published_at < ${until}::timestamptz
    order by m.region_code, m.published_at, m.id`.execute(db);
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

/** Cases that a person put aside between two instants: what was put aside at once is one decision. */
export async function readDismissalRows(db: Db, { from, until }: Span): Promise<DecisionRow[]> {
  const { rows } = await sql<Omit<DecisionRow, "kind" | "id"> & { readonly id: number }>`
    select min(u.id) as id, c.region_code as "regionCode", u.case_id as "caseId", u.decided_at as "decidedAt",
      (select sum(t.minutes)::int from decision_minutes t
       where t.case_id = u.case_id and t.draft_id is null and t.noted_at = u.decided_at) as minutes
    from case_update u join region_case c on c.id = u.case_id
    where u.decision = 'dismissed' and u.decided_at >= ${from}::timestamptz and u.decided_at < ${until}::timestamptz
    group by u.case_id, c.region_code, u.decided_at order by c.region_code, u.decided_at, min(u.id)`.execute(db);
  return rows.map((row) => ({ ...row, id: `update-${row.id}`, kind: "dismissal" }));
}

/** Advice that went stale between two instants, with the first that came of it before the second. */
export async function readFallRows(db: Db, { from, to, until }: FollowedSpan): Promise<FallRow[]> {
  const { rows } = await sql<Omit<FallRow, "id"> & { readonly id: number }>`
    select f.id, c.region_code as "regionCode", f.case_id as "caseId", f.fell_at as "fellAt",
      mended.mended_at as "mendedAt", mended.kind as "mendedBy",
      (select min(m.published_at) from message m where m.case_id = f.case_id and m.purpose = 'readers'
         and m.id > f.message_id and m.published_at >= f.fell_at and m.published_at < ${until}::timestamptz) as "toldAt"
    from advice_fall f join region_case c on c.id = f.case_id
      left join lateral (
        select x.mended_at, x.kind from advice_mending x
        where x.fall_id = f.id and x.mended_at < ${until}::timestamptz order by x.mended_at, x.id limit 1
      ) mended on true
    where f.fell_at >= ${from}::timestamptz and f.fell_at < ${to}::timestamptz
    order by c.region_code, f.fell_at, f.id`.execute(db);
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

/** Questions that were asked between two instants. What they say is not read. */
export async function readQuestionRows(db: Db, { from, to, until }: FollowedSpan): Promise<QuestionRow[]> {
  const { rows } = await sql<Omit<QuestionRow, "id"> & { readonly id: number }>`
    select id, region_code as "regionCode", case_id as "caseId", asked_at as "askedAt",
      case when state = 'closed' and closed_at < ${until}::timestamptz then closed_at end as "answeredAt"
    from question where asked_at >= ${from}::timestamptz and asked_at < ${to}::timestamptz
    order by region_code, asked_at, id`.execute(db);
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}
