import { sql } from "kysely";
import type { Ending, Lane } from "../domain/delivery.ts";
import type { AttemptLine, SendingState, StoredEnvelope } from "../domain/sending.ts";
import { json, jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** A delivery whose time has come, held until the end of the transaction. */
export interface DueDelivery {
  readonly id: number;
  readonly subscriptionId: number;
  readonly dueAt: Date;
  readonly target: unknown;
  /** Its receiver is none any more. */
  readonly isEnded: boolean;
}

interface DueInput {
  readonly channel: string;
  readonly lane: Lane;
  readonly now: Date;
  /** Also what waits for a later digest. */
  readonly all: boolean;
}

/** The first `limit` deliveries whose time has come, oldest first, that no other worker holds; not of paused subscriptions. */
export async function holdDueDeliveries(trx: Db, input: DueInput & { limit: number }): Promise<DueDelivery[]> {
  const { channel, lane, now, all, limit } = input;
  // PGlite keeps no statistics, and would sort all that is due to take the first of it.
  await planSorting(trx, "off");
  const { rows } = await sql<DueDelivery>`
    select d.id, d.subscription_id as "subscriptionId", d.due_at as "dueAt", s.target, s.state = 'ended' as "isEnded"
    from delivery d join subscription s on s.id = d.subscription_id and s.state in ('active', 'ended')
    where d.state = 'due' and d.channel = ${channel} and d.lane = ${lane}
      and ${all ? sql`true` : sql`d.due_at <= ${now}::timestamptz`}
    order by d.due_at, d.id limit ${limit} for update of d skip locked`.execute(trx);
  await planSorting(trx, "on");
  return rows;
}

/** All deliveries of these subscriptions whose time has come, in the order in which they were made. */
export async function holdDueOf(
  trx: Db,
  { subscriptionIds, ...input }: DueInput & { subscriptionIds: readonly number[] },
): Promise<DueDelivery[]> {
  const { channel, lane, now, all } = input;
  const { rows } = await sql<DueDelivery>`
    select d.id, d.subscription_id as "subscriptionId", d.due_at as "dueAt", s.target, s.state = 'ended' as "isEnded"
    from delivery d join subscription s on s.id = d.subscription_id
    where d.state = 'due' and d.channel = ${channel} and d.lane = ${lane}
      and d.subscription_id in (select value::bigint from jsonb_array_elements_text(${jsonRows(subscriptionIds)}))
      and ${all ? sql`true` : sql`d.due_at <= ${now}::timestamptz`}
    order by d.id for update of d skip locked`.execute(trx);
  return rows;
}

async function planSorting(trx: Db, to: "on" | "off"): Promise<void> {
  await sql`select set_config('enable_sort', ${to}, true), set_config('enable_bitmapscan', ${to}, true)`.execute(trx);
}

export interface NewSending {
  readonly subscriptionId: number;
  readonly remote: string;
  readonly key: string;
  readonly dueAt: Date;
  readonly deliveryIds: readonly number[];
}

/** Makes sendings of deliveries that are held; from now on they stand and fall with theirs. */
export async function insertSendings(
  trx: Db,
  input: {
    channel: string;
    lane: Lane;
    now: Date;
    /** Null for what goes out in no digest run. */
    digestRunId: number | null;
    sendings: readonly NewSending[];
  },
): Promise<void> {
  const { channel, lane, now, digestRunId, sendings } = input;
  if (sendings.length === 0) return;
  await sql`
    with given as (
      select * from jsonb_to_recordset(${jsonRows(sendings)})
        as r("subscriptionId" bigint, remote text, key text, "dueAt" timestamptz, "deliveryIds" jsonb)
    ), made as (
      insert into sending (subscription_id, region_code, channel, lane, remote, state, key, due_at, created_at, digest_run_id)
      select "subscriptionId", (select u.region_code from subscription u where u.id = "subscriptionId"), ${channel}, ${lane},
             remote, 'due', key, "dueAt", ${now}::timestamptz, ${digestRunId}::bigint from given
      returning id, key
    )
    update delivery d set state = 'sending', sending_id = made.id
    from made join given on given.key = made.key
      cross join lateral jsonb_array_elements_text(given."deliveryIds") as member(id)
    where d.id = member.id::bigint`.execute(trx);
}

/** Said beside the join: a planner that guesses how many rows are given would read the whole table. */
export function isAmong(rows: readonly { readonly id: number }[]) {
  return sql`s.id = any (${`{${rows.map(({ id }) => id).join()}}`}::text::bigint[])`;
}

/** What an attempt is about to send, by the claim that it has. */
export interface Start {
  readonly id: number;
  readonly generation: number;
  readonly contentHash: string;
  readonly envelope: StoredEnvelope;
  /** The time that stands in it. */
  readonly writtenAt: Date;
  readonly isProbe: boolean;
}

export async function insertContents(
  db: Db,
  input: { contents: readonly { readonly hash: string; readonly content: unknown }[]; now: Date },
): Promise<void> {
  const { contents, now } = input;
  if (contents.length === 0) return;
  await db
    .insertInto("sending_content")
    .values(contents.map(({ hash, content }) => ({ hash, content: json(content), written_at: now })))
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();
}

/**
 * Notes that the network is touched next, and freezes what is sent for the first time. Gives the ids that may go on: not
 * what another worker has by now, nor what goes where nothing may go since it was claimed, or to whoever has left since.
 * `captures` freezes, and no network is touched.
 */
export async function writeStarts(
  db: Db,
  { starts, now, captures = false }: { starts: readonly Start[]; now: Date; captures?: boolean },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update sending s set started_at = ${captures ? null : now}::timestamptz,
      content_hash = coalesce(s.content_hash, given."contentHash"), envelope = coalesce(s.envelope, given.envelope),
      rendered_at = coalesce(s.rendered_at, given."writtenAt")
    from jsonb_to_recordset(${jsonRows(starts)}) as given(id bigint, generation integer, "contentHash" text, envelope jsonb,
      "writtenAt" timestamptz, "isProbe" boolean)
    where ${isAmong(starts)} and s.id = given.id and s.state = 'claimed' and s.claim_generation = given.generation
      and not exists (select from remote r where r.channel = s.channel and r.name in ('', s.remote)
        and (r.not_before > ${now}::timestamptz or r.open_until > ${now}::timestamptz
          or (r.openings > 0 and not given."isProbe")))
      and not exists (select from delivery_stop where scope in ('all', 'channel ' || s.channel,
        'remote ' || s.channel || ' ' || s.remote, 'subscription ' || s.subscription_id))
      and not exists (select from subscription u where u.id = s.subscription_id and u.state = 'ended')
    returning s.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** How an attempt ended. */
export interface End {
  readonly id: number;
  readonly generation: number;
  readonly state: Exclude<SendingState, "claimed">;
  readonly outcome: Ending | null;
  /** For `due`: when the next attempt may be made. */
  readonly dueAt: Date | null;
  readonly counted: boolean;
  readonly unsure: boolean;
  readonly repeats: number;
  readonly line: AttemptLine;
}

/**
 * Ends attempts, and with the last of a sending its deliveries. Gives the ids of those that counted: whoever comes late,
 * when another has taken the sending over, only leaves a line.
 */
export async function writeEnds(db: Db, { ends, now }: { ends: readonly End[]; now: Date }): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with given as (
      select * from jsonb_to_recordset(${jsonRows(ends)}) as r(id bigint, generation integer, state text, outcome jsonb,
        "dueAt" timestamptz, counted boolean, unsure boolean, repeats integer, line jsonb)
    ), ended as (
      update sending s set state = given.state, outcome = given.outcome, due_at = coalesce(given."dueAt", s.due_at),
        attempts = s.attempts - case when given.counted then 0 else 1 end, unsure = given.unsure,
        repeats = given.repeats, log = s.log || given.line, lease_until = null,
        finished_at = case when given.state = 'due' then null else ${now}::timestamptz end
      from given
      where ${isAmong(ends)} and s.id = given.id and s.claim_generation = given.generation and s.state in ('claimed', 'due', 'unknown')
      returning s.id, s.state, s.outcome, s.attempts
    ), told as (
      update delivery d set outcome = ended.outcome, attempts = ended.attempts,
        state = case when ended.state = 'due' then 'sending' else ended.state end,
        finished_at = case when ended.state = 'due' then null else ${now}::timestamptz end
      from ended where d.sending_id = ended.id
        and not exists (select from delivery_part p where p.delivery_id = d.id)
    ), spread as (
      -- What stands in several parts is where the worst of them is; where one of them is sent no more, it is sent anew.
      select p.delivery_id, max(coalesce(e.attempts, o.attempts)) as attempts,
        array_agg(coalesce(e.state, o.state) order by worst.place) as states,
        array_agg(case when e.id is null then o.outcome else e.outcome end order by worst.place) as outcomes,
        bool_and(coalesce(e.state, o.state) = 'cancelled') as needless
      from delivery_part p join sending o on o.id = p.sending_id left join ended e on e.id = o.id
      cross join lateral (select array_position(
        array['due', 'claimed', 'cancelled', 'dead', 'unknown', 'accepted', 'captured', 'delivered'],
        coalesce(e.state, o.state)) as place) worst
      where p.delivery_id in (select q.delivery_id from delivery_part q join ended on ended.id = q.sending_id)
      group by p.delivery_id
    ), judged as (
      select *, case when states[1] in ('due', 'claimed') then 'sending' when states[1] = 'cancelled' and not needless then 'due'
                     else states[1] end as state from spread
    ), freed as (
      delete from delivery_part p using judged where p.delivery_id = judged.delivery_id and judged.state = 'due'
    ), told_spread as (
      update delivery d set outcome = judged.outcomes[1], attempts = judged.attempts, state = judged.state,
        sending_id = case when judged.state = 'due' then null else d.sending_id end,
        lane = case when judged.state = 'due' and d.lane = 'digest' then 'ordinary' else d.lane end,
        finished_at = case when judged.state in ('due', 'sending') then null else ${now}::timestamptz end
      from judged where d.id = judged.delivery_id and d.state <> 'cancelled'
    )
    select id from ended`.execute(db);
  const counted = new Set(rows.map(({ id }) => id));
  await writeLateLines(
    db,
    ends.filter(({ id }) => !counted.has(id)),
  );
  return [...counted];
}

async function writeLateLines(db: Db, late: readonly End[]): Promise<void> {
  if (late.length === 0) return;
  const lines = late.map(({ id, line }) => ({ id, line: { ...line, late: true } }));
  await sql`
    update sending s set log = s.log || given.line
    from jsonb_to_recordset(${jsonRows(lines)}) as given(id bigint, line jsonb) where ${isAmong(late)} and s.id = given.id`.execute(
    db,
  );
}

/** Of the sending `s` and its region `g`: it is urgent, and the region chose that such go out again when no answer came. */
export const mayResend = sql<boolean>`(s.lane = 'urgent' and coalesce((g.policy -> 'resendUrgent')::boolean, false))`;

/** An attempt whose worker let its lease run out. */
export interface ExpiredClaim {
  readonly id: number;
  readonly generation: number;
  readonly channel: string;
  readonly startedAt: Date | null;
  readonly attempts: number;
  readonly unsure: boolean;
  readonly repeats: number;
  readonly mayResend: boolean;
}

export async function holdExpiredClaims(
  trx: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<ExpiredClaim[]> {
  const { rows } = await sql<ExpiredClaim>`
    select s.id, s.claim_generation as generation, s.channel, s.started_at as "startedAt", s.attempts, s.unsure, s.repeats,
      ${mayResend} as "mayResend"
    from sending s join subscription u on u.id = s.subscription_id left join region g on g.code = u.region_code
    where s.state = 'claimed' and s.lease_until < ${now}::timestamptz
    order by s.lease_until limit ${limit} for update of s skip locked`.execute(trx);
  return rows;
}

/** Whoever works on it goes on: nobody else takes it before then. */
export async function renewLeases(
  db: Db,
  { claims, until }: { claims: readonly { readonly id: number; readonly generation: number }[]; until: Date },
): Promise<void> {
  if (claims.length === 0) return;
  await sql`
    update sending s set lease_until = ${until}::timestamptz
    from jsonb_to_recordset(${jsonRows(claims)}) as given(id bigint, generation integer)
    where ${isAmong(claims)} and s.id = given.id and s.claim_generation = given.generation and s.state = 'claimed'`.execute(
    db,
  );
}

/** Gives back what was claimed and not begun: the attempt never was. */
export async function returnClaims(
  db: Db,
  claims: readonly { readonly id: number; readonly generation: number }[],
): Promise<void> {
  if (claims.length === 0) return;
  await sql`
    update sending s set state = 'due', lease_until = null, attempts = s.attempts - 1
    from jsonb_to_recordset(${jsonRows(claims)}) as given(id bigint, generation integer)
    where ${isAmong(claims)} and s.id = given.id and s.claim_generation = given.generation and s.state = 'claimed' and s.started_at is null`.execute(
    db,
  );
}

/** Gives back what was noted as begun, of which its worker knows that it touched no network: the attempt never was. */
export async function returnStarts(
  db: Db,
  claims: readonly { readonly id: number; readonly generation: number }[],
): Promise<void> {
  await sql`
    update sending s set state = 'due', lease_until = null, started_at = null, attempts = s.attempts - 1
    from jsonb_to_recordset(${jsonRows(claims)}) as given(id bigint, generation integer)
    where ${isAmong(claims)} and s.id = given.id and s.claim_generation = given.generation and s.state = 'claimed'`.execute(
    db,
  );
}
