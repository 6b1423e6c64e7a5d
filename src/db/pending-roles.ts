import type { Grant } from "../domain/account.ts";
import type { Db } from "./schema.ts";

/** Roles that begin when their owner has used a link that came by mail, by region. */
export async function readPendingRoles(db: Db, accountId: number): Promise<Grant[]> {
  return db
    .selectFrom("pending_role")
    .select(["region_code as regionCode", "role"])
    .where("account_id", "=", accountId)
    .orderBy("region_code")
    .execute();
}

export async function savePendingRole(db: Db, input: Grant & { accountId: number; now: Date }): Promise<void> {
  const { accountId, regionCode, role, now } = input;
  await db
    .insertInto("pending_role")
    .values({ account_id: accountId, region_code: regionCode, role, given_at: now })
    .onConflict((conflict) => conflict.columns(["account_id", "region_code"]).doUpdateSet({ role, given_at: now }))
    .execute();
}

export async function removePendingRole(
  db: Db,
  { accountId, regionCode }: { accountId: number; regionCode: string },
): Promise<void> {
  await db
    .deleteFrom("pending_role")
    .where("account_id", "=", accountId)
    .where("region_code", "=", regionCode)
    .execute();
}

/** Begins all that waited; in a region where the account has got a role meanwhile that one stays. */
export async function beginPendingRoles(db: Db, accountId: number): Promise<Grant[]> {
  const begun = await db
    .deleteFrom("pending_role")
    .where("account_id", "=", accountId)
    .returning(["region_code as regionCode", "role"])
    .execute();
  const held = await db.selectFrom("account_role").select("region_code").where("account_id", "=", accountId).execute();
  const fresh = begun.filter(({ regionCode }) => !held.some((role) => role.region_code === regionCode));
  if (fresh.length > 0)
    await db
      .insertInto("account_role")
      .values(fresh.map(({ regionCode, role }) => ({ account_id: accountId, region_code: regionCode, role })))
      .execute();
  return fresh;
}
