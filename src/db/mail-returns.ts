import { sql, type RawBuilder } from "kysely";
import type { Lane } from "../domain/delivery.ts";
import type { ReturnedAs, PickedReturn, ReturnWay } from "../domain/mail-return.ts";
import type { SubscriptionState } from "../domain/subscription.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";
import { membersOf } from "./sending-parts.ts";

/**
 * What the returns `r` of one mail make of it together, in SQL: the worst that was said. Null where all are of somebody
 * behind its address: the others have it.
 */
export const returnedAs = sql<ReturnedAs | null>`(case
  when bool_or(r.verdict not in ('complaint', 'delayed') and not r.behind) then 'returned'
  when bool_or(r.verdict = 'complaint') then 'complained' when bool_or(not r.behind) then 'late' end)`;

/** The same of the sending with that id; null where nothing was said of it. */
export function returnedAsOf(id: RawBuilder<unknown>): RawBuilder<ReturnedAs | null> {
  return sql`(select ${returnedAs} from mail_return r where r.sending_id = ${id} group by r.sending_id)`;
}

/** Of deliveries `d` that fit, those of whose mail something was said since, as `(id, as)`: in several parts the worst. */
export function returnedDeliveries(fits: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select d.id, ${returnedAs} as returned_as
    from delivery d left join delivery_part p on p.delivery_id = d.id
      join mail_return r on r.sending_id = coalesce(p.sending_id, d.sending_id)
    where ${fits} group by d.id)`;
}

/** A sending that something came back for, with who subscribes, held until the end of the transaction. */
export interface ReturnedSending {
  readonly id: number;
  readonly key: string;
  readonly channel: string;
  readonly lane: Lane;
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
    select s.id, s.key, s.channel, s.lane, s.remote, s.finished_at as "finishedAt", u.region_code as "regionCode",
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
  input: Pick<PickedReturn, "verdict" | "status" | "reason" | "behind"> & {
    sendingId: number;
    via: ReturnWay;
    now: Date;
  },
): Promise<boolean> {
  const { sendingId, verdict, status, reason, behind, via, now } = input;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("mail_return")
    .values({ sending_id: sendingId, verdict, status, reason, behind, via, received_at: now })
    .onConflict((conflict) => conflict.columns(["sending_id", "verdict"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** What has become of each delivery of a sending by what came back, by their ids. */
export async function readReturnedOf(trx: Db, sendingId: number): Promise<Map<number, ReturnedAs>> {
  const isMember = sql`d.id in (
    select m.id from sending s cross join lateral ${membersOf("s")} m where s.id = ${sendingId})`;
  const { rows } = await sql<{ id: number; returnedAs: ReturnedAs }>`
    select id, returned_as as "returnedAs" from ${returnedDeliveries(isMember)} back where returned_as is not null`.execute(
    trx,
  );
  return new Map(rows.map((row) => [row.id, row.returnedAs]));
}

/** How many sendings to a subscription came back since then that its own receiver did not take. */
export async function countSoft(
  trx: Db,
  { subscriptionId, since }: { subscriptionId: number; since: Date },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from mail_return r join sending s on s.id = r.sending_id
    where s.subscription_id = ${subscriptionId} and r.verdict = 'soft' and not r.behind and r.received_at > ${since}::timestamptz`.execute(
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

/** The ids of active subscriptions of readers at a target that were begun before, held until the end of the transaction. */
export async function holdActiveOf(
  trx: Db,
  { channel, targetHash, begunBefore }: { channel: string; targetHash: string; begunBefore: Date },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select u.id from subscription u
    where u.channel = ${channel} and u.target_hash = ${targetHash} and u.purpose = 'readers' and u.state = 'active'
      and greatest(u.confirmed_at, u.resumed_at) <= ${begunBefore}::timestamptz
    order by u.id for update of u`.execute(trx);
  return rows.map(({ id }) => id);
}
