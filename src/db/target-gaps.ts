import { sql } from "kysely";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** Until when the first of those targets waits that had something just now; null when none does. */
export async function readFirstGap(trx: Db, { channel, now }: { channel: string; now: Date }): Promise<Date | null> {
  const row = await trx
    .selectFrom("target_gap")
    .select((eb) => eb.fn.min("next_at").as("until"))
    .where("channel", "=", channel)
    .where("next_at", ">", now)
    .executeTakeFirst();
  return row?.until ?? null;
}

/** Notes that something goes to these targets now, and forgets what is long past. */
export async function writeGaps(
  db: Db,
  input: { channel: string; targetHashes: readonly string[]; now: Date; gapMs: number },
): Promise<void> {
  const { channel, targetHashes, now, gapMs } = input;
  const nextAt = new Date(now.getTime() + gapMs);
  await sql`
    with past as (
      delete from target_gap where channel = ${channel} and next_at < ${now}::timestamptz - interval '1 hour'
        and target_hash not in (select jsonb_array_elements_text(${jsonRows(targetHashes)}))
    )
    insert into target_gap (channel, target_hash, next_at)
    select distinct ${channel}, t, ${nextAt}::timestamptz from jsonb_array_elements_text(${jsonRows(targetHashes)}) t order by 2
    on conflict (channel, target_hash) do update set next_at = greatest(target_gap.next_at, excluded.next_at)`.execute(
    db,
  );
}
