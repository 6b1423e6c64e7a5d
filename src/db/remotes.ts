import { sql } from "kysely";
import type { Pace } from "../domain/pace.ts";
import { UNTRIED, type Learned, type RemoteState } from "../domain/remote.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** The name of what all of a channel goes through. */
export const WHOLE_CHANNEL = "";

export type NamedLearned = { readonly name: string } & Learned;

interface RemoteRow extends Learned {
  readonly nextAt: Date | null;
}

/** What `RemoteRow` reads of the row `r`. */
export const REMOTE_COLUMNS = sql`r.next_at as "nextAt", r.learned_per_second as "learnedPerSecond",
  r.paced_at as "pacedAt", r.not_before as "notBefore", coalesce(r.failures, 0) as failures,
  coalesce(r.openings, 0) as openings, r.opened_at as "openedAt", r.open_until as "openUntil"`;

/** What is known of all that a channel goes through, held until the end of the transaction. */
export async function holdWholeChannel(
  trx: Db,
  { channel, perSecond }: { channel: string; perSecond: number },
): Promise<RemoteState> {
  const { rows } = await sql<RemoteRow>`
    insert into remote as r (channel, name, per_second) values (${channel}, ${WHOLE_CHANNEL}, ${perSecond})
    on conflict (channel, name) do update set per_second = excluded.per_second
    returning ${REMOTE_COLUMNS}`.execute(trx);
  return asRemoteState(rows[0] ?? { ...UNTRIED, nextAt: null }, perSecond);
}

export function asRemoteState({ nextAt, ...learned }: RemoteRow, limit: number): RemoteState {
  const perSecond = Math.min(limit, learned.learnedPerSecond ?? limit);
  return { pace: { perSecond, nextAt }, ...learned };
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
    from jsonb_to_recordset(${jsonRows(paces)}) as r(name text, "perSecond" real, "nextAt" timestamptz) order by name
    on conflict (channel, name) do update set next_at = excluded.next_at`.execute(trx);
}

/** Whether anything was, or is to be, sent there. */
export async function isRemoteKnown(
  db: Db,
  { channel, remote }: { channel: string; remote: string },
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from remote where channel = ${channel} and name = ${remote})
      or exists (select from sending where channel = ${channel} and remote = ${remote}) as known`.execute(db);
  return rows[0]?.known === true;
}

/** What is known of some of a channel's remotes; of those that nobody has learned anything of, nothing. */
export async function readLearned(
  db: Db,
  { channel, names }: { channel: string; names: readonly string[] },
): Promise<NamedLearned[]> {
  return selectLearned(db, { channel, names }).execute();
}

/** The same, held until the end of the transaction. In the order in which all hold them. */
export async function holdLearned(
  trx: Db,
  { channel, names }: { channel: string; names: readonly string[] },
): Promise<NamedLearned[]> {
  return selectLearned(trx, { channel, names }).forUpdate().execute();
}

function selectLearned(db: Db, { channel, names }: { channel: string; names: readonly string[] }) {
  return db
    .selectFrom("remote")
    .select(["name", "learned_per_second as learnedPerSecond", "paced_at as pacedAt", "not_before as notBefore"])
    .select(["failures", "openings", "opened_at as openedAt", "open_until as openUntil"])
    .where("channel", "=", channel)
    .where("name", "in", names)
    .orderBy("name");
}

export async function writeLearned(
  trx: Db,
  { channel, perSecond, learned }: { channel: string; perSecond: number; learned: readonly NamedLearned[] },
): Promise<void> {
  if (learned.length === 0) return;
  await sql`
    insert into remote (channel, name, per_second, learned_per_second, paced_at, not_before, failures, openings,
                        opened_at, open_until)
    select ${channel}, name, ${perSecond}, "learnedPerSecond", "pacedAt", "notBefore", failures, openings, "openedAt", "openUntil"
    from jsonb_to_recordset(${jsonRows(learned)}) as r(name text, "learnedPerSecond" real, "pacedAt" timestamptz,
      "notBefore" timestamptz, failures integer, openings integer, "openedAt" timestamptz, "openUntil" timestamptz)
    order by name
    on conflict (channel, name) do update set learned_per_second = excluded.learned_per_second,
      paced_at = excluded.paced_at, not_before = excluded.not_before, failures = excluded.failures,
      openings = excluded.openings, opened_at = excluded.opened_at, open_until = excluded.open_until`.execute(trx);
}
