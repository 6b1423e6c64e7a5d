import { sql } from "kysely";
import type { Db } from "./schema.ts";

/** The boxes that letters to persons wait in until they are sent. */
export type LetterBox = "account_mail" | "reader_letter";

/** Takes the letters that are due, each for one worker; what a worker took and did not finish is due again later. */
export async function claimLetters(
  db: Db,
  box: LetterBox,
  input: { now: Date; staleBefore: Date; limit: number },
): Promise<number[]> {
  const { now, staleBefore, limit } = input;
  const { rows } = await sql<{ id: number }>`
    update ${sql.table(box)} set claimed_at = ${now}::timestamptz, attempts = attempts + 1
    where id in (
      select id from ${sql.table(box)}
      where state = 'due' and due_at <= ${now}::timestamptz
        and (claimed_at is null or claimed_at <= ${staleBefore}::timestamptz)
        and not exists (select from delivery_stop where scope = 'all')
      order by id limit ${limit} for update skip locked)
    returning id`.execute(db);
  return rows.map(({ id }) => id);
}

export async function finishLetter(
  db: Db,
  box: LetterBox,
  input: { id: number; state: "sent" | "captured" | "dead"; reason?: string; now: Date },
): Promise<void> {
  await db
    .updateTable(box)
    .set({ state: input.state, reason: input.reason ?? null, finished_at: input.now })
    .where("id", "=", input.id)
    .execute();
}

export async function postponeLetter(
  db: Db,
  box: LetterBox,
  input: { id: number; dueAt: Date; reason: string },
): Promise<void> {
  await db
    .updateTable(box)
    .set({ due_at: input.dueAt, claimed_at: null, reason: input.reason })
    .where("id", "=", input.id)
    .execute();
}
