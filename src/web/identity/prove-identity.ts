import type { Context } from "hono";
import { findStoredAccount, type StoredAccount } from "../../db/accounts.ts";
import { countCodeFailure, findSecondFactor, takeCodeStep, takeRecoveryCode } from "../../db/second-factors.ts";
import { claimSignInTry, forgetSignInFailures } from "../../db/sign-ins.ts";
import { spellCode } from "../../domain/second-factor.ts";
import { readClientAddress } from "../frame/client-address.ts";
import { networksOf } from "../frame/client-network.ts";
import { findKnownBrowser } from "../frame/known-browser.ts";
import { findCodeStep } from "../../secrets/one-time-code.ts";
import { isPassword } from "../../secrets/password-hash.ts";
import { openSecret } from "../../secrets/seal.ts";
import type { WebDeps } from "../web-deps.ts";

export type PasswordProof =
  | { readonly kind: "proved"; readonly stored: StoredAccount }
  | { readonly kind: "wrong" | "paused" };

/** Whether somebody who is signed in knows their account's password; tries count with those of the sign-in. */
export async function provePassword(
  deps: WebDeps,
  c: Context,
  { email, password }: { email: string; password: string },
): Promise<PasswordProof> {
  const { db, now } = deps;
  const networks = networksOf(readClientAddress(c, deps.trustedProxies));
  const tried = { email, networks, knownBrowser: await findKnownBrowser(deps, c, email) };
  if (!(await claimSignInTry(db, { ...tried, now: now() }))) return { kind: "paused" };
  const stored = await findStoredAccount(db, { email });
  const fits = await isPassword(password, stored !== null && stored.local ? stored.passwordHash : null);
  if (!fits || stored?.account.state !== "active") return { kind: "wrong" };
  await forgetSignInFailures(db, tried);
  return { kind: "proved", stored };
}

export type CodeProof = "proved" | "wrong" | "paused";

/**
 * Whether it is a code of the account's second factor that was not taken before, or, where that may be, one of its
 * recovery codes. Without a second factor there is nothing to prove.
 */
export async function proveCode(
  deps: WebDeps,
  input: { accountId: number; typed: string; recovery: boolean },
): Promise<CodeProof> {
  const { accountId, recovery } = input;
  const { db } = deps;
  const now = deps.now();
  const factor = await findSecondFactor(db, { accountId, now });
  if (factor === null || !factor.confirmed) return "proved";
  if (factor.paused) return "paused";
  const code = spellCode(input.typed);
  if (await isCodeOf(deps, { accountId, sealed: factor.sealed, code })) return "proved";
  if (recovery && code !== "" && (await takeRecoveryCode(db, { accountId, code, now }))) return "proved";
  await countCodeFailure(db, { accountId, now });
  return "wrong";
}

/** Takes a code of a secret, once. */
export async function isCodeOf(
  deps: WebDeps,
  { accountId, sealed, code }: { accountId: number; sealed: string; code: string },
): Promise<boolean> {
  const secret = await openSecret(deps, { sealed, about: `account ${accountId}` });
  const step = secret === null ? null : findCodeStep(secret, code, deps.now());
  return step !== null && (await takeCodeStep(deps.db, { accountId, step }));
}
