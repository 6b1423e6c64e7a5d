/**
 * Sends one message to many through the whole engine, to receivers that answer at once, and as many empty jobs through the
 * same queue, in a process of its own; tells its parent how long each took, and what memory the sending took.
 */
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { Channel } from "../../src/channels/channel.ts";
import { openDatabase } from "../../src/db/client.ts";
import type { Db } from "../../src/db/schema.ts";
import { fanOutJob } from "../../src/jobs/fan-out.ts";
import { createJobQueue, type JobQueue } from "../../src/jobs/queue.ts";
import { startDelivering } from "../../src/jobs/run.handler.ts";
import { createLog } from "../../src/log.ts";
import { writeMessage } from "../../src/services/messages.ts";
import { exampleViews } from "../support/message-views.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { subscribeMany } from "../support/subscribe-many.ts";

const REGION = "12";
const EMPTY_QUEUE = "bench-empty";
/** As many jobs as a lane has sendings under way. */
const AT_ONCE = 12;

const { databaseUrl, redisUrl, receivers } = z
  .object({ databaseUrl: z.string(), redisUrl: z.string().nullable(), receivers: z.int() })
  .parse(JSON.parse(process.env["BENCH_DELIVERIES"] ?? "null"));

/** Takes everything at once: what is measured is ours. */
const channel: Channel = {
  name: "email",
  batches: false,
  targetSchema: z.object({ address: z.string() }),
  limits: { sendingsPerSecond: 1_000_000, sendingsAtOnce: AT_ONCE },
  remoteOf: () => "region.example",
  whenUnsure: { kind: "repeat" },
  describeTarget: () => "somebody",
  write: ({ views }) =>
    Promise.resolve({ kind: "written", content: { messages: views.map(({ message }) => message.id) } }),
  address: (content) => content,
  measure: () => [],
  send: ({ sendingKey }) => Promise.resolve({ kind: "delivered", externalId: sendingKey }),
  check: () => Promise.resolve({ state: "ready", detail: "takes everything" }),
  close: () => Promise.resolve(),
};

process.send?.(await measure());
process.disconnect?.();

async function measure(): Promise<unknown> {
  const database = await openDatabase(databaseUrl);
  const { db } = database;
  const log = createLog("error");
  const queue = await createJobQueue({ redisUrl, prefix: "bench", database, log });
  try {
    await subscribeMany(db, { regionCode: REGION, count: receivers, now: new Date(Date.now() - 1_000) });
    const channels = new Map([[channel.name, channel]]);
    const delivering = {
      db,
      now: () => new Date(),
      channels,
      mode: "live" as const,
      publicUrl: "https://restsignal.example",
    };
    await startDelivering({ queue, log, delivering });
    const grownBytes = watchMemory();
    const begin = performance.now();
    const deliveries = await publish(db, queue);
    const seconds = (performance.now() - begin) / 1_000;
    return { deliveries, seconds, grownBytes: grownBytes(), emptySeconds: await runEmpty(queue, deliveries) };
  } finally {
    await queue.close();
    await database.close();
  }
}

/** The most that is resident from now on, less what is now: opening an embedded database takes more than working in it. */
function watchMemory(): () => number {
  globalThis.gc?.();
  const idle = process.memoryUsage.rss();
  let most = idle;
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  return () => {
    clearInterval(look);
    return most - idle;
  };
}

/** Publishes to them, and waits until each has it. */
async function publish(db: Db, queue: JobQueue): Promise<number> {
  const { facts, advice } = exampleViews.new.message;
  const message = makeNewMessage({ regionCode: REGION, urgency: "high", now: new Date(), facts, advice });
  const { id } = await db.transaction().execute((trx) => writeMessage(trx, { ...message, digestChannels: new Set() }));
  await queue.add([fanOutJob]);
  for (;;) {
    const open = await db
      .selectFrom("fan_out")
      .select("message_id")
      .where("finished_at", "is", null)
      .executeTakeFirst();
    const waiting = db
      .selectFrom("delivery")
      .select("id")
      .where("message_id", "=", id)
      .where("state", "<>", "delivered");
    if (open === undefined && (await waiting.limit(1).executeTakeFirst()) === undefined) break;
    await setTimeout(50);
  }
  const { count } = await db
    .selectFrom("delivery")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("message_id", "=", id)
    .executeTakeFirstOrThrow();
  return count;
}

/** Puts as many jobs in that do nothing, and waits until all are done. */
async function runEmpty(queue: JobQueue, count: number): Promise<number> {
  const all = Promise.withResolvers<void>();
  let done = 0;
  const begin = performance.now();
  await queue.work({
    queue: EMPTY_QUEUE,
    concurrency: AT_ONCE,
    handle: () => {
      done += 1;
      if (done === count) all.resolve();
      return Promise.resolve();
    },
  });
  await queue.add(
    Array.from({ length: count }, (_, index) => ({ queue: EMPTY_QUEUE, id: `empty-${index}`, payload: {} })),
  );
  await all.promise;
  return (performance.now() - begin) / 1_000;
}
