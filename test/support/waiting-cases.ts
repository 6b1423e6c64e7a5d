import { sql } from "kysely";
import type { Db } from "../../src/db/schema.ts";
import { json } from "../../src/db/client.ts";
import { makeEntry, makeNotice, makePackage } from "./builders.ts";

/**
 * So many cases of a region that wait, each with two products and two pieces of news, written straight into the tables:
 * a file of that size would take minutes.
 */
export async function insertWaitingCases(
  db: Db,
  input: { regionCode: string; count: number; now: Date },
): Promise<void> {
  const { regionCode, count, now } = input;
  const entry = json(makeEntry({ stockDays: 30 }));
  const notice = json(
    makeNotice({ source: "many", packages: [makePackage(), makePackage({ nplPackId: "20990000100028" })] }),
  );
  await sql`
    insert into snapshot (source, fetched_at, created_at, as_of, sha256, byte_count, status, baseline,
                          report_count, notice_count, package_count, warnings)
    values ('many', ${now}::timestamptz, ${now}::timestamptz, '2026-08-21', 'many', 0, 'accepted', true, 0, 0, 0, '[]')`.execute(
    db,
  );
  await sql`insert into source_state (source, as_of, snapshot_id) select 'many', '2026-08-21', max(id) from snapshot`.execute(
    db,
  );
  await sql`
    insert into notice (source, report_id, npl_id, product_name, atc, status, content, content_hash, first_seen_at,
                        changed_snapshot_id)
    select 'many', 'report-' || i, 'product-' || i, 'Exempem ' || i || ' mg Injektionsvätska, lösning', 'J01DH02',
           'ongoing', ${notice}::jsonb, 'hash', ${now}::timestamptz, (select max(id) from snapshot)
    from generate_series(1, ${count * 2}::int) as i`.execute(db);
  await sql`
    insert into region_case (region_code, entry_key, entry, status, opened_at)
    select ${regionCode}, 'many-' || i,
           ${entry}::jsonb || jsonb_build_object('key', 'many-' || i, 'substance', 'Exempem ' || i, 'priority', i % 4 + 1),
           'open', ${now}::timestamptz
    from generate_series(1, ${count}::int) as i`.execute(db);
  await sql`
    insert into match (region_code, entry_key, notice_id, verdict, why, owns)
    select ${regionCode}, 'many-' || ((substr(n.report_id, 8)::int + 1) / 2), n.id, 'certain', '{}', true
    from notice n where n.source = 'many'`.execute(db);
  await sql`
    insert into case_update (case_id, snapshot_id, on_date, kind, changes, created_at, decision)
    select c.id, null, d.day::date, 'change', (
             select jsonb_agg(jsonb_build_object('noticeId', m.notice_id, 'kind', d.kind, 'from', null, 'to', null))
             from match m where m.region_code = c.region_code and m.entry_key = c.entry_key),
           ${now}::timestamptz - interval '1 day', 'pending'
    from region_case c, (values ('2026-08-20', 'announced'), ('2026-08-21', 'started')) as d(day, kind)
    where c.region_code = ${regionCode} and c.entry_key like 'many-%'`.execute(db);
}
