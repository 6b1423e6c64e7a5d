import { sql } from "kysely";
import type { ReturnedRecipient, ReturnWay } from "../domain/mail-return.ts";
import type { SubscriptionState } from "../domain/subscription.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** A sending that something came back for, with who subscribes, held until the end of the transaction. */
export interface ReturnedSending {
  readonly id: number;
  readonly key: string;
  readonly channel: string;
  readonly remote: string;
  readonly finishedAt: Date | null;
  readonly regionCode: string;
  readonly subscriptionId: number;
  readonly target: unknown;
  readonly targetHash: string;
  readonly state: SubscriptionState;
  /** When it was last begun, or went on. */
  readonly begunAt: Date;
}

/** Those with one of the ids, or one of the keys. */
export async function holdReturned(
  trx: Db,
  { channel, ids, keys }: { channel: string; ids: readonly number[]; keys: readonly string[] },
): Promise<ReturnedSending[]> {
  const { rows } = await sql<ReturnedSending>`
    select s.id, s.key, s.channel, s.remote, s.finished_at as "finishedAt", u.region_code as "regionCode",
      u.id as "subscriptionId", u.target, u.target_hash as "targetHash", u.state,
      greatest(u.confirmed_at, u.resumed_at) as "begunAt"
    from sending s join subscription u on u.id = s.subscription_id
    where s.channel = ${channel} and s.key is not null
      and (s.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(ids)}))
        or s.key in (select jsonb_array_elements_text(${jsonRows(keys)})))
    order by s.id for update of u`.execute(trx);
  return rows;
}

/** False when that was said of the sending before. */
export async function insertReturn(
  trx: Db,
  input: Pick<ReturnedRecipient, "verdict" | "status" | "reason"> & { sendingId: number; via: ReturnWay; now: Date },
): Promise<boolean> {
  const { sendingId, verdict, status, reason, via, now } = input;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("mail_return")
    .values({ sending_id: sendingId, verdict, status, reason, via, received_at: now })
    .onConflict((conflict) => conflict.columns(["sending_id", "verdict"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** How many sendings to a subscription came back since then that were not taken. */
export async function countSoft(
  trx: Db,
  { subscriptionId, since }: { subscriptionId: number; since: Date },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from mail_return r join sending s on s.id = r.sending_id
    where s.subscription_id = ${subscriptionId} and r.verdict = 'soft' and r.received_at > ${since}::timestamptz`.execute(
    trx,
  );
  return rows[0]?.count ?? 0;
}

/** How many who subscribe at a remote say since then that our mails prove nothing, and how many subscribe there. */
export async function countUnproven(
  trx: Db,
  { channel, remote, since }: { channel: string; remote: string; since: Date },
): Promise<{ unproven: number; readers: number }> {
  const { rows } = await sql<{ unproven: number; readers: number }>`
    with told as (
      select distinct u.target_hash from mail_return r join sending s on s.id = r.sending_id
        join subscription u on u.id = s.subscription_id
      where r.verdict = 'misconfigured' and r.received_at > ${since}::timestamptz
        and s.channel = ${channel} and s.remote = ${remote}
    )
    select (select count(*)::int from told) as unproven, count(distinct u.target_hash)::int as readers
    from subscription u join lateral (
      select s.remote from sending s where s.subscription_id = u.id order by s.id desc limit 1) s on s.remote = ${remote}
    where u.channel = ${channel} and u.state = 'active'`.execute(trx);
  return rows[0] ?? { unproven: 0, readers: 0 };
}
