import { createToken } from "../../secrets/token.ts";
import type { Context } from "hono";
import { findStoredAccount, holdAccount } from "../../db/accounts.ts";
import { insertAudit } from "../../db/audit.ts";
import { hashText } from "../../db/client.ts";
import { insertSession, removeSession } from "../../db/sessions.ts";
import type { Account } from "../../domain/account.ts";
import { readClientAddress } from "../frame/client-address.ts";
import { rememberBrowser } from "../frame/known-browser.ts";
import { readSessionCookie, removeSignInCookie, writeSessionCookie } from "../frame/session-cookie.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * Signs somebody in. The token is always a new one: what the browser held before opens nothing afterwards. `credential`
 * is what the account's was when its password was looked at: false when it has changed since, and nobody is signed in.
 */
export async function startSession(
  deps: WebDeps,
  c: Context,
  {
    account,
    credential,
    by,
    fresh = by !== "provider",
  }: { account: Account; credential?: number; by: "password" | "provider" | "link"; fresh?: boolean },
): Promise<boolean> {
  const [token, csrf, now] = [createToken(), createToken(), deps.now()];
  const address = readClientAddress(c, deps.trustedProxies);
  const earlier = readSessionCookie(c, deps.publicUrl);
  const started = await deps.db.transaction().execute(async (db) => {
    await holdAccount(db, account.id);
    const found = await findStoredAccount(db, { id: account.id });
    if (found === null || found.account.state !== "active") return false;
    if (credential !== undefined && found.credential !== credential) return false;
    if (earlier !== undefined) await removeSession(db, hashText(earlier));
    // That a provider knows somebody does not say that it has just asked them.
    await insertSession(db, { token, csrf, accountId: account.id, address, now, freshAt: fresh ? now : null });
    const actor = { kind: "person", id: account.id, name: account.name, address } as const;
    await insertAudit(db, { at: now, actor, regionCode: null, deed: "signed-in", objectId: account.id, after: { by } });
    return true;
  });
  if (!started) return false;
  if (by !== "provider") await rememberBrowser(deps, c, account.email);
  removeSignInCookie(c, deps.publicUrl);
  writeSessionCookie(c, deps.publicUrl, token);
  return true;
}
