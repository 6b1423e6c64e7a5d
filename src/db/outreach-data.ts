import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import { stockholmDate } from "../domain/calendar.ts";
import type { DataVersions } from "../domain/outreach/document.ts";
import type { Db } from "./schema.ts";

/**
 * The first and the last day of which anything is known: from the first file that was taken in to the last file, message
 * or decision. It is told by what is kept and not by a clock, so that the same data give the same figures.
 */
export async function readDataSpan(db: Db): Promise<{ readonly from: IsoDate; readonly to: IsoDate } | null> {
  const { rows } = await sql<{ from: Date | null; to: Date | null }>`
    select min(fetched_at) as from,
      greatest(max(fetched_at), (select max(published_at) from message), (select max(decided_at) from case_update)) as to
    from snapshot where status = 'accepted' and product_count is null`.execute(db);
  const [row] = rows;
  if (row === undefined || row.from === null || row.to === null) return null;
  return { from: stockholmDate(row.from), to: stockholmDate(row.to) };
}

/** Which files and lists the figures of days up to that instant are made of. */
export async function readDataVersions(db: Db, { from, until }: { from: Date; until: Date }): Promise<DataVersions> {
  const snapshots = await db
    .selectFrom("snapshot")
    .select(["id", "source", "sha256"])
    .where("status", "=", "accepted")
    .where("fetched_at", "<", until)
    .orderBy("id")
    .execute();
  // A list goes on until the next one of its region is taken into use.
  const { rows } = await sql<{ id: number; regionCode: string; takenAt: Date }>`
    select id, region_code as "regionCode", taken_at as "takenAt"
    from (select v.*, lead(taken_at) over (partition by region_code order by taken_at, id) as next_at
          from list_version v where taken_at is not null) used
    where taken_at < ${until}::timestamptz and (next_at is null or next_at >= ${from}::timestamptz)
    order by region_code, taken_at, id`.execute(db);
  const lists = rows.map(({ takenAt, ...list }) => ({ ...list, takenOn: stockholmDate(takenAt) }));
  return { snapshots, lists };
}

/** Differs whenever somebody has done, published or taken in something: figures of equal marks are made of the same. */
export async function readDataMark(db: Db): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws('.', (select max(id) from audit), (select version from public_version),
      (select max(id) from snapshot)) as mark`.execute(db);
  return rows[0]?.mark ?? "";
}
