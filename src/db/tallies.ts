import { sql } from "kysely";
import { BUCKETS, type Tally } from "../domain/tally.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** Adds to what has been counted. */
export async function addTallies(trx: Db, tallies: readonly Tally[]): Promise<void> {
  if (tallies.length === 0) return;
  // JSON has no infinity.
  const rows = tallies.map((tally) => ({ ...tally, bucket: String(tally.bucket) }));
  await sql`
    insert into tally (figure, labels, bucket, count, seconds)
    select figure, labels, bucket::double precision, sum(count), sum(seconds)
    from jsonb_to_recordset(${jsonRows(rows)})
      as r(figure text, labels jsonb, bucket text, count bigint, seconds double precision)
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (figure, labels, bucket) do update
      set count = tally.count + excluded.count, seconds = tally.seconds + excluded.seconds`.execute(trx);
}

export async function readTallies(db: Db): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    select figure, labels, bucket, count, seconds from tally order by figure, labels, bucket`.execute(db);
  // jsonb has an order of its own.
  return rows.map((row) => ({
    ...row,
    labels: Object.fromEntries(Object.entries(row.labels).toSorted(([one], [other]) => (one < other ? -1 : 1))),
  }));
}

/** The remotes of each channel that have a figure. */
export async function readTalliedRemotes(db: Db): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ channel: string; remotes: string[] }>`
    select labels ->> 'channel' as channel, jsonb_agg(distinct labels ->> 'remote') as remotes
    from tally where figure = 'attempts' group by 1`.execute(db);
  return new Map(rows.map(({ channel, remotes }) => [channel, new Set(remotes)]));
}

export interface TallySpan {
  readonly from: Date;
  readonly to: Date;
}

/** How far is counted, held until the end of the transaction; null when another is at it. */
export async function holdTallyMark(trx: Db): Promise<Date | null> {
  const row = await trx.selectFrom("tally_mark").select("reached").forUpdate().skipLocked().executeTakeFirst();
  return row?.reached ?? null;
}

export async function writeTallyMark(trx: Db, reached: Date): Promise<void> {
  await trx.updateTable("tally_mark").set({ reached }).execute();
}

/** When the last of the next `limit` sendings after `from` ended; `to` when there are fewer by then. */
export async function findTallySpan(trx: Db, { from, to, limit }: TallySpan & { limit: number }): Promise<Date> {
  const row = await trx
    .selectFrom("sending")
    .select("finished_at as at")
    .where("finished_at", ">", from)
    .where("finished_at", "<=", to)
    .orderBy("finished_at")
    .offset(limit)
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? to;
}

/**
 * Deliveries that ended with their sendings in a span, as a query: a message that stands in several parts with the last of
 * them, as what became of them all.
 */
function endedWithSendings({ from, to }: TallySpan) {
  const inSpan = (name: string) =>
    sql`${sql.ref(name)} > ${from}::timestamptz and ${sql.ref(name)} <= ${to}::timestamptz`;
  return sql`
    select d.message_id, s.channel, s.lane, s.state, s.finished_at
    from sending s join delivery d on d.sending_id = s.id
    where ${inSpan("s.finished_at")} and not exists (select from delivery_part p where p.delivery_id = d.id)
    union all
    select d.message_id, d.channel, d.lane, d.state, d.finished_at
    from delivery d
    where ${inSpan("d.finished_at")} and d.sending_id is not null and d.id in (
      select p.delivery_id from delivery_part p join sending s on s.id = p.sending_id where ${inSpan("s.finished_at")})`;
}

/** What became of deliveries in a span: with their sendings, and of those that no sending needs. */
export async function countEnded(trx: Db, span: TallySpan): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    select 'deliveries' as figure, jsonb_build_object('channel', channel, 'lane', lane, 'state', state) as labels,
      'Infinity'::double precision as bucket, count(*) as count, 0::double precision as seconds
    from (
      select channel, lane, state from (${endedWithSendings(span)}) with_sendings
      union all
      select channel, lane, state from delivery where state = 'cancelled' and sending_id is null
        and finished_at > ${span.from}::timestamptz and finished_at <= ${span.to}::timestamptz
    ) ended group by 2 order by 2`.execute(trx);
  return rows;
}

/**
 * Attempts of the sendings that ended in a span, and of at most `limit` that wait for another: a storm is seen while it
 * lasts. Of what may go on, as what waits for a person may, it is noted how many are counted.
 */
export async function countAttempts(trx: Db, { from, to, limit }: TallySpan & { limit: number }): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    with ended as (
      select * from sending where finished_at > ${from}::timestamptz and finished_at <= ${to}::timestamptz
    ), again as (
      select * from sending where state = 'due' and jsonb_array_length(log) > tallied_lines
      -- Nobody who takes it up waits, or is waited for.
      order by id limit ${limit} for update skip locked
    ), told as materialized (
      select id, channel, remote, state, log, tallied_lines from ended
      union all
      select id, channel, remote, state, log, tallied_lines from again
    ), noted as (
      update sending s set tallied_lines = jsonb_array_length(told.log)
      from told where s.id = told.id and told.state in ('due', 'unknown')
    )
    select 'attempts' as figure, jsonb_build_object('channel', channel, 'remote', remote,
        'outcome', coalesce(line -> 'outcome' ->> 'kind', 'captured')) as labels,
      'Infinity'::double precision as bucket, count(*) as count, 0::double precision as seconds
    from told cross join jsonb_array_elements(log) with ordinality as lines(line, place)
    where place > tallied_lines group by 2 order by 2`.execute(trx);
  return rows;
}

/** How long it took to reach those who were reached: from the message, and from the file of the source that told it. */
export async function countTimes(trx: Db, span: TallySpan): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    with reached as materialized (
      select * from (${endedWithSendings(span)}) ended where state in ('delivered', 'accepted')
    ), message_times as materialized (
      select m.id, m.published_at, (
        select min(f.created_at) from case_update u join snapshot f on f.id = u.snapshot_id
        where u.message_id = m.id and u.kind = 'change'
      ) as source_at
      from message m where m.id in (select message_id from reached)
    ), times as (
      select 'sent' as figure, channel, lane, extract(epoch from finished_at - published_at)::double precision as took
      from reached join message_times m on m.id = message_id
      union all
      select 'told', channel, lane, extract(epoch from finished_at - source_at)::double precision
      from reached join message_times m on m.id = message_id and m.source_at is not null
    )
    select figure, jsonb_build_object('channel', channel, 'lane', lane) as labels, bounded.bucket,
      count(*) as count, sum(greatest(took, 0)) as seconds
    from times cross join lateral (
      select coalesce(min(b), 'Infinity') as bucket
      from unnest(array[${sql.join(BUCKETS.map((bound) => sql.lit(bound)))}]::double precision[]) b where took <= b) bounded
    group by 1, 2, 3 order by 1, 2, 3`.execute(trx);
  return rows;
}
