import type { Actor } from "../domain/audit.ts";
import { insertAccountMails } from "../db/account-mails.ts";
import { removeLinks } from "./account-links.ts";
import { findStoredAccount, holdAccount } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import type { Db } from "../db/schema.ts";
import { removeOtherSessions } from "../db/sessions.ts";

/**
 * Somebody's own new password in place of the one that they showed, which `credential` says is still theirs; all their
 * other sessions end, and they are told. By whose word the account has a password stays as it was: whoever knew the old
 * one may be anybody. False when it was changed meanwhile.
 */
export async function changeOwnPassword(
  db: Db,
  input: {
    accountId: number;
    credential: number;
    passwordHash: string;
    sessionHash: string;
    actor: Actor;
    now: Date;
  },
): Promise<boolean> {
  const { accountId, credential, passwordHash, sessionHash, actor, now } = input;
  return db.transaction().execute(async (trx) => {
    await holdAccount(trx, accountId);
    const found = await findStoredAccount(trx, { id: accountId });
    if (found === null || !found.local || found.credential !== credential) return false;
    await trx
      .updateTable("account")
      .set({ password_hash: passwordHash, credential: credential + 1 })
      .where("id", "=", accountId)
      .execute();
    await removeLinks(trx, accountId);
    await removeOtherSessions(trx, { accountId, sessionHash });
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode: null,
      deed: "password-changed",
      objectId: accountId,
    });
    await insertAccountMails(trx, { accountIds: [accountId], mail: { kind: "password-changed" }, now });
    return true;
  });
}
