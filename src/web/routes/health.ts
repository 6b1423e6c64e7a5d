import { Hono } from "hono";
import type { Db } from "../../db/schema.ts";
import { readSourceNote, type SourceNote } from "../source-note.ts";
import type { WebDeps } from "../web-deps.ts";

const DATABASE_TIMEOUT_MS = 3_000;

/** Says whether the site can do its work: 200 when the database answers, 503 when it does not. */
export function createHealthRoute({ db, now, log }: WebDeps): Hono {
  const app = new Hono();
  app.get("/healthz", async (c) => {
    c.header("cache-control", "no-store");
    try {
      const source = await askInTime(db, now());
      return c.json({ status: "ok", database: "ok", source: source === null ? null : describeSource(source) });
    } catch (error) {
      log.error({ err: error }, "the database does not answer");
      return c.json({ status: "unavailable", database: "unreachable", source: null }, 503);
    }
  });
  return app;
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
