import type { SourceOutcome } from "../domain/source-health.ts";
import type { Db } from "./schema.ts";

export interface SourceHealth {
  readonly source: string;
  readonly triedAt: Date;
  readonly outcome: SourceOutcome;
  readonly reason: string | null;
  readonly goodAt: Date | null;
  /** Where the last good file came from. */
  readonly goodUrl: string | null;
  /** What the server said of the last good file, to ask whether there is a newer one. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly byteCount: number | null;
  /** Tries in a row that got no answer. */
  readonly failures: number;
}

export async function readSourceHealth(db: Db, source: string): Promise<SourceHealth | null> {
  const row = await db.selectFrom("source_health").selectAll().where("source", "=", source).executeTakeFirst();
  if (row === undefined) return null;
  return {
    source: row.source,
    triedAt: row.tried_at,
    outcome: row.outcome,
    reason: row.reason,
    goodAt: row.good_at,
    goodUrl: row.good_url,
    etag: row.etag,
    lastModified: row.last_modified,
    byteCount: row.byte_count,
    failures: row.failures,
  };
}

/** Writes down a try. What the last good one told stays when this one was none. */
export async function writeSourceTry(
  db: Db,
  input: {
    source: string;
    at: Date;
    outcome: SourceOutcome;
    reason: string | null;
    /** Of a file that was taken in; null when this try brought none. */
    good: { url: string | null; etag: string | null; lastModified: string | null; byteCount: number } | null;
  },
): Promise<SourceHealth> {
  const { source, at, outcome, reason, good } = input;
  const answeredAt = outcome === "ingested" || outcome === "not-modified" ? { good_at: at } : {};
  const tried = { tried_at: at, outcome, reason };
  const taken =
    good === null
      ? {}
      : { good_url: good.url, etag: good.etag, last_modified: good.lastModified, byte_count: good.byteCount };
  await db
    .insertInto("source_health")
    .values({
      source,
      ...tried,
      good_url: null,
      etag: null,
      last_modified: null,
      byte_count: null,
      failures: outcome === "failed" ? 1 : 0,
      ...answeredAt,
      ...taken,
    })
    .onConflict((conflict) =>
      conflict.column("source").doUpdateSet((eb) => ({
        ...tried,
        ...taken,
        ...answeredAt,
        failures: outcome === "failed" ? eb("source_health.failures", "+", 1) : 0,
      })),
    )
    .execute();
  const health = await readSourceHealth(db, source);
  if (health === null) throw new Error(`db/source-health: unable to write down a try of ${source}: no row came back`);
  return health;
}
