import { sql, type RawBuilder } from "kysely";
import type { Ending, Lane } from "../domain/delivery.ts";
import type { ReturnedAs } from "../domain/mail-return.ts";
import type { SendingState } from "../domain/sending.ts";
import { VIEW_STATES, viewOf, type SendingView, type WaitingFor } from "../domain/sending-view.ts";
import { jsonRows } from "./client.ts";
import { returnedAs, returnedAsOf } from "./mail-returns.ts";
import { WHOLE_CHANNEL } from "./remotes.ts";
import type { Db } from "./schema.ts";

/** Which sendings; null is all of them. */
export interface SendingFilter {
  readonly regionCode: string | null;
  readonly channel: string | null;
  readonly lane: Lane | null;
  readonly view: SendingView | null;
  /** As it is named for many. */
  readonly reason: string | null;
  readonly messageId: number | null;
  /** Made from that instant on, and before that one. */
  readonly from: Date | null;
  readonly to: Date | null;
}

/** A sending as a line of a list. */
export interface ListedSending {
  readonly id: number;
  readonly regionCode: string;
  readonly channel: string;
  readonly lane: Lane;
  readonly remote: string;
  readonly state: SendingState;
  readonly isHandled: boolean;
  /** What has become of it by what came back. */
  readonly returnedAs: ReturnedAs | null;
  readonly attempts: number;
  readonly reason: string | null;
  readonly outcome: Ending | null;
  readonly createdAt: Date;
  readonly dueAt: Date | null;
  readonly finishedAt: Date | null;
  readonly subscriptionId: number;
  /** Where it went or will go; a secret, to be described by its channel. */
  readonly target: unknown;
  readonly messages: number;
}

/**
 * A page of sendings, the newest first: those before the sending `before`. Each region, channel, lane and state is a run of
 * its own in order of time; the first lines of each make the first lines of all, however many there are.
 */
export async function readSendings(
  db: Db,
  filter: SendingFilter & { before: number | null; limit: number },
): Promise<ListedSending[]> {
  const { messageId, view, before, limit } = filter;
  const place = before === null ? null : await findPlace(db, before);
  if (place === null && before !== null) return [];
  // Given as values, since an index takes no row that is asked for in between.
  const isLater = place === null ? sql`true` : sql`(s.created_at, s.id) < (${place}::timestamptz, ${before}::bigint)`;
  const wanted = sql`${fits(filter)} and ${isLater}`;
  const first = sql`order by s.created_at desc, s.id desc limit ${limit}`;
  const few =
    messageId !== null
      ? sql`select distinct d.sending_id from delivery d where d.message_id = ${messageId}`
      : // What came back is little of what was delivered: a run of that would be read far before it gave a page.
        view !== null && (VIEW_STATES[view].returnedAs ?? null) !== null
        ? sql`select distinct r.sending_id from mail_return r`
        : null;
  const found =
    few === null
      ? sql`runs run cross join lateral (
          select s.* from sending s where ${inRun} and ${wanted} ${first}) s`
      : sql`(${few}) of join sending s on s.id = of.sending_id where ${inFilter(filter, "s")} and ${wanted}`;
  const { rows } = await sql<ListedSending>`
    with recursive ${readRuns(filter)}, page as (select s.* from ${found} ${first})
    select s.id, s.region_code as "regionCode", s.channel, s.lane, s.remote, s.state, s.handled_at is not null as "isHandled",
      ${returnedAsOf(sql`s.id`)} as "returnedAs",
      s.attempts, s.reason, s.outcome, s.created_at as "createdAt", s.due_at as "dueAt", s.finished_at as "finishedAt",
      s.subscription_id as "subscriptionId", coalesce(s.envelope -> 'target', u.target) as target,
      (select count(*)::int from delivery d where d.sending_id = coalesce(s.replayed_as, s.id)) as messages
    from page s join subscription u on u.id = s.subscription_id
    order by s.created_at desc, s.id desc`.execute(db);
  return rows;
}

/** When a sending was made, to the microsecond, which a date of ours would cut off. */
async function findPlace(db: Db, id: number): Promise<string | null> {
  const { rows } = await sql<{ at: string }>`select created_at::text as at from sending where id = ${id}`.execute(db);
  return rows[0]?.at ?? null;
}

/** More than so many of one run are not counted to the last. */
export const COUNTED_UP_TO = 100_000;

export interface SendingCount {
  readonly regionCode: string;
  readonly channel: string;
  readonly lane: Lane;
  readonly view: SendingView;
  /** At most `COUNTED_UP_TO`, which then means that there are at least so many. */
  readonly sendings: number;
}

/** How many sendings there are of each kind; of those that were delivered, what came back since is counted apart. */
export async function countSendings(db: Db, filter: Omit<SendingFilter, "messageId">): Promise<SendingCount[]> {
  const returned = await countReturned(db, filter);
  const counts = (await countStates(db, filter)).map(({ state, handled, ...counted }) => {
    const view = viewOf({ state, isHandled: handled, returnedAs: null });
    const gone = view === "delivered" && counted.sendings < COUNTED_UP_TO ? returned.filter(isLike(counted)) : [];
    return { ...counted, view, sendings: gone.reduce((left, { sendings }) => left - sendings, counted.sendings) };
  });
  return [...counts, ...returned].filter(
    ({ view, sendings }) => sendings > 0 && (filter.view === null || view === filter.view),
  );
}

type Counted = Omit<SendingCount, "view">;

function isLike({ regionCode, channel, lane }: Counted): (other: Counted) => boolean {
  return (other) => other.regionCode === regionCode && other.channel === channel && other.lane === lane;
}

/** Of what was delivered, by what came back of it. */
async function countReturned(db: Db, filter: Omit<SendingFilter, "messageId">): Promise<SendingCount[]> {
  const isSince = filter.from === null ? sql`true` : sql`r.received_at >= ${filter.from}::timestamptz`;
  const { rows } = await sql<SendingCount>`
    select s.region_code as "regionCode", s.channel, s.lane, r.returned_as as view, count(*)::int as sendings
    from (select r.sending_id, ${returnedAs} as returned_as from mail_return r where ${isSince} group by 1) r
      join sending s on s.id = r.sending_id
    where s.state = 'delivered' and r.returned_as is not null and ${inFilter(filter, "s")} and ${fits({ ...filter, view: null })}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
  return rows;
}

async function countStates(
  db: Db,
  filter: Omit<SendingFilter, "messageId">,
): Promise<(Counted & { readonly state: SendingState; readonly handled: boolean })[]> {
  // Of what is not dead only the index is read.
  const count = (condition: RawBuilder<unknown>, handled: boolean) => sql`
    select ${sql.lit(handled)} as handled, count(*)::int as sendings from (
      select from sending s where ${inRun} and ${fits({ ...filter, view: null })} and ${condition} limit ${COUNTED_UP_TO}) first`;
  const { rows } = await sql<Counted & { state: SendingState; handled: boolean }>`
    with recursive ${readRuns(filter)}
    select run.region_code as "regionCode", run.channel, run.lane, run.state, n.handled, n.sendings
    from runs run cross join lateral (
      ${count(sql`true`, false)} where run.state <> 'dead'
      union all ${count(sql`s.handled_at is null`, false)} where run.state = 'dead'
      union all ${count(sql`s.handled_at is not null`, true)} where run.state = 'dead') n
    where n.sendings > 0 order by 1, 2, 3, 4`.execute(db);
  return rows;
}

/** Dead letters that nobody has seen to and sendings of which nobody knows, together where the reason is the same. */
export interface OpenReason {
  readonly state: "dead" | "unknown";
  readonly channel: string;
  readonly reason: string | null;
  readonly sendings: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export async function readOpenReasons(
  db: Db,
  { regionCode }: Pick<SendingFilter, "regionCode">,
): Promise<OpenReason[]> {
  const { rows } = await sql<OpenReason>`
    select state, channel, reason, count(*)::int as sendings, min(created_at) as "firstAt", max(created_at) as "lastAt"
    from sending where state in ('dead', 'unknown') and handled_at is null
      and ${regionCode === null ? sql`true` : sql`region_code = ${regionCode}`}
    group by state, channel, reason order by state desc, sendings desc, channel, reason`.execute(db);
  return rows;
}

/** What waits: sendings that are made, and messages to one receiver each that are to become some. */
export interface WaitingCount {
  readonly kind: "sending" | "delivery";
  readonly channel: string;
  readonly lane: Lane;
  readonly why: WaitingFor;
  readonly count: number;
  readonly nextAt: Date;
}

/** `onlyDue` leaves out what waits for a time of its own: its next attempt, or a later digest. */
export async function countWaiting(
  db: Db,
  { regionCode, now, onlyDue = false }: Pick<SendingFilter, "regionCode"> & { now: Date; onlyDue?: boolean },
): Promise<WaitingCount[]> {
  const isOf = (code: string) => (regionCode === null ? sql`true` : sql`${sql.ref(code)} = ${regionCode}`);
  // One state at a time, as the indexes have them.
  const sendings = (state: "due" | "claimed") => sql`
      select 'sending' as kind, s.channel, s.lane, s.remote, s.subscription_id, s.state,
        coalesce(s.due_at, s.created_at) as due_at
      from sending s where s.state = ${sql.lit(state)} and ${isOf("s.region_code")}`;
  const { rows } = await sql<WaitingCount>`
    with waiting as (
      ${sendings("due")}
      union all ${sendings("claimed")}
      union all
      select 'delivery', d.channel, d.lane, null, d.subscription_id, d.state, d.due_at
      from delivery d join message m on m.id = d.message_id where d.state = 'due' and ${isOf("m.region_code")}
    )
    select w.kind, w.channel, w.lane, case
        when w.state = 'claimed' then 'now'
        when u.state = 'ended' then 'ended'
        when u.state = 'paused' then 'paused'
        when exists (select from delivery_stop p where p.scope in ('all', 'channel ' || w.channel,
          'remote ' || w.channel || ' ' || w.remote, 'subscription ' || w.subscription_id)) then 'stopped'
        when t.due_at > ${now}::timestamptz then 'later' else 'now' end as why,
      count(*)::int as count, min(t.due_at) as "nextAt"
    from waiting w join subscription u on u.id = w.subscription_id
    left join remote r on r.channel = w.channel and r.name = w.remote
    left join remote whole on whole.channel = w.channel and whole.name = ${WHOLE_CHANNEL}
    -- What goes to one that is left alone, or asked for a pause, has no turn before then.
    cross join lateral (select case when w.state = 'claimed' then w.due_at
      else greatest(w.due_at, r.open_until, r.not_before, whole.open_until, whole.not_before) end as due_at) t
    where ${onlyDue ? sql`w.due_at <= ${now}::timestamptz` : sql`true`}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
  return rows;
}

const inRun = sql`s.region_code = run.region_code and s.channel = run.channel and s.lane = run.lane and s.state = run.state`;

/**
 * The runs that there are: each is found by a step from the one before it, however long they are. Of all runs `runs` keeps
 * those that are asked for.
 */
function readRuns(filter: Pick<SendingFilter, "regionCode" | "channel" | "lane" | "view">): RawBuilder<unknown> {
  const { regionCode } = filter;
  const next = (after: RawBuilder<unknown>) => sql`
    (select s.region_code, s.channel, s.lane, s.state from sending s
     where ${regionCode === null ? sql`true` : sql`s.region_code = ${regionCode}`} and ${after}
     order by s.region_code, s.channel, s.lane, s.state limit 1)`;
  return sql`every_run as (
      ${next(sql`true`)}
      union all
      select n.* from every_run r cross join lateral
        ${next(sql`(s.region_code, s.channel, s.lane, s.state) > (r.region_code, r.channel, r.lane, r.state)`)} n
    ), runs as materialized (select * from every_run r where ${inFilter(filter, "r")})`;
}

function inFilter(
  { regionCode, channel, lane, view }: Pick<SendingFilter, "regionCode" | "channel" | "lane" | "view">,
  table: string,
): RawBuilder<unknown> {
  const states = view === null ? null : VIEW_STATES[view].states;
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const conditions = [
    sql`${column("state")} is not null`,
    ...(regionCode === null ? [] : [sql`${column("region_code")} = ${regionCode}`]),
    ...(channel === null ? [] : [sql`${column("channel")} = ${channel}`]),
    ...(lane === null ? [] : [sql`${column("lane")} = ${lane}`]),
    ...(states === null
      ? []
      : [sql`${column("state")} in (select jsonb_array_elements_text(${jsonRows([...states])}))`]),
  ];
  return sql.join(conditions, sql` and `);
}

/** What a run is not told apart by. */
function fits({ view, reason, from, to }: Pick<SendingFilter, "view" | "reason" | "from" | "to">): RawBuilder<unknown> {
  const { handled, returnedAs: told } = view === null ? {} : VIEW_STATES[view];
  const conditions = [
    sql`true`,
    ...(reason === null ? [] : [sql`s.reason = ${reason}`]),
    ...(from === null ? [] : [sql`s.created_at >= ${from}::timestamptz`]),
    ...(to === null ? [] : [sql`s.created_at < ${to}::timestamptz`]),
    ...(told === undefined ? [] : [sql`${returnedAsOf(sql`s.id`)} is not distinct from ${told}::text`]),
    ...(handled === undefined ? [] : [sql`(s.handled_at is not null) = ${sql.lit(handled)}`]),
  ];
  return sql.join(conditions, sql` and `);
}
