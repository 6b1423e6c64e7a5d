import type { Actor, PersonActor } from "../domain/audit.ts";
import { sql } from "kysely";
import { insertAudit } from "./audit.ts";
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

export async function insertRegionNote(
  database: Db,
  input: {
    note: Pick<RegionNote, "regionCode" | "kind" | "substance" | "atc" | "text">;
    actor: PersonActor;
    now: Date;
  },
): Promise<void> {
  const { note, actor, now } = input;
  const { regionCode, ...told } = note;
  await database.transaction().execute(async (db) => {
    const { id } = await db
      .insertInto("region_note")
      .values({ ...told, region_code: regionCode, written_by: actor.id, written_at: now })
      .returning("id")
      .executeTakeFirstOrThrow();
    await insertAudit(db, { at: now, actor, regionCode, deed: "note-written", objectId: id, after: told });
  });
}

/** The region of a note that stands; null when there is no such. */
export async function findNoteRegion(db: Db, id: number): Promise<string | null> {
  const row = await db
    .selectFrom("region_note")
    .select("region_code")
    .where("id", "=", id)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  return row?.region_code ?? null;
}

/** Takes a region's note down; the row stays. False when it was down already. */
export async function closeRegionNote(
  database: Db,
  input: { id: number; regionCode: string; actor: Actor; now: Date },
): Promise<boolean> {
  const { id, regionCode, actor, now } = input;
  return database.transaction().execute(async (db) => {
    const closed = await db
      .updateTable("region_note")
      .set({ closed_at: now })
      .where("id", "=", id)
      .where("region_code", "=", regionCode)
      .where("closed_at", "is", null)
      .returning("id")
      .executeTakeFirst();
    if (closed === undefined) return false;
    await insertAudit(db, {
      at: now,
      actor,
      regionCode,
      deed: "note-closed",
      objectId: id,
      before: { closed: false },
      after: { closed: true },
    });
    return true;
  });
}
