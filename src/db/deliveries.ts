import { sql } from "kysely";
import { LANES, type Lane } from "../domain/delivery.ts";
import type { StoredEnvelope } from "../domain/sending.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/**
 * Gives back what a worker claimed and never finished, because it died. The receiver may have taken the message:
 * a doubled message is the lesser fault than a lost one.
 */
export async function releaseStaleClaims(db: Db, input: { claimedBefore: Date }): Promise<number> {
  const result = await db
    .updateTable("delivery")
    .set({ state: "due", claimed_at: null })
    .where("state", "=", "sending")
    .where("claimed_at", "<", input.claimedBefore)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/**
 * Lanes in which something is due, the most urgent first, with how much, counted up to `upTo`; not of what is stopped, nor
 * of what waits for its digest run.
 */
export async function readDueLanes(
  db: Db,
  { channels, now, upTo }: { channels: readonly string[]; now: Date; upTo: number },
): Promise<{ channel: string; lane: Lane; due: number }[]> {
  const due = (table: "delivery" | "sending") => sql`
    (select count(*)::int from (
      select from ${sql.table(table)} t where t.state = 'due' and t.channel = place.channel and t.lane = place.lane
        and t.due_at <= ${now}::timestamptz limit ${upTo}) first)`;
  const { rows } = await sql<{ channel: string; lane: Lane; due: number }>`
    select channel, lane, due from (
      select place.channel, place.lane, place.rank, greatest(
        case place.lane when 'digest' then 0 else ${due("delivery")} end, ${due("sending")}) as due
      from jsonb_array_elements_text(${jsonRows(channels)}) as c(channel)
      cross join jsonb_array_elements_text(${jsonRows(LANES)}) with ordinality as l(lane, rank)
      cross join lateral (select c.channel, l.lane, l.rank) place
      where not exists (select from delivery_stop where scope in ('all', 'channel ' || place.channel))) counted
    where due > 0 order by rank, channel`.execute(db);
  return rows;
}

/** What the newest sending through a channel to a region's subscribers was written as, or null. */
export async function readLatestSending(
  db: Db,
  input: { channel: string; regionCode: string },
): Promise<StoredSending | null> {
  const row = await db
    .selectFrom("sending")
    .innerJoin("subscription", "subscription.id", "sending.subscription_id")
    .leftJoin("sending_content", "sending_content.hash", "sending.content_hash")
    .select(["sending.payload", "sending_content.content", "sending.envelope", "sending.key"])
    .select("sending.rendered_at as renderedAt")
    .where("sending.channel", "=", input.channel)
    .where("subscription.region_code", "=", input.regionCode)
    .where("sending.rendered_at", "is not", null)
    .orderBy("sending.id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** What is kept of what was sent: content and envelope, or of an older sending the payload itself. */
export interface StoredSending {
  readonly payload: unknown;
  readonly content: unknown;
  readonly envelope: StoredEnvelope | null;
  readonly key: string | null;
  readonly renderedAt: Date | null;
}
