import { sql } from "kysely";
import type { Db } from "../../src/db/schema.ts";

/** So many subscribers of a region by e-mail, with a few wishes among them; a third wants whatever comes. */
export async function subscribeMany(
  db: Db,
  { regionCode, count, now }: { regionCode: string; count: number; now: Date },
): Promise<void> {
  await sql`
    insert into subscription (region_code, channel, target, target_hash, language, filter, state, token, created_at,
                              confirmed_at)
    select ${regionCode}, 'email', jsonb_build_object('address', 'reader-' || i || '@region.example'), md5(i::text), 'sv',
           case i % 3 when 0 then '{}' when 1 then '{"atc":["J01","N02"],"roles":["läkare"]}'
                      else '{"priorities":[1],"areas":["akut"]}' end::jsonb,
           'active', 'many-' || md5(${regionCode} || i::text), ${now}::timestamptz, ${now}::timestamptz
    from generate_series(1, ${count}::integer) i`.execute(db);
}
