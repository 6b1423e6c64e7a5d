import { sql } from "kysely";
import type { Account, Grant } from "../domain/account.ts";
import { parseEmailAddress } from "../domain/email-address.ts";
import type { KnownAccount } from "../domain/role-change.ts";
import { readPendingRoles } from "./pending-roles.ts";
import type { Db } from "./schema.ts";

/** Adds somebody who may sign in; the e-mail address is kept in its one spelling. Throws when it is taken. */
export async function insertAccount(
  db: Db,
  input: {
    email: string;
    name: string;
    subject: string | null;
    grants: readonly Grant[];
    vouchedBy?: string;
    now: Date;
  },
): Promise<number> {
  const { id } = await db
    .insertInto("account")
    .values({
      email: spellEmail(input.email),
      name: input.name,
      subject: input.subject,
      password_hash: null,
      state: "active",
      created_at: input.now,
      vouched_by: input.vouchedBy ?? null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await writeGrants(db, { accountId: id, grants: input.grants });
  return id;
}

/** What cannot be an address is nobody's. */
function spellEmail(text: string): string {
  return parseEmailAddress(text) ?? text.toLowerCase();
}

/** Gives an account these roles and no others. */
export async function writeGrants(db: Db, input: { accountId: number; grants: readonly Grant[] }): Promise<void> {
  await db.deleteFrom("account_role").where("account_id", "=", input.accountId).execute();
  if (input.grants.length === 0) return;
  await db
    .insertInto("account_role")
    .values(
      input.grants.map(({ regionCode, role }) => ({ account_id: input.accountId, region_code: regionCode, role })),
    )
    .execute();
}

/** What a sign-in needs to know beside the account. It stays apart from `Account`, which goes into pages and logs. */
export interface StoredAccount extends Omit<KnownAccount, "pending"> {
  /** Null for an account of a provider, and for a local one that has not chosen a password yet. */
  readonly passwordHash: string | null;
  /** Grows whenever what it signs in with changes or becomes void. */
  readonly credential: number;
}

export async function findAccount(db: Db, id: number): Promise<Account | null> {
  return (await findStoredAccount(db, { id }))?.account ?? null;
}

/** By number, by e-mail address in whatever spelling, or by a provider's subject as `subjectOf` names it. */
export async function findStoredAccount(
  db: Db,
  by: { readonly id: number } | { readonly email: string } | { readonly subject: string },
): Promise<StoredAccount | null> {
  let query = db.selectFrom("account").selectAll();
  if ("id" in by) query = query.where("id", "=", by.id);
  else if ("email" in by) query = query.where("email", "=", spellEmail(by.email));
  else query = query.where("subject", "=", by.subject);
  const row = await query.executeTakeFirst();
  if (row === undefined) return null;
  const grants = await db
    .selectFrom("account_role")
    .select(["region_code as regionCode", "role"])
    .where("account_id", "=", row.id)
    .orderBy("region_code")
    .orderBy("role")
    .execute();
  const account = { id: row.id, email: row.email, name: row.name, state: row.state, grants };
  return {
    account,
    passwordHash: row.password_hash,
    local: row.subject === null,
    vouchedBy: row.vouched_by,
    credential: row.credential,
  };
}

/** An account that is locked until the transaction ends. */
export type HeldAccount = StoredAccount & KnownAccount;

/** For the rest of the transaction nobody else changes what the account signs in with, or its roles. */
export async function holdAccount(db: Db, accountId: number): Promise<HeldAccount | null> {
  await db.selectFrom("account").select("id").where("id", "=", accountId).forUpdate().execute();
  const found = await findStoredAccount(db, { id: accountId });
  return found === null ? null : { ...found, pending: await readPendingRoles(db, accountId) };
}

/** A new password, or none, which makes void what was signed in with before. Resolves with the new credential. */
export async function writePassword(
  db: Db,
  input: { accountId: number; passwordHash: string | null; vouchedBy?: string | null },
): Promise<number> {
  const { accountId, passwordHash, vouchedBy } = input;
  const { credential } = await db
    .updateTable("account")
    .set((eb) => ({
      password_hash: passwordHash,
      credential: eb("credential", "+", 1),
      ...(vouchedBy === undefined ? {} : { vouched_by: vouchedBy }),
    }))
    .where("id", "=", accountId)
    .returning("credential")
    .executeTakeFirstOrThrow();
  return credential;
}

export async function writeProfile(db: Db, { id, email, name }: Pick<Account, "id" | "email" | "name">): Promise<void> {
  await db.updateTable("account").set({ email, name }).where("id", "=", id).execute();
}

export async function writeAccountState(db: Db, { id, state }: Pick<Account, "id" | "state">): Promise<void> {
  await db.updateTable("account").set({ state }).where("id", "=", id).execute();
}

/** For the rest of the transaction nobody else adds an account: two tabs of one person would both find none. */
export async function lockAccounts(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('accounts'))`.execute(db);
}

/** How a provider's subject is stored: the address of an issuer holds no space. */
export function subjectOf({ issuer, subject }: { issuer: string; subject: string }): string {
  return `${issuer} ${subject}`;
}
