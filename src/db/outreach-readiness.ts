import { sql } from "kysely";
import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import { findTarget, goodsOf } from "../domain/outreach/readiness-target.ts";
import { findShortage, type ReadinessRow, type ShortPackage } from "../domain/outreach/readiness.ts";
import { readTargets } from "./readiness-targets.ts";
import type { Db } from "./schema.ts";

interface LineRow {
  readonly id: number;
  readonly regionCode: string;
  readonly key: string;
  readonly emdn: string | null;
  readonly category: string | null;
  readonly stockDays: number | null;
  readonly takenAt: Date;
}

/** Every line of the lists that were in use at the end of that day, with its target and what of it was short then. */
export async function readReadinessRows(
  db: Db,
  { on, until }: { readonly on: IsoDate; /** The instant at which the day ends. */ readonly until: Date },
): Promise<ReadinessRow[]> {
  const targets = await readTargets(db);
  const short = await readShortPackages(db, until);
  return (await readLines(db, until)).map((line) => {
    const { takenAt, id, ...row } = line;
    const goods = goodsOf(line);
    return {
      ...row,
      id: String(id),
      stockOn: stockholmDate(takenAt),
      targetDays: findTarget(targets, { ...line, goods }, on),
      shortage: findShortage(short.get(`${line.regionCode} ${line.key}`) ?? [], on),
    };
  });
}

async function readLines(db: Db, until: Date): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    with used as (
      select distinct on (region_code) id, region_code, taken_at from list_version
      where taken_at < ${until}::timestamptz order by region_code, taken_at desc, id desc
    )
    select e.id, v.region_code as "regionCode", e.key, e.emdn, e.category, e.stock_days as "stockDays",
      v.taken_at as "takenAt"
    from used v join list_entry e on e.version_id = v.id order by v.region_code, e.key`.execute(db);
  return rows;
}

/** The packages of shortages that hit a line, by region and line, as their source tells them. */
async function readShortPackages(db: Db, until: Date): Promise<Map<string, ShortPackage[]>> {
  const { rows } = await sql<ShortPackage & { place: string }>`
    select m.region_code || ' ' || m.entry_key as place, p -> 'start' ->> 'value' as start,
      p -> 'forecastEnd' ->> 'value' as "forecastEnd", p -> 'actualEnd' ->> 'value' as "actualEnd"
    from match m join notice n on n.id = m.notice_id
    cross join lateral jsonb_array_elements(n.content -> 'packages') p
    where m.verdict = 'certain' and n.content ->> 'type' <> 'cessation' and not n.vanished
      and n.first_seen_at < ${until}::timestamptz
    order by m.region_code, m.entry_key, n.id`.execute(db);
  const byPlace = Map.groupBy(rows, ({ place }) => place);
  return new Map(
    [...byPlace].map(([place, packages]) => [
      place,
      packages.map(({ start, forecastEnd, actualEnd }) => ({ start, forecastEnd, actualEnd })),
    ]),
  );
}
