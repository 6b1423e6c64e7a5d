import { sql } from "kysely";
import type { Language } from "../domain/message.ts";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import { hashContent, jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

export interface NewSubscriber {
  readonly target: unknown;
  readonly language: Language;
  readonly filter: SubscriptionFilter;
  /** The secret of the unsubscribe address. */
  readonly token: string;
}

/** Notes the consent that those of a file have given, in whose word and when. */
export async function insertSubscriptionImport(
  trx: Db,
  input: { regionCode: string; consent: string; by: string; now: Date },
): Promise<number> {
  const { id } = await trx
    .insertInto("subscription_import")
    .values({
      region_code: input.regionCode,
      consent: input.consent,
      imported_by: input.by,
      imported_at: input.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Adds readers by one channel. One that the region has, also one that has left, stays as it is. Resolves with the number
 * of those who were added.
 */
export async function insertSubscribers(
  trx: Db,
  input: { regionCode: string; channel: string; importId: number; now: Date; subscribers: readonly NewSubscriber[] },
): Promise<number> {
  const { regionCode, channel, importId, now, subscribers } = input;
  const rows = subscribers.map((one) => ({ ...one, hash: hashContent(one.target) }));
  const { rows: added } = await sql`
    insert into subscription (region_code, channel, purpose, target, target_hash, language, filter, state, token,
                              created_at, confirmed_at, import_id)
    select ${regionCode}, ${channel}, 'readers', r.target, r.hash, r.language, r.filter, 'active', r.token,
           ${now}::timestamptz, ${now}::timestamptz, ${importId}::bigint
    from jsonb_to_recordset(${jsonRows(rows)}) as r(target jsonb, hash text, language text, filter jsonb, token text)
    on conflict (region_code, channel, purpose, target_hash) do nothing
    returning 1`.execute(trx);
  return added.length;
}

/** How many of these readers the region does not have. */
export async function countNewSubscribers(
  db: Db,
  input: { regionCode: string; channel: string; targets: readonly unknown[] },
): Promise<number> {
  const { regionCode, channel } = input;
  const hashes = input.targets.map((target) => hashContent(target));
  const { rows } = await sql<{ added: number }>`
    select count(distinct hash) as added from jsonb_array_elements_text(${jsonRows(hashes)}) as hash
    where not exists (
      select from subscription s where s.region_code = ${regionCode} and s.channel = ${channel}
        and s.purpose = 'readers' and s.target_hash = hash)`.execute(db);
  return rows[0]?.added ?? 0;
}
