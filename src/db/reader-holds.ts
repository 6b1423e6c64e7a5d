import { sql } from "kysely";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";
import { isSuppressed } from "./suppressions.ts";

/** Why nothing comes to a reader who has not left: their region holds it back, or nothing is sent to their address at all. */
export type ReaderHold = "stopped" | "suppressed";

/** Of these subscriptions, by their ids; what is left out comes as it should. */
export async function readReaderHolds(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, ReaderHold>> {
  const { rows } = await sql<{ id: number; hold: ReaderHold }>`
    select id, hold from (
      select u.id, case when ${isSuppressed()} then 'suppressed'
        when exists (select from delivery_stop where scope = 'subscription ' || u.id) then 'stopped' end as hold
      from subscription u
      where u.state <> 'ended' and u.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(ids)}))) held
    where hold is not null`.execute(db);
  return new Map(rows.map(({ id, hold }) => [id, hold]));
}
