import { sql } from "kysely";
import type { Role } from "../domain/account.ts";
import type { AccountMail } from "../domain/account-mail.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** Tells accounts by e-mail. Call it inside the transaction that does what is told. */
export async function insertAccountMails(
  db: Db,
  input: { accountIds: readonly number[]; mail: AccountMail; now: Date },
): Promise<void> {
  const { accountIds, mail, now } = input;
  if (accountIds.length === 0) return;
  const content = json(mail);
  const row = { content, created_at: now, state: "due" as const, due_at: now, reason: null };
  await db
    .insertInto("account_mail")
    .values([...new Set(accountIds)].map((accountId) => ({ ...row, account_id: accountId })))
    .execute();
}

/** Accounts, open ones, with one of the roles in one of the regions. */
export async function listHolders(
  db: Db,
  input: { regionCodes: readonly string[]; roles: readonly Role[] },
): Promise<number[]> {
  if (input.regionCodes.length === 0) return [];
  const rows = await db
    .selectFrom("account_role")
    .innerJoin("account", "account.id", "account_role.account_id")
    .select("account.id")
    .distinct()
    .where("region_code", "in", input.regionCodes)
    .where("role", "in", input.roles)
    .where("account.state", "=", "active")
    .orderBy("account.id")
    .execute();
  return rows.map(({ id }) => id);
}

/** A mail that is due, with its receiver as they are now. */
export interface DueAccountMail {
  readonly id: number;
  readonly accountId: number;
  readonly email: string;
  readonly name: string;
  readonly content: AccountMail;
  /** This one counted. */
  readonly attempts: number;
}

/** Takes the mails that are due, each for one worker; what a worker took and did not finish is due again later. */
export async function claimAccountMails(
  db: Db,
  input: { now: Date; staleBefore: Date; limit: number },
): Promise<DueAccountMail[]> {
  const { now, staleBefore, limit } = input;
  const { rows } = await sql<DueAccountMail>`
    update account_mail m set claimed_at = ${now}::timestamptz, attempts = m.attempts + 1
    from account a
    where a.id = m.account_id and m.id in (
      select id from account_mail
      where state = 'due' and due_at <= ${now}::timestamptz
        and (claimed_at is null or claimed_at <= ${staleBefore}::timestamptz)
        and not exists (select from delivery_stop where scope = 'all')
      order by id limit ${limit} for update skip locked)
    returning m.id, m.account_id as "accountId", a.email, a.name, m.content, m.attempts`.execute(db);
  return rows.toSorted((one, other) => one.id - other.id);
}

export async function finishAccountMail(
  db: Db,
  input: { id: number; state: "sent" | "captured" | "dead"; reason?: string; now: Date },
): Promise<void> {
  await db
    .updateTable("account_mail")
    .set({ state: input.state, reason: input.reason ?? null, finished_at: input.now })
    .where("id", "=", input.id)
    .execute();
}

export async function postponeAccountMail(db: Db, input: { id: number; dueAt: Date; reason: string }): Promise<void> {
  await db
    .updateTable("account_mail")
    .set({ due_at: input.dueAt, claimed_at: null, reason: input.reason })
    .where("id", "=", input.id)
    .execute();
}
