import type { Db } from "./schema.ts";

/** Internal words on a case, for those who curate it. Nothing that writes a message reads them. */
export interface CaseNote {
  readonly id: number;
  readonly text: string;
  readonly writtenBy: string;
  readonly writtenAt: Date;
}

/** A case's notes, oldest first. */
export async function readCaseNotes(db: Db, caseId: number): Promise<CaseNote[]> {
  return db
    .selectFrom("case_note")
    .innerJoin("account", "account.id", "case_note.written_by")
    .select(["case_note.id", "case_note.text", "account.name as writtenBy", "case_note.written_at as writtenAt"])
    .where("case_note.case_id", "=", caseId)
    .orderBy("case_note.id")
    .execute();
}

/** Adds a note; the database refuses to change it afterwards. */
export async function insertCaseNote(
  db: Db,
  input: { caseId: number; text: string; accountId: number; now: Date },
): Promise<number> {
  const { id } = await db
    .insertInto("case_note")
    .values({ case_id: input.caseId, text: input.text, written_by: input.accountId, written_at: input.now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
