import { sql, type RawBuilder } from "kysely";
import type { SuppressionReason, SuppressionSource } from "../domain/suppression.ts";
import { hashContent } from "./client.ts";
import type { Db } from "./schema.ts";

/** A target by a channel, in whatever region somebody subscribes there. */
export interface Place {
  readonly channel: string;
  readonly target: unknown;
}

export interface Suppression {
  readonly id: number;
  readonly channel: string;
  readonly reason: SuppressionReason;
  readonly source: SuppressionSource;
  readonly note: string | null;
  readonly regionCode: string | null;
  readonly since: Date;
}

/** The id of a new one; null when nothing is sent there already. */
export async function insertSuppression(
  trx: Db,
  input: Omit<Suppression, "id"> & { targetHash: string },
): Promise<number | null> {
  const { channel, targetHash, reason, source, note, regionCode, since } = input;
  const row = await trx
    .insertInto("suppression")
    .values({ channel, target_hash: targetHash, reason, source, note, region_code: regionCode, since })
    .onConflict((conflict) => conflict.columns(["channel", "target_hash"]).where("lifted_at", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Null when nothing keeps us from sending there. */
export async function findSuppression(db: Db, { channel, target }: Place): Promise<Suppression | null> {
  const row = await selectOpen(db)
    .where("channel", "=", channel)
    .where("target_hash", "=", hashContent(target))
    .executeTakeFirst();
  return row ?? null;
}

/** The same by its number. */
export async function findSuppressionById(db: Db, id: number): Promise<Suppression | null> {
  return (await selectOpen(db).where("id", "=", id).executeTakeFirst()) ?? null;
}

/** The newest first, of a region that somebody subscribes there for, or of all. */
export async function readSuppressions(
  db: Db,
  { regionCode, limit }: { regionCode: string | null; limit: number },
): Promise<(Suppression & { readonly target: unknown })[]> {
  const { rows } = await sql<Suppression & { target: unknown }>`
    select p.id, p.channel, p.reason, p.source, p.note, p.region_code as "regionCode", p.since,
      (select u.target from subscription u where u.channel = p.channel and u.target_hash = p.target_hash
        and (${regionCode}::text is null or u.region_code = ${regionCode}) order by u.id limit 1) as target
    from suppression p
    where p.lifted_at is null and (${regionCode}::text is null or p.region_code = ${regionCode} or exists (
      select from subscription u where u.channel = p.channel and u.target_hash = p.target_hash and u.region_code = ${regionCode}))
    order by p.since desc, p.id desc limit ${limit}`.execute(db);
  return rows;
}

export async function liftSuppression(trx: Db, { id, now }: { id: number; now: Date }): Promise<void> {
  await trx.updateTable("suppression").set({ lifted_at: now }).where("id", "=", id).execute();
}

/** Whether nothing is sent to the subscription `u`, in SQL. */
export function isSuppressed(): RawBuilder<boolean> {
  return sql<boolean>`exists (select from suppression p
    where p.channel = u.channel and p.target_hash = u.target_hash and p.lifted_at is null)`;
}

function selectOpen(db: Db) {
  return db
    .selectFrom("suppression")
    .select(["id", "channel", "reason", "source", "note", "region_code as regionCode", "since"])
    .where("lifted_at", "is", null);
}
