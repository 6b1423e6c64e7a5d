import { sql } from "kysely";
import type { DeliveryRow, ReplayRow } from "../domain/outreach/delivery-figures.ts";
import type { FollowedSpan, Span } from "./outreach-cases.ts";
import type { Db } from "./schema.ts";

/**
 * What became of the messages that readers were told, by message, channel and time. There are millions of deliveries: they
 * are counted where they lie.
 */
export async function readDeliveryRows(db: Db, { from, to, until }: FollowedSpan): Promise<DeliveryRow[]> {
  const { rows } = await sql<Omit<DeliveryRow, "id">>`
    with back as (
      select delivery_id, bool_or(verdict not in ('complaint', 'delayed')) as returned, bool_or(verdict = 'complaint') as complained
      from (
        select p.delivery_id, r.verdict from mail_return r join delivery_part p on p.sending_id = r.sending_id
          where r.received_at < ${until}::timestamptz
        union all
        select d.id, r.verdict from mail_return r join delivery d on d.sending_id = r.sending_id
          where r.received_at < ${until}::timestamptz
      ) said group by 1
    ), told as (
      select id, region_code, urgency, published_at from message
      where purpose = 'readers' and published_at >= ${from}::timestamptz and published_at < ${to}::timestamptz
    ), counted as (
      select d.message_id, d.channel, d.lane, about.fate,
        case when about.fate in ('delivered', 'complained', 'accepted')
          then greatest(0, floor(extract(epoch from d.finished_at - told.published_at) / 60)::int) end as minutes,
        count(*)::int as weight
      from told join delivery d on d.message_id = told.id left join back on back.delivery_id = d.id
        cross join lateral (select case
          when d.finished_at is null or d.finished_at >= ${until}::timestamptz then 'waiting'
          when back.returned and d.state in ('delivered', 'accepted') then 'returned'
          when back.complained and d.state in ('delivered', 'accepted') then 'complained'
          when back.delivery_id is not null and d.state in ('delivered', 'accepted') then 'late'
          when d.state = 'cancelled' then case d.outcome ->> 'why'
            when 'superseded' then 'superseded' when 'ended' then 'left' when 'suppressed' then 'suppressed' else 'needless' end
          when d.state = 'dead' then 'failed'
          when d.state in ('due', 'sending') then 'waiting'
          else d.state end as fate) about
      group by 1, 2, 3, 4, 5
    )
    select c.message_id as "messageId", told.region_code as "regionCode", c.channel, c.lane, told.urgency,
      told.published_at as "publishedAt", c.fate, c.minutes, c.weight
    from counted c join told on told.id = c.message_id
    order by c.message_id, c.channel, c.lane, c.fate, c.minutes`.execute(db);
  return rows.map((row) => ({ ...row, id: String(row.messageId) }));
}

/** Dead letters that somebody sent anew between two instants. */
export async function readReplayRows(db: Db, { from, until }: Span): Promise<ReplayRow[]> {
  const { rows } = await sql<Omit<ReplayRow, "id"> & { readonly id: number }>`
    select s.id, s.region_code as "regionCode", s.channel, s.handled_at as "replayedAt"
    from sending s join subscription u on u.id = s.subscription_id
    where s.replayed_as is not null and s.handled_at >= ${from}::timestamptz and s.handled_at < ${until}::timestamptz
      and u.purpose = 'readers'
    order by s.region_code, s.id`.execute(db);
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}
