import { sql } from "kysely";
import type { Lane, Outcome } from "../domain/delivery.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";
import type { DueDelivery } from "./sendings.ts";

/**
 * The first deliveries without a sending that were due by then, held until the end of the transaction, those of one
 * subscription beside each other. Also of paused ones, which were perhaps not paused when it was sent.
 */
export async function holdDoubtedDeliveries(
  trx: Db,
  { until, limit }: { until: Date; limit: number },
): Promise<(DueDelivery & { readonly channel: string; readonly lane: Lane })[]> {
  const { rows } = await sql<DueDelivery & { channel: string; lane: Lane }>`
    select d.id, d.subscription_id as "subscriptionId", d.channel, d.lane, d.due_at as "dueAt", s.target,
      s.state = 'ended' as "isEnded"
    from delivery d join subscription s on s.id = d.subscription_id
    where d.state = 'due' and d.due_at <= ${until}::timestamptz
    order by d.subscription_id, d.id limit ${limit} for update of d skip locked`.execute(trx);
  return rows;
}

/** Sendings that wait for an attempt and were due by then are `unknown`, with their deliveries; resolves with how many. */
export async function doubtDueSendings(
  trx: Db,
  { until, outcome, now, limit }: { until: Date; outcome: Outcome; now: Date; limit: number },
): Promise<{ sendings: number; deliveries: number }> {
  const { rows } = await sql<{ sendings: number; deliveries: number }>`
    with doubted as (
      update sending set state = 'unknown', outcome = ${json(outcome)}::jsonb, unsure = true, lease_until = null,
        finished_at = ${now}::timestamptz
      where id in (
        select id from sending where state in ('due', 'claimed') and due_at <= ${until}::timestamptz
        order by id limit ${limit} for update skip locked)
      returning id
    ), told as (
      update delivery d set state = 'unknown', outcome = ${json(outcome)}::jsonb, finished_at = ${now}::timestamptz
      where d.sending_id in (select id from doubted)
        or d.id in (select p.delivery_id from delivery_part p join doubted on doubted.id = p.sending_id)
      returning d.id
    )
    select (select count(*)::int from doubted) as sendings, (select count(*)::int from told) as deliveries`.execute(
    trx,
  );
  return rows[0] ?? { sendings: 0, deliveries: 0 };
}
