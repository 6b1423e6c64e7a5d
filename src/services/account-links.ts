import type { Actor } from "../domain/audit.ts";
import { OPERATIONS } from "../domain/region.ts";
import { LINK_MS } from "../domain/sign-in.ts";
import { insertAccountMails } from "../db/account-mails.ts";
import { findStoredAccount, holdAccount, OWNER } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import { hashText, json } from "../db/client.ts";
import { beginPendingRoles, readPendingRoles } from "../db/pending-roles.ts";
import type { Db } from "../db/schema.ts";
import { removeSessions } from "../db/sessions.ts";
import { forgetAllSignInFailures } from "../db/sign-ins.ts";

/**
 * Makes a one-time link by which a local account chooses its password; earlier ones open nothing any more. Who sees the
 * link answers for the password: the region, whoever runs Restsignal when `regionCode` is null, or `OWNER`, whose mailbox
 * it goes to and nowhere else. `within` are the only regions in which the account may have roles when it is used.
 */
export async function insertAccountLink(
  db: Db,
  input: {
    accountId: number;
    token: string;
    actor: Actor;
    regionCode: string | null;
    within?: readonly string[] | null;
    vouchedBy?: string;
    now: Date;
  },
): Promise<void> {
  const { accountId, token, actor, regionCode, within = null, vouchedBy = regionCode ?? OPERATIONS.code, now } = input;
  await removeLinks(db, accountId);
  const expiresAt = new Date(now.getTime() + LINK_MS);
  await db
    .insertInto("account_link")
    .values({
      token_hash: hashText(token),
      account_id: accountId,
      expires_at: expiresAt,
      used_at: null,
      vouched_by: vouchedBy,
      within: within === null ? null : json(within),
    })
    .execute();
  const after = { expiresAt: expiresAt.toISOString() };
  await insertAudit(db, { at: now, actor, regionCode, deed: "link-made", objectId: accountId, after });
}

/** What was made before opens nothing any more. */
export async function removeLinks(db: Db, accountId: number): Promise<void> {
  await db.deleteFrom("account_link").where("account_id", "=", accountId).execute();
}

/** Whose password a link is to choose; null when it is used, too old, unknown, or the account may not have one. */
export async function findAccountOfLink(
  db: Db,
  { token, now }: { token: string; now: Date },
): Promise<{ accountId: number; email: string; name: string } | null> {
  return (await findLink(db, { token, now })) ?? null;
}

async function findLink(db: Db, { token, now }: { token: string; now: Date }) {
  return db
    .selectFrom("account_link")
    .innerJoin("account", "account.id", "account_link.account_id")
    .select(["account.id as accountId", "account.email", "account.name"])
    .select(["account_link.vouched_by as vouchedBy", "account_link.within"])
    .where("token_hash", "=", hashText(token))
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where("account.state", "=", "active")
    .where("account.subject", "is", null)
    .executeTakeFirst();
}

/**
 * Uses up a link: the account has this password from now on, whoever was signed in with the old one is not any more, and
 * roles that waited for their owner begin when the link came to the owner alone. Gives the account; null when
 * the link was used, grew too old, or the account got roles in the meantime that its maker may not give. Then nothing
 * has changed.
 */
export async function choosePassword(
  db: Db,
  input: { token: string; passwordHash: string; address: string; now: Date },
): Promise<{ accountId: number; credential: number } | null> {
  const { token, passwordHash, address, now } = input;
  return db.transaction().execute(async (trx) => {
    const named = await findLink(trx, { token, now });
    if (named === undefined) return null;
    await holdAccount(trx, named.accountId);
    // Once more, now that nobody else gives it a role or a link.
    const link = await findLink(trx, { token, now });
    if (link === undefined || !(await mayOpen(trx, link))) return null;
    const { accountId, email, name, vouchedBy } = link;
    await trx.updateTable("account_link").set({ used_at: now }).where("token_hash", "=", hashText(token)).execute();
    const { credential } = await trx
      .updateTable("account")
      .set((eb) => ({ password_hash: passwordHash, vouched_by: vouchedBy, credential: eb("credential", "+", 1) }))
      .where("id", "=", accountId)
      .returning("credential")
      .executeTakeFirstOrThrow();
    await removeSessions(trx, accountId);
    await forgetAllSignInFailures(trx, email);
    const about = { at: now, actor: { kind: "person", id: accountId, name, address } as const, objectId: accountId };
    await insertAudit(trx, { ...about, regionCode: null, deed: "password-chosen" });
    for (const { regionCode, role } of await beginPendingRoles(trx, accountId))
      await insertAudit(trx, { ...about, regionCode, deed: "role-taken-up", after: { roles: [role] } });
    await insertAccountMails(trx, { accountIds: [accountId], mail: { kind: "password-changed" }, now });
    return { accountId, credential };
  });
}

/** A link that somebody else has seen opens nothing that they could not give. */
async function mayOpen(
  db: Db,
  link: { accountId: number; vouchedBy: string | null; within: readonly string[] | null },
): Promise<boolean> {
  const pending = await readPendingRoles(db, link.accountId);
  if (pending.length > 0 && link.vouchedBy !== OWNER && link.vouchedBy !== OPERATIONS.code) return false;
  const { within } = link;
  if (within === null) return true;
  const found = await findStoredAccount(db, { id: link.accountId });
  return found !== null && found.account.grants.every(({ regionCode }) => within.includes(regionCode));
}
