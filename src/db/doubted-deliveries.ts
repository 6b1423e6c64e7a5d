import { sql } from "kysely";
import type { Outcome } from "../domain/delivery.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

interface Doubt {
  readonly until: Date;
  readonly outcome: Outcome;
  readonly now: Date;
  readonly limit: number;
}

/** Deliveries without a sending that were due by then are `unknown`; resolves with how many. */
export async function doubtDueDeliveries(trx: Db, { until, outcome, now, limit }: Doubt): Promise<number> {
  const { numAffectedRows } = await sql`
    update delivery set state = 'unknown', outcome = ${json(outcome)}::jsonb, finished_at = ${now}::timestamptz
    where id in (
      select id from delivery where state = 'due' and due_at <= ${until}::timestamptz
      order by due_at, id limit ${limit} for update skip locked)`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

/** The same of sendings that wait for an attempt, with their deliveries; resolves with how many deliveries. */
export async function doubtDueSendings(trx: Db, { until, outcome, now, limit }: Doubt): Promise<number> {
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
      from doubted where d.sending_id = doubted.id returning d.id
    )
    select (select count(*) from doubted) as sendings, (select count(*) from told) as deliveries`.execute(trx);
  return rows[0]?.deliveries ?? 0;
}
