import { sql } from "kysely";
import type { Db } from "../../src/db/schema.ts";

/**
 * Where in the database a worker can be stopped: about to note that it starts (it has claimed, and nothing more), about to
 * note how an attempt ended (the answer has come), and about to commit that.
 */
export type Gate = "start" | "end" | "commit";

const LOCKS: Readonly<Record<Gate, number>> = { start: 7101, end: 7102, commit: 7103 };

/** Puts a gate in each place, open: a trigger that takes a lock which all may share. */
export async function buildGates(db: Db): Promise<void> {
  await sql`
    create function crash_gate() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint); return new; end $$`.execute(db);
  const isStart = "old.started_at is null and new.started_at is not null";
  const isEnd = "old.state = 'claimed' and new.state <> 'claimed'";
  for (const [name, when, isEnding] of [
    ["start", isStart, false],
    ["end", isEnd, false],
    ["commit", isEnd, true],
  ] as const)
    await sql`
      create ${sql.raw(isEnding ? "constraint trigger" : "trigger")} ${sql.raw(`crash_${name}`)}
      ${sql.raw(isEnding ? "after" : "before")} update on sending
      ${sql.raw(isEnding ? "deferrable initially deferred" : "")}
      for each row when (${sql.raw(when)}) execute function crash_gate(${sql.lit(String(LOCKS[name]))})`.execute(db);
}

/** A gate that is shut: whoever comes there waits. */
export interface ShutGate {
  /** Whether somebody waits there. */
  isReached(): Promise<boolean>;
  /** Opens it; those who wait go on, or, `forget`, never come to it: their sessions end. */
  open(how: "go-on" | "forget"): Promise<void>;
}

export async function shutGate(db: Db, gate: Gate): Promise<ShutGate> {
  const holding = await db.startTransaction().execute();
  const lock = LOCKS[gate];
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(holding);
  await sql`select pg_advisory_xact_lock(${lock}::bigint)`.execute(holding);
  const waiting = sql<{ pid: number }>`
    select pid from pg_locks where locktype = 'advisory' and objid = ${lock} and not granted`;
  return {
    isReached: async () => (await waiting.execute(db)).rows.length > 0,
    async open(how) {
      if (how === "forget")
        for (const { pid } of (await waiting.execute(db)).rows)
          await sql`select pg_terminate_backend(${pid}::integer, 5000)`.execute(db);
      await holding.rollback().execute();
    },
  };
}
