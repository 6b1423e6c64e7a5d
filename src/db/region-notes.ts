import { sql } from "kysely";
import type { Db } from "./schema.ts";

export type NoteKind = "have" | "need";

/** What a region tells the others that it has or needs. */
export interface RegionNote {
  readonly id: number;
  readonly regionCode: string;
  readonly kind: NoteKind;
  readonly substance: string;
  readonly atc: string | null;
  readonly text: string;
  readonly writtenBy: string;
  readonly writtenAt: Date;
}

export interface NoteFilter {
  /** In the substance, the ATC code or the text; null for all. */
  readonly text: string | null;
  readonly kind: NoteKind | null;
  readonly limit: number;
  readonly offset: number;
}

/** The notes that stand, the newest first, and how many fit the filter. */
export async function readRegionNotes(db: Db, filter: NoteFilter): Promise<{ notes: RegionNote[]; total: number }> {
  let query = db
    .selectFrom("region_note as note")
    .innerJoin("account as writer", "writer.id", "note.written_by")
    .where("note.closed_at", "is", null);
  const { text, kind } = filter;
  if (kind !== null) query = query.where("note.kind", "=", kind);
  if (text !== null)
    query = query.where(
      sql<boolean>`strpos(lower(concat_ws(' ', note.substance, note.atc, note.text)), lower(${text})) > 0`,
    );
  const { total } = await query.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  const notes = await query
    .select([
      "note.id",
      "note.region_code as regionCode",
      "note.kind",
      "note.substance",
      "note.atc",
      "note.text",
      "writer.name as writtenBy",
      "note.written_at as writtenAt",
    ])
    .orderBy("note.id", "desc")
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return { notes, total };
}

export type WrittenNote = Pick<RegionNote, "regionCode" | "kind" | "substance" | "atc" | "text">;

export async function insertRegionNote(
  db: Db,
  { note, accountId, now }: { note: WrittenNote; accountId: number; now: Date },
): Promise<number> {
  const { regionCode, ...told } = note;
  const { id } = await db
    .insertInto("region_note")
    .values({ ...told, region_code: regionCode, written_by: accountId, written_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** The region of a note that stands, held for the rest of the transaction; null when there is no such. */
export async function holdNoteRegion(db: Db, id: number): Promise<string | null> {
  const row = await db
    .selectFrom("region_note")
    .select("region_code")
    .where("id", "=", id)
    .where("closed_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  return row?.region_code ?? null;
}

/** Takes a note down; the row stays. */
export async function writeClosedNote(db: Db, { id, now }: { id: number; now: Date }): Promise<void> {
  await db.updateTable("region_note").set({ closed_at: now }).where("id", "=", id).execute();
}
