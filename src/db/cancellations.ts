import { sql } from "kysely";
import type { Cancelled } from "../domain/delivery.ts";
import type { MessageKind } from "../domain/message.ts";
import { json, jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";
import { STILL_FITS } from "./receivers.ts";
import { membersOf } from "./sending-parts.ts";

/** A delivery of a sending that waits, in whichever part of it. */
export interface WaitingMember {
  readonly id: number;
  readonly sendingId: number;
  readonly messageId: number;
}

/**
 * One that a newer version of the same case forbids: its receiver has had that, or may have; it takes back what waits; or it
 * corrects it and goes out now as well.
 */
export interface SupersededDelivery extends WaitingMember {
  readonly newerId: number;
  readonly newerKind: MessageKind;
  readonly newerSent: boolean;
}

export async function readSuperseded(
  trx: Db,
  { sendingIds, now }: { sendingIds: readonly number[]; now: Date },
): Promise<SupersededDelivery[]> {
  if (sendingIds.length === 0) return [];
  // The few sendings first: a database that has not counted its rows yet begins with every pair of versions otherwise.
  const { rows } = await sql<SupersededDelivery>`
    with member as materialized (
      select s.id as sending_id, s.subscription_id, split_part(s.key, '-part-', 1) as digest, d.id, d.message_id
      from sending s cross join lateral ${membersOf("s")} d
      where s.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(sendingIds)})))
    select distinct on (s.sending_id, s.id) s.id, s.sending_id as "sendingId", s.message_id as "messageId",
      newer.id as "newerId", newer.kind as "newerKind", coalesce(about.sent, false) as "newerSent"
    from member s join message m on m.id = s.message_id and m.purpose = 'readers'
    join message newer on newer.case_id = m.case_id and newer.version > m.version and newer.purpose = m.purpose
    left join delivery n on n.message_id = newer.id and n.subscription_id = s.subscription_id
    left join sending told on told.id = n.sending_id
    cross join lateral (select n.state in ('delivered', 'accepted', 'captured', 'unknown')
        -- A part of the same digest tells the newer one beside it, and says so.
        and s.digest is distinct from split_part(told.key, '-part-', 1) as sent,
      n.state = 'sending' or (n.state = 'due' and n.due_at <= ${now}::timestamptz) as goes) about
    where about.sent or newer.kind = 'retraction' or (newer.kind = 'correction' and about.goes)
    order by s.sending_id, s.id, about.sent desc nulls last, newer.id desc`.execute(trx);
  return rows;
}

/**
 * Retractions of which the receiver has had nothing that they take back, and cannot get it any more: what was handed out to
 * them of the case is cancelled, or waits and goes nowhere now. Not where something went out in parts since: which messages
 * stood in those that were heard is not known of what was sent no further.
 */
export async function readUnheardRetractions(
  trx: Db,
  { sendingIds }: { sendingIds: readonly number[] },
): Promise<WaitingMember[]> {
  if (sendingIds.length === 0) return [];
  const { rows } = await sql<WaitingMember>`
    select d.id, s.id as "sendingId", d.message_id as "messageId"
    from sending s cross join lateral ${membersOf("s")} d
    join message m on m.id = d.message_id and m.purpose = 'readers' and m.kind = 'retraction'
    cross join lateral (
      select min(older.published_at) as since,
        bool_and(o.state = 'cancelled' or (o.state in ('due', 'sending') and w.unsure is not true)) as unheard
      from message older join delivery o on o.message_id = older.id and o.subscription_id = s.subscription_id
        left join sending w on w.id = o.sending_id
      where older.case_id = m.case_id and older.version < m.version and older.purpose = m.purpose) about
    where s.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(sendingIds)})) and not s.unsure
      and about.unheard
      and not exists (select from sending p where p.subscription_id = s.subscription_id and p.parts > 1
        and p.created_at >= about.since and p.state in ('delivered', 'accepted', 'captured', 'unknown'))`.execute(trx);
  return rows;
}

/** What fitted no wish but such as their reader has ended since, or changed so that it no longer fits. */
export async function readUnwished(
  trx: Db,
  { sendingIds }: { sendingIds: readonly number[] },
): Promise<WaitingMember[]> {
  if (sendingIds.length === 0) return [];
  const { rows } = await sql<WaitingMember>`
    select d.id, s.id as "sendingId", d.message_id as "messageId"
    from sending s cross join lateral ${membersOf("s")} member join delivery d on d.id = member.id
    where s.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(sendingIds)}))
      and exists (select from wish w
        where w.subscription_id = s.subscription_id and (w.ended_reason = 'subscriber' or w.changed))
      and d.wishes is not null and not exists (
        select from wish w where w.subscription_id = s.subscription_id and d.wishes @> to_jsonb(w.id)
          and w.ended_reason is distinct from 'subscriber' and ${STILL_FITS})`.execute(trx);
  return rows;
}

/** Ends deliveries that nobody need send, and parts them from the sending that they were to go with. */
export async function cancelDeliveries(
  trx: Db,
  { ids, outcome, now }: { ids: readonly number[]; outcome: Cancelled; now: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable("delivery")
    .set({ state: "cancelled", outcome: json(outcome), finished_at: now, sending_id: null })
    .where("id", "in", ids)
    .execute();
}

/**
 * Deliveries of a sending that is not sent are due again, but for those of some messages; those of a digest do not wait for
 * the next. Of another's claim it is left alone.
 */
export async function releaseMembers(
  trx: Db,
  input: { sendingId: number; generation: number; exceptMessages: readonly number[]; now: Date },
): Promise<void> {
  const { sendingId, generation, exceptMessages, now } = input;
  await sql`
    update delivery set state = 'due', sending_id = null, due_at = least(due_at, ${now}::timestamptz),
      lane = case lane when 'digest' then 'ordinary' else lane end
    where sending_id = ${sendingId} and state = 'sending'
      and exists (select from sending where id = ${sendingId} and claim_generation = ${generation})
      and message_id not in (select value::bigint from jsonb_array_elements_text(${jsonRows(exceptMessages)}))`.execute(
    trx,
  );
}

/** Ends what waits for subscriptions, gathered or not; what is in hand is in hand. */
export async function cancelWaitingOf(
  db: Db,
  { subscriptionIds, outcome, now }: { subscriptionIds: readonly number[]; outcome: Cancelled; now: Date },
): Promise<void> {
  if (subscriptionIds.length === 0) return;
  const ids = sql`(select value::bigint from jsonb_array_elements_text(${jsonRows(subscriptionIds)}))`;
  const end = sql`state = 'cancelled', outcome = ${json(outcome)}::jsonb, finished_at = ${now}::timestamptz`;
  await sql`
    with waiting as (
      update sending s set ${end} where s.state = 'due' and s.subscription_id in ${ids} returning s.id
    )
    update delivery d set ${end}
    where d.subscription_id in ${ids}
      and (d.state = 'due' or (d.state = 'sending' and (d.sending_id in (select id from waiting)
        or d.id in (select p.delivery_id from delivery_part p join waiting on waiting.id = p.sending_id))))`.execute(
    db,
  );
}
