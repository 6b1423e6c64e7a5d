import { sql } from "kysely";
import { json } from "./client.ts";
import { BEFORE, hasToldBy, isWanted, stood, TOPIC } from "./receivers.ts";
import type { Db } from "./schema.ts";
import { DUE_BESIDE, LANE_BESIDE, ON_ITS_WAY } from "./turns.ts";

/** Notes that a message is to be handed out to its subscribers; in one transaction with the message. */
export async function insertFanOut(
  trx: Db,
  input: {
    messageId: number;
    urgent: boolean;
    /** When it is due; on `digestChannels` it is so at `digestAt`. */
    dueAt: Date;
    digestAt: Date;
    digestChannels: ReadonlySet<string>;
  },
): Promise<void> {
  const { messageId, urgent, dueAt, digestAt, digestChannels } = input;
  await trx
    .insertInto("fan_out")
    .values({
      message_id: messageId,
      urgent,
      due_at: dueAt,
      digest_at: digestAt,
      digest_channels: json([...digestChannels]),
    })
    .execute();
}

export interface FanOutStep {
  /** How many deliveries were made. */
  readonly deliveries: number;
  /** Whether every subscription has been looked at. */
  readonly finished: boolean;
}

/** When the message is due where nothing is gathered, and after what its digests come; null when it is handed out. */
export async function readFanOutTimes(trx: Db, messageId: number): Promise<{ dueAt: Date; digestAfter: Date } | null> {
  const row = await trx
    .selectFrom("fan_out")
    .select(["due_at", "digest_at", "urgent"])
    .where("message_id", "=", messageId)
    .where("finished_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { due_at: dueAt, digest_at: digestAt, urgent } = row;
  // What is kept for a digest's time is in that digest, also when it comes late.
  const isKept = !urgent && dueAt.getTime() === digestAt.getTime();
  return { dueAt, digestAfter: isKept ? new Date(dueAt.getTime() - 1) : dueAt };
}

/**
 * What follows from the deliveries that were made. What an older message of the case still waits with leaves with this one:
 * an older version must not come after a newer. A wish that ends with its case ends, or goes on since that was wrong.
 */
const FOLLOWS = sql`hastened as (
      update delivery o set due_at = least(o.due_at, made.due_at), lane = made.lane
      from made cross join about
      where o.subscription_id = made.subscription_id and o.state = 'due' and o.attempts = 0 and about.purpose = 'readers'
        and (o.due_at > made.due_at or (made.lane = 'urgent' and o.lane <> 'urgent'))
        and o.message_id in (select id from message where case_id = about.case_id and id < about.message_id and purpose = 'readers')
    ), ended as (
      update wish w set ended_at = about.published_at, ended_reason = 'resolved', ended_by = about.message_id
      from about cross join fitting s
      where about.kind = 'resolved' and w.subscription_id = s.id and w.until_resolved and s.wishes @> to_jsonb(w.id)
    ), resumed as (
      update wish w set ended_at = null, ended_reason = null, ended_by = null
      from about cross join fitting s
      where about.kind in ('correction', 'retraction') and w.subscription_id = s.id and w.ended_by = about.told_id
    )`;

/**
 * Makes the deliveries of a message to the next `subscriptions` in the order of their ids, each in the turn that `turnOf` of
 * the domain gives it; `slots` is what `listSlots` gave for the times of its fan-out. A step is whole or is not, and who has
 * one of the message already gets no other. It also goes to whom an older version of its case is on its way to, whether they
 * want it or not. Null when it is handed out.
 */
export async function takeFanOutStep(
  trx: Db,
  { messageId, subscriptions, slots, now }: FanOutStepInput,
): Promise<FanOutStep | null> {
  const wanted = isWanted({ filter: sql`w.filter`, topic: sql`about.topic`, audience: sql`about.audience` });
  const { rows } = await sql<FanOutStep>`
    with about as materialized (
      select f.message_id, f.reached, f.urgent, f.due_at, f.digest_channels, m.region_code, m.purpose, m.audience, m.kind,
             m.case_id, m.published_at, before.id as told_id, ${TOPIC} as topic, ${json(slots)}::jsonb as slots
      from fan_out f join message m on m.id = f.message_id left join ${BEFORE} before on true
      where f.message_id = ${messageId} and f.finished_at is null
    ), step as materialized (
      select s.* from about cross join lateral (
        select s.id, s.channel, s.state, s.confirmed_at, s.paused_at, s.resumed_at, s.rhythm, s.urgent, s.quiet_from,
               s.quiet_to, s.snoozed_until
        from subscription s
        where s.region_code = about.region_code and s.purpose = about.purpose and s.id > about.reached
          and s.state <> 'ended'
        order by s.id limit ${subscriptions}) s
    ), going as materialized (
      select s.*, own.fits, case when own.fits then w.wishes else o.wishes end as wishes,
        case when own.fits then w.hurried else true end as hurried, o.waits, o.lane as older_lane, o.due_at as older_due_at
      from step s cross join about cross join lateral (
        select jsonb_agg(w.id order by w.id) as wishes, bool_or(w.at_once) as hurried from wish w
        where w.subscription_id = s.id and (w.base or w.begun_at <= about.published_at)
          and (${wanted} or (about.kind in ('correction', 'retraction') and ${hasToldBy(sql`about.told_id`)}))
          -- Who was told that it is over, and follows it no more, is told that it is not.
          and (w.ended_at is null or (about.kind in ('correction', 'retraction') and w.ended_by = about.told_id))) w
      cross join lateral (select w.wishes is not null and ${stood(sql`about.published_at`)} as fits) own
      left join ${ON_ITS_WAY} o on true
      where own.fits or o.waits is not null
    ), fitting as (select * from going where fits), made as (
      insert into delivery (message_id, subscription_id, channel, lane, state, attempts, due_at, wishes)
      select about.message_id, s.id, s.channel, ${LANE_BESIDE}, 'due', 0, ${DUE_BESIDE}, s.wishes
      from going s cross join about
      order by s.id
      on conflict (message_id, subscription_id) do nothing
      returning subscription_id, lane, due_at
    ), ${FOLLOWS}
    update fan_out f
    set reached = coalesce((select max(id) from step), f.reached),
        deliveries = f.deliveries + (select count(*) from made),
        finished_at = case when (select count(*) from step) < ${subscriptions} then ${now}::timestamptz end
    from about where f.message_id = about.message_id
    returning (select count(*) from made) as deliveries, f.finished_at is not null as finished`.execute(trx);
  return rows[0] ?? null;
}

interface FanOutStepInput {
  readonly messageId: number;
  readonly subscriptions: number;
  readonly slots: Readonly<Record<string, string>>;
  readonly now: Date;
}

/** An older message of the same case, as `other`, that is not handed out yet. */
const OF_SAME_CASE = sql`fan_out other join message om on om.id = other.message_id and other.finished_at is null
  join message m on m.id = f.message_id and m.case_id = om.case_id and m.purpose = om.purpose`;

/**
 * The message that is to be handed out first of those that no other worker has in hand, held until the end of the transaction.
 * What is urgent comes before what is not, but never before an older version of its case, which it must find.
 */
export async function holdNextFanOut(trx: Db): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select f.message_id as id from fan_out f
    where f.finished_at is null
      and not exists (select from ${OF_SAME_CASE} where other.message_id < f.message_id)
    order by f.urgent or exists (select from ${OF_SAME_CASE} where other.message_id > f.message_id and other.urgent) desc,
      f.message_id
    limit 1 for update of f skip locked`.execute(trx);
  return rows[0]?.id ?? null;
}

/** A message and the older ones of its case, in the order in which they are to be handed out: what of them is not yet. */
export async function listFanOutsUpTo(db: Db, messageId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select o.message_id as id from message m join message om on om.id = m.id or (om.case_id = m.case_id and om.id < m.id)
      join fan_out o on o.message_id = om.id
    where m.id = ${messageId} and o.finished_at is null order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

/** Waits until no other worker has it in hand. */
export async function holdFanOut(trx: Db, messageId: number): Promise<void> {
  await trx.selectFrom("fan_out").select("message_id").where("message_id", "=", messageId).forUpdate().execute();
}

/** How many messages are not handed out to all their receivers yet. */
export async function countFanOuts(db: Db): Promise<number> {
  const { waiting } = await db
    .selectFrom("fan_out")
    .select((eb) => eb.fn.countAll<number>().as("waiting"))
    .where("finished_at", "is", null)
    .executeTakeFirstOrThrow();
  return waiting;
}

/** How many of its receivers have a delivery, by channel. */
export async function countMadeDeliveries(db: Db, messageId: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("delivery")
    .select((eb) => ["channel", eb.fn.countAll<number>().as("deliveries")])
    .where("message_id", "=", messageId)
    .groupBy("channel")
    .orderBy("channel")
    .execute();
  return new Map(rows.map(({ channel, deliveries }) => [channel, deliveries]));
}
