import type { Config } from "./config.ts";
import type { Deps } from "./deps.ts";
import type { JobQueue } from "./jobs/queue.ts";
import type { Server } from "./web/server.ts";

/** For work that is under way when the service is stopped; what it leaves is done at the next start. */
const WORK_PATIENCE_MS = 6_000;
const CLOSE_PATIENCE_MS = 3_000;

export interface Service {
  /** Answers and sends what is under way, for some seconds at most, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts pages, feeds, polling and sending in this process. `say` is for whoever sits at the terminal: what is done now,
 * since on a slow machine the start takes a while, and what to do next.
 */
export async function startService(config: Config, say: (line: string) => void): Promise<Service> {
  const address = `http://${config.HOST}:${config.PORT}`;
  say(`Restsignal starts: pages at ${address}, database ${nameDatabase(config)}, ${describeMode(config)}.`);
  // Loaded late: it takes a while, and on an old Node the libraries fail before anybody could say why.
  const { createDeps, webDeps } = await import("./deps.ts");
  const { createJobQueue, pingRedis } = await import("./jobs/queue.ts");
  const { startJobs } = await import("./jobs/run.handler.ts");
  const { createApp } = await import("./web/app.ts");
  const { startServer } = await import("./web/server.ts");

  // Without it the queue would try again for ever, and the start would never come to an end nor say why.
  if (config.REDIS_URL !== undefined && !(await pingRedis(config.REDIS_URL)))
    throw new Error(`Redis does not answer at ${new URL(config.REDIS_URL).host}: check REDIS_URL and that it runs`);
  say("Opening the database …");
  const deps = await createDeps(config);
  const { database, log } = deps;
  say("Starting the queue and the pages …");
  const queue = await createJobQueue({ redisUrl: config.REDIS_URL ?? null, prefix: "restsignal", database, log });
  const app = createApp(webDeps(deps, (jobs) => queue.add(jobs)));
  const server = await startServer(app, { host: config.HOST, port: config.PORT });
  await startJobs({ ...deps, queue });
  log.info({ url: server.url, mode: config.DELIVERY_MODE }, "service started");
  say(`Ready: ${server.url}. Ctrl-C stops it.`);
  await sayNext(deps, say);
  return { stop: () => stop({ server, queue, deps, say }) };
}

/** An address without the password that it may hold. */
function nameDatabase({ DATABASE_URL }: Config): string {
  if (DATABASE_URL.startsWith("pglite:")) return DATABASE_URL.slice("pglite:".length);
  // A socket's address has a user and no host, which is no URL by the letter.
  return URL.parse(DATABASE_URL)?.host || "PostgreSQL";
}

function describeMode({ DELIVERY_MODE }: Config): string {
  return DELIVERY_MODE === "live" ? "messages are sent" : "nothing is sent (DELIVERY_MODE=capture)";
}

/** What is missing before a prescriber is helped by it, the first thing first. */
async function sayNext({ database, config, now }: Deps, say: (line: string) => void): Promise<void> {
  const { readSetup } = await import("./cli/setup.ts");
  const { CATALOGUE_SOURCE, NATIONAL_SOURCE } = await import("./domain/source-health.ts");
  const isNational = ({ part }: { part: string }) =>
    part === `source ${NATIONAL_SOURCE}` || part === `source ${CATALOGUE_SOURCE}`;
  const wanting = (await readSetup(database.db, now())).filter(
    ({ state }) => state === "missing" || state === "failing",
  );
  if (wanting.some(isNational))
    say(
      "The national file is fetched now, and then each hour, and the product file each night; the log says what became of them.",
    );
  const [first, ...others] = wanting.filter((finding) => !isNational(finding));
  if (first === undefined) return;
  say(`Next: ${first.part}: ${first.detail}.`);
  if (first.mend !== undefined) say(`  ${first.mend}`);
  if (others.length > 0) say(`Then: ${others.map(({ part }) => part).join(", ")}; the command "doctor" says how.`);
  if (config.DATABASE_URL.startsWith("pglite:"))
    say("Commands need this process stopped first, since PGlite serves one at a time; PostgreSQL serves many.");
}

async function stop(running: {
  server: Server;
  queue: JobQueue;
  deps: Deps;
  say: (line: string) => void;
}): Promise<void> {
  const { server, queue, deps, say } = running;
  say("Stopping: no new work; what is under way has a few seconds (Ctrl-C again ends at once) …");
  const finished = await inTime(Promise.all([server.close(), queue.close()]), WORK_PATIENCE_MS);
  if (!finished) say("Something is still under way: it is undone, and done at the next start.");
  await inTime(deps.close(), CLOSE_PATIENCE_MS);
  say("Stopped.");
}

/** Whether it came to its end in time, well or not. */
async function inTime(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const timeout = Promise.withResolvers<false>();
  const timer = setTimeout(() => timeout.resolve(false), timeoutMs);
  const done = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([done, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
