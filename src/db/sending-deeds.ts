import { sql, type RawBuilder } from "kysely";
import type { Lane } from "../domain/delivery.ts";
import type { SendingSelection } from "../domain/sending-view.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** What hinders a sending from going out again. */
interface Hindrance {
  /** All that it could say was taken back since, or its receiver has something newer. */
  readonly withdrawn: boolean;
  /** Its receiver is paused, or has left. */
  readonly unreachable: boolean;
  /** There is a newer version of a case in it, or the time of an advice is over. */
  readonly outdated: boolean;
}

/** What a decision on these would be about. */
export interface SelectionCount {
  readonly sendings: number;
  readonly messages: number;
  /** Each sending is counted under the first that holds for it. */
  readonly withdrawn: number;
  readonly unreachable: number;
  readonly outdated: number;
  /** Of those that go out: an earlier attempt may have been heard. */
  readonly unsure: number;
  /** The newest of them; null when there is none. */
  readonly upTo: number | null;
  /** Of those that it is about, or when something goes out, that go out; `targets` as well. */
  readonly remotes: readonly { readonly channel: string; readonly remote: string; readonly sendings: number }[];
  /** Of the first of them; secrets, to be described by their channel. */
  readonly targets: readonly { readonly channel: string; readonly target: unknown }[];
}

const SHOWN_TARGETS = 10;

const HINDRANCES = sql`about.withdrawn, u.state <> 'active' as unreachable, about.outdated`;

export async function countSelection(
  db: Db,
  { selection, today, goesOut }: { selection: SendingSelection; today: string; goesOut: boolean },
): Promise<SelectionCount> {
  // What nobody knows goes out as it was written, to where it went.
  const target = selection.state === "dead" ? sql`u.target` : sql`coalesce(s.envelope -> 'target', u.target)`;
  const reached = goesOut ? sql`where not withdrawn and not unreachable` : sql``;
  const { rows } = await sql<SelectionCount>`
    with chosen as materialized (
      select s.id, s.channel, s.remote, s.unsure, ${target} as target, ${HINDRANCES}, about.messages
      from ${judged({ today, ...selection })} where ${chosen(selection)}
    ), reached as (select * from chosen ${reached})
    select count(*)::int as sendings, coalesce(sum(messages), 0)::int as messages, max(id) as "upTo",
      count(*) filter (where withdrawn)::int as withdrawn,
      count(*) filter (where unreachable and not withdrawn)::int as unreachable,
      count(*) filter (where outdated and not withdrawn and not unreachable)::int as outdated,
      (select count(*)::int from reached where unsure) as unsure,
      (select coalesce(jsonb_agg(r order by r.sendings desc, r.channel, r.remote), '[]') from (
        select channel, remote, count(*)::int as sendings from reached group by channel, remote) r) as remotes,
      (select coalesce(jsonb_agg(jsonb_build_object('channel', t.channel, 'target', t.target) order by t.id), '[]') from (
        select * from reached order by id limit ${SHOWN_TARGETS}) t) as targets
    from chosen`.execute(db);
  const [counted] = rows;
  if (counted === undefined) throw new Error("db/sending-deeds: unable to count a selection: no row came");
  return counted;
}

/** A sending that is held until the end of the transaction: nobody else decides on it, or has it in hand. */
export interface HeldSending extends Hindrance {
  readonly id: number;
  readonly regionCode: string;
  readonly channel: string;
  readonly lane: Lane;
  readonly subscriptionId: number;
  readonly target: unknown;
  readonly generation: number;
  readonly unsure: boolean;
  readonly repeats: number;
  /** In how many a digest goes out that is too long for one. */
  readonly parts: number;
  readonly deliveryIds: readonly number[];
}

/** The first sendings of a selection above an id that no other transaction holds, in order of their ids. */
export async function holdSelection(
  trx: Db,
  input: { selection: SendingSelection; after: number; limit: number; today: string },
): Promise<HeldSending[]> {
  const { selection, after, limit, today } = input;
  const { rows } = await sql<HeldSending>`
    select s.id, s.region_code as "regionCode", s.channel, s.lane, s.subscription_id as "subscriptionId", u.target,
      s.claim_generation as generation, s.unsure, s.repeats, s.parts, ${HINDRANCES}, about.ids as "deliveryIds"
    from ${judged({ today, ...selection })} where ${chosen(selection)} and s.id > ${after} order by s.id limit ${limit} for update of s skip locked`.execute(
    trx,
  );
  return rows;
}

function chosen(selection: SendingSelection): RawBuilder<unknown> {
  const { state, regionCode, sendingId, channel, reason, from, to, upTo } = selection;
  const given = (value: unknown, condition: RawBuilder<unknown>) =>
    value === null || value === undefined ? sql`true` : condition;
  const conditions = [
    sql`s.state = ${sql.lit(state)} and s.handled_at is null`,
    given(regionCode, sql`s.region_code = ${regionCode}`),
    given(sendingId, sql`s.id = ${sendingId}`),
    given(channel, sql`s.channel = ${channel}`),
    given(reason, reason === "" ? sql`s.reason is null` : sql`s.reason = ${reason}`),
    given(from, sql`s.created_at >= ${from}::timestamptz`),
    given(to, sql`s.created_at < ${to}::timestamptz`),
    given(upTo, sql`s.id <= ${upTo}`),
  ];
  return sql.join(conditions, sql` and `);
}

/**
 * What has been taken back, or what a receiver has a newer version of, may not come after it. It is left out of a sending
 * that is written afresh; one that goes out as it was, such as a part of a digest, is hindered by any of it.
 */
function judged({ today, state }: { today: string; state: SendingSelection["state"] }): RawBuilder<unknown> {
  const isAfresh = state === "dead" ? sql`s.parts = 1` : sql`false`;
  return sql`sending s join subscription u on u.id = s.subscription_id
    cross join lateral (
      select coalesce(case when ${isAfresh} then bool_and(m.is_over) else bool_or(m.is_over) end, false) as withdrawn, coalesce(bool_or(m.is_old and not m.is_over), false) as outdated,
        count(*)::int as messages, coalesce(jsonb_agg(m.id order by m.id) filter (where not m.is_over), '[]') as ids
      from (
        select d.id, coalesce(bool_or(n.kind = 'retraction' or o.id is not null), false) as is_over,
          coalesce(bool_or(n.id is not null or m.valid_until < ${today}::date), false) as is_old
        from delivery d join message m on m.id = d.message_id
        left join message n on n.case_id = m.case_id and n.id > m.id and n.purpose = m.purpose
        left join delivery o on o.message_id = n.id and o.subscription_id = s.subscription_id
          and o.state in ('delivered', 'accepted', 'captured', 'unknown')
        where d.sending_id = s.id
           or d.id in (select p.delivery_id from delivery_part p where p.sending_id = s.id)
        group by d.id) m) about`;
}

interface PartReplay {
  readonly id: number;
  readonly key: string;
  readonly remote: string;
  readonly target: unknown;
}

/** Ties dead letters to what goes instead of them, by its key; its members wait anew. */
export async function writeReplays(
  trx: Db,
  { replays, now }: { replays: readonly { readonly id: number; readonly key: string }[]; now: Date },
): Promise<{ id: number; replayedAs: number }[]> {
  const { rows } = await sql<{ id: number; replayedAs: number }>`
    with given as (select * from jsonb_to_recordset(${jsonRows(replays)}) as r(id bigint, key text)),
    made as (select given.id, n.id as as_id from given join sending n on n.key = given.key),
    anew as (
      update delivery d set outcome = null, finished_at = null, attempts = 0 from made where d.sending_id = made.as_id
    )
    update sending s set handled_at = ${now}::timestamptz, replayed_as = made.as_id from made where s.id = made.id
    returning s.id, s.replayed_as as "replayedAs"`.execute(trx);
  return rows;
}

/** Notes that somebody saw to dead letters. */
export async function writeHandled(trx: Db, { ids, now }: { ids: readonly number[]; now: Date }): Promise<void> {
  await sql`update sending set handled_at = ${now}::timestamptz where id in (${listed(ids)})`.execute(trx);
}

/**
 * Lets sendings of which nobody knows go on: the same bytes under the same key, with all attempts before them. Whoever
 * still hangs on the last one can end it yet, until another has it in hand.
 */
export async function writeSentAgain(trx: Db, { ids, now }: { ids: readonly number[]; now: Date }): Promise<void> {
  await sql`
    with again as (
      -- What stands in several parts is on its way as long as one of them is.
      update delivery set state = 'sending', finished_at = null
      where sending_id in (${listed(ids)})
         or (state <> 'cancelled' and id in (select delivery_id from delivery_part where sending_id in (${listed(ids)})))
    )
    update sending set state = 'due', due_at = ${now}::timestamptz, attempts = 0,
      unsure = unsure or state = 'unknown', finished_at = null
    where id in (${listed(ids)})`.execute(trx);
}

/**
 * Makes of parts that are dead letters sendings of their own, which say the same under keys of their own, elsewhere. Their
 * deliveries stand in the new ones from now on, and are on their way.
 */
export async function insertPartReplays(
  trx: Db,
  { replays, now }: { replays: readonly PartReplay[]; now: Date },
): Promise<void> {
  if (replays.length === 0) return;
  const { rows: made } = await sql<{ id: number; asId: number }>`
    with given as (
      select * from jsonb_to_recordset(${jsonRows(replays)}) as r(id bigint, key text, remote text, target jsonb)
    ), made as (
      insert into sending (subscription_id, channel, lane, remote, state, key, due_at, created_at, part, parts,
        content_hash, envelope, rendered_at)
      select s.subscription_id, s.channel, s.lane, given.remote, 'due', given.key, ${now}::timestamptz, ${now}::timestamptz,
        s.part, s.parts, s.content_hash, s.envelope || jsonb_build_object('target', given.target), s.rendered_at
      from given join sending s on s.id = given.id order by s.id
      returning id, key
    )
    select given.id, made.id as "asId" from made join given on given.key = made.key`.execute(trx);
  const renamed = sql`jsonb_to_recordset(${jsonRows(made)}) as made(id bigint, "asId" bigint)`;
  await sql`
    update delivery_part p set sending_id = made."asId" from ${renamed} where p.sending_id = made.id`.execute(trx);
  await sql`
    update delivery d set state = 'sending', outcome = null, finished_at = null,
      sending_id = coalesce((select made."asId" from ${renamed} where made.id = d.sending_id), d.sending_id)
    where d.state <> 'cancelled' and (d.sending_id in (${listed(made.map(({ id }) => id))})
      or d.id in (select delivery_id from delivery_part where sending_id in (${listed(made.map(({ asId }) => asId))})))`.execute(
    trx,
  );
}

function listed(ids: readonly number[]): RawBuilder<unknown> {
  return sql`select value::bigint from jsonb_array_elements_text(${jsonRows([...ids])})`;
}
