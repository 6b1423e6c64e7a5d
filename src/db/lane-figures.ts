import { sql } from "kysely";
import { LANES, type Lane } from "../domain/delivery.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** What waits in a lane of a channel though its time has come. */
export interface LaneFigures {
  readonly channel: string;
  readonly lane: Lane;
  /** Deliveries and sendings, counted up to `MOST_COUNTED`. */
  readonly due: number;
  /** Of those, sendings whose first attempt did not end it. */
  readonly again: number;
  /** Sendings in a worker's hand. */
  readonly underWay: number;
  readonly oldestDueAt: Date | null;
}

/** Enough to see that far too much waits; a scrape must not read millions of rows. */
const MOST_COUNTED = 50_000;

/** Figures of each lane of these channels; nothing of subscriptions that are paused, which wait for nobody. */
export async function readLaneFigures(
  db: Db,
  { channels, now }: { channels: readonly string[]; now: Date },
): Promise<LaneFigures[]> {
  const inPlace = sql`t.channel = place.channel and t.lane = place.lane`;
  const active = sql`join subscription s on s.id = t.subscription_id and s.state = 'active'`;
  const isDue = sql`t.state = 'due' and ${inPlace} and t.due_at <= ${now}::timestamptz`;
  const { rows } = await sql<LaneFigures>`
    select place.channel, place.lane, waiting.count + again.count as due, again.again, claimed.count as "underWay",
      least(
        (select t.due_at from delivery t ${active} where ${isDue} order by t.due_at limit 1),
        (select t.due_at from sending t ${active} where ${isDue} order by t.due_at limit 1)) as "oldestDueAt"
    from (
      select c.channel, l.lane, c.rank * 10 + l.rank as rank
      from jsonb_array_elements_text(${jsonRows(channels)}) with ordinality as c(channel, rank)
      cross join jsonb_array_elements_text(${jsonRows(LANES)}) with ordinality as l(lane, rank)) place
    cross join lateral (
      select count(*)::int as count from (select from delivery t ${active} where ${isDue} limit ${MOST_COUNTED}) t) waiting
    cross join lateral (
      select count(*)::int as count, count(*) filter (where attempts > 0)::int as again
      from (select t.attempts from sending t ${active} where ${isDue} limit ${MOST_COUNTED}) t) again
    cross join lateral (
      select count(*)::int as count from sending t where t.state = 'claimed' and ${inPlace}) claimed
    order by place.rank`.execute(db);
  return rows;
}

/** Sendings of which nobody knows whether they were heard, and that wait for a person, by channel. */
export async function countUnknown(db: Db): Promise<{ channel: string; count: number }[]> {
  return db
    .selectFrom("sending")
    .select((eb) => ["channel", eb.fn.countAll<number>().as("count")])
    .where("state", "=", "unknown")
    .groupBy("channel")
    .orderBy("channel")
    .execute();
}

/** Since when the oldest message waits for its deliveries; null when none does. */
export async function readOldestFanOut(db: Db): Promise<Date | null> {
  const row = await db
    .selectFrom("fan_out")
    .innerJoin("message", "message.id", "fan_out.message_id")
    .select((eb) => eb.fn.min("message.published_at").as("at"))
    .where("fan_out.finished_at", "is", null)
    .executeTakeFirst();
  return row?.at ?? null;
}
