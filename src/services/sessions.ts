import { holdAccount } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import { hashText } from "../db/client.ts";
import { insertSession, removeSession, removeSessions } from "../db/sessions.ts";
import type { Account } from "../domain/account.ts";
import type { PersonActor } from "../domain/audit.ts";
import type { SealDeps } from "../secrets/seal.ts";
import { createToken } from "../secrets/token.ts";
import type { ServiceContext } from "./context.ts";

/** Somebody at the door, who is not signed in yet. */
export interface VisitContext extends SealDeps {
  readonly now: Date;
  /** Where from, for the audit and for who is signed in where. */
  readonly address: string;
}

/** Somebody who does something to their own account. */
export interface OwnContext extends ServiceContext, SealDeps {
  readonly actor: PersonActor;
}

/** A session that begins; its token is the secret that the browser is to hold. */
export interface SignedIn {
  readonly kind: "signed-in";
  readonly account: Account;
  readonly token: string;
}

/**
 * Signs somebody in. The token is always a new one: what the browser held before opens nothing afterwards. `credential`
 * is what the account's was when its password was looked at: null when it has changed since, and nobody is signed in.
 */
export async function startSession(
  { db, now, address }: VisitContext,
  input: {
    account: Account;
    credential?: number;
    by: "password" | "provider" | "link";
    /** Whether they have just been asked who they are. */
    fresh: boolean;
    /** The token that the browser held before. */
    earlier: string | undefined;
  },
): Promise<SignedIn | null> {
  const { account, credential, by, fresh, earlier } = input;
  const { id, name } = account;
  const token = createToken();
  return db.transaction().execute(async (trx) => {
    const found = await holdAccount(trx, id);
    if (found === null || found.account.state !== "active") return null;
    if (credential !== undefined && found.credential !== credential) return null;
    if (earlier !== undefined) await removeSession(trx, hashText(earlier));
    const freshAt = fresh ? now : null;
    await insertSession(trx, { token, csrf: createToken(), accountId: id, address, now, freshAt });
    const actor = { kind: "person", id, name, address } as const;
    await insertAudit(trx, { at: now, actor, regionCode: null, deed: "signed-in", objectId: id, after: { by } });
    return { kind: "signed-in", account, token };
  });
}

export async function signOut({ db, now, actor }: OwnContext, { sessionHash }: { sessionHash: string }): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await removeSession(trx, sessionHash);
    await insertAudit(trx, { at: now, actor, regionCode: null, deed: "signed-out", objectId: actor.id });
  });
}

export async function signOutEverywhere({ db, now, actor }: OwnContext): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const sessions = await removeSessions(trx, actor.id);
    const about = { at: now, actor, regionCode: null, objectId: actor.id };
    await insertAudit(trx, { ...about, deed: "signed-out-everywhere", after: { sessions } });
  });
}
