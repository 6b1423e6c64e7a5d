import { sql } from "kysely";
import type { Message } from "../domain/message.ts";
import { OPERATIONS } from "../domain/region.ts";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import { json, jsonRows } from "./client.ts";
import { selectMessages } from "./messages.ts";
import { BEFORE, isWanted, TOPIC } from "./receivers.ts";
import type { Db } from "./schema.ts";

/** Which feed. */
export interface FeedChoice {
  /** Null for all regions. */
  readonly regionCode: string | null;
  readonly filter: SubscriptionFilter;
}

/** What a feed shows, the newest first: what a subscriber with that filter is told, to readers. */
export async function readFeedMessages(
  db: Db,
  { regionCode, filter, limit }: FeedChoice & { readonly limit: number },
): Promise<Message[]> {
  const wanted = isWanted({ filter: sql`${json(filter)}::jsonb`, topic: TOPIC, audience: sql`m.audience` });
  return (
    selectMessages(db)
      // Alerts are for those who run Restsignal, not for readers of feeds.
      .where("message.region_code", "<>", OPERATIONS.code)
      .where("message.purpose", "=", "readers")
      .$if(regionCode !== null, (query) => query.where("message.region_code", "=", regionCode))
      .$if(Object.keys(filter).length > 0, (query) =>
        query.where(
          sql<boolean>`exists (select from message m left join ${BEFORE} before on true where m.id = message.id and ${wanted})`,
        ),
      )
      .orderBy("message.id", "desc")
      .limit(limit)
      .execute()
  );
}

/**
 * Whether every value of a choice is one that a list in use, a message or a case has: only such a feed has readers, and
 * anybody can think out any number of others.
 */
export async function knowsFeedValues(db: Db, { regionCode, filter }: FeedChoice): Promise<boolean> {
  const { areas = [], roles = [], categories = [], priorities = [], atc = [], cases = [] } = filter;
  const unknown = (wishes: readonly (string | number)[], fits: ReturnType<typeof sql>) =>
    sql`exists (select from jsonb_array_elements_text(${jsonRows(wishes)}) as wish where not exists (select from ${fits}))`;
  const { rows } = await sql<{ known: boolean }>`
    with entry as materialized (
      select e.atc, e.category, e.priority, e.areas, '[]'::jsonb as roles
      from list_entry e join list_version v on v.id = e.version_id
      where v.active and (${regionCode}::text is null or v.region_code = ${regionCode})
      union all
      select facts -> 'entry' ->> 'atc', facts -> 'entry' ->> 'category', (facts -> 'entry' ->> 'priority')::int,
        audience -> 'areas', audience -> 'roles'
      from message where ${regionCode}::text is null or region_code = ${regionCode})
    select not (${unknown(areas, sql`entry where areas ? wish`)}
      or ${unknown(roles, sql`entry where roles ? wish`)}
      or ${unknown(categories, sql`entry where category = wish`)}
      or ${unknown(priorities, sql`entry where priority = wish::int`)}
      or ${unknown(atc, sql`entry where starts_with(atc, wish)`)}
      or ${unknown(cases, sql`region_case c where c.id = wish::bigint and (${regionCode}::text is null or c.region_code = ${regionCode})`)}
    ) as known`.execute(db);
  return rows[0]?.known === true;
}
