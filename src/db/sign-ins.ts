import { sql } from "kysely";
import { CODE_WAIT_MS } from "../domain/second-factor.ts";
import { SESSION_IDLE_MS, SESSION_MAX_MS } from "../domain/session.ts";
import { FAILURE_WINDOW_MS, SIGN_IN_REQUEST_MS, type FailureCounts } from "../domain/sign-in.ts";
import { hashText } from "./client.ts";
import type { Db } from "./schema.ts";

/** What must be remembered of a sign-in while somebody is at the provider. */
export interface SignInRequest {
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly returnTo: string;
  /** Whether the person is to sign in anew there, whoever the provider knows them to be. */
  readonly fresh?: boolean;
}

/** What names a request: only the browser that began it has both. */
export interface RequestKey {
  readonly state: string;
  /** The secret in the browser's cookie. */
  readonly browser: string;
}

export async function insertSignInRequest(db: Db, input: SignInRequest & RequestKey & { now: Date }): Promise<void> {
  await db
    .insertInto("sign_in_request")
    .values({
      state_hash: hashKey(input),
      code_verifier: input.codeVerifier,
      nonce: input.nonce,
      return_to: input.returnTo,
      fresh: input.fresh === true,
      created_at: input.now,
    })
    .execute();
}

/** Takes the request out, so that no answer is taken twice; null when there is none, it is too old, or another browser's. */
export async function spendSignInRequest(db: Db, input: RequestKey & { now: Date }): Promise<SignInRequest | null> {
  const row = await db
    .deleteFrom("sign_in_request")
    .where("state_hash", "=", hashKey(input))
    .returningAll()
    .executeTakeFirst();
  if (row === undefined || input.now.getTime() - row.created_at.getTime() >= SIGN_IN_REQUEST_MS) return null;
  const { code_verifier: codeVerifier, nonce, return_to: returnTo, fresh } = row;
  return { codeVerifier, nonce, returnTo, ...(fresh ? { fresh } : {}) };
}

function hashKey({ state, browser }: RequestKey): string {
  return hashText(`${state} ${browser}`);
}

/** Whose password is tried, and from where. */
export interface SignInTry {
  readonly email: string;
  readonly networks: { readonly narrow: string; readonly wide: string };
  /** What a browser that the account was signed in with before is known by; null for any other. */
  readonly knownBrowser: string | null;
}

/** Tries for one address come one after the other, so that none slips past the count. */
export async function lockSignInTries(db: Db, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${hashAddress(email)}))`.execute(db);
}

export async function countSignInFailures(
  db: Db,
  { now, ...tried }: SignInTry & { now: Date },
): Promise<FailureCounts> {
  const key = hashTry(tried);
  return db
    .selectFrom("sign_in_failure")
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere("key", "=", key.whole).as("here"),
      eb.fn.countAll<number>().filterWhere("key", "like", `${key.near}%`).as("near"),
      eb.fn.countAll<number>().filterWhere("key", "not like", `${key.address} known %`).as("all"),
    ])
    .where("key", "like", `${key.address}%`)
    .where("at", ">", new Date(now.getTime() - FAILURE_WINDOW_MS))
    .executeTakeFirstOrThrow();
}

export async function insertSignInFailure(db: Db, { now, ...tried }: SignInTry & { now: Date }): Promise<void> {
  await db
    .insertInto("sign_in_failure")
    .values({ key: hashTry(tried).whole, at: now })
    .execute();
}

/** After a success from a network or a browser; what others have failed from theirs stays. */
export async function forgetSignInFailures(db: Db, tried: SignInTry): Promise<void> {
  await db.deleteFrom("sign_in_failure").where("key", "=", hashTry(tried).whole).execute();
}

/** After a new password: whatever was tried before was another's. */
export async function forgetAllSignInFailures(db: Db, email: string): Promise<void> {
  await db
    .deleteFrom("sign_in_failure")
    .where("key", "like", `${hashAddress(email)}%`)
    .execute();
}

/** Whoever mistypes leaves no list of addresses behind. `whole` begins with `near`, and that with `address`. */
function hashTry({ email, networks, knownBrowser }: SignInTry): { address: string; near: string; whole: string } {
  const address = hashAddress(email);
  if (knownBrowser !== null) {
    const whole = `${address} known ${hashText(knownBrowser)}`;
    return { address, near: whole, whole };
  }
  const near = `${address} ${hashText(`network ${networks.wide}`)}`;
  return { address, near, whole: `${near} ${hashText(`network ${networks.narrow}`)}` };
}

function hashAddress(email: string): string {
  return hashText(`address ${email}`);
}

/** Deletes what can be used no more: sessions, links, requests and failures. Run at each sign-in, it needs no job. */
export async function removeStaleSignIns(db: Db, now: Date): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  await db
    .deleteFrom("session")
    .where((eb) =>
      eb.or([eb("seen_at", "<=", before(SESSION_IDLE_MS)), eb("created_at", "<=", before(SESSION_MAX_MS))]),
    )
    .execute();
  await db
    .deleteFrom("account_link")
    .where((eb) => eb.or([eb("expires_at", "<=", now), eb("used_at", "is not", null)]))
    .execute();
  await db.deleteFrom("sign_in_request").where("created_at", "<=", before(SIGN_IN_REQUEST_MS)).execute();
  await db.deleteFrom("sign_in_wait").where("created_at", "<=", before(CODE_WAIT_MS)).execute();
  await db.deleteFrom("sign_in_failure").where("at", "<=", before(FAILURE_WINDOW_MS)).execute();
}
