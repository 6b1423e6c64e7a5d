import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Queue } from "bullmq";
import type { Database } from "../db/client.ts";
import type { HeldJobs } from "./queue-held.ts";
import { KEEP_NOTHING, RETRY_MS } from "./queue-backends.ts";
import { watchPostgres, watchRedis, type Watch } from "./queue-watch.ts";
import type { Schedule } from "./queue.ts";

/** What goes on by itself; when a server was away it is put back, and each sweep runs once, as much may be due. */
export function createSchedules(deps: {
  readonly database: Database;
  readonly redisUrl: string | null;
  readonly open: (name: string) => Queue;
  readonly held: HeldJobs;
}) {
  const { redisUrl, database, open, held } = deps;
  const schedules: Schedule[] = [];
  const watches: Watch[] = [];
  const closing = new AbortController();

  async function put({ queue, id, every }: Schedule): Promise<void> {
    const repeat = "cron" in every ? { pattern: every.cron, tz: every.timeZone } : { every: every.ms };
    await open(queue).upsertJobScheduler(id, repeat, { name: queue, data: {}, opts: KEEP_NOTHING });
  }

  async function putBack(): Promise<void> {
    await held.giveBack({ all: false });
    for (const schedule of schedules) {
      await put(schedule);
      // An id of its own: a job of the same work may still be held by a process that is gone.
      if ("ms" in schedule.every)
        await open(schedule.queue).add(schedule.queue, {}, { jobId: `back-${randomUUID()}`, ...KEEP_NOTHING });
    }
  }

  const restore = createPersistent(putBack, closing.signal);

  async function isWhole(): Promise<boolean> {
    for (const { queue, id } of schedules) if (!(await open(queue).getJobScheduler(id))) return false;
    return true;
  }

  function watch(): void {
    if (watches.length > 0) return;
    if (database.engine.kind === "postgres") watches.push(watchPostgres(database.engine.url, restore));
    if (redisUrl !== null) watches.push(watchRedis(redisUrl, { isWhole, onReturn: restore }));
  }

  return {
    async set(schedule: Schedule): Promise<void> {
      await put(schedule);
      schedules.push(schedule);
      watch();
    },
    /** Puts all back as soon as that is possible. */
    restore,
    async close(): Promise<void> {
      closing.abort();
      await Promise.all(watches.map((one) => one.close()));
    },
  };
}

/** Does the work until it succeeds; asked for while it is at it, it does it once more. */
function createPersistent(work: () => Promise<void>, stop: AbortSignal): () => void {
  let wanted = false;
  let working = false;
  async function persist(): Promise<void> {
    working = true;
    while (wanted && !stop.aborted) {
      wanted = false;
      const done = await work().then(
        () => true,
        () => false,
      );
      if (done) continue;
      wanted = true;
      await setTimeout(RETRY_MS);
    }
    working = false;
  }
  return () => {
    wanted = true;
    if (!working) void persist();
  };
}
