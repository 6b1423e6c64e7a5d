import { afterEach, describe, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { createJobQueue, type JobQueue } from "../../src/jobs/queue.ts";
import { openBreakableLine, type BreakableLine } from "../support/breakable-line.ts";
import { PATIENT } from "../support/patience.ts";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";
import { createTestRedisUrl } from "../support/redis.ts";

interface Place {
  readonly line: BreakableLine;
  readonly queue: JobQueue;
}

let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

async function openTestDatabase(): Promise<TestDatabase> {
  const server = await createTestDatabase();
  closing.push(() => server.drop());
  return server;
}

async function openQueue({ url, redis }: { url: string; redis: string | null }): Promise<JobQueue> {
  const database: Database = await openDatabase(url);
  const prefix = createTestRedisUrl().prefix;
  const queue = await createJobQueue({ redisUrl: redis, prefix, database, log: { error() {} } });
  closing.push(async () => {
    await queue.close();
    await database.close();
  });
  return queue;
}

async function openLine(url: string): Promise<BreakableLine> {
  const line = await openBreakableLine(url);
  closing.push(() => line.close());
  return line;
}

async function overPostgres(): Promise<Place> {
  const server = await openTestDatabase();
  const line = await openLine(server.url);
  return { line, queue: await openQueue({ url: line.url, redis: null }) };
}

async function overRedis(): Promise<Place> {
  const server = await openTestDatabase();
  const line = await openLine(createTestRedisUrl().url);
  return { line, queue: await openQueue({ url: server.url, redis: line.url }) };
}

describe.each([
  { name: "PostgreSQL", open: overPostgres },
  { name: "Redis", open: overRedis },
])("a queue on $name, over a line that breaks", ({ open }) => {
  it("works when it was first used while the line was cut, as soon as that is mended", async () => {
    const { line, queue } = await open();
    const runs: unknown[] = [];
    await queue.work({ queue: "first", concurrency: 1, handle: async (payload) => void runs.push(payload) });
    line.cut();
    const adding = queue.add([{ queue: "first", id: "lost", payload: "lost" }]).catch(() => {});
    const counting = queue.count("second").catch(() => {});
    await vi.waitFor(async () => expect(await queue.answers()).toBe(false), PATIENT);
    line.mend();
    await Promise.all([adding, counting]);
    await vi.waitFor(async () => {
      await queue.add(["first", "second"].map((name) => ({ queue: name, id: "found", payload: "found" })));
      expect(await queue.count("second")).toBe(1);
      expect(runs).toContain("found");
    }, PATIENT);
  });

  it("waits for no answer without end: on a server that is gone without a word it fails, and on the next it works", async () => {
    const { line, queue } = await open();
    const runs: unknown[] = [];
    await queue.work({ queue: "first", concurrency: 1, handle: async (payload) => void runs.push(payload) });
    await queue.add([{ queue: "first", id: "before", payload: "before" }]);
    await vi.waitFor(() => expect(runs).toEqual(["before"]), PATIENT);
    line.hush();
    const adding = queue.add([{ queue: "first", id: "hushed", payload: "hushed" }]).catch(() => {});
    line.mend();
    await adding;
    await vi.waitFor(async () => {
      await queue.add([{ queue: "first", id: "after", payload: "after" }]);
      expect(runs).toContain("after");
    }, PATIENT);
  });
});
