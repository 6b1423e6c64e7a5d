import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { Headcount, ReachRow } from "../domain/outreach/reach-figures.ts";
import { ENDED_BY_SUBSCRIBER } from "../domain/subscription.ts";
import type { FollowedSpan } from "./outreach-cases.ts";
import type { Db } from "./schema.ts";

const ZONE = sql`'Europe/Stockholm'`;

/**
 * Subscriptions of readers as they stood at a period's end, counted where they lie. What one was before it was begun anew,
 * an earlier pause than its last and an earlier wording of a wish are kept nowhere.
 */
export async function readReachRows(
  db: Db,
  { from, to, until, days }: FollowedSpan & { readonly days: { readonly from: IsoDate; readonly to: IsoDate } },
): Promise<ReachRow[]> {
  const { rows } = await sql<Omit<ReachRow, "id">>`
    with had as (
      select d.subscription_id, count(*)::int as messages
      from message m join delivery d on d.message_id = m.id
      where m.purpose = 'readers' and m.published_at >= ${from}::timestamptz and m.published_at < ${to}::timestamptz
        and d.state in ('delivered', 'accepted') and d.finished_at < ${until}::timestamptz
      group by 1
    ), wishes as (
      select subscription_id, jsonb_agg(distinct filter) as filters from wish
      where begun_at < ${to}::timestamptz and (ended_at is null or ended_at >= ${to}::timestamptz) group by 1
    ), stood as (
      select u.*, (u.confirmed_at at time zone ${ZONE})::date as begun_on,
        case when u.ended_at < ${to}::timestamptz then (u.ended_at at time zone ${ZONE})::date end as ended_on,
        case when u.paused_at < ${to}::timestamptz and u.paused_at >= u.confirmed_at
          then (u.paused_at at time zone ${ZONE})::date end as paused_on,
        case when u.resumed_at < ${to}::timestamptz and u.resumed_at >= u.paused_at
          then (u.resumed_at at time zone ${ZONE})::date end as resumed_on
      from subscription u
      where u.purpose = 'readers' and u.confirmed_at < ${to}::timestamptz
        and (u.ended_at is null or u.ended_at >= ${from}::timestamptz)
    ), counted as (
      select s.region_code, s.channel,
        exists (select from consent c where c.subscription_id = s.id and c.agreed_version like 'shared-mailbox%') as shared,
        coalesce(w.filters, jsonb_build_array(s.filter)) as filters,
        s.ended_on is null and (s.paused_on is null or s.resumed_on is not null) as active,
        case when s.ended_on is not null
          then coalesce(s.ended_reason, case when s.state_reason = ${ENDED_BY_SUBSCRIBER} then 'unsaid' else 'others' end) end as ended,
        coalesce(h.messages, 0) as messages,
        greatest(0, least(coalesce(s.ended_on, ${days.to}::date), ${days.to}::date)
          - greatest(s.begun_on, ${days.from}::date) + 1
          - case when s.paused_on is null then 0 else greatest(0,
              least(coalesce(s.resumed_on - 1, ${days.to}::date), coalesce(s.ended_on, ${days.to}::date), ${days.to}::date)
              - greatest(s.paused_on + 1, s.begun_on, ${days.from}::date) + 1) end) as days
      from stood s left join wishes w on w.subscription_id = s.id left join had h on h.subscription_id = s.id
    )
    select region_code as "regionCode", channel, shared as "isShared", filters, active as "isActive", ended,
      sum(messages)::int as messages, sum(days)::int as days, count(*)::int as weight
    from counted group by region_code, channel, shared, filters, active, ended
    order by region_code, channel, shared, filters, active, ended`.execute(db);
  // Whose subscriptions they are is not told: a row is opened by its place among them.
  return rows.map((row, place) => ({ ...row, id: String(place + 1) }));
}

/** What regions have said of how many there are to reach, the newest last. */
export async function readHeadcounts(db: Db): Promise<Headcount[]> {
  return db
    .selectFrom("region_headcount")
    .select(["region_code as regionCode", "role", "valid_from as validFrom", "count"])
    .orderBy("valid_from")
    .orderBy("id")
    .execute();
}

export async function insertHeadcount(
  trx: Db,
  { source, now, ...headcount }: Headcount & { readonly source: string; readonly now: Date },
): Promise<number> {
  const { regionCode, role, validFrom, count } = headcount;
  const { id } = await trx
    .insertInto("region_headcount")
    .values({ region_code: regionCode, role, valid_from: validFrom, count, source, noted_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
