import { sql } from "kysely";
import type { Pace } from "../domain/pace.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** The name of what all of a channel goes through. */
export const WHOLE_CHANNEL = "";

/** The pace of a whole channel, held until the end of the transaction. */
export async function holdChannelPace(
  trx: Db,
  { channel, perSecond }: { channel: string; perSecond: number },
): Promise<Pace> {
  const { rows } = await sql<Pace>`
    insert into remote (channel, name, per_second) values (${channel}, ${WHOLE_CHANNEL}, ${perSecond})
    on conflict (channel, name) do update set per_second = excluded.per_second
    returning per_second as "perSecond", next_at as "nextAt"`.execute(trx);
  return rows[0] ?? { perSecond, nextAt: null };
}

/** Notes when the next sendings may start. */
export async function writePaces(
  trx: Db,
  { channel, paces }: { channel: string; paces: readonly ({ readonly name: string } & Pace)[] },
): Promise<void> {
  if (paces.length === 0) return;
  await sql`
    insert into remote (channel, name, per_second, next_at)
    select ${channel}, name, "perSecond", "nextAt"
    from jsonb_to_recordset(${jsonRows(paces)}) as r(name text, "perSecond" real, "nextAt" timestamptz)
    on conflict (channel, name) do update set next_at = excluded.next_at`.execute(trx);
}
