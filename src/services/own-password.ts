import { removeLinks } from "../db/account-links.ts";
import { insertAccountMails } from "../db/account-mails.ts";
import { holdAccount, writePassword } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import { removeOtherSessions } from "../db/sessions.ts";
import type { SignInTry } from "../db/sign-ins.ts";
import { hashPassword } from "../secrets/password-hash.ts";
import { provePassword } from "./identity.ts";
import type { OwnContext } from "./sessions.ts";

export type OwnPasswordChange = { readonly kind: "changed" | "wrong" | "paused" };

/**
 * Somebody's own new password in place of the one that they show; all their other sessions end, and they are told. By
 * whose word the account has a password stays as it was: whoever knew the old one may be anybody.
 */
export async function changeOwnPassword(
  ctx: OwnContext,
  input: SignInTry & { current: string; password: string; sessionHash: string },
): Promise<OwnPasswordChange> {
  const { now, actor } = ctx;
  const { current, password, sessionHash, ...tried } = input;
  const proof = await provePassword(ctx, { ...tried, password: current });
  if (proof.kind !== "proved") return proof;
  const { account, credential } = proof.stored;
  const { id: accountId } = account;
  const passwordHash = await hashPassword(password);
  return ctx.db.transaction().execute(async (trx) => {
    const held = await holdAccount(trx, accountId);
    // Another password by now: what they showed is the old one.
    if (held === null || !held.local || held.credential !== credential) return { kind: "wrong" };
    await writePassword(trx, { accountId, passwordHash });
    await removeLinks(trx, accountId);
    await removeOtherSessions(trx, { accountId, sessionHash });
    await insertAudit(trx, { at: now, actor, regionCode: null, deed: "password-changed", objectId: accountId });
    await insertAccountMails(trx, { accountIds: [accountId], mail: { kind: "password-changed" }, now });
    return { kind: "changed" };
  });
}
