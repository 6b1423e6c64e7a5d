import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import { stockholmDate } from "../domain/calendar.ts";
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
