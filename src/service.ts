import { setTimeout } from "node:timers/promises";
import { PAGES_PORT, type Config } from "./config.ts";
import type { Deps } from "./deps.ts";
import type { JobQueue } from "./jobs/queue.ts";
import type { Server } from "./web/server.ts";
import type { WebDeps } from "./web/web-deps.ts";

/** What a process does: pages and feeds (`web`), polling, publishing and sending (`worker`), or both. */
export const ROLES = ["all", "web", "worker"] as const;
export type Role = (typeof ROLES)[number];

/** The settings and the role do not go together; the message says what to do. */
export class RoleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RoleError";
  }
}

/** For work that is under way when the service is stopped; what it leaves is done at the next start. */
const WORK_PATIENCE_MS = 6_000;
const CLOSE_PATIENCE_MS = 3_000;
/** No page waits longer for the queue: the sweeps find in the database what it was not told. */
const HINT_PATIENCE_MS = 1_000;

export interface Service {
  /** Answers and sends what is under way, for some seconds at most, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts what the role does, in this process. `say` is for whoever sits at the terminal: what is done now, since on a slow
 * machine the start takes a while, and what to do next. The role `all` brings the database to the newest shape by itself;
 * the others refuse one that is not. Throws RoleError and what `createDeps` throws.
 */
export async function startService(
  config: Config,
  { role, say }: { role: Role; say: (line: string) => void },
): Promise<Service> {
  refuseSharedFolder(config, role);
  say(`Restsignal starts: ${describeRole(config, role)}, database ${nameDatabase(config)}, ${describeMode(config)}.`);
  // Loaded late: it takes a while, and on an old Node the libraries fail before anybody could say why.
  const { createDeps, webDeps } = await import("./deps.ts");
  const { createJobQueue, pingRedis } = await import("./jobs/queue.ts");

  // Without it the queue would try again for ever, and the start would never come to an end nor say why.
  if (config.REDIS_URL !== undefined && !(await pingRedis(config.REDIS_URL)))
    throw new Error(`Redis does not answer at ${new URL(config.REDIS_URL).host}: check REDIS_URL and that it runs`);
  say("Opening the database …");
  const deps = await createDeps(config, { schema: role === "all" ? "migrate" : "require" });
  const { database, log } = deps;
  say(`Starting the queue${role === "worker" ? "" : " and the pages"} …`);
  const redisUrl = config.REDIS_URL ?? null;
  const queue = await createJobQueue({ redisUrl, prefix: "restsignal", database, log });
  let phase: ReturnType<NonNullable<WebDeps["phase"]>> = "starting";
  const enqueue: WebDeps["enqueue"] = (jobs) => hint(queue, { jobs, log });
  const running = { enqueue, phase: () => phase, answersQueue: () => queue.answers() };
  const server = await openServer(webDeps(deps, running), { config, role, say });
  if (role !== "web") {
    const { startJobs } = await import("./jobs/run.handler.ts");
    await startJobs({ ...deps, queue });
  }
  phase = "running";
  log.info({ role, url: server?.url ?? null, mode: config.DELIVERY_MODE }, "service started");
  say(`Ready: ${server?.url ?? "it works, and listens nowhere"}. Ctrl-C stops it.`);
  if (role === "all") await sayNext(deps, say);
  return {
    async stop() {
      phase = "stopping";
      await stop({ server, queue, deps, say });
    },
  };
}

/** PGlite serves one process, which then has to do everything. */
function refuseSharedFolder({ DATABASE_URL }: Config, role: Role): void {
  if (role === "all" || !DATABASE_URL.startsWith("pglite:")) return;
  throw new RoleError(
    `The role ${role} needs a database that several processes can use, and PGlite serves one: ` +
      "set DATABASE_URL to a PostgreSQL server, or start with --role all.",
  );
}

function describeRole({ HOST, PORT }: Config, role: Role): string {
  if (role === "worker") return "a worker without pages";
  return `pages at http://${HOST}:${PORT ?? PAGES_PORT}${role === "web" ? ", without a worker" : ""}`;
}

/** The pages, or, in a process without them, what says whether it is well; null where it has no port for that. */
async function openServer(
  deps: WebDeps,
  { config, role, say }: { config: Config; role: Role; say: (line: string) => void },
): Promise<Server | null> {
  const { HOST: host, PORT } = config;
  if (role === "worker" && PORT === undefined) return null;
  const { createApp, createMachinesApp } = await import("./web/app.ts");
  const { startServer } = await import("./web/server.ts");
  if (role !== "worker") return startServer(createApp(deps), { host, port: PORT ?? PAGES_PORT });
  try {
    return await startServer(createMachinesApp(deps), { host, port: PORT ?? PAGES_PORT });
  } catch (cause) {
    // Several workers beside each other on one machine share their settings: only one of them gets the port.
    deps.log.error({ err: cause }, "worker without a port");
    say(`This worker answers no /healthz: ${host}:${PORT} is not to be had. It works all the same.`);
    return null;
  }
}

/** Tells the queue that there is work, if it can be told. */
async function hint(
  queue: JobQueue,
  { jobs, log }: { jobs: Parameters<JobQueue["add"]>[0]; log: Deps["log"] },
): Promise<void> {
  const told = await inTime(
    queue.add(jobs).catch((cause: unknown) => log.error({ err: cause }, "queue error")),
    HINT_PATIENCE_MS,
  );
  if (!told) log.error({ jobs: jobs.map(({ queue: name }) => name) }, "queue unreachable");
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
  server: Server | null;
  queue: JobQueue;
  deps: Deps;
  say: (line: string) => void;
}): Promise<void> {
  const { server, queue, deps, say } = running;
  say("Stopping: no new work; what is under way has a few seconds (Ctrl-C again ends at once) …");
  // Meanwhile it answers, and /readyz says that it wants nobody new.
  const delayed = setTimeout(deps.config.STOP_DELAY_SECONDS * 1_000);
  const finished = await queue.stop(WORK_PATIENCE_MS);
  if (!finished) say("Something is still under way: it is undone, given back, and done by the next who works.");
  await delayed;
  await inTime(server?.close() ?? Promise.resolve(), CLOSE_PATIENCE_MS);
  await inTime(deps.close(), CLOSE_PATIENCE_MS);
  say("Stopped.");
}

/** Whether it came to its end in time, well or not. */
async function inTime(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const timeout = Promise.withResolvers<false>();
  const timer = globalThis.setTimeout(() => timeout.resolve(false), timeoutMs);
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
