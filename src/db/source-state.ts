import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { SourceFact } from "../domain/message.ts";
import type { Db } from "./schema.ts";

export interface SourceState {
  readonly asOf: IsoDate;
  readonly snapshotId: number;
  /** How many reports the last good file held. */
  readonly reports: number;
  /** How many products, of the catalogue. */
  readonly products: number | null;
  /** The file's own time, as ISO instant. */
  readonly fileTime: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** How far a source has come; null before its first accepted file. */
export async function readSourceState(db: Db, source: string): Promise<SourceState | null> {
  const row = await db
    .selectFrom("source_state")
    .innerJoin("snapshot", "snapshot.id", "source_state.snapshot_id")
    .select([
      "source_state.as_of",
      "source_state.snapshot_id",
      "snapshot.created_at",
      "snapshot.report_count",
      "snapshot.product_count",
      "snapshot.etag",
      "snapshot.last_modified",
    ])
    .where("source_state.source", "=", source)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    asOf: row.as_of,
    snapshotId: row.snapshot_id,
    reports: row.report_count,
    products: row.product_count,
    fileTime: (row.created_at ?? new Date(0)).toISOString(),
    etag: row.etag,
    lastModified: row.last_modified,
  };
}

/** How far each of the sources has come, in their order; null when there are none, or one has taken in nothing. */
export async function readSourceFacts(
  db: Db,
  names: readonly string[],
): Promise<readonly [SourceFact, ...SourceFact[]] | null> {
  const facts: SourceFact[] = [];
  for (const name of new Set(names)) {
    const state = await readSourceState(db, name);
    if (state === null) return null;
    facts.push({ name, fileTime: state.fileTime, asOf: state.asOf });
  }
  const [first, ...others] = facts;
  return first === undefined ? null : [first, ...others];
}

/** The sources of notices that have taken in a file. */
export async function readSourcesWithState(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("source_state")
    .innerJoin("snapshot", "snapshot.id", "source_state.snapshot_id")
    .select("source_state.source")
    .where("snapshot.product_count", "is", null)
    .orderBy("source_state.source")
    .execute();
  return rows.map((row) => row.source);
}

/** Forgets how far a source has come: its next file is its first. */
export async function removeSourceState(db: Db, source: string): Promise<void> {
  await db.deleteFrom("source_state").where("source", "=", source).execute();
}

/**
 * Lets one at a time take something in, for the rest of the transaction: a file of any source, a list, the catalogue, a
 * new day. Two would diff against the same state, or each miss the notices, lists and cases that the other has not
 * committed. No row is locked, since there is none before the first file.
 */
export async function lockIntake(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('intake'))`.execute(db);
}

export async function writeSourceState(
  db: Db,
  input: { source: string; asOf: IsoDate; snapshotId: number },
): Promise<void> {
  const row = { source: input.source, as_of: input.asOf, snapshot_id: input.snapshotId };
  await db
    .insertInto("source_state")
    .values(row)
    .onConflict((conflict) => conflict.column("source").doUpdateSet({ as_of: row.as_of, snapshot_id: row.snapshot_id }))
    .execute();
}
