import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { ListLayout } from "../domain/list-import.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** What is known of a file before it is read. */
export interface FetchedFile {
  readonly source: string;
  readonly fetchedAt: Date;
  readonly sha256: string;
  readonly byteCount: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** When it was last written. */
  readonly modifiedAt: Date;
  /** What somebody said of how its table is to be read. */
  readonly layout: ListLayout | null;
}

export interface SnapshotSummary {
  readonly id: number;
  readonly source: string;
  readonly createdAt: Date | null;
  readonly asOf: IsoDate | null;
  readonly baseline: boolean;
  readonly reports: number;
  readonly notices: number;
  readonly packages: number;
  /** Null of a file of notices. */
  readonly products: number | null;
}

/** The newest accepted snapshot with the same bytes, and whether nothing was accepted after it; null when there is none. */
export async function findSameSnapshot(
  db: Db,
  key: { source: string; sha256: string },
): Promise<{ readonly snapshot: SnapshotSummary; readonly isLast: boolean } | null> {
  const row = await selectSummaries(db)
    .where("source", "=", key.source)
    .where("sha256", "=", key.sha256)
    .where("status", "=", "accepted")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const last = await readLatestSnapshot(db, key.source);
  return { snapshot: row, isLast: last?.id === row.id };
}

/** The number of a snapshot with the same bytes that met the same fate, or null. */
export async function findRefusedSnapshot(
  db: Db,
  key: { source: string; sha256: string; status: "held" | "rejected" },
): Promise<number | null> {
  const row = await db
    .selectFrom("snapshot")
    .select("id")
    .where("source", "=", key.source)
    .where("sha256", "=", key.sha256)
    .where("status", "=", key.status)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The newest accepted snapshot, of one source or of all that tell of notices; null before the first. */
export async function readLatestSnapshot(db: Db, source?: string): Promise<SnapshotSummary | null> {
  let query = selectSummaries(db).where("status", "=", "accepted").orderBy("id", "desc").limit(1);
  query = source === undefined ? query.where("product_count", "is", null) : query.where("source", "=", source);
  const row = await query.executeTakeFirst();
  return row ?? null;
}

export async function insertSnapshot(
  db: Db,
  input: { file: FetchedFile; status: "accepted" | "rejected" | "held"; reason: string | null; baseline: boolean },
): Promise<number> {
  const { file, status, reason, baseline } = input;
  const { id } = await db
    .insertInto("snapshot")
    .values({
      source: file.source,
      fetched_at: file.fetchedAt,
      created_at: null,
      as_of: null,
      sha256: file.sha256,
      byte_count: file.byteCount,
      etag: file.etag,
      last_modified: file.lastModified,
      modified_at: file.modifiedAt,
      layout: file.layout === null ? null : json(file.layout),
      status,
      reason,
      baseline,
      report_count: 0,
      notice_count: 0,
      package_count: 0,
      warnings: json([]),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Keeps a part of the file, gzip; `place` counts from 0. */
export async function insertPiece(
  db: Db,
  input: { snapshotId: number; place: number; content: Uint8Array },
): Promise<void> {
  const { snapshotId, place, content } = input;
  await db.insertInto("snapshot_piece").values({ snapshot_id: snapshotId, place, content }).execute();
}

/** Whether the file of a snapshot is there: a catalogue of old was taken in without it. */
export async function isKept(db: Db, snapshotId: number): Promise<boolean> {
  const pieces = db.selectFrom("snapshot_piece").select("place").where("snapshot_id", "=", snapshotId).limit(1);
  return (await pieces.executeTakeFirst()) !== undefined;
}

/** How a snapshot's file is read again as it was read; times are those of the file on disk. */
export async function readKeptAs(db: Db, snapshotId: number): Promise<{ modifiedAt: Date; layout: ListLayout | null }> {
  const row = await db
    .selectFrom("snapshot")
    .select(["modified_at", "fetched_at", "layout"])
    .where("id", "=", snapshotId)
    .executeTakeFirstOrThrow();
  return { modifiedAt: row.modified_at ?? row.fetched_at, layout: row.layout };
}

/** The parts of a snapshot's file in order, one at a time: together they are one gzip file. */
export async function* readPieces(db: Db, snapshotId: number): AsyncGenerator<Uint8Array, void, void> {
  for (let place = 0; ; place += 1) {
    const piece = await db
      .selectFrom("snapshot_piece")
      .select("content")
      .where("snapshot_id", "=", snapshotId)
      .where("place", "=", place)
      .executeTakeFirst();
    if (piece === undefined) return;
    yield piece.content;
  }
}

/** Fills in what reading the file told. */
export async function describeSnapshot(
  db: Db,
  input: {
    id: number;
    createdAt: Date;
    asOf: IsoDate;
    reports: number;
    notices: number;
    packages: number;
    products: number | null;
    warnings: readonly { place: string; problem: string }[];
    warningCount: number;
    unknownValues: number;
  },
): Promise<void> {
  await db
    .updateTable("snapshot")
    .set({
      created_at: input.createdAt,
      as_of: input.asOf,
      report_count: input.reports,
      notice_count: input.notices,
      package_count: input.packages,
      product_count: input.products,
      warnings: json(input.warnings),
      warning_count: input.warningCount,
      unknown_count: input.unknownValues,
    })
    .where("id", "=", input.id)
    .execute();
}

/** A file that a guard held back; null when there is none of that number. */
export async function findHeldSnapshot(db: Db, id: number): Promise<{ source: string; reason: string } | null> {
  const row = await db
    .selectFrom("snapshot")
    .select(["source", "reason"])
    .where("id", "=", id)
    .where("status", "=", "held")
    .executeTakeFirst();
  return row === undefined ? null : { source: row.source, reason: row.reason ?? "" };
}

/** What is known of a file that was believed; null when there is none of that number. */
export async function findAcceptedSnapshot(db: Db, id: number): Promise<SnapshotSummary | null> {
  const row = await selectSummaries(db).where("id", "=", id).where("status", "=", "accepted").executeTakeFirst();
  return row ?? null;
}

/** The first believed file of a source that brought it to a day after this one; null when none did. */
export async function findSnapshotAhead(db: Db, input: { source: string; today: IsoDate }): Promise<number | null> {
  const row = await db
    .selectFrom("snapshot")
    .select("id")
    .where("source", "=", input.source)
    .where("status", "=", "accepted")
    .where("as_of", ">", input.today)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * Believes a file no longer, nor any copy of it that was read once more; gives all their numbers. Nor any time
 * of the source's other files that had not come when they were taken in.
 */
export async function retractSnapshot(
  db: Db,
  input: { id: number; source: string; reason: string; today: IsoDate },
): Promise<number[]> {
  const { id, source, reason, today } = input;
  const { rows } = await sql<{ id: number }>`
    update snapshot set status = 'retracted', reason = ${reason}
    where source = ${source} and status = 'accepted'
      and sha256 = (select sha256 from snapshot where id = ${id})
    returning id`.execute(db);
  await sql`
    update snapshot set created_at = least(created_at, fetched_at), as_of = least(as_of, ${today}::date)
    where source = ${source} and status = 'accepted'`.execute(db);
  return rows.map((row) => row.id);
}

/** A held file that was taken in on somebody's word stays, and waits no longer. */
export async function releaseSnapshot(db: Db, id: number): Promise<void> {
  await db
    .updateTable("snapshot")
    .set({ status: "released" })
    .where("id", "=", id)
    .where("status", "=", "held")
    .execute();
}

const summaryColumns = [
  "id",
  "source",
  "created_at as createdAt",
  "as_of as asOf",
  "baseline",
  "report_count as reports",
  "notice_count as notices",
  "package_count as packages",
  "product_count as products",
] as const;

function selectSummaries(db: Db) {
  return db.selectFrom("snapshot").select(summaryColumns);
}
