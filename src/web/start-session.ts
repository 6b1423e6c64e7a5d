import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { insertAudit } from "../db/audit.ts";
import { hashText } from "../db/client.ts";
import { insertSession, removeSession } from "../db/sessions.ts";
import type { Account } from "../domain/account.ts";
import { readClientAddress } from "./client-address.ts";
import { readSessionCookie, removeSignInCookie, writeSessionCookie } from "./session-cookie.ts";
import type { WebDeps } from "./web-deps.ts";

/** 256 bits that stand in a cookie, a form or an address. */
export function createToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Signs somebody in. The token is always a new one: what the browser held before opens nothing afterwards. */
export async function startSession(
  deps: WebDeps,
  c: Context,
  { account, by }: { account: Account; by: "password" | "provider" },
): Promise<void> {
  const [token, csrf, now] = [createToken(), createToken(), deps.now()];
  const address = readClientAddress(c, deps.trustedProxies);
  const earlier = readSessionCookie(c, deps.publicUrl);
  await deps.db.transaction().execute(async (db) => {
    if (earlier !== undefined) await removeSession(db, hashText(earlier));
    await insertSession(db, { token, csrf, accountId: account.id, address, now });
    const actor = { who: account.name, accountId: account.id, origin: address };
    const object = `account ${account.id}`;
    await insertAudit(db, { at: now, actor, regionCode: null, what: "signed in", object, after: { by } });
  });
  removeSignInCookie(c, deps.publicUrl);
  writeSessionCookie(c, deps.publicUrl, token);
}
