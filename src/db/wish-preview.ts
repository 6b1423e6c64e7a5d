import { sql } from "kysely";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import { jsonRows } from "./client.ts";
import { BEFORE, isWanted, TOPIC } from "./receivers.ts";
import type { Db } from "./schema.ts";

/** What a filter would have let through. */
export interface WantedCount {
  readonly messages: number;
  readonly urgent: number;
  /** The newest few, the newest first. */
  readonly newest: readonly number[];
}

const EXAMPLES = 3;

/** What was published to readers of these regions in that time and fits each filter, chosen as deliveries are; in the order of the filters. */
export async function countWanted(
  db: Db,
  input: { regionCodes: readonly string[]; filters: readonly SubscriptionFilter[]; since: Date; now: Date },
): Promise<readonly WantedCount[]> {
  const { regionCodes, filters, since, now } = input;
  const wanted = isWanted({ filter: sql`asked.filter`, topic: sql`about.topic`, audience: sql`about.audience` });
  const { rows } = await sql<WantedCount>`
    with about as materialized (
      select m.id, m.urgency, m.audience, m.published_at, ${TOPIC} as topic
      from message m left join ${BEFORE} before on true
      where m.region_code in (select value from jsonb_array_elements_text(${jsonRows(regionCodes)}))
        and m.purpose = 'readers' and m.published_at > ${since}::timestamptz and m.published_at <= ${now}::timestamptz
    ), asked as (
      select place, filter from jsonb_array_elements(${jsonRows(filters)}) with ordinality as a (filter, place)
    )
    select count(about.id)::int as messages, (count(about.id) filter (where about.urgency = 'high'))::int as urgent,
      coalesce(to_jsonb((array_agg(about.id order by about.published_at desc, about.id desc)
        filter (where about.id is not null))[1:${sql.lit(EXAMPLES)}]), '[]') as newest
    from asked left join about on ${wanted}
    group by asked.place order by asked.place`.execute(db);
  return rows;
}

/** Since when a region tells anything. */
export interface RegionBeginning {
  readonly regionCode: string;
  readonly hasList: boolean;
  /** When its first list came into use, or it told something of it; null where it never did either. */
  readonly begunAt: Date | null;
  /** When it last published to readers; null while it has not. */
  readonly publishedAt: Date | null;
}

/** In the order of the codes. */
export async function readRegionBeginnings(db: Db, regionCodes: readonly string[]): Promise<RegionBeginning[]> {
  const { rows } = await sql<RegionBeginning>`
    select c.code as "regionCode",
      exists (select from list_version v where v.region_code = c.code and v.active) as "hasList",
      least((select min(v.taken_at) from list_version v where v.region_code = c.code),
        (select min(m.published_at) from message m where m.region_code = c.code and m.purpose = 'readers')) as "begunAt",
      (select max(m.published_at) from message m where m.region_code = c.code and m.purpose = 'readers') as "publishedAt"
    from jsonb_array_elements_text(${jsonRows(regionCodes)}) with ordinality as c (code, place) order by place`.execute(
    db,
  );
  return rows;
}
