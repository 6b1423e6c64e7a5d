import { Hono, type Context } from "hono";
import type { Db } from "../../db/schema.ts";
import { readSourceNote, type SourceNote } from "../frame/source-note.ts";
import type { WebDeps } from "../web-deps.ts";

const DATABASE_TIMEOUT_MS = 3_000;

/** `degraded`: it works, and what it shows is old or nothing; `stopping`: it has been asked to stop (`/readyz` alone says so). */
interface Health {
  readonly status: "ok" | "degraded" | "unavailable" | "stopping";
  readonly database: "ok" | "unreachable";
  /** The national file's: `stale` when it is older than readers are told without a warning. */
  readonly data: "fresh" | "stale" | "none" | "unknown";
  readonly source: { readonly name: string; readonly fileTime: string; readonly ageHours: number } | null;
}

/**
 * - `/healthz` is for whoever starts dead processes again: 503 only when the process cannot do its work, since none is
 *   mended by a restart when the authority is silent; its `status` says `degraded` then.
 * - `/readyz` is for load balancers: 200 while this process can answer readers and goes on doing so, whatever the age of
 *   what it shows.
 * - `/healthz/data` is for alarms: 503 unless the data are fresh.
 */
export function createHealthRoute(deps: WebDeps): Hono {
  const app = new Hono();
  const serve = (path: string, isWell: (health: Health) => boolean) =>
    app.get(path, async (c) => answer(c, await readHealth(deps), isWell));
  serve("/healthz", ({ database }) => database === "ok");
  app.get("/readyz", async (c) => {
    const health = await readHealth(deps);
    if (deps.isStopping?.() === true) return answer(c, { ...health, status: "stopping" }, () => false);
    return answer(c, health, ({ database }) => database === "ok");
  });
  serve("/healthz/data", ({ status }) => status === "ok");
  return app;
}

function answer(c: Context, health: Health, isWell: (health: Health) => boolean): Response {
  return c.json(health, isWell(health) ? 200 : 503, { "cache-control": "no-store" });
}

async function readHealth({ db, now, log }: WebDeps): Promise<Health> {
  try {
    const note = await askInTime(db, now());
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

/** A database that hangs is down, too. */
async function askInTime(db: Db, now: Date): Promise<SourceNote | null> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => tooLate.reject(new Error(`web/health: unable to ask the database: no answer in ${DATABASE_TIMEOUT_MS} ms`)),
    DATABASE_TIMEOUT_MS,
  );
  try {
    return await Promise.race([readSourceNote(db, now), tooLate.promise]);
  } finally {
    clearTimeout(timer);
  }
}
