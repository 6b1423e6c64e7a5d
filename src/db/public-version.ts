import { sql } from "kysely";
import type { Db } from "./schema.ts";

/** Grows with each transaction that changed what is public; whoever reads it knows of every change up to it. */
export async function readPublicVersion(db: Db): Promise<number> {
  const { version } = await db.selectFrom("public_version").select("version").executeTakeFirstOrThrow();
  return version;
}

/**
 * Gives it a number that no process has seen, whatever stood in that place before, for what comes in past the triggers: the
 * microseconds since 1970. It never grows as fast as those.
 */
export async function renewPublicVersion(db: Db): Promise<void> {
  await sql`update public_version set version = (extract(epoch from clock_timestamp()) * 1000000)::bigint`.execute(db);
}
