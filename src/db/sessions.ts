import type { Account } from "../domain/account.ts";
import { isSessionAlive } from "../domain/session.ts";
import { findAccount } from "./accounts.ts";
import { hashText } from "./client.ts";
import type { Db } from "./schema.ts";

/** Somebody who is signed in, in one browser. */
export interface Visitor {
  readonly account: Account;
  /** Stands in every form, so that no other site can send one. */
  readonly csrf: string;
  /** What names the session in the database; not the secret that the browser holds. */
  readonly sessionHash: string;
  /** When they last proved who they are; null when they never did here. */
  readonly freshAt?: Date | null;
}

/** Times of use are written this seldom: a look at a page is not worth a write. */
const SEEN_EVERY_MS = 60_000;

/** Begins a session; `token` is the secret that the browser is to hold, and only its hash is stored. */
export async function insertSession(
  db: Db,
  input: { token: string; csrf: string; accountId: number; address: string; now: Date; freshAt?: Date | null },
): Promise<void> {
  await db
    .insertInto("session")
    .values({
      token_hash: hashText(input.token),
      account_id: input.accountId,
      csrf: input.csrf,
      created_at: input.now,
      seen_at: input.now,
      address: input.address,
      fresh_at: input.freshAt === undefined ? input.now : input.freshAt,
    })
    .execute();
}

/** Whose session the token opens; null when it is over, unknown, or the account was closed. */
export async function findVisitor(db: Db, input: { token: string; now: Date }): Promise<Visitor | null> {
  const sessionHash = hashText(input.token);
  const row = await db.selectFrom("session").selectAll().where("token_hash", "=", sessionHash).executeTakeFirst();
  if (row === undefined) return null;
  if (!isSessionAlive({ createdAt: row.created_at, seenAt: row.seen_at }, input.now)) {
    await removeSession(db, sessionHash);
    return null;
  }
  const account = await findAccount(db, row.account_id);
  if (account === null || account.state !== "active") return null;
  if (input.now.getTime() - row.seen_at.getTime() >= SEEN_EVERY_MS)
    await db.updateTable("session").set({ seen_at: input.now }).where("token_hash", "=", sessionHash).execute();
  return { account, csrf: row.csrf, sessionHash, freshAt: row.fresh_at };
}

export async function removeSession(db: Db, sessionHash: string): Promise<void> {
  await db.deleteFrom("session").where("token_hash", "=", sessionHash).execute();
}

/** They have just proved who they are. */
export async function refreshSession(db: Db, { sessionHash, now }: { sessionHash: string; now: Date }): Promise<void> {
  await db.updateTable("session").set({ fresh_at: now }).where("token_hash", "=", sessionHash).execute();
}

/** Signs an account out everywhere but there. */
export async function removeOtherSessions(
  db: Db,
  { accountId, sessionHash }: { accountId: number; sessionHash: string },
): Promise<void> {
  await db.deleteFrom("session").where("account_id", "=", accountId).where("token_hash", "!=", sessionHash).execute();
}

/** Signs an account out everywhere. Resolves with how many sessions ended. */
export async function removeSessions(db: Db, accountId: number): Promise<number> {
  const result = await db.deleteFrom("session").where("account_id", "=", accountId).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** A session as its owner sees it. */
export interface OwnSession {
  readonly hash: string;
  readonly createdAt: Date;
  /** To the minute: see SEEN_EVERY_MS. */
  readonly seenAt: Date;
  readonly address: string;
}

/** Where an account is signed in now, the latest first. */
export async function readSessions(
  db: Db,
  { accountId, now }: { accountId: number; now: Date },
): Promise<OwnSession[]> {
  const rows = await db
    .selectFrom("session")
    .select(["token_hash as hash", "created_at as createdAt", "seen_at as seenAt", "address"])
    .where("account_id", "=", accountId)
    .orderBy("created_at", "desc")
    .orderBy("token_hash")
    .execute();
  return rows.filter((session) => isSessionAlive(session, now));
}
