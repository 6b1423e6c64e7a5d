import { sql, type RawBuilder } from "kysely";
import { OPERATIONS } from "../domain/region.ts";
import type { NationRetention, RegionRetention, RetentionKind } from "../domain/retention.ts";
import { json } from "./client.ts";
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
  // Lets the triggers of the log and of sendings go of what this takes, until the end of the transaction.
  await sql`select set_config('restsignal.retention', 'on', true)`.execute(trx);
  const { rows } = await STATEMENTS[kind](step).execute(trx);
  return rows.length;
}

const SIGN_IN_DEEDS = sql`('signed-in', 'signed-out', 'signed-out-everywhere')`;

/** Oldest first, and no more than the limit in one statement, so that nobody waits long. */
const STATEMENTS: Record<RetentionKind, (step: RetentionStep) => RawBuilder<unknown>> = {
  endedSubscriptions: ({ regionCode, before, limit, now }) => sql`
    with ended as (
      update subscription set target = '{}', erased_at = ${now}::timestamptz where id in (
        select id from subscription where region_code = ${regionCode} and state = 'ended' and erased_at is null
          and ended_at <= ${before}::timestamptz order by ended_at limit ${limit} for update skip locked)
      returning id
    ), forgotten as (
      update sending s set envelope = null, payload = null from ended
      where s.subscription_id = ended.id and s.finished_at is not null and (s.envelope is not null or s.payload is not null)
    )
    select id from ended`,
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

/** Lines that belong to no region are the nation's. */
function ofRegion(regionCode: string): RawBuilder<boolean> {
  return regionCode === OPERATIONS.code
    ? sql<boolean>`(region_code is null or region_code = ${regionCode})`
    : sql<boolean>`region_code = ${regionCode}`;
}
