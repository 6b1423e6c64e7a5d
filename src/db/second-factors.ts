import { CODE_WAIT_MS, isPaused, MAX_WAIT_TRIES, type CodeFailures } from "../domain/second-factor.ts";
import { hashText } from "./client.ts";
import type { Db } from "./schema.ts";

export interface SecondFactor {
  readonly sealed: string;
  readonly confirmed: boolean;
  /** Too many wrong codes came of late: none is looked at. */
  readonly paused: boolean;
}

export async function findSecondFactor(
  db: Db,
  { accountId, now }: { accountId: number; now: Date },
): Promise<SecondFactor | null> {
  const row = await db.selectFrom("second_factor").selectAll().where("account_id", "=", accountId).executeTakeFirst();
  if (row === undefined) return null;
  return {
    sealed: row.sealed,
    confirmed: row.confirmed_at !== null,
    paused: isPaused({ failures: row.failures, failedAt: row.failed_at }, now),
  };
}

/** Whether a code is asked for at the account's sign-in. */
export async function hasSecondFactor(db: Db, accountId: number): Promise<boolean> {
  const row = await db
    .selectFrom("second_factor")
    .select("account_id")
    .where("account_id", "=", accountId)
    .where("confirmed_at", "is not", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps a new secret until its owner has shown a code of it; one that is in use stays. False when one is. */
export async function insertSecondFactor(db: Db, input: { accountId: number; sealed: string }): Promise<boolean> {
  const { accountId, sealed } = input;
  const begun = await db
    .insertInto("second_factor")
    .values({ account_id: accountId, sealed })
    .onConflict((conflict) =>
      conflict.column("account_id").doUpdateSet({ sealed }).where("second_factor.confirmed_at", "is", null),
    )
    .returning("account_id")
    .executeTakeFirst();
  return begun !== undefined;
}

/** Takes a code's step, once: false when it, or a later one, was taken before. */
export async function spendCodeStep(
  db: Db,
  { accountId, step }: { accountId: number; step: number },
): Promise<boolean> {
  const taken = await db
    .updateTable("second_factor")
    .set({ last_step: step, failures: 0, failed_at: null })
    .where("account_id", "=", accountId)
    .where("last_step", "<", step)
    .returning("account_id")
    .executeTakeFirst();
  return taken !== undefined;
}

/** Uses up a recovery code; false when there is none such, or it was used. */
export async function spendRecoveryCode(
  db: Db,
  { accountId, code, now }: { accountId: number; code: string; now: Date },
): Promise<boolean> {
  const taken = await db
    .updateTable("recovery_code")
    .set({ used_at: now })
    .where("account_id", "=", accountId)
    .where("code_hash", "=", hashCode(accountId, code))
    .where("used_at", "is", null)
    .returning("account_id")
    .executeTakeFirst();
  return taken !== undefined;
}

/** The wrong codes so far, locked until the transaction ends; null without a second factor. */
export async function holdCodeFailures(db: Db, accountId: number): Promise<CodeFailures | null> {
  const row = await db
    .selectFrom("second_factor")
    .select(["failures", "failed_at as failedAt"])
    .where("account_id", "=", accountId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function writeCodeFailures(
  db: Db,
  { accountId, failures, failedAt }: CodeFailures & { accountId: number },
): Promise<void> {
  await db
    .updateTable("second_factor")
    .set({ failures, failed_at: failedAt })
    .where("account_id", "=", accountId)
    .execute();
}

/** From now on a code is asked for. */
export async function markConfirmed(db: Db, { accountId, now }: { accountId: number; now: Date }): Promise<void> {
  await db
    .updateTable("second_factor")
    .set({ confirmed_at: now, failures: 0, failed_at: null })
    .where("account_id", "=", accountId)
    .execute();
}

/** New codes in place of the old ones. */
export async function writeRecoveryCodes(
  db: Db,
  { accountId, codes }: { accountId: number; codes: readonly string[] },
): Promise<void> {
  await db.deleteFrom("recovery_code").where("account_id", "=", accountId).execute();
  await db
    .insertInto("recovery_code")
    .values(codes.map((code) => ({ account_id: accountId, code_hash: hashCode(accountId, code), used_at: null })))
    .execute();
}

export async function countRecoveryCodes(db: Db, accountId: number): Promise<number> {
  const { count } = await db
    .selectFrom("recovery_code")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("account_id", "=", accountId)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return count;
}

/** No code is asked for any more. False when none was. */
export async function removeSecondFactor(db: Db, accountId: number): Promise<boolean> {
  await db.deleteFrom("recovery_code").where("account_id", "=", accountId).execute();
  await db.deleteFrom("sign_in_wait").where("account_id", "=", accountId).execute();
  const removed = await db
    .deleteFrom("second_factor")
    .where("account_id", "=", accountId)
    .returning("confirmed_at")
    .executeTakeFirst();
  return removed !== undefined && removed.confirmed_at !== null;
}

/** The account's number makes equal codes of two accounts differ. */
function hashCode(accountId: number, code: string): string {
  return hashText(`recovery ${accountId} ${code}`);
}

/** A sign-in whose password was right. */
export interface SignInWait {
  readonly accountId: number;
  readonly credential: number;
  readonly by: "password" | "link";
  readonly returnTo: string;
}

/** What names a wait: only the browser that began it has both. */
interface WaitKey {
  readonly token: string;
  readonly browser: string;
}

export async function insertSignInWait(db: Db, input: SignInWait & WaitKey & { now: Date }): Promise<void> {
  await db
    .insertInto("sign_in_wait")
    .values({
      token_hash: hashWait(input),
      account_id: input.accountId,
      credential: input.credential,
      started_by: input.by,
      return_to: input.returnTo,
      created_at: input.now,
    })
    .execute();
}

/** Counts a try; null when there is no such wait any more, it is too old, or it has had all its tries. */
export async function claimWaitTry(db: Db, input: WaitKey & { now: Date }): Promise<SignInWait | null> {
  const row = await db
    .updateTable("sign_in_wait")
    .set((eb) => ({ tries: eb("tries", "+", 1) }))
    .where("token_hash", "=", hashWait(input))
    .where("tries", "<", MAX_WAIT_TRIES)
    .where("created_at", ">", new Date(input.now.getTime() - CODE_WAIT_MS))
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return null;
  const by = row.started_by === "link" ? "link" : "password";
  return { accountId: row.account_id, credential: row.credential, by, returnTo: row.return_to };
}

export async function removeSignInWait(db: Db, key: WaitKey): Promise<void> {
  await db.deleteFrom("sign_in_wait").where("token_hash", "=", hashWait(key)).execute();
}

function hashWait({ token, browser }: WaitKey): string {
  return hashText(`wait ${token} ${browser}`);
}
