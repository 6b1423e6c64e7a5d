import { insertAudit } from "../db/audit.ts";
import type { Db } from "../db/schema.ts";
import { regionsOf, rolesIn, type Account } from "../domain/account.ts";
import type { Actor, Deed } from "../domain/audit.ts";

/** Writes an account that was added down in each region that gave it a role. */
export async function noteNewAccount(
  trx: Db,
  input: { deed: Deed; account: Omit<Account, "state">; actor: Actor; now: Date },
): Promise<void> {
  const { deed, account, actor, now } = input;
  const { id: objectId, email, name, grants } = account;
  for (const regionCode of regionsOf(grants)) {
    const after = { email, name, roles: rolesIn(grants, regionCode) };
    await insertAudit(trx, { at: now, actor, regionCode, deed, objectId, after });
  }
}
