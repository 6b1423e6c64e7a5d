import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { SourceOutcome, TryCause } from "../domain/source-health.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

export interface SourceHealth {
  readonly source: string;
  readonly triedAt: Date;
  readonly outcome: SourceOutcome;
  /** In technical English. */
  readonly reason: string | null;
  /** Null where nothing went wrong, where the reason is a parser's own words, and in tries of old. */
  readonly cause: TryCause | null;
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
    cause: row.cause,
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
    cause?: TryCause;
    /** Of a file that was taken in; null when this try brought none. */
    good: { url: string | null; etag: string | null; lastModified: string | null; byteCount: number } | null;
  },
): Promise<SourceHealth> {
  const { source, at, outcome, reason, cause, good } = input;
  const answeredAt = outcome === "ingested" || outcome === "not-modified" ? { good_at: at } : {};
  const tried = { tried_at: at, outcome, reason, cause: cause === undefined ? null : json(cause) };
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
  if (health === null) throw new Error(`db/source-health: unable to record an attempt for ${source}: no row returned`);
  return health;
}

/** A source as its page and `/metrics` show it. */
export interface SourceStanding {
  readonly source: string;
  /** As it was saved; null for a built-in source. */
  readonly title: string | null;
  readonly health: SourceHealth | null;
  /** The newest file taken in. */
  readonly file: {
    readonly createdAt: Date | null;
    readonly byteCount: number;
    readonly reports: number;
    readonly notices: number;
    readonly packages: number;
    /** Of the catalogue, with the day that it tells of; null of a file of notices. */
    readonly products: number | null;
    readonly asOf: IsoDate | null;
    readonly warnings: number;
    readonly unknownValues: number;
  } | null;
  readonly openNotices: number;
}

/** Every source that was ever tried or added, by name. */
export async function readSourceStandings(db: Db): Promise<SourceStanding[]> {
  const { rows } = await sql<{ source: string; title: string | null; open: number }>`
    select names.source, s.title,
           (select count(*)::int from notice n
            where n.source = names.source and n.status in ('ongoing', 'upcoming')) as open
    from (select source from source_health union select name from saved_source union select source from source_state) names
    left join saved_source s on s.name = names.source
    order by names.source`.execute(db);
  const standings: SourceStanding[] = [];
  for (const { source, title, open } of rows) {
    const file = await db
      .selectFrom("snapshot")
      .select([
        "created_at as createdAt",
        "byte_count as byteCount",
        "report_count as reports",
        "notice_count as notices",
        "package_count as packages",
        "product_count as products",
        "as_of as asOf",
        "warning_count as warnings",
        "unknown_count as unknownValues",
      ])
      .where("source", "=", source)
      .where("status", "=", "accepted")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    standings.push({
      source,
      title,
      health: await readSourceHealth(db, source),
      file: file ?? null,
      openNotices: open,
    });
  }
  return standings;
}
