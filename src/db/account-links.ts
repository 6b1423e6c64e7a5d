import { LINK_MS } from "../domain/sign-in.ts";
import { insertAudit, type Actor } from "./audit.ts";
import { hashText } from "./client.ts";
import type { Db } from "./schema.ts";
import { removeSessions } from "./sessions.ts";
import { forgetAllSignInFailures } from "./sign-ins.ts";

/** Makes a one-time link by which a local account chooses its password; earlier ones open nothing any more. */
export async function insertAccountLink(
  db: Db,
  input: { accountId: number; token: string; actor: Actor; regionCode: string | null; now: Date },
): Promise<void> {
  const { accountId, token, actor, regionCode, now } = input;
  await db.deleteFrom("account_link").where("account_id", "=", accountId).execute();
  const expiresAt = new Date(now.getTime() + LINK_MS);
  await db
    .insertInto("account_link")
    .values({ token_hash: hashText(token), account_id: accountId, expires_at: expiresAt, used_at: null })
    .execute();
  const after = { expiresAt: expiresAt.toISOString() };
  await insertAudit(db, { at: now, actor, regionCode, what: "link made", object: `account ${accountId}`, after });
}

/** Whose password a link is to choose; null when it is used, too old, unknown, or the account may not have one. */
export async function findAccountOfLink(
  db: Db,
  { token, now }: { token: string; now: Date },
): Promise<{ accountId: number; email: string; name: string } | null> {
  const row = await db
    .selectFrom("account_link")
    .innerJoin("account", "account.id", "account_link.account_id")
    .select(["account.id as accountId", "account.email", "account.name"])
    .where("token_hash", "=", hashText(token))
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where("account.state", "=", "active")
    .where("account.subject", "is", null)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Uses up a link: the account has this password from now on, and whoever was signed in with the old one is not any
 * more. False when the link was used or grew too old in the meantime; then nothing has changed.
 */
export async function choosePassword(
  db: Db,
  input: { token: string; passwordHash: string; origin: string; now: Date },
): Promise<boolean> {
  const { token, passwordHash, origin, now } = input;
  return db.transaction().execute(async (trx) => {
    const account = await findAccountOfLink(trx, { token, now });
    if (account === null) return false;
    const { accountId, email, name } = account;
    const used = await trx
      .updateTable("account_link")
      .set({ used_at: now })
      .where("token_hash", "=", hashText(token))
      .where("used_at", "is", null)
      .executeTakeFirst();
    if (Number(used.numUpdatedRows) === 0) return false;
    await trx.updateTable("account").set({ password_hash: passwordHash }).where("id", "=", accountId).execute();
    await removeSessions(trx, accountId);
    await forgetAllSignInFailures(trx, email);
    const actor = { who: name, accountId, origin };
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode: null,
      what: "password chosen",
      object: `account ${accountId}`,
    });
    return true;
  });
}
