import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { PGlite } from "@electric-sql/pglite";
import {
  createPostgresBackend,
  Queue,
  runMigrations,
  withBackend,
  Worker,
  type ConnectionOptions,
  type PostgresConnectionOptions,
} from "bullmq";
import { Redis } from "ioredis";
import { Pool } from "pg";
import type { Logger } from "pino";
import type { Database } from "../db/client.ts";
import { createPGlitePool } from "./pglite-pool.ts";

/** A job as it is put in: `id` is derived from what the job is about, so that asking twice makes one job. */
export interface JobRequest {
  readonly queue: string;
  /** `[a-zA-Z0-9-]+`; BullMQ gives ":" a meaning of its own. */
  readonly id: string;
  readonly payload: unknown;
}

export interface WorkOptions {
  readonly queue: string;
  readonly concurrency: number;
  /** At most so many jobs start in a second, whatever the number of workers. */
  readonly perSecond?: number;
  readonly handle: (payload: unknown) => Promise<void>;
}

export interface Schedule {
  readonly queue: string;
  readonly id: string;
  readonly every: { readonly cron: string; readonly timeZone: string } | { readonly ms: number };
}

/**
 * The one queue. The database is the truth: a job is only a hint that work is due, so losing the queue loses nothing
 * and a job that runs twice does its work once.
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

interface Backend {
  createQueue(name: string): Queue;
  createWorker(name: string, options: WorkOptions): Worker;
  /** Rejects, or never resolves, when it does not answer. */
  ping(): Promise<unknown>;
  close(): Promise<void>;
}

const PING_TIMEOUT_MS = 2_000;

export async function createJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  const backend =
    options.redisUrl === null
      ? await createSqlBackend(options.database)
      : createRedisBackend(options.redisUrl, options.prefix);
  const queues = new Map<string, Queue>();
  const workers: Worker[] = [];
  let closing: Promise<void> | null = null;
  const report = (event: string, queue: string) => (cause: Error) => options.log.error({ err: cause, queue }, event);

  function open(name: string): Queue {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = backend.createQueue(name);
    queue.on("error", report("queue error", name));
    queues.set(name, queue);
    return queue;
  }

  async function closeAll(): Promise<void> {
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all([...queues.values()].map((queue) => queue.close()));
    await backend.close();
  }

  return {
    async add(jobs) {
      for (const job of jobs) {
        const jobOptions = { jobId: job.id, removeOnComplete: true, removeOnFail: true };
        await open(job.queue).add(job.queue, job.payload, jobOptions);
      }
    },
    async work(work) {
      const worker = backend.createWorker(work.queue, work);
      worker.on("error", report("worker error", work.queue));
      worker.on("failed", (_job, cause) => report("job failed", work.queue)(cause));
      workers.push(worker);
      await worker.waitUntilReady();
    },
    async schedule({ queue, id, every }) {
      const repeat = "cron" in every ? { pattern: every.cron, tz: every.timeZone } : { every: every.ms };
      const template = { name: queue, data: {}, opts: { removeOnComplete: true, removeOnFail: true } };
      await open(queue).upsertJobScheduler(id, repeat, template);
    },
    async count(name) {
      const counts = await open(name).getJobCounts("waiting", "active", "delayed", "prioritized");
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    answers: () => isInTime(backend.ping()),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

async function isInTime(ping: Promise<unknown>): Promise<boolean> {
  const answered = ping.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, setTimeout(PING_TIMEOUT_MS, false, { ref: false })]);
}

function workerOptions(work: WorkOptions) {
  return {
    concurrency: work.concurrency,
    ...(work.perSecond === undefined ? {} : { limiter: { max: work.perSecond, duration: 1000 } }),
  };
}

function createRedisBackend(url: string, prefix: string): Backend {
  const connections: Redis[] = [];
  // A worker's blocking read needs a connection without a limit on retries; BullMQ asks for it.
  const connect = (): ConnectionOptions => {
    const redis = new Redis(url, { maxRetriesPerRequest: null });
    // Connection errors reach the queue's and worker's own listeners; unheard here they would end the process.
    redis.on("error", () => {});
    connections.push(redis);
    return redis;
  };
  // One of its own, that says at once when there is no connection instead of waiting for the next.
  let pinging: Redis | null = null;
  const openPinging = (): Redis => {
    pinging ??= new Redis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: false });
    pinging.on("error", () => {});
    return pinging;
  };
  return {
    ping: async () => {
      const redis = openPinging();
      if (redis.status === "connecting" || redis.status === "connect") await once(redis, "ready");
      return redis.ping();
    },
    createQueue: (name) => new Queue(name, { connection: connect(), prefix }),
    createWorker: (name, work) =>
      new Worker(name, (job) => work.handle(job.data), { connection: connect(), prefix, ...workerOptions(work) }),
    close: async () => {
      pinging?.disconnect();
      await Promise.all(connections.map((redis) => redis.quit().catch(() => redis.disconnect())));
    },
  };
}

/** Each worker keeps one connection to listen on; the rest serve queries. */
const SQL_POOL_CONNECTIONS = 24;

async function createSqlBackend({ engine }: Database): Promise<Backend> {
  const bound = withBackend(createPostgresBackend);
  const { connection, ping, close } =
    engine.kind === "pglite" ? await openPGliteQueue(engine.pglite) : await openPostgresQueue(engine.url);
  return {
    createQueue: (name) => asPlainQueue(new bound.Queue(name, { connection })),
    createWorker: (name, work) =>
      asPlainWorker(new bound.Worker(name, (job) => work.handle(job.data), { connection, ...workerOptions(work) })),
    ping: () => ping(),
    close,
  };
}

async function openPGliteQueue(pglite: PGlite) {
  const pool = createPGlitePool(pglite);
  await runMigrations(await pool.connect());
  // PGlite has one session, so the queue's tables must be found beside ours.
  await pglite.exec("set search_path to public, bullmq");
  return { connection: asConnection(pool), ping: () => pool.query("select 1"), close: () => pool.end() };
}

async function openPostgresQueue(url: string) {
  const pool = new Pool({
    connectionString: url,
    max: SQL_POOL_CONNECTIONS,
    options: "-c search_path=bullmq",
    keepAlive: true,
  });
  // A dropped idle connection is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  return { connection: asConnection(pool), ping: () => pool.query("select 1"), close: () => pool.end() };
}

/** BullMQ's own pool type asks for overloads that neither pg's types nor ours spell the same way. */
function asConnection(pool: Pool | ReturnType<typeof createPGlitePool>): PostgresConnectionOptions {
  return pool as unknown as PostgresConnectionOptions;
}

/** A queue bound to the SQL backend has the same face as BullMQ's plain one, but not the same type. */
function asPlainQueue(bound: unknown): Queue {
  return bound as Queue;
}

/** The same for a worker. */
function asPlainWorker(bound: unknown): Worker {
  return bound as Worker;
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
