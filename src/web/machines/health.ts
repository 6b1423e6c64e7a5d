import { Hono, type Context } from "hono";
import { readSchemaState } from "../../db/migrations.ts";
import { createPageClock } from "../frame/page-clock.ts";
import { readSourceNote, type SourceNote } from "../frame/source-note.ts";
import type { WebDeps } from "../web-deps.ts";
import { askDatabase } from "./ask-database.ts";

const DATABASE_TIMEOUT_MS = 3_000;

/** `degraded`: it works, and what it shows is old or nothing. */
interface Health {
  readonly status: "ok" | "degraded" | "unavailable";
  readonly database: "ok" | "unreachable";
  /** The national file's: `stale` when it is older than readers are told without a warning. */
  readonly data: "fresh" | "stale" | "none" | "unknown";
  readonly source: { readonly name: string; readonly fileTime: string; readonly ageHours: number } | null;
}

interface Readiness extends Omit<Health, "status"> {
  /** `starting`: not all that it does has begun · `stopping`: it has been asked to stop. */
  readonly status: Health["status"] | "starting" | "stopping";
  /** `none` where this process has no queue; `closed`: it lets go of it, since it has been asked to stop. */
  readonly queue: "ok" | "unreachable" | "closed" | "none";
  /** `behind`: the database lacks what this program needs; one that has more is fine. */
  readonly migrations: "ok" | "behind" | "unknown";
  readonly stopping: boolean;
}

const NOT_READY: ReadonlySet<Readiness["status"]> = new Set(["unavailable", "starting", "stopping"]);
const NOT_KEPT = { "cache-control": "no-store" };

/**
 * - `/healthz` is for whoever starts dead processes again: 503 only when the process cannot do its work, since none is
 *   mended by a restart when the authority is silent; its `status` says `degraded` then.
 * - `/readyz` is for load balancers and whoever rolls out a version: 200 while this process can do its work, whatever the
 *   age of what it shows: all of it has begun, database and queue answer, the database has the shape that this program
 *   needs, and nobody has told it to stop.
 * - `/healthz/data` is for alarms: 503 unless the data are fresh.
 */
export function createHealthRoute(deps: WebDeps): Hono {
  const app = new Hono();
  const serve = (path: string, isWell: (health: Health) => boolean) =>
    app.get(path, async (c) => answer(c, await readHealth(deps), isWell));
  serve("/healthz", ({ database }) => database === "ok");
  app.get("/readyz", async (c) => {
    const readiness = await readReadiness(deps);
    return c.json(readiness, NOT_READY.has(readiness.status) ? 503 : 200, NOT_KEPT);
  });
  serve("/healthz/data", ({ status }) => status === "ok");
  return app;
}

function answer(c: Context, health: Health, isWell: (health: Health) => boolean): Response {
  return c.json(health, isWell(health) ? 200 : 503, NOT_KEPT);
}

async function readReadiness(deps: WebDeps): Promise<Readiness> {
  const [health, shape, queue] = await Promise.all([
    readHealth(deps),
    askDatabase(readSchemaState(deps.db), DATABASE_TIMEOUT_MS).catch(() => null),
    readQueue(deps),
  ]);
  const phase = deps.phase?.() ?? "running";
  const ready: Omit<Readiness, "status"> = {
    ...health,
    queue,
    migrations: shape === null ? "unknown" : shape.kind === "older" ? "behind" : "ok",
    stopping: phase === "stopping",
  };
  const isWell = ready.queue !== "unreachable" && ready.migrations === "ok" && health.status !== "unavailable";
  if (ready.stopping) return { ...ready, status: "stopping" };
  if (!isWell) return { ...ready, status: "unavailable" };
  return { ...ready, status: phase === "starting" ? "starting" : health.status };
}

async function readQueue({ answersQueue, phase }: WebDeps): Promise<Readiness["queue"]> {
  if (answersQueue === undefined) return "none";
  const answers = await answersQueue();
  // Asked last: it may have let go meanwhile, which says nothing of the queue's server.
  if (phase?.() === "stopping") return "closed";
  return answers ? "ok" : "unreachable";
}

async function readHealth({ db, now, log }: WebDeps): Promise<Health> {
  try {
    const note = await askDatabase(readSourceNote(db, createPageClock(now())), DATABASE_TIMEOUT_MS);
    if (note === null) return { status: "degraded", database: "ok", data: "none", source: null };
    const data = note.stale ? "stale" : "fresh";
    return { status: note.stale ? "degraded" : "ok", database: "ok", data, source: describeSource(note) };
  } catch (error) {
    log.error({ err: error }, "database unreachable");
    return { status: "unavailable", database: "unreachable", data: "unknown", source: null };
  }
}

function describeSource({ name, fileTime, ageHours }: SourceNote) {
  return { name, fileTime: fileTime.toISOString(), ageHours: Math.round(ageHours * 10) / 10 };
}
