import { setTimeout } from "node:timers/promises";
import type { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Database } from "../db/client.ts";
import { createRedisBackend, createSqlBackend, KEEP_NOTHING, type WorkerLimits } from "./queue-backends.ts";
import { createHeldJobs } from "./queue-held.ts";
import { createSchedules } from "./queue-schedules.ts";

/** A job as it is put in: `id` is derived from what the job is about, so that asking twice makes one job. */
export interface JobRequest {
  readonly queue: string;
  /** `[a-zA-Z0-9-]+`; BullMQ gives ":" a meaning of its own. */
  readonly id: string;
  readonly payload: unknown;
}

/** At most `perSecond` jobs start in a second, whatever the number of workers. */
export interface WorkOptions extends WorkerLimits {
  readonly queue: string;
  /** `stop` is aborted when the process is to take no more on. */
  readonly handle: (payload: unknown, stop: AbortSignal) => Promise<void>;
}

export interface Schedule {
  readonly queue: string;
  readonly id: string;
  /** Every so many milliseconds a sweep looks for what is due; it also runs once when a server that was away is back. */
  readonly every: { readonly cron: string; readonly timeZone: string } | { readonly ms: number };
}

/**
 * The one queue. The database is the truth: a job is only a hint that work is due, so losing the queue loses nothing
 * and a job that runs twice does its work once. A server that was away, or was emptied, finds its schedules put back.
 */
export interface JobQueue {
  /** Adds jobs; one whose id is waiting or running already is left as it is. */
  add(jobs: readonly JobRequest[]): Promise<void>;
  work(options: WorkOptions): Promise<void>;
  schedule(schedule: Schedule): Promise<void>;
  /** How many jobs of a queue wait or run. */
  count(queue: string): Promise<number>;
  /** Whether what carries the queue answers now; false, never an error, when it does not within a few seconds. */
  answers(): Promise<boolean>;
  /** Takes no more work, and lets go of what runs on for longer, so that another takes it at once. Whether all came to its end. */
  stop(patienceMs: number): Promise<boolean>;
  /** Waits for running jobs, then lets go of every connection; safe to call again. */
  close(): Promise<void>;
}

export interface JobQueueOptions {
  /** Set, it carries the queue; otherwise the database does. */
  readonly redisUrl: string | null;
  /** Keeps several installations on one Redis apart. */
  readonly prefix: string;
  readonly database: Database;
  readonly log: Pick<Logger, "error">;
}

export async function createJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  const { redisUrl, prefix, database, log } = options;
  const held = createHeldJobs();
  const stopping = new AbortController();
  const schedules = createSchedules({ database, redisUrl, open, held });
  const backend =
    redisUrl === null ? await createSqlBackend(database, schedules.restore) : createRedisBackend(redisUrl, prefix);
  const report = createReport(log);
  const queues = new Map<string, Queue>();
  const workers: Worker[] = [];
  let closing: Promise<void> | null = null;

  function open(name: string): Queue {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = backend.createQueue(name);
    queue.on("error", (cause) => report("queue error", { cause, queue: name }));
    queues.set(name, queue);
    return queue;
  }

  const close = (): Promise<void> => {
    stopping.abort();
    closing ??= closeAll();
    return closing;
  };
  async function closeAll(): Promise<void> {
    await schedules.close();
    for (const part of [workers, [...queues.values()]]) await Promise.all(part.map((one) => one.close()));
    await backend.close();
  }

  return {
    async add(jobs) {
      for (const [queue, own] of Map.groupBy(jobs, (job) => job.queue)) await open(queue).addBulk(own.map(describeJob));
    },
    async work({ queue, handle, ...limits }) {
      const worker = backend.createWorker(queue, limits, (job, token = "") =>
        held.run(job, token, () => handle(job.data, stopping.signal)),
      );
      worker.on("error", (cause) => report("worker error", { cause, queue }));
      worker.on("completed", (job) => held.settle(job));
      worker.on("failed", (job, cause) => {
        held.settle(job);
        log.error({ err: cause, queue }, "job failed");
      });
      workers.push(worker);
      await worker.waitUntilReady();
    },
    schedule: (schedule) => schedules.set(schedule),
    count: (name) => open(name).getJobCountByTypes("waiting", "active", "delayed", "prioritized"),
    answers: () => succeedsIn(PING_TIMEOUT_MS, backend.ping()),
    async stop(patienceMs) {
      if (await succeedsIn(patienceMs, close())) return true;
      await succeedsIn(GIVE_BACK_MS, held.giveBack({ all: true }));
      return false;
    },
    close,
  };
}

/** As BullMQ takes it. */
function describeJob({ queue, id, payload }: JobRequest) {
  return { name: queue, data: payload, opts: { jobId: id, ...KEEP_NOTHING } };
}

/** Whether it came to a good end in time. */
async function succeedsIn(patienceMs: number, work: Promise<unknown>): Promise<boolean> {
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, setTimeout(patienceMs, false, { ref: false })]);
}

const PING_TIMEOUT_MS = 2_000;
const GIVE_BACK_MS = 1_000;
/** A server that is away makes every connection say so again and again: of the same words one line in so long is enough. */
const SAME_ERROR_MS = 10_000;

function createReport(log: Pick<Logger, "error">) {
  const told = new Map<string, number>();
  return (event: "queue error" | "worker error", { cause, queue }: { cause: Error; queue: string }): void => {
    const words = `${event} ${cause.message}`;
    const now = performance.now();
    if (now - (told.get(words) ?? -Infinity) < SAME_ERROR_MS) return;
    // They are few; whatever made them many must not fill the memory.
    if (told.size > 100) told.clear();
    told.set(words, now);
    log.error({ err: cause, queue }, event);
  };
}

/** Whether a Redis server answers at that address now. */
export async function pingRedis(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  // The rejected connect below says the same; unheard, the event would end the process.
  redis.on("error", () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
