import { sql, type RawBuilder } from "kysely";
import { OPERATIONS } from "../domain/region.ts";
import type { NationRetention, RegionRetention, RetentionKind } from "../domain/retention.ts";
import { json, jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

export type StoredRetention = RegionRetention | NationRetention;

/** What every region, and the nation, has decided; null for nothing. */
export async function readRetentions(db: Db): Promise<{ regionCode: string; decided: unknown }[]> {
  return db.selectFrom("region").select(["code as regionCode", "retention as decided"]).orderBy("code").execute();
}

export async function writeRetention(
  trx: Db,
  { regionCode, retention }: { regionCode: string; retention: StoredRetention },
): Promise<void> {
  await trx
    .updateTable("region")
    .set({ retention: json(retention) })
    .where("code", "=", regionCode)
    .execute();
}

/** What is looked at in one step. */
export interface RetentionStep {
  readonly regionCode: string;
  readonly before: Date;
  readonly limit: number;
  readonly now: Date;
}

/** Takes one step, in a transaction of its own; resolves with how many rows it took. */
export async function takeRetentionStep(trx: Db, kind: RetentionKind, step: RetentionStep): Promise<number> {
  await letGo(trx);
  const { rows } = await STATEMENTS[kind](step).execute(trx);
  return rows.length;
}

/** Lets the triggers of the log and of sendings go of what is taken, until the end of the transaction. */
async function letGo(trx: Db): Promise<void> {
  await sql`select set_config('restsignal.retention', 'on', true)`.execute(trx);
}

const SIGN_IN_DEEDS = sql`('signed-in', 'signed-out', 'signed-out-everywhere')`;

/** Oldest first, and no more than the limit in one statement, so that nobody waits long. */
const STATEMENTS: Record<RetentionKind, (step: RetentionStep) => RawBuilder<unknown>> = {
  endedSubscriptions: ({ regionCode, before, limit, now }) =>
    eraseTargets({
      now,
      chosen: sql`
        select id from subscription where region_code = ${regionCode} and state = 'ended' and erased_at is null
          and ended_at <= ${before}::timestamptz order by ended_at limit ${limit} for update skip locked`,
    }),
  sentAddresses: ({ regionCode, before, limit }) => sql`
    update sending set envelope = null, payload = null where id in (
      select s.id from sending s join subscription u on u.id = s.subscription_id and u.region_code = ${regionCode}
      where s.finished_at <= ${before}::timestamptz and s.state not in ('due', 'claimed', 'unknown')
        and (s.envelope is not null or s.payload is not null)
      order by s.finished_at limit ${limit} for update of s skip locked) returning 1`,
  questions: ({ regionCode, before, limit }) => sql`
    delete from question where id in (
      select id from question where region_code = ${regionCode} and state = 'closed' and closed_at <= ${before}::timestamptz
      order by closed_at limit ${limit} for update skip locked) returning 1`,
  audit: ({ regionCode, before, limit }) => sql`
    delete from audit where id in (
      select id from audit where ${ofRegion(regionCode)} and at <= ${before}::timestamptz and deed not in ${SIGN_IN_DEEDS}
      order by at limit ${limit}) returning 1`,
  signIns: ({ before, limit }) => sql`
    delete from audit where id in (
      select id from audit where region_code is null and at <= ${before}::timestamptz and deed in ${SIGN_IN_DEEDS}
      order by at limit ${limit}) returning 1`,
  fanOuts: ({ before, limit }) => sql`
    delete from fan_out where message_id in (
      select message_id from fan_out where finished_at <= ${before}::timestamptz and told_at is not null
      order by finished_at limit ${limit}) returning 1`,
};

/** Erases where the chosen subscriptions went, in all that was sent to them; what tells one from others stays. */
function eraseTargets({ chosen, now }: { chosen: RawBuilder<unknown>; now: Date }): RawBuilder<unknown> {
  return sql`
    with erased as (
      update subscription set target = '{}', erased_at = ${now}::timestamptz where id in (${chosen}) returning id
    ), forgotten as (
      update sending s set envelope = null, payload = null from erased
      where s.subscription_id = erased.id and s.finished_at is not null and (s.envelope is not null or s.payload is not null)
    )
    select id from erased`;
}

/** The same at once, of subscriptions that have ended; resolves with how many were not erased already. */
export async function eraseSubscriptions(
  trx: Db,
  { ids, now }: { ids: readonly number[]; now: Date },
): Promise<number> {
  await letGo(trx);
  const chosen = sql`
    select id from subscription where state = 'ended' and erased_at is null
      and id in (select value::bigint from jsonb_array_elements_text(${jsonRows(ids)}))`;
  const { rows } = await eraseTargets({ chosen, now }).execute(trx);
  return rows.length;
}

/** Erases where that went which was in hand when its subscription was erased; resolves with how many sendings. */
export async function forgetErased(trx: Db): Promise<number> {
  await letGo(trx);
  const { rows } = await sql`
    update sending s set envelope = null, payload = null from subscription u
    where u.erased_at is not null and s.subscription_id = u.id and s.finished_at is not null
      and (s.envelope is not null or s.payload is not null) returning 1`.execute(trx);
  return rows.length;
}

/** Lines that belong to no region are the nation's. */
function ofRegion(regionCode: string): RawBuilder<boolean> {
  return regionCode === OPERATIONS.code
    ? sql<boolean>`(region_code is null or region_code = ${regionCode})`
    : sql<boolean>`region_code = ${regionCode}`;
}
