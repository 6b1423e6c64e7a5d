import { sql } from "kysely";
import type { Language } from "../domain/message.ts";
import { OPERATIONS } from "../domain/region.ts";
import type { Db } from "./schema.ts";

/** A subscription to which nothing went in a month, though all of it stood. */
export interface SilentSubscription {
  readonly id: number;
  readonly regionCode: string;
  readonly target: unknown;
  readonly language: Language;
}

/**
 * Notes of so many silent subscriptions by e-mail that they are told of the month, and gives them back. Silent is who wants
 * to know, began before it, was neither paused nor at rest in it, is not held by its region, still wants something of a region that has a list, and
 * for whom there has been nothing since the month began: no message, no sending, nothing that waits.
 */
export async function takeSilent(
  trx: Db,
  { month, since, limit }: { month: string; since: Date; limit: number },
): Promise<SilentSubscription[]> {
  const { rows } = await sql<SilentSubscription>`
    update subscription u set silence_told_for = ${month}
    from (
      select s.id from subscription s
      where s.channel = 'email' and s.purpose = 'readers' and s.state = 'active' and s.tells_silence
        and s.region_code <> ${OPERATIONS.code} and s.silence_told_for is distinct from ${month}
        and s.confirmed_at < ${since}::timestamptz
        and (s.paused_at is null or coalesce(s.resumed_at < ${since}::timestamptz, false))
        and (s.snoozed_until is null or s.snoozed_until <= ${since}::timestamptz)
        and not exists (select from delivery_stop held where held.scope = 'subscription ' || s.id)
        and exists (select from list_version v where v.region_code = s.region_code and v.active)
        and exists (select from wish w
          where w.subscription_id = s.id and w.ended_at is null and w.begun_at < ${since}::timestamptz)
        and not exists (select from sending o
          where o.subscription_id = s.id and coalesce(o.finished_at, 'infinity') >= ${since}::timestamptz)
        and not exists (select from delivery d join message m on m.id = d.message_id
          where d.subscription_id = s.id and (d.state = 'due' or m.published_at >= ${since}::timestamptz))
      order by s.id limit ${limit} for update of s skip locked
    ) silent
    where u.id = silent.id
    returning u.id, u.region_code as "regionCode", u.target, u.language`.execute(trx);
  return rows.toSorted((a, b) => a.id - b.id);
}

/** False where it is so already, or the subscription is none any more. */
export async function writeTellsSilence(
  trx: Db,
  { id, tellsSilence }: { id: number; tellsSilence: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("subscription")
    .set({ tells_silence: tellsSilence })
    .where("id", "=", id)
    .where("state", "<>", "ended")
    .where("tells_silence", "<>", tellsSilence)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
