import { sql } from "kysely";
import { SUBSCRIPTION_ENDED, type Lane } from "../domain/delivery.ts";
import type { Turn } from "../domain/rhythm.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/**
 * What waited for a subscription when it ended, as it still has, waits again, in the turn of its lane: of each case the newest version, which
 * may have come since, and of overviews the newest. What is over, or was taken back, is told only where something of the case
 * had come before; what may have been heard does not come again. Gives how many wait.
 */
export async function reviveWaiting(
  trx: Db,
  { subscriptionId, turns }: { subscriptionId: number; turns: Readonly<Record<Lane, Turn>> },
): Promise<number> {
  const given = Object.entries(turns).map(([was, turn]) => ({ was, ...turn }));
  const { rows } = await sql<{ id: number }>`
    with waited as (
      select distinct on (coalesce(m.case_id, -m.id)) d.id, d.message_id, d.subscription_id, d.channel, d.wishes, m.case_id,
        t.lane, t."dueAt" as due_at, newest.id as newest_id, newest.kind as newest_kind
      from subscription s
      join delivery d on d.subscription_id = s.id and d.state = 'cancelled' and d.finished_at >= s.ended_at
        and d.outcome ->> 'reason' = ${SUBSCRIPTION_ENDED.reason}
      join message m on m.id = d.message_id
      join jsonb_to_recordset(${jsonRows(given)}) as t(was text, lane text, "dueAt" timestamptz) on t.was = d.lane
      cross join lateral (
        select n.id, n.kind from message n
        where n.region_code = m.region_code and n.purpose = m.purpose and n.id >= m.id
          and (n.case_id = m.case_id or (n.case_id is null and m.case_id is null and n.facts ->> 'kind' = m.facts ->> 'kind'))
        order by n.id desc limit 1) newest
      where s.id = ${subscriptionId}
        and not exists (select from sending o where o.unsure
          and o.id in (select d.sending_id union select p.sending_id from delivery_part p where p.delivery_id = d.id))
      order by coalesce(m.case_id, -m.id), m.id desc
    ), going as (
      select * from waited w
      where w.newest_id = w.message_id or (w.case_id is not null and (w.newest_kind not in ('resolved', 'retraction')
        or exists (select from delivery o join message told on told.id = o.message_id
          where o.subscription_id = w.subscription_id and told.case_id = w.case_id
            and o.state in ('delivered', 'accepted', 'captured', 'unknown'))))
    ), apart as (
      delete from delivery_part p using going g where p.delivery_id = g.id and g.newest_id = g.message_id
    ), again as (
      update delivery d set state = 'due', outcome = null, finished_at = null, attempts = 0, sending_id = null,
        lane = g.lane, due_at = g.due_at
      from going g where d.id = g.id and g.newest_id = g.message_id
      returning d.id
    ), instead as (
      insert into delivery (message_id, subscription_id, channel, lane, state, attempts, due_at, wishes)
      select newest_id, subscription_id, channel, lane, 'due', 0, due_at, wishes from going
      where newest_id <> message_id order by id
      on conflict (message_id, subscription_id) do nothing
      returning id
    )
    select id from again union all select id from instead`.execute(trx);
  return rows.length;
}
