import { sql } from "kysely";
import type { Database } from "./client.ts";
import type { Db } from "./schema.ts";

/** One time for all processes beside one database, whatever the clocks of their machines say. */
export interface Clock {
  readonly now: () => Date;
  stop(): void;
}

const MEASURE_EVERY_MS = 15_000;
const MEASUREMENTS = 3;

/**
 * The database's time. Leases, pauses and due times are compared between machines: one whose clock is five minutes fast
 * would take from the others what they have in hand. In between it goes by the process's own clock that is never set.
 */
export async function startClock({ db, engine }: Database): Promise<Clock> {
  // PGlite is in the process, and nobody else is.
  if (engine.kind === "pglite") return { now: () => new Date(), stop: () => {} };
  let offset = await measureOffset(db);
  const measuring = setInterval(() => {
    void (async () => {
      // A database that is away says so elsewhere; until it is back, time goes on.
      offset = await measureOffset(db).catch(() => offset);
    })();
  }, MEASURE_EVERY_MS).unref();
  return {
    now: () => new Date(Math.round(offset + performance.now())),
    stop: () => clearInterval(measuring),
  };
}

/** Milliseconds that lie between the database's time and `performance.now`; of several the answer that came soonest. */
async function measureOffset(db: Db): Promise<number> {
  let best = { tookMs: Number.POSITIVE_INFINITY, offset: 0 };
  for (let left = MEASUREMENTS; left > 0; left -= 1) {
    const asked = performance.now();
    const { rows } = await sql<{ ms: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::double precision as ms`.execute(db);
    const tookMs = performance.now() - asked;
    const ms = rows[0]?.ms;
    if (ms !== undefined && tookMs < best.tookMs) best = { tookMs, offset: ms - asked - tookMs / 2 };
  }
  return best.offset;
}
