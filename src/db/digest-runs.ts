import { sql } from "kysely";
import { TIME_ZONE, type IsoDate } from "../domain/calendar.ts";
import type { PlannedRun } from "../domain/digest-run.ts";
import {
  DAILY,
  nextDigest,
  parseRhythm,
  WEEKLY,
  writeRhythm,
  type DigestRhythm,
  type Rhythm,
} from "../domain/rhythm.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";
import type { DueDelivery } from "./sendings.ts";

/** How far ahead of ours the clock of another process may be. */
export const CLOCK_DIFFERENCE_MS = 60_000;

/** Since when digests are made: the first time that it was asked, or the time of what waits for one since before. */
export async function readDigestStart(db: Db, now: Date): Promise<Date> {
  const find = () =>
    db.selectFrom("digest_start").select("started_at").where("time_zone", "=", TIME_ZONE).executeTakeFirst();
  const known = await find();
  if (known !== undefined) return known.started_at;
  await sql`
    insert into digest_start (time_zone, started_at)
    select ${TIME_ZONE}, least(${now}::timestamptz, min(due_at)) from delivery where state = 'due' and lane = 'digest'
    on conflict do nothing`.execute(db);
  return (await find())?.started_at ?? now;
}

/** A run as it stands. */
export interface DigestRun {
  readonly id: number;
  readonly rhythm: DigestRhythm;
  readonly date: IsoDate;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly begunAt: Date | null;
  readonly reached: number;
  readonly sendings: number;
  readonly deliveries: number;
  readonly finishedAt: Date | null;
}

function selectRuns(db: Db) {
  return db
    .selectFrom("digest_run")
    .select(["id", "rhythm", "run_date as date", "due_at as dueAt", "created_at as createdAt"])
    .select(["begun_at as begunAt", "reached", "sendings", "deliveries", "finished_at as finishedAt"])
    .where("time_zone", "=", TIME_ZONE);
}

type RunRow = Omit<DigestRun, "rhythm"> & { readonly rhythm: string };

function adaptRun({ rhythm, ...run }: RunRow): DigestRun {
  return { ...run, rhythm: readDigestRhythm(rhythm) };
}

function readDigestRhythm(text: string): DigestRhythm {
  const rhythm = parseRhythm(text);
  if (rhythm === null || rhythm.kind === "at-once")
    throw new Error(`digest runs: unable to read the rhythm "${text}": the database holds none that is so`);
  return rhythm;
}

/** Rhythms that somebody has, or had within a run's reach, and the common ones. */
export async function readRhythms(db: Db, { since }: { since: Date }): Promise<DigestRhythm[]> {
  // One look-up in the index for each rhythm there is, however many subscribe.
  const { rows } = await sql<{ rhythm: string }>`
    with recursive used as (
      (select rhythm from subscription order by rhythm limit 1)
      union all
      select (select s.rhythm from subscription s where s.rhythm > used.rhythm order by s.rhythm limit 1) from used
      where used.rhythm is not null
    )
    select rhythm from used where rhythm is not null and rhythm <> 'at-once'
    union
    select coalesce(rhythm_before, case cadence_before when 'weekly' then ${writeRhythm(WEEKLY)} else ${writeRhythm(DAILY)} end)
    from cadence_change where changed_at > ${since}::timestamptz and rhythm_before is distinct from 'at-once'
    union select unnest(array[${writeRhythm(DAILY)}, ${writeRhythm(WEEKLY)}])
    order by 1`.execute(db);
  return rows.map(({ rhythm }) => readDigestRhythm(rhythm));
}

export async function readRunsSince(db: Db, since: Date): Promise<DigestRun[]> {
  return (await selectRuns(db).where("due_at", ">=", since).execute()).map(adaptRun);
}

/** Those whose time has come and that have not ended, the latest first. */
export async function readOpenRuns(db: Db, now: Date): Promise<DigestRun[]> {
  const rows = await selectRuns(db)
    .where("finished_at", "is", null)
    .where("due_at", "<=", now)
    .orderBy("due_at", "desc")
    .orderBy("rhythm")
    .execute();
  return rows.map(adaptRun);
}

/** Whether digests of that time are being made, or have been. */
export async function hasRunBegun(db: Db, dueAt: Date): Promise<boolean> {
  const begun = selectRuns(db).where("due_at", "=", dueAt).where("begun_at", "is not", null);
  return (await begun.limit(1).executeTakeFirst()) !== undefined;
}

/** Adds the runs that are not there. */
export async function insertRuns(trx: Db, { runs, now }: { runs: readonly PlannedRun[]; now: Date }): Promise<void> {
  const rows = runs.map(({ rhythm, ...run }) => ({ ...run, rhythm: writeRhythm(rhythm), cadence: rhythm.kind }));
  await sql`
    insert into digest_run (cadence, rhythm, run_date, time_zone, due_at, created_at)
    select cadence, rhythm, date, ${TIME_ZONE}, "dueAt", ${now}::timestamptz
    from jsonb_to_recordset(${jsonRows(rows)}) as r(cadence text, rhythm text, date date, "dueAt" timestamptz)
    order by "dueAt", rhythm on conflict do nothing`.execute(trx);
}

/** Ends each run of which a later one of its rhythm tells all that it should have told. */
export async function catchUpRuns(trx: Db, now: Date): Promise<void> {
  await sql`
    update digest_run r set finished_at = ${now}::timestamptz, caught_up_by = later.id
    from (select distinct on (rhythm) id, rhythm, due_at from digest_run
          where due_at <= ${now}::timestamptz and time_zone = ${TIME_ZONE} order by rhythm, due_at desc) later
    where r.rhythm = later.rhythm and r.due_at < later.due_at and r.finished_at is null
      and r.time_zone = ${TIME_ZONE}`.execute(trx);
}

/** Opens again what ended before its time, since the clock was wrong. */
export async function reopenRuns(trx: Db, now: Date): Promise<void> {
  await trx
    .updateTable("digest_run")
    .set({ begun_at: null, finished_at: null, caught_up_by: null, reached: 0 })
    .where("due_at", ">", new Date(now.getTime() + CLOCK_DIFFERENCE_MS))
    .where("finished_at", "is not", null)
    .execute();
}

/** An open run, held until the end of the transaction; null when another worker has it in hand, or it has ended. */
export async function holdRun(trx: Db, id: number): Promise<DigestRun | null> {
  const row = await selectRuns(trx)
    .where("id", "=", id)
    .where("finished_at", "is", null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row === undefined ? null : adaptRun(row);
}

/**
 * Whether a message that belongs in a digest of that time is not handed out to all its receivers yet; also what is urgent: it
 * goes with an older version that waits for the digest.
 */
export async function isHandingOut(db: Db, dueAt: Date): Promise<boolean> {
  const row = await db
    .selectFrom("fan_out")
    .select("message_id")
    .where("finished_at", "is", null)
    .where("due_at", "<=", dueAt)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The next subscriptions that have the run's rhythm, or have changed theirs since, in the order of their ids; held so that
 * nobody changes it meanwhile: the last of them, and how many they are.
 */
export async function holdNextSubscriptions(
  trx: Db,
  { run, limit }: { run: DigestRun; limit: number },
): Promise<{ last: number; count: number }> {
  const { rhythm, dueAt, reached } = run;
  const { rows } = await sql<{ id: number }>`
    select s.id from subscription s where s.id in (
      select id from (
        (select id from subscription where rhythm = ${writeRhythm(rhythm)} and id > ${reached} order by id limit ${limit})
        union
        (select subscription_id from cadence_change
         where changed_at > ${dueAt}::timestamptz and subscription_id > ${reached} order by subscription_id limit ${limit})
      ) either order by id limit ${limit})
    order by s.id for share`.execute(trx);
  return { last: rows.at(-1)?.id ?? reached, count: rows.length };
}

/**
 * What is due by the run's time to those subscriptions that had its rhythm at that time, are not paused, and have no
 * digest of it yet; held until the end of the transaction.
 */
export async function holdDueOfRun(
  trx: Db,
  { run, last, channels }: { run: DigestRun; last: number; channels: readonly string[] },
): Promise<(DueDelivery & { readonly channel: string })[]> {
  const { id, rhythm, dueAt, reached } = run;
  const { rows } = await sql<DueDelivery & { channel: string }>`
    select d.id, d.subscription_id as "subscriptionId", d.due_at as "dueAt", s.target, s.channel,
      s.state = 'ended' as "isEnded"
    from subscription s
    join delivery d on d.subscription_id = s.id and d.state = 'due' and d.lane = 'digest' and d.due_at <= ${dueAt}::timestamptz
    where s.id > ${reached} and s.id <= ${last} and s.state <> 'paused'
      and s.channel in (select jsonb_array_elements_text(${jsonRows(channels)}))
      and coalesce((select coalesce(c.rhythm_before,
                      case c.cadence_before when 'weekly' then ${writeRhythm(WEEKLY)} else ${writeRhythm(DAILY)} end)
                    from cadence_change c
                    where c.subscription_id = s.id and c.changed_at > ${dueAt}::timestamptz
                    order by c.changed_at, c.id limit 1), s.rhythm) = ${writeRhythm(rhythm)}
      and not exists (select from sending o where o.digest_run_id = ${id} and o.subscription_id = s.id)
    order by d.id for update of d`.execute(trx);
  return rows;
}

/** Notes how far a run has come. */
export async function writeRunStep(
  trx: Db,
  step: { id: number; reached: number; sendings: number; deliveries: number; finished: boolean; now: Date },
): Promise<void> {
  const { id, reached, sendings, deliveries, finished, now } = step;
  await trx
    .updateTable("digest_run")
    .set((eb) => ({
      reached,
      begun_at: eb.fn.coalesce("begun_at", eb.val(now)),
      sendings: eb("sendings", "+", sendings),
      deliveries: eb("deliveries", "+", deliveries),
      finished_at: finished ? now : null,
    }))
    .where("id", "=", id)
    .execute();
}

/**
 * Gives a subscription another rhythm, from now on, and false when it has it already. A run that has begun takes who had
 * its rhythm before; what waits for a later digest goes with the next of the new rhythm, or at once.
 */
export async function writeRhythmOf(
  trx: Db,
  { id, rhythm, now }: { id: number; rhythm: Rhythm; now: Date },
): Promise<boolean> {
  const before = await trx
    .selectFrom("subscription")
    .select(["cadence", "rhythm"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  const written = writeRhythm(rhythm);
  if (before === undefined || before.rhythm === written) return false;
  await sql`
    insert into cadence_change (subscription_id, cadence_before, rhythm_before, changed_at)
    select ${id}, ${before.cadence}, ${before.rhythm}, greatest(${now}::timestamptz, max(due_at) + interval '1 millisecond')
    from digest_run where begun_at is not null
      and due_at <= ${new Date(now.getTime() + CLOCK_DIFFERENCE_MS)}::timestamptz`.execute(trx);
  const cadence = rhythm.kind === "at-once" ? "daily" : rhythm.kind;
  await trx.updateTable("subscription").set({ rhythm: written, cadence }).where("id", "=", id).execute();
  const turn =
    rhythm.kind === "at-once"
      ? ({ lane: "ordinary", due_at: now } as const)
      : ({ lane: "digest", due_at: nextDigest(rhythm, now) } as const);
  await trx
    .updateTable("delivery")
    .set({
      lane: turn.lane,
      due_at: sql`greatest(${turn.due_at}::timestamptz, (select snoozed_until from subscription where id = ${id}))`,
    })
    .where("subscription_id", "=", id)
    .where("state", "=", "due")
    .where("lane", "=", "digest")
    .where("due_at", ">", now)
    .execute();
  return true;
}
