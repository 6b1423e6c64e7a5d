import type { Account, Grant } from "../domain/account.ts";
import type { Db } from "./schema.ts";

/** Adds somebody who may sign in; the e-mail address is kept in lower case. Throws when it is taken. */
export async function insertAccount(
  db: Db,
  input: { email: string; name: string; subject: string | null; grants: readonly Grant[]; now: Date },
): Promise<number> {
  const { id } = await db
    .insertInto("account")
    .values({
      email: input.email.toLowerCase(),
      name: input.name,
      subject: input.subject,
      password_hash: null,
      state: "active",
      created_at: input.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await writeGrants(db, { accountId: id, grants: input.grants });
  return id;
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

export async function findAccount(db: Db, id: number): Promise<Account | null> {
  const row = await db.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) return null;
  const grants = await db
    .selectFrom("account_role")
    .select(["region_code as regionCode", "role"])
    .where("account_id", "=", id)
    .orderBy("region_code")
    .orderBy("role")
    .execute();
  return { id: row.id, email: row.email, name: row.name, state: row.state, grants };
}
