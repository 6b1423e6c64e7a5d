import { sql } from "kysely";
import type { Db } from "../../src/db/schema.ts";

/**
 * Hands a year's messages out where the rows lie: of the subscriptions that there were then so many in a hundred have each,
 * with every end that a delivery comes to. Which is as good as chance and the same each time.
 */
export async function writeDeliveries(db: Db, fits: number): Promise<void> {
  await sql`
    insert into delivery (message_id, subscription_id, channel, state, attempts, due_at, lane, outcome, finished_at)
    select message_id, subscription_id, channel, state, 1, published_at, lane,
      case when state = 'cancelled' then jsonb_build_object('kind', 'cancelled', 'reason', 'over', 'why',
        (array['superseded', 'ended', 'suppressed', 'silent'])[1 + turn / 7 % 4]) end,
      case when state not in ('due', 'sending') then published_at + make_interval(mins => case
        when channel <> 'email' or lane = 'urgent' then (turn % 9)::int
        when turn % 250 = 3 then (60 * 24 * 40)::int else (turn % 1440)::int end) end
    from (
      select *, case
        when turn % 97 = 0 then 'dead' when turn % 89 = 0 then 'cancelled' when turn % 83 = 0 then 'unknown'
        when turn % 401 = 0 then 'captured' when turn % 503 = 0 then 'due' when turn % 509 = 0 then 'sending'
        when channel = 'email' and turn % 5 = 0 then 'accepted' else 'delivered' end as state
      from (
        select m.id as message_id, u.id as subscription_id, u.channel, m.published_at,
          case when m.urgency = 'high' then 'urgent' when u.channel = 'email' then 'digest' else 'ordinary' end as lane,
          (m.id * 2654435761 + u.id * 40503 + m.id * u.id * 97) % 1000003 as turn
        from message m join subscription u on u.region_code = m.region_code and u.purpose = m.purpose
        where u.confirmed_at <= m.published_at and (u.ended_at is null or u.ended_at > m.published_at)
      ) pair
      where turn % 100 < ${fits}
    ) fated
    order by message_id, subscription_id`.execute(db);
  // Of some mail it is told that it came back, was marked as spam or is late: of one part, or of all.
  await sql`
    with chosen as (
      select id, subscription_id, finished_at, row_number() over (order by id) as place from delivery
      where channel = 'email' and state in ('delivered', 'accepted') and id % 61 = 0
    ), sent as (
      insert into sending (subscription_id, channel, lane, state, key, created_at, finished_at)
      select subscription_id, 'email', 'digest', 'delivered', 'year-' || id, finished_at, finished_at from chosen
      order by place returning id, key
    ), back as (
      insert into mail_return (sending_id, verdict, reason, via, received_at)
      select sent.id, (array['hard', 'soft', 'complaint', 'delayed', 'content'])[1 + chosen.place % 5], 'no such mailbox', 'inbox',
        chosen.finished_at + make_interval(hours => (chosen.place % 900)::int)
      from sent join chosen on sent.key = 'year-' || chosen.id
    )
    insert into delivery_part (delivery_id, sending_id)
    select chosen.id, sent.id from sent join chosen on sent.key = 'year-' || chosen.id where chosen.place % 2 = 0`.execute(
    db,
  );
  await sql`
    update delivery d set sending_id = s.id from sending s
    where s.key = 'year-' || d.id and not exists (select from delivery_part p where p.sending_id = s.id)`.execute(db);
  // Of what nobody took somebody sends some anew.
  await sql`
    with dead as (
      select d.id, d.subscription_id, d.channel, d.lane, d.finished_at, row_number() over (order by d.id) as place
      from delivery d where d.state = 'dead' and d.id % 5 = 0
    ), again as (
      insert into sending (subscription_id, channel, lane, state, key, created_at, finished_at)
      select subscription_id, channel, lane, 'delivered', 'again-' || id, finished_at, finished_at from dead
      order by place returning id, key
    )
    insert into sending (subscription_id, channel, lane, state, key, created_at, finished_at, handled_at, replayed_as)
    select dead.subscription_id, dead.channel, dead.lane, 'dead', 'dead-' || dead.id, dead.finished_at, dead.finished_at,
      dead.finished_at + make_interval(hours => (dead.place % 200)::int), again.id
    from dead join again on again.key = 'again-' || dead.id order by dead.place`.execute(db);
  await sql`update sending s set region_code = u.region_code from subscription u
    where u.id = s.subscription_id and s.region_code is null`.execute(db);
  await sql`analyze`.execute(db);
}
