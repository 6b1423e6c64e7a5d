import { sql } from "kysely";
import type { Purpose } from "../domain/audience.ts";
import { SUBSCRIPTION_ENDED } from "../domain/delivery.ts";
import type { Language } from "../domain/message.ts";
import type { HalfHour, QuietHours, UrgentChoice } from "../domain/rhythm.ts";
import type { SubscriptionFilter, SubscriptionState } from "../domain/subscription.ts";
import { cancelWaitingOf } from "./cancellations.ts";
import { hashContent, json } from "./client.ts";
import type { Db } from "./schema.ts";

export interface Subscription {
  readonly id: number;
  readonly regionCode: string;
  readonly channel: string;
  readonly purpose: Purpose;
  readonly target: unknown;
  readonly language: Language;
  readonly filter: SubscriptionFilter;
  readonly state: SubscriptionState;
  readonly stateReason: string | null;
  readonly token: string;
  /** As `writeRhythm` gives it. */
  readonly rhythm: string;
  readonly urgent: UrgentChoice;
  readonly quietFrom: HalfHour | null;
  readonly quietTo: HalfHour | null;
  readonly snoozedUntil: Date | null;
  /** Whether they are told of months that brought nothing. */
  readonly tellsSilence: boolean;
  /** Why its subscriber ended it, where they said so: `EndReason`. */
  readonly endedReason: string | null;
  /** When what tells whose it was was erased. */
  readonly erasedAt: Date | null;
}

/** Adds a target to a region; a target that is there already gets the new choices and is active again. */
export async function saveSubscription(
  db: Db,
  input: {
    regionCode: string;
    channel: string;
    target: unknown;
    language: Language;
    filter: SubscriptionFilter;
    token: string;
    now: Date;
    /** `readers` when left out. */
    purpose?: Purpose;
  },
): Promise<number> {
  const choices = { language: input.language, filter: json(input.filter) };
  const { id } = await db
    .insertInto("subscription")
    .values({
      region_code: input.regionCode,
      channel: input.channel,
      purpose: input.purpose ?? "readers",
      target: json(input.target),
      target_hash: hashContent(input.target),
      token: input.token,
      state: "active",
      created_at: input.now,
      confirmed_at: input.now,
      ...choices,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["region_code", "channel", "purpose", "target_hash"])
        // The address of one that had ended may have been erased.
        .doUpdateSet({ ...choices, ...beActive(input.now), target: json(input.target) }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function readSubscriptions(db: Db, regionCode: string): Promise<Subscription[]> {
  return selectSubscriptions(db).where("region_code", "=", regionCode).orderBy("id").execute();
}

/** Regions, and `00` for those who run Restsignal, that somebody reads about by a channel. */
export async function readSubscribedRegions(db: Db): Promise<{ regionCode: string; channel: string }[]> {
  return db
    .selectFrom("subscription")
    .select(["region_code as regionCode", "channel"])
    .distinct()
    .where("state", "=", "active")
    .where("purpose", "=", "readers")
    .orderBy("region_code")
    .orderBy("channel")
    .execute();
}

const TARGETS_A_STEP = 5_000;

/** Where a channel reaches those who have not left, read in steps; secrets. */
export async function* readTargets(db: Db, channel: string): AsyncGenerator {
  for (let after = 0; ;) {
    const step = await db
      .selectFrom("subscription")
      .select(["id", "target"])
      .where("channel", "=", channel)
      .where("state", "<>", "ended")
      .where("id", ">", after)
      .orderBy("id")
      .limit(TARGETS_A_STEP)
      .execute();
    for (const { target } of step) yield target;
    const last = step.at(-1);
    if (last === undefined || step.length < TARGETS_A_STEP) return;
    after = last.id;
  }
}

export async function findSubscription(db: Db, id: number): Promise<Subscription | null> {
  return (await selectSubscriptions(db).where("id", "=", id).executeTakeFirst()) ?? null;
}

/** The same, held until the end of the transaction. */
export async function holdSubscription(trx: Db, id: number): Promise<Subscription | null> {
  return (await selectSubscriptions(trx).where("id", "=", id).forUpdate().executeTakeFirst()) ?? null;
}

export async function findSubscriptions(db: Db, ids: readonly number[]): Promise<Subscription[]> {
  return ids.length === 0 ? [] : selectSubscriptions(db).where("id", "in", ids).orderBy("id").execute();
}

export async function findSubscriptionByToken(db: Db, token: string): Promise<Subscription | null> {
  return (await selectSubscriptions(db).where("token", "=", token).executeTakeFirst()) ?? null;
}

/** The same, held until the end of the transaction. */
export async function holdSubscriptionByToken(trx: Db, token: string): Promise<Subscription | null> {
  return (await selectSubscriptions(trx).where("token", "=", token).forUpdate().executeTakeFirst()) ?? null;
}

/** A subscription that nothing is sent to, since its target stopped answering. */
export interface PausedSubscription extends Pick<
  Subscription,
  "id" | "regionCode" | "channel" | "purpose" | "target" | "stateReason"
> {
  readonly pausedAt: Date | null;
  /** What has come for it and goes on when it does. */
  readonly waiting: number;
}

/** Those of a region, or of all, with ids above `after`, in order of their ids. */
export async function readPausedSubscriptions(
  db: Db,
  { regionCode, after, limit }: { regionCode: string | null; after: number; limit: number },
): Promise<PausedSubscription[]> {
  const { rows } = await sql<PausedSubscription>`
    select u.id, u.region_code as "regionCode", u.channel, u.purpose, u.target, u.state_reason as "stateReason",
      u.paused_at as "pausedAt",
      (select count(*)::int from delivery d where d.subscription_id = u.id and d.state = 'due')
        + (select count(*)::int from sending s where s.subscription_id = u.id and s.state = 'due') as waiting
    from subscription u
    where u.state = 'paused' and u.id > ${after} and (${regionCode}::text is null or u.region_code = ${regionCode})
    order by u.id limit ${limit}`.execute(db);
  return rows;
}

export async function countPausedSubscriptions(db: Db, { regionCode }: { regionCode: string | null }): Promise<number> {
  let query = db
    .selectFrom("subscription")
    .select((eb) => eb.fn.countAll<number>().as("paused"))
    .where("state", "=", "paused");
  if (regionCode !== null) query = query.where("region_code", "=", regionCode);
  return (await query.executeTakeFirstOrThrow()).paused;
}

/** Nothing that waits is sent to one that ends; for one that is paused it waits. */
export async function setSubscriptionState(
  db: Db,
  input: { id: number; state: SubscriptionState; reason: string | null; now: Date },
): Promise<void> {
  const { id, state, reason, now } = input;
  const paused = { state, state_reason: reason, paused_at: now, resumed_at: null };
  await db
    .updateTable("subscription")
    .set(
      state === "active" ? beActive(now) : state === "paused" ? paused : { state, state_reason: reason, ended_at: now },
    )
    .where("id", "=", id)
    .execute();
  if (state === "ended") await cancelWaitingOf(db, { subscriptionIds: [id], outcome: SUBSCRIPTION_ENDED, now });
}

/** Says why one that has ended did. */
export async function writeEndedReason(
  trx: Db,
  { id, endedReason }: { id: number; endedReason: string | null },
): Promise<void> {
  const ended = trx.updateTable("subscription").set({ ended_reason: endedReason }).where("id", "=", id);
  await ended.where("state", "=", "ended").execute();
}

/**
 * What makes a subscription active, whatever it was: one that had ended begins anew, and gets nothing of what was
 * published before.
 */
export function beActive(now: Date) {
  const state = sql.ref("subscription.state");
  return {
    state: "active" as const,
    state_reason: null,
    confirmed_at: sql<Date>`case ${state} when 'ended' then ${now}::timestamptz else subscription.confirmed_at end`,
    paused_at: sql<Date | null>`case ${state} when 'ended' then null else subscription.paused_at end`,
    resumed_at: sql<Date | null>`case ${state} when 'paused' then ${now}::timestamptz else subscription.resumed_at end`,
  };
}

function selectSubscriptions(db: Db) {
  return db
    .selectFrom("subscription")
    .select(["id", "region_code as regionCode", "channel", "purpose", "target", "language", "filter", "token"])
    .select(["state", "state_reason as stateReason", "rhythm", "urgent", "quiet_from as quietFrom"])
    .select(["quiet_to as quietTo", "snoozed_until as snoozedUntil", "ended_reason as endedReason"])
    .select("tells_silence as tellsSilence")
    .select("erased_at as erasedAt");
}

/** Whose they are: all that goes to one target by one channel, in whatever region. */
export interface Holder {
  readonly channel: string;
  readonly target: unknown;
}

/** What a holder subscribes to as a reader, also what has ended, by region. */
export async function readSubscriptionsOf(db: Db, holder: Holder): Promise<Subscription[]> {
  return selectOf(db, holder).execute();
}

/** The same, held until the end of the transaction. */
export async function holdSubscriptionsOf(trx: Db, holder: Holder): Promise<Subscription[]> {
  return selectOf(trx, holder).forUpdate().execute();
}

function selectOf(db: Db, { channel, target }: Holder) {
  return selectSubscriptions(db)
    .where("channel", "=", channel)
    .where("target_hash", "=", hashContent(target))
    .where("purpose", "=", "readers")
    .orderBy("region_code");
}

/** One of a holder's, held until the end of the transaction; null when it is none of theirs. */
export async function holdSubscriptionOf(
  trx: Db,
  { holder, id }: { holder: Holder; id: number },
): Promise<Subscription | null> {
  const row = await selectSubscriptions(trx)
    .where("id", "=", id)
    .where("channel", "=", holder.channel)
    .where("target_hash", "=", hashContent(holder.target))
    .where("purpose", "=", "readers")
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** How what comes is to come, from now on; the rhythm has a verb of its own (`writeRhythmOf`). */
export async function writeChoices(
  trx: Db,
  input: { id: number; language: Language; urgent: UrgentChoice; quiet: QuietHours | null },
): Promise<void> {
  const { id, language, urgent, quiet } = input;
  const choices = { language, urgent, quiet_from: quiet?.from ?? null, quiet_to: quiet?.to ?? null };
  await trx.updateTable("subscription").set(choices).where("id", "=", id).execute();
}

/** Where it goes, of one whose address was erased. */
export async function writeTarget(trx: Db, { id, target }: { id: number; target: unknown }): Promise<void> {
  await trx
    .updateTable("subscription")
    .set({ target: json(target) })
    .where("id", "=", id)
    .execute();
}

/**
 * Nothing comes before `until`; null lets it come as it would. What waits follows, but for what is in hand: what only an
 * earlier such day holds has its turn anew, `next` with a digest.
 */
export async function writeSnooze(
  trx: Db,
  { id, until, next, now }: { id: number; until: Date | null; next: Date; now: Date },
): Promise<void> {
  for (const table of ["delivery", "sending"])
    await sql`
      update ${sql.table(table)} d set due_at = greatest(${until}::timestamptz, case
        when d.due_at <> s.snoozed_until or s.snoozed_until <= ${now}::timestamptz or s.snoozed_until is null then d.due_at
        when d.lane = 'digest' then ${next}::timestamptz else ${now}::timestamptz end)
      from subscription s where s.id = ${id} and d.subscription_id = s.id and d.state = 'due'`.execute(trx);
  await trx.updateTable("subscription").set({ snoozed_until: until }).where("id", "=", id).execute();
}
