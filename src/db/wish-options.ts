import { sql } from "kysely";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** What the lines of some regions' lists name, and so what a wish about them may name. */
export interface WishOptions {
  readonly areas: readonly string[];
  readonly categories: readonly string[];
  readonly priorities: readonly number[];
}

/** Of the lists in use; all empty where there is none. */
export async function readWishOptions(db: Db, regionCodes: readonly string[]): Promise<WishOptions> {
  const { rows } = await sql<WishOptions>`
    with line as (
      select e.areas, e.category, e.priority from list_entry e join list_version v on v.id = e.version_id
      where v.active and v.region_code in (select value from jsonb_array_elements_text(${jsonRows(regionCodes)})))
    select
      coalesce((select jsonb_agg(distinct area) from line, jsonb_array_elements_text(line.areas) area), '[]') as areas,
      coalesce((select jsonb_agg(distinct category) from line where category <> ''), '[]') as categories,
      coalesce((select jsonb_agg(distinct priority) from line where priority is not null), '[]') as priorities`.execute(
    db,
  );
  const { areas, categories, priorities } = rows[0] ?? { areas: [], categories: [], priorities: [] };
  const byName = new Intl.Collator("sv").compare;
  return {
    areas: areas.toSorted(byName),
    categories: categories.toSorted(byName),
    priorities: priorities.toSorted((one, other) => one - other),
  };
}
