import { sql, type RawBuilder } from "kysely";
import type { ReaderState } from "../domain/reader.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";
import { findSubscription, type Subscription } from "./subscriptions.ts";

/** Which of a region's readers; null is all of them. */
export interface ReaderFilter {
  readonly regionCode: string;
  readonly channel: string | null;
  readonly state: ReaderState | null;
  /** Who hears of that area of care: by name, or of all. */
  readonly area: string | null;
  /** Who hears of what is for that role. */
  readonly role: string | null;
}

/** A reader's place in the list, by the id of their subscription. */
export interface ListedReader {
  readonly id: number;
  readonly state: ReaderState;
  readonly since: Date;
  readonly pausedAt: Date | null;
  readonly endedAt: Date | null;
  readonly stop: { readonly reason: string; readonly by: string | null; readonly at: string } | null;
  /** What has come for them and waits. */
  readonly waiting: number;
}

/** How the subscription `s` stands, with the stop `held` of it alone. */
const stateAt = (now: Date) => sql<ReaderState>`(case
  when s.state in ('ended', 'paused') then s.state
  when held.scope is not null then 'stopped'
  when s.snoozed_until > ${now}::timestamptz then 'snoozed'
  else 'active' end)`;

const HELD = sql`left join delivery_stop held on held.scope = 'subscription ' || s.id`;

const selectReader = (now: Date) => sql`
    select s.id, ${stateAt(now)} as state, s.confirmed_at as since, s.paused_at as "pausedAt", s.ended_at as "endedAt",
      case when held.scope is not null then
        jsonb_build_object('reason', held.reason, 'by', held.stopped_by, 'at', held.stopped_at) end as stop,
      (select count(*)::int from delivery d where d.subscription_id = s.id and d.state in ('due', 'sending')) as waiting`;

/** Whether one of what the subscription `s` asks for names that, or leaves it open. */
function hears(what: "areas" | "roles", value: string | null): RawBuilder<unknown> {
  if (value === null) return sql`true`;
  return sql`exists (select from wish w where w.subscription_id = s.id and w.ended_at is null
    and (not w.filter ? ${sql.lit(what)} or w.filter -> ${sql.lit(what)} ? ${value}))`;
}

const isOf = <T>(column: RawBuilder<T>, value: string | null) =>
  value === null ? sql`true` : sql`${column} = ${value}`;

/** Lines of a region's list, in the order in which they began, and how many there are in all. */
export async function readReaders(
  db: Db,
  { now, limit, offset, ...filter }: ReaderFilter & { now: Date; limit: number; offset: number },
): Promise<{ total: number; readers: ListedReader[] }> {
  const { regionCode, channel, state, area, role } = filter;
  const fits = sql`s.region_code = ${regionCode} and s.purpose = 'readers' and ${isOf(sql`s.channel`, channel)}
    and ${isOf(stateAt(now), state)} and ${hears("areas", area)} and ${hears("roles", role)}`;
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from subscription s ${HELD} where ${fits}`.execute(db);
  const { rows: readers } = await sql<ListedReader>`
    ${selectReader(now)}
    from subscription s ${HELD}
    where ${fits}
    order by s.id limit ${limit} offset ${offset}`.execute(db);
  return { total: rows[0]?.total ?? 0, readers };
}

/** One of a region's readers as the list has it; null when the region has no such reader. */
export async function findReader(
  db: Db,
  { id, regionCode, now }: { id: number; regionCode: string; now: Date },
): Promise<ListedReader | null> {
  const { rows } = await sql<ListedReader>`
    ${selectReader(now)}
    from subscription s ${HELD}
    where s.id = ${id} and s.region_code = ${regionCode} and s.purpose = 'readers'`.execute(db);
  return rows[0] ?? null;
}

/** By what a region's readers are counted. `area` and `role` with an empty value are those who have chosen none. */
export type ReaderFigure = "state" | "channel" | "rhythm" | "area" | "role";

export interface ReaderCount {
  readonly figure: ReaderFigure;
  readonly value: string;
  readonly readers: number;
}

/** How many readers a region has, by each figure; who has left is counted by state alone. */
export async function countReaders(
  db: Db,
  { regionCode, now, gathering }: { regionCode: string; now: Date; gathering: readonly string[] },
): Promise<ReaderCount[]> {
  const named = (figure: "area" | "role", what: "areas" | "roles") => sql`
    select ${sql.lit(figure)} as figure, coalesce(chosen.value, '') as value, count(distinct own.id)::int as readers
    from own join wish w on w.subscription_id = own.id and w.ended_at is null
      left join lateral jsonb_array_elements_text(w.filter -> ${sql.lit(what)}) as chosen(value) on w.filter ? ${sql.lit(what)}
    where own.state <> 'ended' group by 2`;
  const { rows } = await sql<ReaderCount>`
    with own as materialized (
      select s.id, s.channel, ${stateAt(now)} as state,
        case when s.channel in (select jsonb_array_elements_text(${jsonRows(gathering)})) then s.rhythm else 'at-once' end as rhythm
      from subscription s ${HELD} where s.region_code = ${regionCode} and s.purpose = 'readers'
    )
    select 'state' as figure, state as value, count(*)::int as readers from own group by state
    union all select 'channel', channel, count(*)::int from own where state <> 'ended' group by channel
    union all select 'rhythm', rhythm, count(*)::int from own where state <> 'ended' group by rhythm
    union all ${named("area", "areas")}
    union all ${named("role", "roles")}
    order by 1, 3 desc, 2`.execute(db);
  return rows;
}

/** What a subscriber has agreed to, as it was kept, and when. */
export interface KeptConsent {
  readonly text: string;
  readonly at: Date;
}

/** What one of a region's readers has agreed to, by themselves or in a file that was taken in; the oldest first. */
export async function readConsents(db: Db, subscriptionId: number): Promise<KeptConsent[]> {
  const { rows } = await sql<KeptConsent>`
    select agreed_text as text, confirmed_at as at from consent where subscription_id = ${subscriptionId}
    union all
    select i.consent, i.imported_at from subscription s join subscription_import i on i.id = s.import_id
    where s.id = ${subscriptionId} order by 2`.execute(db);
  return rows;
}

/** One of a region's readers, held until the end of the transaction; null when the region has no such reader. */
export async function holdReader(
  trx: Db,
  { id, regionCode }: { id: number; regionCode: string },
): Promise<Subscription | null> {
  const held = await trx
    .selectFrom("subscription")
    .select("id")
    .where("id", "=", id)
    .where("region_code", "=", regionCode)
    .where("purpose", "=", "readers")
    .forUpdate()
    .executeTakeFirst();
  return held === undefined ? null : findSubscription(trx, id);
}
