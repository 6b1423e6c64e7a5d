import { setImmediate } from "node:timers/promises";
import { sql, type RawBuilder } from "kysely";
import type { Audience, Purpose } from "../domain/audience.ts";
import type { EntryFact } from "../domain/message.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** Whom a message is for. */
export interface Addressed {
  readonly regionCode: string;
  readonly purpose: Purpose;
  readonly entry: EntryFact | null;
  readonly audience: Audience;
}

type Sql = RawBuilder<unknown>;

/** What `wantsMessage` of the domain says, in SQL: all three are jsonb, and `entry` is null of what is about no one entry. */
export function isWanted({ filter, entry, audience }: { filter: Sql; entry: Sql; audience: Sql }): RawBuilder<boolean> {
  const among = (what: "roles" | "areas") => sql`(
    not (${filter} ? ${sql.lit(what)}) or jsonb_array_length(${audience} -> ${sql.lit(what)}) = 0
    or ${filter} -> ${sql.lit(what)} ?| array(select jsonb_array_elements_text(${audience} -> ${sql.lit(what)})))`;
  return sql<boolean>`(${among("roles")} and (${entry} is null or (${among("areas")}
    and (not (${filter} ? 'atc') or (${entry} ->> 'atc' <> '' and exists (
      select from jsonb_array_elements_text(${filter} -> 'atc') as prefix
      where starts_with(${entry} ->> 'atc', prefix) or starts_with(prefix, ${entry} ->> 'atc'))))
    and (not (${filter} ? 'priorities') or coalesce(${filter} -> 'priorities' @> (${entry} -> 'priority'), false)))))`;
}

/** What `stoodAt` of the domain says of the subscription `s`, in SQL. */
export function stood(publishedAt: Sql): RawBuilder<boolean> {
  return sql<boolean>`(s.state <> 'ended' and s.confirmed_at <= ${publishedAt} and (
    s.paused_at is null or s.paused_at > ${publishedAt} or coalesce(s.resumed_at <= ${publishedAt}, false)))`;
}

/** So many are counted at a time: on PGlite whatever else the process does waits for each. */
const COUNTED_AT_ONCE = 5_000;

/** How many get it by each channel that has any, when it is published now; chosen as its deliveries are. */
export async function countReceivers(db: Db, about: Addressed): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let after = 0; ;) {
    const { rows } = await countSome(db, about, after);
    for (const { channel, receivers } of rows)
      if (receivers > 0) counts.set(channel, (counts.get(channel) ?? 0) + receivers);
    const last = Math.max(0, ...rows.map(({ reached }) => reached));
    if (last === 0) return counts;
    after = last;
    await setImmediate();
  }
}

function countSome(db: Db, { regionCode, purpose, ...about }: Addressed, after: number) {
  const entry = about.entry === null ? sql`null::jsonb` : sql`${json(about.entry)}::jsonb`;
  const wanted = isWanted({ filter: sql`filter`, entry, audience: sql`${json(about.audience)}::jsonb` });
  return sql<{ channel: string; receivers: number; reached: number }>`
    with next as (
      select id, channel, filter, state from subscription
      where region_code = ${regionCode} and purpose = ${purpose} and state <> 'ended' and id > ${after}
      order by id limit ${COUNTED_AT_ONCE}
    )
    select channel, count(*) filter (where state = 'active' and ${wanted}) as receivers, max(id) as reached
    from next group by channel order by channel`.execute(db);
}
