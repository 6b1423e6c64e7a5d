import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { PGlite } from "@electric-sql/pglite";
import {
  createPostgresBackend,
  Queue,
  runMigrations,
  withBackend,
  Worker,
  type BackendFactory,
  type ConnectionOptions,
  type IQueueBackend,
  type PostgresConnectionOptions,
  type Processor,
} from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import { Pool, type Client } from "pg";
import type { Database } from "../db/client.ts";
import { LosableClient } from "../db/losable-client.ts";
import { createPGlitePool } from "./pglite-pool.ts";

/** How many jobs of a queue run at once, and how many of them start in a second. */
export interface WorkerLimits {
  readonly concurrency: number;
  readonly perSecond?: number;
}

/** Where the queue lives. */
export interface Backend {
  createQueue(name: string): Queue;
  createWorker(name: string, limits: WorkerLimits, processor: Processor): Worker;
  /** Rejects, or never resolves, when it does not answer. */
  ping(): Promise<unknown>;
  close(): Promise<void>;
}

/** A server that was away is asked again so soon, and for as long as it takes. */
export const RETRY_MS = 250;
const LONGEST_RETRY_MS = 500;
/**
 * So long a job is its process's own without a sign of life, and so often it is looked for one whose process is gone.
 * BullMQ's own half a minute of each is long for work that is due.
 */
const LOCK_MS = 10_000;
const STALLED_INTERVAL_MS = 2_000;

/** For every job: what it was about stands in the database. */
export const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true } as const;

function workerOptions({ concurrency, perSecond }: WorkerLimits) {
  return {
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_INTERVAL_MS,
    // BullMQ's own is a quarter of a minute.
    runRetryDelay: RETRY_MS,
    ...(perSecond === undefined ? {} : { limiter: { max: perSecond, duration: 1000 } }),
  };
}

/** Longer than a worker's own wait for the next job. */
const REDIS_ANSWER_MS = 15_000;

/** A connection that comes back by itself, soon after its server does, and waits for no answer without end. */
export const REDIS_OPTIONS = {
  socketTimeout: REDIS_ANSWER_MS,
  retryStrategy: (tries: number) => Math.min(tries * 50, LONGEST_RETRY_MS),
  // What was the first server of several and is a follower now refuses to write: the connection is made anew.
  reconnectOnError: (cause: Error) => (cause.message.startsWith("READONLY") ? 2 : false),
} as const satisfies RedisOptions;

export function createRedisBackend(url: string, prefix: string): Backend {
  const connections: Redis[] = [];
  // A worker's blocking read needs a connection without a limit on retries; BullMQ asks for it.
  const connect = (): ConnectionOptions => {
    const redis = new Redis(url, { ...REDIS_OPTIONS, maxRetriesPerRequest: null });
    // Connection errors reach the queue's and worker's own listeners; unheard here they would end the process.
    redis.on("error", () => {});
    connections.push(redis);
    return redis;
  };
  // One of its own, that says at once when there is no connection instead of waiting for the next.
  let pinging: Redis | null = null;
  const openPinging = (): Redis => {
    if (pinging !== null) return pinging;
    pinging = new Redis(url, { ...REDIS_OPTIONS, maxRetriesPerRequest: 0, enableOfflineQueue: false });
    return pinging.on("error", () => {});
  };
  return {
    ping: async () => {
      const redis = openPinging();
      if (redis.status === "connecting" || redis.status === "connect") await once(redis, "ready");
      return redis.ping();
    },
    createQueue: (name) => new Queue(name, { connection: connect(), prefix }),
    createWorker: (name, limits, processor) =>
      new Worker(name, processor, { connection: connect(), prefix, ...workerOptions(limits) }),
    close: async () => {
      pinging?.disconnect();
      await Promise.all(connections.map((redis) => redis.quit().catch(() => redis.disconnect())));
    },
  };
}

/** Each worker keeps one connection to listen on, beside these, which serve queries. */
const SQL_POOL_CONNECTIONS = 8;

/** `onLost` hears that a session at PostgreSQL has ended: a worker may have listened on it. */
export async function createSqlBackend({ engine }: Database, onLost: () => void): Promise<Backend> {
  const { connection, makeRoom, ping, close } =
    engine.kind === "pglite" ? await openPGliteQueue(engine.pglite) : await openPostgresQueue(engine.url, onLost);
  const bound = withBackend(await createLastingBackends(connection));
  return {
    createQueue: (name) => asPlainQueue(new bound.Queue(name, { connection })),
    createWorker: (name, limits, processor) => {
      makeRoom();
      const options = { connection, drainDelay: LONGEST_WAIT_SECONDS, ...workerOptions(limits) };
      return asPlainWorker(new bound.Worker(name, processor, options));
    },
    ping: () => ping(),
    close,
  };
}

/**
 * A worker looks for itself after so many seconds, whatever it has been told to wait for: nobody wakes one whose session
 * broke while it began to listen, or asked when the next job is due.
 */
const LONGEST_WAIT_SECONDS = 2;

type SqlBackends = BackendFactory<IQueueBackend, PostgresConnectionOptions>;

/**
 * BullMQ asks the server once for each queue whether it is of the right shape, and keeps that answer for ever: one first
 * used in the moment in which its session broke would fail until the process is started anew. So all queues share what
 * was asked before the first of them is there; a worker asks as it is started.
 */
async function createLastingBackends(connection: PostgresConnectionOptions): Promise<SqlBackends> {
  const shared = createPostgresBackend("queues", { connection });
  // Whoever asked hears of it; unheard here it would end the process.
  shared.on("error", () => {});
  await shared.waitUntilReady();
  return (name, options, parts) => {
    if (parts?.withBlockingConnection !== true) return shared.forQueue(name);
    const backend = createPostgresBackend(name, options, parts);
    return Object.defineProperty(backend, "maximumBlockTimeout", { value: LONGEST_WAIT_SECONDS });
  };
}

async function openPGliteQueue(pglite: PGlite) {
  const pool = createPGlitePool(pglite);
  await runMigrations(await pool.connect());
  // PGlite has one session, so the queue's tables must be found beside ours.
  await pglite.exec("set search_path to public, bullmq");
  const ping = () => pool.query("select 1");
  return { connection: asConnection(pool), makeRoom: () => {}, ping, close: () => pool.end() };
}

/**
 * Only after some errors BullMQ waits before it tries again. A server that is starting, or whose name is not known while
 * it is away, is asked anew without a pause by each worker: so the answer takes its time.
 */
class PatientClient extends LosableClient {
  override connect(): Promise<Client>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<Client> | void {
    const connecting = super.connect().catch(async (cause: unknown) => {
      await setTimeout(RETRY_MS);
      throw cause;
    });
    if (callback === undefined) return connecting;
    const tell = asNodeCallback(callback);
    connecting.then(
      () => tell(undefined),
      (cause: unknown) => tell(cause),
    );
  }
}

type ConnectCallback = Parameters<Client["connect"]>[0];

/** pg's types say one of two functions where it calls one that takes either. */
function asNodeCallback(callback: ConnectCallback): (cause: unknown) => void {
  return callback as (cause: unknown) => void;
}

/** What the queue asks takes milliseconds. */
const POSTGRES_ANSWER_MS = 10_000;

async function openPostgresQueue(url: string, onLost: () => void) {
  const options = {
    connectionString: url,
    max: SQL_POOL_CONNECTIONS,
    options: "-c search_path=bullmq",
    keepAlive: true,
    answerMs: POSTGRES_ANSWER_MS,
    Client: PatientClient,
  };
  const pool = new Pool(options);
  // An idle connection that drops is replaced by the pool; every queue and worker listens, too.
  pool.setMaxListeners(0);
  pool.on("error", () => {});
  pool.on("connect", (client) => void client.on("error", onLost));
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  const makeRoom = () => {
    pool.options.max += 1;
  };
  const ping = () => pool.query("select 1");
  return { connection: asConnection(pool), makeRoom, ping, close: () => pool.end() };
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
