import { sql } from "kysely";
import { addDays, stockholmDate } from "../domain/calendar.ts";
import type { ListVersionRow } from "../domain/outreach/list-figures.ts";
import type { Span } from "./outreach-cases.ts";
import type { Db } from "./schema.ts";

interface VersionRow {
  readonly id: number;
  readonly regionCode: string;
  readonly takenAt: Date;
  readonly nextAt: Date | null;
}

/** The lists that were in use at the end of some day between two instants; one that was replaced on its first day never was. */
export async function readListRows(db: Db, { from, until }: Span): Promise<ListVersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select id, region_code as "regionCode", taken_at as "takenAt", next_at as "nextAt"
    from (select v.*, lead(taken_at) over (partition by region_code order by taken_at, id) as next_at
          from list_version v where taken_at is not null) used
    where taken_at < ${until}::timestamptz and (next_at is null or next_at >= ${from}::timestamptz)
    order by region_code, taken_at, id`.execute(db);
  const days = rows
    .map(({ takenAt, nextAt, ...version }) => ({
      ...version,
      from: stockholmDate(takenAt),
      to: nextAt === null ? null : addDays(stockholmDate(nextAt), -1),
    }))
    .filter(({ from: first, to }) => to === null || first <= to);
  const entries = await readEntries(
    db,
    days.map(({ id }) => id),
  );
  return days.map((version) => ({ ...version, entries: entries.get(version.id) ?? [] }));
}

async function readEntries(db: Db, ids: readonly number[]): Promise<Map<number, ListVersionRow["entries"][number][]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("list_entry")
    .select(["version_id as versionId", "key", "category", "priority"])
    .where("version_id", "in", ids)
    .orderBy("version_id")
    .orderBy("key")
    .execute();
  return Map.groupBy(rows, ({ versionId }) => versionId);
}
