import { sql, type RawBuilder } from "kysely";
import type { DeliveryState, Outcome } from "../domain/delivery.ts";
import { json, jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/**
 * What older messages of the case still wait with for a later digest leaves with the new one: an older version must not
 * come after a newer.
 */
export async function hastenOlder(
  trx: Db,
  input: { caseId: number; messageId: number; dueAt: Date; digestAt: Date; digestChannels: ReadonlySet<string> },
): Promise<void> {
  const { caseId, messageId, dueAt, digestAt, digestChannels } = input;
  const leaves = sql`case when channel in (select jsonb_array_elements_text(${jsonRows([...digestChannels])}))
                          then ${digestAt}::timestamptz else ${dueAt}::timestamptz end`;
  await sql`
    update delivery set due_at = ${leaves}
    where state = 'due' and attempts = 0 and due_at > ${leaves}
      and message_id in (select id from message where case_id = ${caseId} and id < ${messageId} and purpose = 'readers')`.execute(
    trx,
  );
}

/** What is due to one subscription on one channel: the unit that becomes a sending. */
export interface DueGroup {
  readonly subscriptionId: number;
  readonly channel: string;
  readonly deliveryIds: readonly number[];
  readonly attempts: number;
}

/**
 * Deliveries whose time has come, by subscription, oldest first: those of the first `limit`, with all else that is due to
 * the same subscriptions. Nothing of a stopped channel or of a subscription that is not active. `all` also takes what
 * waits for a later digest. Call it inside a transaction.
 */
export async function readDueGroups(trx: Db, input: { now: Date; all: boolean; limit: number }): Promise<DueGroup[]> {
  const due = sql`d.state = 'due' and ${input.all ? sql`true` : sql`d.due_at <= ${input.now}`}`;
  const owners = await readDueOwners(trx, { due, limit: input.limit });
  const { rows } = await sql<DueGroup>`
    select owner."subscriptionId", owner.channel, own.ids as "deliveryIds", own.attempts
    from jsonb_to_recordset(${jsonRows(owners)}) as owner("subscriptionId" bigint, channel text, place integer)
    cross join lateral (
      select jsonb_agg(d.id order by d.id) as ids, max(d.attempts) as attempts
      from delivery d where d.subscription_id = owner."subscriptionId" and d.channel = owner.channel and ${due}) own
    where own.ids is not null order by owner.place`.execute(trx);
  return rows;
}

/** Whose the first deliveries are that are due, in their order. */
async function readDueOwners(
  trx: Db,
  { due, limit }: { due: RawBuilder<unknown>; limit: number },
): Promise<{ subscriptionId: number; channel: string; place: number }[]> {
  // PGlite keeps no statistics, and would sort all that is due to take the first of it.
  await planSorting(trx, "off");
  const { rows } = await sql<{ subscriptionId: number; channel: string }>`
    select d.subscription_id as "subscriptionId", d.channel
    from delivery d join subscription s on s.id = d.subscription_id and s.state = 'active'
    where ${due} and not exists (select from channel_stop stop where stop.channel = d.channel)
    order by d.due_at, d.id limit ${limit}`.execute(trx);
  await planSorting(trx, "on");
  const owners = new Map(rows.map((row) => [`${row.subscriptionId} ${row.channel}`, row]));
  return [...owners.values()].map((owner, place) => ({ ...owner, place }));
}

async function planSorting(trx: Db, to: "on" | "off"): Promise<void> {
  await sql`select set_config('enable_sort', ${to}, true), set_config('enable_bitmapscan', ${to}, true)`.execute(trx);
}

/**
 * Takes due deliveries for this attempt; left out are those that another worker took first, and all of a channel that
 * was stopped after the job was made.
 */
export async function claimDeliveries(
  db: Db,
  input: { ids: readonly number[]; now: Date },
): Promise<{ id: number; messageId: number; attempts: number }[]> {
  const rows = await db
    .updateTable("delivery")
    .set((eb) => ({ state: "sending" as const, claimed_at: input.now, attempts: eb("attempts", "+", 1) }))
    .where("id", "in", input.ids)
    .where("state", "=", "due")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("channel_stop as stop")
            .select("stop.channel")
            .whereRef("stop.channel", "=", "delivery.channel"),
        ),
      ),
    )
    .returning(["id", "message_id", "attempts"])
    .execute();
  return rows
    .map((row) => ({ id: row.id, messageId: row.message_id, attempts: row.attempts }))
    .toSorted((a, b) => a.id - b.id);
}

/** Reserves the id of a sending, so that its key can be part of what is rendered. */
export async function insertSending(
  db: Db,
  input: { subscriptionId: number; channel: string; now: Date },
): Promise<number> {
  const { id } = await db
    .insertInto("sending")
    .values({
      subscription_id: input.subscriptionId,
      channel: input.channel,
      payload: json(null),
      rendered_at: input.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function writeSendingPayload(db: Db, input: { id: number; payload: unknown }): Promise<void> {
  await db
    .updateTable("sending")
    .set({ payload: json(input.payload) })
    .where("id", "=", input.id)
    .execute();
}

/** Ends an attempt: what became of each delivery, and why. */
export async function finishDeliveries(
  db: Db,
  input: {
    ids: readonly number[];
    state: Exclude<DeliveryState, "sending">;
    outcome: Outcome | null;
    sendingId: number | null;
    /** For `due`: when the next attempt may be made. */
    dueAt?: Date;
    /** For `due`: the attempt does not count. */
    uncounted?: boolean;
    now: Date;
  },
): Promise<void> {
  if (input.ids.length === 0) return;
  await db
    .updateTable("delivery")
    .set((eb) => ({
      state: input.state,
      outcome: input.outcome === null ? null : json(input.outcome),
      sending_id: input.sendingId,
      claimed_at: null,
      ...(input.dueAt === undefined ? {} : { due_at: input.dueAt }),
      ...(input.uncounted === true ? { attempts: eb("attempts", "-", 1) } : {}),
      finished_at: input.state === "due" ? null : input.now,
    }))
    .where("id", "in", input.ids)
    .where("state", "=", "sending")
    .execute();
}

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

export async function stopChannel(db: Db, input: { channel: string; reason: string; now: Date }): Promise<void> {
  const row = { reason: input.reason, stopped_at: input.now };
  await db
    .insertInto("channel_stop")
    .values({ channel: input.channel, ...row })
    .onConflict((conflict) => conflict.column("channel").doUpdateSet(row))
    .execute();
}

/** Lets a stopped channel send again; false when it was not stopped. */
export async function resumeChannel(db: Db, channel: string): Promise<boolean> {
  const result = await db.deleteFrom("channel_stop").where("channel", "=", channel).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

export async function readStoppedChannels(db: Db): Promise<{ channel: string; reason: string; stoppedAt: Date }[]> {
  return db
    .selectFrom("channel_stop")
    .select(["channel", "reason", "stopped_at as stoppedAt"])
    .orderBy("channel")
    .execute();
}

export interface DeliveryCount {
  readonly channel: string;
  readonly state: DeliveryState;
  readonly deliveries: number;
}

export async function countDeliveries(db: Db): Promise<DeliveryCount[]> {
  return db
    .selectFrom("delivery")
    .select((eb) => ["channel", "state", eb.fn.countAll<number>().as("deliveries")])
    .groupBy(["channel", "state"])
    .orderBy("channel")
    .orderBy("state")
    .execute();
}

/** The newest payload written for a channel in a region, or null: a look at what was, or would have been, sent. */
export async function readLatestSending(db: Db, input: { channel: string; regionCode: string }): Promise<unknown> {
  const row = await db
    .selectFrom("sending")
    .innerJoin("subscription", "subscription.id", "sending.subscription_id")
    .select("sending.payload")
    .where("sending.channel", "=", input.channel)
    .where("subscription.region_code", "=", input.regionCode)
    .orderBy("sending.id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.payload ?? null;
}
