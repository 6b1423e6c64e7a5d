import { sql } from "kysely";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** What one subscriber wants, of a subscription that may have several. */
export interface Wish {
  readonly id: number;
  readonly subscriptionId: number;
  readonly filter: SubscriptionFilter;
  /** Each message that fits comes at once, whatever the subscription's rhythm. */
  readonly atOnce: boolean;
  /** Ends by itself with the message that says that it is over. */
  readonly untilResolved: boolean;
  readonly begunAt: Date;
  readonly endedAt: Date | null;
  /** `resolved`: it was over · `subscriber`: they had enough of it. */
  readonly endedReason: string | null;
}

export interface NewWish extends Pick<Wish, "filter" | "atOnce" | "untilResolved"> {}

/** All wishes of these subscriptions, also ended ones, in the order in which they were begun. */
export async function readWishes(db: Db, subscriptionIds: readonly number[]): Promise<Wish[]> {
  if (subscriptionIds.length === 0) return [];
  return db
    .selectFrom("wish")
    .select(["id", "subscription_id as subscriptionId", "filter", "at_once as atOnce"])
    .select(["until_resolved as untilResolved", "begun_at as begunAt", "ended_at as endedAt"])
    .select("ended_reason as endedReason")
    .where("subscription_id", "in", subscriptionIds)
    .orderBy("id")
    .execute();
}

/** Adds a wish; one that asks for the same and stands is given back instead. */
export async function insertWish(
  trx: Db,
  { subscriptionId, wish, now }: { subscriptionId: number; wish: NewWish; now: Date },
): Promise<{ readonly id: number; readonly added: boolean }> {
  const same = await trx
    .selectFrom("wish")
    .select("id")
    .where("subscription_id", "=", subscriptionId)
    .where("ended_at", "is", null)
    .where(sql<boolean>`filter = ${json(wish.filter)}::jsonb`)
    .where("at_once", "=", wish.atOnce)
    .where("until_resolved", "=", wish.untilResolved)
    .executeTakeFirst();
  if (same !== undefined) return { id: same.id, added: false };
  const { id } = await trx
    .insertInto("wish")
    .values({
      subscription_id: subscriptionId,
      filter: json(wish.filter),
      at_once: wish.atOnce,
      until_resolved: wish.untilResolved,
      begun_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, added: true };
}

/** False where the subscription has no such wish that stands. */
export async function updateWish(
  trx: Db,
  { id, subscriptionId, wish }: { id: number; subscriptionId: number; wish: NewWish },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("wish")
    .set({ filter: json(wish.filter), at_once: wish.atOnce, until_resolved: wish.untilResolved })
    .where("id", "=", id)
    .where("subscription_id", "=", subscriptionId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends a wish, or lets it go on as it was; false where the subscription has no such wish, or it is so already. */
export async function writeWishEnd(
  trx: Db,
  { id, subscriptionId, reason, now }: { id: number; subscriptionId: number; reason: string | null; now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("wish")
    .set({ ended_at: reason === null ? null : now, ended_reason: reason, ended_by: null })
    .where("id", "=", id)
    .where("subscription_id", "=", subscriptionId)
    .where("ended_at", reason === null ? "is not" : "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
