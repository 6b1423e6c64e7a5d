import { sql } from "kysely";
import type { Db } from "./schema.ts";

/** Newly paused subscriptions of a region, which nobody has been told of. */
export interface UntoldPauses {
  readonly regionCode: string;
  readonly receivers: number;
}

/** The mails of the last telling in a region, by what became of them. */
export interface PausesTold {
  readonly at: Date;
  readonly sent: number;
  readonly waiting: number;
}

/** When a region was last told of paused receivers, as `told(region_code, at)`. */
const told = sql`(
  select content ->> 'regionCode' as region_code, max(created_at) as at from account_mail
  where content ->> 'kind' = 'receivers-paused' group by 1) told`;

/** Regions with subscriptions paused since the last telling, where that was before `toldBefore`; of one region when it is named. */
export async function readUntoldPauses(
  db: Db,
  { toldBefore, regionCode = null }: { toldBefore: Date; regionCode?: string | null },
): Promise<UntoldPauses[]> {
  const { rows } = await sql<UntoldPauses>`
    select s.region_code as "regionCode", count(*)::int as receivers
    from subscription s left join ${told} on told.region_code = s.region_code
    where s.state = 'paused' and (${regionCode}::text is null or s.region_code = ${regionCode})
      and (told.at is null or (s.paused_at > told.at and told.at <= ${toldBefore}::timestamptz))
    group by 1 order by 1`.execute(db);
  return rows;
}

/** Null when nobody of the region has been told of any. */
export async function readPausesTold(db: Db, regionCode: string): Promise<PausesTold | null> {
  const { rows } = await sql<PausesTold>`
    select m.created_at as at, count(*) filter (where m.state = 'sent' and coalesce(m.return_verdict, 'delayed') in ('delayed', 'complaint'))::int as sent,
      count(*) filter (where m.state = 'due')::int as waiting
    from account_mail m join ${told} on told.region_code = ${regionCode} and m.created_at = told.at
    where m.content ->> 'kind' = 'receivers-paused' and m.content ->> 'regionCode' = ${regionCode}
    group by 1`.execute(db);
  return rows[0] ?? null;
}
