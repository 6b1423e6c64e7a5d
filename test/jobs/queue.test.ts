import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/db/client.ts";
import { workLane } from "../../src/jobs/deliver.handler.ts";
import { deliverQueue } from "../../src/jobs/deliver.ts";
import { createJobQueue } from "../../src/jobs/queue.ts";
import { relay } from "../../src/jobs/relay.handler.ts";
import { describeJobQueue, type QueuePlace } from "../contracts/queue.contract.ts";
import { openMemoryDatabase } from "../support/memory-database.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { createRecordingChannel } from "../support/recording-channel.ts";
import { createTestRedisUrl } from "../support/redis.ts";
import { createScene } from "../support/scene.ts";
import { PATIENT } from "../support/patience.ts";

const SCRIPT = fileURLToPath(new URL("../support/queue-process.ts", import.meta.url));

async function openPGlite(): Promise<QueuePlace> {
  const database = await openMemoryDatabase();
  return { database, redisUrl: null, prefix: "", close: () => database.close() };
}

async function openPostgres(): Promise<QueuePlace> {
  const server = await createTestDatabase();
  const database = await openDatabase(server.url);
  const close = async () => {
    await database.close();
    await server.drop();
  };
  return { database, redisUrl: null, prefix: "", close };
}

async function openRedis(): Promise<QueuePlace> {
  const place = await openPGlite();
  const { url, prefix } = createTestRedisUrl();
  return { ...place, redisUrl: url, prefix };
}

describeJobQueue({ name: "PGlite", open: openPGlite });
describeJobQueue({ name: "PostgreSQL", open: openPostgres });
describeJobQueue({ name: "Redis", open: openRedis });

describe("a process that closed its queue", () => {
  async function runProcess(environment: Record<string, string>) {
    const child = spawn(process.execPath, ["--import", "tsx", SCRIPT], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: PATIENT.timeout,
    });
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    return { said, complained, code: child.exitCode };
  }
  const wellEnded = { said: "done\n", complained: "", code: 0 };

  it("ends by itself on PGlite", async () => {
    expect(await runProcess({ DATABASE_URL: "pglite:memory" })).toEqual(wellEnded);
  });
  it("ends by itself on PostgreSQL, and on Redis", async () => {
    const server = await createTestDatabase();
    const { url, prefix } = createTestRedisUrl();
    expect(await runProcess({ DATABASE_URL: server.url })).toEqual(wellEnded);
    expect(await runProcess({ DATABASE_URL: server.url, REDIS_URL: url, PREFIX: prefix })).toEqual(wellEnded);
    await server.drop();
  });
});

describe("losing Redis whole", () => {
  it("loses no delivery and sends none twice, once the relay has run again", async () => {
    const scene = await createScene();
    const { url, prefix } = createTestRedisUrl();
    const redis = new Redis(url);
    const log = { error: () => {} };
    const queue = await createJobQueue({ redisUrl: url, prefix, database: scene.database, log });
    const channel = createRecordingChannel();
    const channels = new Map([[channel.name, channel]]);
    const now = () => scene.clock;
    try {
      for (const _ of [1, 2, 3]) await scene.subscribe();
      for (const _ of Array.from({ length: 10 })) await scene.publish();
      const deliverDeps = { db: scene.db, channels, mode: "live" as const, publicUrl: "https://rest.example", now };
      const runRelay = () => relay({ db: scene.db, queue, channels, now });

      expect(await runRelay()).toEqual({ jobs: 1 });
      expect(await runRelay()).toEqual({ jobs: 1 });
      const lane = deliverQueue("chat", "ordinary");
      expect(await queue.count(lane)).toBe(1);
      await redis.flushdb();
      expect(await queue.count(lane)).toBe(0);

      await runRelay();
      const halfway = Promise.withResolvers<void>();
      channel.answer = async () => {
        // The second loss comes in the middle of the work, with jobs running.
        if (channel.sent.length === 12) await redis.flushdb().then(() => halfway.resolve());
        return { kind: "delivered", externalId: "x" };
      };
      const job = { channel, lane: "ordinary", all: false, report: () => {} } as const;
      await queue.work({ queue: lane, concurrency: 2, handle: () => workLane(deliverDeps, job) });
      await halfway.promise;
      await vi.waitFor(async () => {
        await runRelay();
        const states = scene.db.selectFrom("delivery").select("state").distinct();
        expect(await states.execute()).toEqual([{ state: "delivered" }]);
      }, PATIENT);
      expect(channel.sent).toHaveLength(30);
      expect(new Set(channel.sent.map(({ sendingKey }) => sendingKey)).size).toBe(30);
    } finally {
      await queue.close();
      await redis.quit();
      await scene.close();
    }
  });
});
