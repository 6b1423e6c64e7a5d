import { sql } from "kysely";
import type { AccountMail } from "../domain/account-mail.ts";
import type { ReturnVerdict } from "../domain/mail-return.ts";
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

/** What became of a letter: as its state says, or that it came back. */
export type LetterStanding = "due" | "sent" | "captured" | "dead" | "returned";

/** The same of the letter `m`, in SQL. */
export const letterStanding = sql<LetterStanding>`(case
  when m.return_verdict in ('hard', 'soft', 'content', 'misconfigured') then 'returned' else m.state end)`;

/** A letter that something came back for, held until the end of the transaction. */
export interface ReturnedLetter {
  readonly id: number;
  readonly address: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** The worst that was said of it before. */
  readonly verdict: ReturnVerdict | null;
  /** The regions that a letter to a reader is about. */
  readonly regionCodes: readonly string[];
  /** Of a letter about an account. */
  readonly account: { readonly id: number; readonly mail: AccountMail } | null;
}

export async function holdReturnedLetter(trx: Db, box: LetterBox, id: number): Promise<ReturnedLetter | null> {
  const told = sql`m.id, m.created_at as "createdAt", m.finished_at as "sentAt", m.return_verdict as verdict`;
  const { rows } =
    box === "reader_letter"
      ? await sql<ReturnedLetter>`
          select ${told}, m.address, null as account, coalesce(m.content -> 'regionCodes', '[]') as "regionCodes" from reader_letter m where m.id = ${id} for update`.execute(
          trx,
        )
      : await sql<ReturnedLetter>`
          select ${told}, a.email as address, jsonb_build_object('id', a.id, 'mail', m.content) as account, '[]'::jsonb as "regionCodes"
          from account_mail m join account a on a.id = m.account_id where m.id = ${id} for update of m`.execute(trx);
  return rows[0] ?? null;
}

export async function writeLetterReturn(
  trx: Db,
  box: LetterBox,
  input: { id: number; verdict: ReturnVerdict; reason: string; now: Date },
): Promise<void> {
  const { id, verdict, reason, now } = input;
  const told = { returned_at: now, return_verdict: verdict, return_reason: reason };
  await trx.updateTable(box).set(told).where("id", "=", id).execute();
}
