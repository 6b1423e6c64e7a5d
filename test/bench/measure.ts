/**
 * One measurement in a process of its own, as nightly work is: loads everything, opens the database, stands idle, then
 * does its task, and sends the parent what it took.
 */
import { openDatabase } from "../../src/db/client.ts";
import type { Db } from "../../src/db/schema.ts";
import { REGIONS } from "../../src/domain/region.ts";
import { refreshExtents } from "../../src/services/extents.ts";
import { ingestFile } from "../../src/services/intake/ingest-file.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { type Measurement, type Task, taskSchema } from "./messages.ts";

const MAX_BYTES = 1_000_000_000;

process.send?.(await measure(taskSchema.parse(JSON.parse(process.argv[2] ?? "null"))));
process.disconnect?.();

async function measure(task: Task): Promise<Measurement> {
  if (task.what === "parse") return measureWork(() => parseFile(task.file), { times: 2 });
  const database = await openDatabase(process.env["BENCH_DATABASE_URL"] ?? "");
  try {
    const deps = { db: database.db, now: () => new Date(), digestChannels: new Set<string>() };
    const measured = await measureWork(
      async () => {
        const input = { file: task.file, maxBytes: MAX_BYTES, at: null, etag: null, lastModified: null };
        const result = await ingestFile(deps, { ...input, source: lakemedelsverket });
        if (result.kind !== "ingested") throw new Error(`bench: unable to take in ${task.file}: ${result.reason}`);
        if (result.known) throw new Error(`bench: unable to take in ${task.file}: it was taken in before`);
      },
      { times: 1 },
    );
    return task.what === "extents" ? { ...measured, partSeconds: await timeExtents(database.db) } : measured;
  } finally {
    await database.close();
  }
}

/** The same work as within the ingest, done once more on the same rows and undone. */
async function timeExtents(db: Db): Promise<number> {
  const { id } = await db.selectFrom("snapshot").select("id").orderBy("id", "desc").executeTakeFirstOrThrow();
  const regionCodes = REGIONS.map(({ code }) => code);
  const trx = await db.startTransaction().execute();
  const begin = performance.now();
  await refreshExtents(trx, { regionCodes, snapshotId: id });
  const seconds = (performance.now() - begin) / 1000;
  await trx.rollback().execute();
  return seconds;
}

async function parseFile(file: string): Promise<void> {
  const result = await lakemedelsverket.read({ file, maxBytes: MAX_BYTES, now: new Date(), onNotices() {} });
  if (result.kind === "rejected") throw new Error(`bench: unable to read ${file}: ${result.reason}`);
}

async function measureWork(work: () => Promise<void>, { times }: { times: 1 | 2 }): Promise<Measurement> {
  const idleBytes = process.memoryUsage().rss;
  const seconds = await timeWork(work);
  const warmSeconds = times === 1 ? null : await timeWork(work);
  return {
    seconds,
    warmSeconds,
    partSeconds: null,
    grownBytes: Math.max(0, process.resourceUsage().maxRSS * 1024 - idleBytes),
  };
}

async function timeWork(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
