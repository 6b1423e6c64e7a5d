/**
 * A process of its own that opens a database and a queue (DATABASE_URL, and REDIS_URL when there is one), runs a job,
 * closes both and says `done`. Nothing of it may keep the process alive.
 */
import { openDatabase } from "../../src/db/client.ts";
import { createJobQueue } from "../../src/jobs/queue.ts";

const database = await openDatabase(process.env["DATABASE_URL"] ?? "");
const queue = await createJobQueue({
  database,
  redisUrl: process.env["REDIS_URL"] ?? null,
  prefix: process.env["PREFIX"] ?? "test",
  log: { error: console.error },
});
const ran = Promise.withResolvers<void>();
await queue.work({ queue: "exit", concurrency: 2, handle: async () => ran.resolve() });
await queue.schedule({ queue: "other", id: "tick", every: { ms: 60_000 } });
await queue.add([{ queue: "exit", id: "only", payload: {} }]);
await ran.promise;
await queue.close();
await database.close();
console.log("done");
