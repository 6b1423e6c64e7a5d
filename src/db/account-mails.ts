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
  readonly createdAt: Date;
  /** This one counted. */
  readonly attempts: number;
}

export async function readAccountMails(db: Db, ids: readonly number[]): Promise<DueAccountMail[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom("account_mail as m")
    .innerJoin("account as a", "a.id", "m.account_id")
    .select([
      "m.id",
      "m.account_id as accountId",
      "a.email",
      "a.name",
      "m.content",
      "m.created_at as createdAt",
      "m.attempts",
    ])
    .where("m.id", "in", ids)
    .orderBy("m.id")
    .execute();
}

/** Codes of the regions in which somebody has one of the roles. */
export async function readHoldingRegions(db: Db, roles: readonly Role[]): Promise<string[]> {
  const rows = await db
    .selectFrom("account_role")
    .innerJoin("account", "account.id", "account_role.account_id")
    .select("region_code")
    .distinct()
    .where("role", "in", roles)
    .where("account.state", "=", "active")
    .orderBy("region_code")
    .execute();
  return rows.map((row) => row.region_code);
}
