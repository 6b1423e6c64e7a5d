import { sql } from "kysely";
import { json } from "./client.ts";
import { isWanted, stood } from "./receivers.ts";
import type { Db } from "./schema.ts";

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

/**
 * Makes the deliveries of a message to the next `subscriptions` in the order of their ids. A step is whole or is not, and
 * who has one of the message already gets no other. Null when it is handed out.
 */
export async function takeFanOutStep(
  trx: Db,
  { messageId, subscriptions, now }: { messageId: number; subscriptions: number; now: Date },
): Promise<FanOutStep | null> {
  const wanted = isWanted({ filter: sql`s.filter`, entry: sql`about.entry`, audience: sql`about.audience` });
  const { rows } = await sql<FanOutStep>`
    with about as materialized (
      select f.message_id, f.reached, f.urgent, f.due_at, f.digest_at, f.digest_channels, m.region_code, m.purpose, m.audience,
             m.published_at, case when m.facts ->> 'kind' = 'case' then m.facts -> 'entry' end as entry
      from fan_out f join message m on m.id = f.message_id where f.message_id = ${messageId} and f.finished_at is null
    ), step as materialized (
      select s.* from about cross join lateral (
        select s.id, s.channel, s.filter, s.state, s.confirmed_at, s.paused_at, s.resumed_at from subscription s
        where s.region_code = about.region_code and s.purpose = about.purpose and s.id > about.reached
          and s.state <> 'ended'
        order by s.id limit ${subscriptions}) s
    ), made as (
      insert into delivery (message_id, subscription_id, channel, lane, state, attempts, due_at)
      select about.message_id, s.id, s.channel,
             case when about.urgent then 'urgent' when about.digest_channels ? s.channel then 'digest' else 'ordinary' end,
             'due', 0, case when about.digest_channels ? s.channel then about.digest_at else about.due_at end
      from step s cross join about where ${stood(sql`about.published_at`)} and ${wanted}
      order by s.id
      on conflict (message_id, subscription_id) do nothing
      returning 1
    )
    update fan_out f
    set reached = coalesce((select max(id) from step), f.reached),
        deliveries = f.deliveries + (select count(*) from made),
        finished_at = case when (select count(*) from step) < ${subscriptions} then ${now}::timestamptz end
    from about where f.message_id = about.message_id
    returning (select count(*) from made) as deliveries, f.finished_at is not null as finished`.execute(trx);
  return rows[0] ?? null;
}

/** The message that is to be handed out first of those that no other worker has in hand, held until the end of the transaction. */
export async function holdNextFanOut(trx: Db): Promise<number | null> {
  const row = await trx
    .selectFrom("fan_out")
    .select("message_id")
    .where("finished_at", "is", null)
    .orderBy("urgent", "desc")
    .orderBy("message_id")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row?.message_id ?? null;
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
