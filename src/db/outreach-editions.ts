import { sql } from "kysely";
import type { Edition } from "../domain/outreach/disclosure-editions.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** A frozen report without its document. */
export interface EditionSummary {
  readonly id: number;
  readonly periodId: string;
  /** Counts from 1 in its period. */
  readonly number: number;
  readonly checksum: string;
  readonly program: string | null;
  readonly frozenAt: Date;
  readonly frozenBy: string;
  readonly publicAt: Date | null;
}

export interface StoredEdition extends EditionSummary {
  /** As it was written; the checksum is of these bytes. */
  readonly document: string;
}

const SUMMARY = [
  "id",
  "period_id as periodId",
  "number",
  "checksum",
  "program",
  "frozen_at as frozenAt",
  "frozen_by as frozenBy",
  "public_at as publicAt",
] as const;

/** The editions, the newest first. */
export async function readEditions(db: Db): Promise<EditionSummary[]> {
  return db.selectFrom("outreach_edition").select(SUMMARY).orderBy("id", "desc").execute();
}

/** Whether anybody may read some edition. */
export async function hasPublicEdition(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom("outreach_edition")
    .select("id")
    .where("public_at", "is not", null)
    .limit(1)
    .execute();
  return row.length > 0;
}

export async function findEdition(db: Db, id: number): Promise<StoredEdition | null> {
  const row = await db
    .selectFrom("outreach_edition")
    .select([...SUMMARY, "document"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** The newest edition of a period; null when it has none. */
export async function findNewestEdition(db: Db, periodId: string): Promise<StoredEdition | null> {
  const row = await db
    .selectFrom("outreach_edition")
    .select([...SUMMARY, "document"])
    .where("period_id", "=", periodId)
    .orderBy("number", "desc")
    .executeTakeFirst();
  return row ?? null;
}

/** What earlier editions showed and hid of persons, the oldest first. */
export async function readDisclosures(db: Db): Promise<Edition[]> {
  const rows = await db.selectFrom("outreach_edition").select("disclosure").orderBy("id").execute();
  return rows.map(({ disclosure }) => disclosure);
}

/** Of two that freeze at once the second waits, and sees what the first has written. */
export async function lockEditions(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('outreach_edition'))`.execute(trx);
}

export async function insertEdition(
  trx: Db,
  edition: Omit<StoredEdition, "id" | "publicAt"> & { readonly disclosure: Edition },
): Promise<number> {
  const { id } = await trx
    .insertInto("outreach_edition")
    .values({
      period_id: edition.periodId,
      number: edition.number,
      document: edition.document,
      checksum: edition.checksum,
      disclosure: json(edition.disclosure),
      program: edition.program,
      frozen_at: edition.frozenAt,
      frozen_by: edition.frozenBy,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function writeEditionPublic(
  trx: Db,
  { id, publicAt }: { id: number; publicAt: Date | null },
): Promise<void> {
  await trx.updateTable("outreach_edition").set({ public_at: publicAt }).where("id", "=", id).execute();
}
