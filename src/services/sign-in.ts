import { findStoredAccount } from "../db/accounts.ts";
import { claimWaitTry, hasSecondFactor, insertSignInWait, removeSignInWait } from "../db/second-factors.ts";
import {
  insertSignInRequest,
  removeStaleSignIns,
  type RequestKey,
  type SignInRequest,
  type SignInTry,
} from "../db/sign-ins.ts";
import type { Account } from "../domain/account.ts";
import type { Identity } from "../domain/claim-map.ts";
import { parseReturnPath } from "../domain/return-path.ts";
import { createToken } from "../secrets/token.ts";
import { choosePassword } from "./account-links.ts";
import { proveCode, provePassword } from "./identity.ts";
import { syncProviderAccount, type ProviderRefusal } from "./provider-accounts.ts";
import { startSession, type SignedIn, type VisitContext } from "./sessions.ts";

interface Refused<Why extends string> {
  readonly kind: "refused";
  readonly why: Why;
}

/** What the browser holds that somebody signs in with. */
interface Browser {
  /** The secret that ties the forms of the sign-in to it. */
  readonly browser: string;
  /** The token of a session of before. */
  readonly earlier: string | undefined;
}

/** What a right password comes to; `changed` when it was another by the time that a session was to begin. */
export type SignIn = SignedIn | { readonly kind: "code-asked"; readonly wait: string } | Refused<"no-role" | "changed">;

/** Signs in with a password, or asks for the code of those who have a second factor. */
export async function signInByPassword(
  ctx: VisitContext,
  input: SignInTry & Browser & { password: string; returnTo: string | null },
): Promise<SignIn | Refused<"wrong" | "paused">> {
  const { browser, earlier, returnTo, ...tried } = input;
  await removeStaleSignIns(ctx.db, ctx.now);
  const proof = await provePassword(ctx, tried);
  if (proof.kind !== "proved") return { kind: "refused", why: proof.kind };
  const { account, credential } = proof.stored;
  return goOn(ctx, { account, credential, by: "password", browser, earlier, returnTo });
}

/** Signs in whoever has just chosen the password by a link: nobody types it twice. */
export async function signInByLink(
  ctx: VisitContext,
  input: Browser & { token: string; password: string },
): Promise<SignIn | Refused<"gone">> {
  const { token, password, browser, earlier } = input;
  const chosen = await choosePassword(ctx, { token, password });
  if (chosen.kind === "gone") return { kind: "refused", why: "gone" };
  const { account, credential } = chosen;
  return goOn(ctx, { account, credential, by: "link", browser, earlier, returnTo: null });
}

async function goOn(
  ctx: VisitContext,
  input: Browser & { account: Account; credential: number; by: "password" | "link"; returnTo: string | null },
): Promise<SignIn> {
  const { account, credential, by, browser, earlier, returnTo } = input;
  if (account.grants.length === 0) return { kind: "refused", why: "no-role" };
  if (await hasSecondFactor(ctx.db, account.id)) {
    const wait = createToken();
    const waiting = { accountId: account.id, credential, by, returnTo: returnTo ?? "" };
    await insertSignInWait(ctx.db, { ...waiting, token: wait, browser, now: ctx.now });
    return { kind: "code-asked", wait };
  }
  const started = await startSession(ctx, { account, credential, by, fresh: true, earlier });
  return started ?? { kind: "refused", why: "changed" };
}

/** What a code comes to; `gone` when the sign-in that waited for it is over. */
export type CodeSignIn =
  | (SignedIn & { readonly returnTo: string | null })
  | (Refused<"gone"> & { readonly returnTo: string | null })
  | (Refused<"wrong" | "paused"> & { readonly email: string });

/** The second step of a sign-in: a code of the authenticator, or a recovery code. */
export async function signInByCode(
  ctx: VisitContext,
  input: Browser & { wait: string; typed: string },
): Promise<CodeSignIn> {
  const { db, now } = ctx;
  const { wait: token, typed, browser, earlier } = input;
  const wait = await claimWaitTry(db, { token, browser, now });
  const stored = wait === null ? null : await findStoredAccount(db, { id: wait.accountId });
  if (wait === null || stored === null) return { kind: "refused", why: "gone", returnTo: null };
  const { account } = stored;
  const proof = await proveCode(ctx, { accountId: account.id, typed, recovery: true });
  if (proof !== "proved") return { kind: "refused", why: proof, email: account.email };
  await removeSignInWait(db, { token, browser });
  const { credential, by } = wait;
  const returnTo = parseReturnPath(wait.returnTo);
  const started = await startSession(ctx, { account, credential, by, fresh: true, earlier });
  return started === null ? { kind: "refused", why: "gone", returnTo } : { ...started, returnTo };
}

/** Remembers a sign-in while somebody is at the provider. */
export async function beginProviderSignIn(
  { db, now }: VisitContext,
  request: SignInRequest & RequestKey,
): Promise<void> {
  await removeStaleSignIns(db, now);
  await insertSignInRequest(db, { ...request, now });
}

/** Signs in somebody whom a provider vouches for; `fresh` when it has just asked them. */
export async function signInByProvider(
  ctx: VisitContext,
  input: { identity: Identity; fresh: boolean; earlier: string | undefined },
): Promise<SignedIn | Refused<ProviderRefusal>> {
  const { identity, fresh, earlier } = input;
  const known = await syncProviderAccount(ctx, identity);
  if (known.kind === "refused") return known;
  const started = await startSession(ctx, { account: known.account, by: "provider", fresh, earlier });
  return started ?? { kind: "refused", why: "disabled" };
}
