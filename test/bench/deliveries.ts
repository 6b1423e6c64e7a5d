import { fork } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { createEmptyDatabase } from "../support/postgres.ts";
import { findServerAccount, PROGRAMS, startRedis } from "../support/servers.ts";
import { MEGABYTE, type Target } from "./report.ts";
import { NODE_FLAGS } from "./rounds.ts";

const PROCESS = fileURLToPath(new URL("deliveries-process.ts", import.meta.url));
const SIZES = [1_000, 10_000, 100_000];
const MIN_SHARE = 0.5;
const MAX_GROWTH_BYTES = 150 * MEGABYTE;

const answerSchema = z.object({
  deliveries: z.int(),
  seconds: z.number(),
  emptySeconds: z.number(),
  grownBytes: z.number(),
});

export type DeliveryResult = z.infer<typeof answerSchema> & { readonly engine: string; readonly receivers: number };

/** One message to ever more receivers through the engine and its queue, beside as many empty jobs in the same queue. */
export async function runDeliveries(): Promise<DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  const redis = await openRedis();
  try {
    for (const receivers of SIZES) {
      results.push(await measureOn({ engine: "PGlite", redisUrl: null, receivers }));
      results.push(await measureOn({ engine: "PostgreSQL", redisUrl: null, receivers }));
      if (redis !== null)
        results.push(await measureOn({ engine: "PostgreSQL + Redis", redisUrl: redis.url, receivers }));
    }
  } finally {
    await redis?.stop();
  }
  return results;
}

async function measureOn(input: {
  engine: string;
  redisUrl: string | null;
  receivers: number;
}): Promise<DeliveryResult> {
  const { engine, redisUrl, receivers } = input;
  const server = engine === "PGlite" ? null : await createEmptyDatabase();
  // In memory it would be the rows that grow.
  const folder = await mkdtemp(join(tmpdir(), "restsignal-bench-"));
  const task = { databaseUrl: server?.url ?? `pglite:${folder}`, redisUrl, receivers };
  const child = fork(PROCESS, [], {
    execArgv: [...process.execArgv, ...NODE_FLAGS],
    env: { ...process.env, BENCH_DELIVERIES: JSON.stringify(task) },
  });
  let answer: unknown = null;
  child.on("message", (message) => {
    answer = message;
  });
  const [code] = await once(child, "exit");
  await server?.drop();
  await rm(folder, { recursive: true, force: true });
  if (code !== 0) throw new Error(`bench: unable to send to ${receivers}: the process ended with code ${String(code)}`);
  return { engine, receivers, ...answerSchema.parse(answer) };
}

/** Null where there is no Redis on this machine. */
async function openRedis(): Promise<{ url: string; stop: () => Promise<void> } | null> {
  const program = PROGRAMS.redis.find();
  if (program === null) return null;
  const folder = await mkdtemp(join(tmpdir(), "restsignal-bench-"));
  const account = findServerAccount();
  if (account !== null) await chown(folder, account.uid, account.gid);
  const server = await startRedis({ program, folder, account });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function renderDeliveries(results: readonly DeliveryResult[]): string {
  const lines = results.map(
    ({ engine, deliveries, seconds, emptySeconds, grownBytes }) =>
      `${engine.padEnd(18)}  ${String(deliveries).padStart(6)} deliveries ${perSecond(deliveries, seconds)} a second, ` +
      `empty jobs ${perSecond(deliveries, emptySeconds)}  ${(emptySeconds / seconds).toFixed(2)}  ` +
      `memory ${(grownBytes / MEGABYTE).toFixed(0).padStart(4)} MB more`,
  );
  return ["one message to many receivers that answer at once, through the queue", ...lines].join("\n");
}

function perSecond(count: number, seconds: number): string {
  return String(Math.round(count / seconds)).padStart(6);
}

export function judgeDeliveries(results: readonly DeliveryResult[]): Target[] {
  const most = Math.max(...SIZES);
  return results
    .filter(({ receivers }) => receivers === most)
    .flatMap(({ engine, seconds, emptySeconds, grownBytes }) => [
      {
        name: `deliveries through the queue, ${engine}: at least ${MIN_SHARE} of empty jobs`,
        holds: emptySeconds / seconds >= MIN_SHARE,
        figure: (emptySeconds / seconds).toFixed(2),
      },
      {
        name: `memory growth at ${most} subscriptions, ${engine}: below ${MAX_GROWTH_BYTES / MEGABYTE} MB`,
        holds: grownBytes < MAX_GROWTH_BYTES,
        figure: `${(grownBytes / MEGABYTE).toFixed(0)} MB`,
      },
    ]);
}
