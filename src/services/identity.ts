import { insertAccountMails } from "../db/account-mails.ts";
import { findStoredAccount, type StoredAccount } from "../db/accounts.ts";
import {
  findSecondFactor,
  holdCodeFailures,
  spendCodeStep,
  spendRecoveryCode,
  writeCodeFailures,
} from "../db/second-factors.ts";
import { refreshSession } from "../db/sessions.ts";
import {
  countSignInFailures,
  forgetSignInFailures,
  insertSignInFailure,
  lockSignInTries,
  type SignInTry,
} from "../db/sign-ins.ts";
import { countFailure, spellCode } from "../domain/second-factor.ts";
import { hasTooManyFailures } from "../domain/sign-in.ts";
import { findCodeStep } from "../secrets/one-time-code.ts";
import { isPassword } from "../secrets/password-hash.ts";
import { openSecret, type SealDeps } from "../secrets/seal.ts";
import type { OwnContext } from "./sessions.ts";

interface ProvingContext extends SealDeps {
  readonly now: Date;
}

/**
 * Counts a try to sign in as a failure, which a success takes back; false when there were so many of late that the
 * password is not to be looked at.
 */
export async function claimSignInTry({ db, now }: ProvingContext, tried: SignInTry): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockSignInTries(trx, tried.email);
    const counts = await countSignInFailures(trx, { ...tried, now });
    if (hasTooManyFailures(counts, { knownBrowser: tried.knownBrowser !== null })) return false;
    await insertSignInFailure(trx, { ...tried, now });
    return true;
  });
}

export type PasswordProof =
  | { readonly kind: "proved"; readonly stored: StoredAccount }
  | { readonly kind: "wrong" | "paused" };

/** Whether somebody knows an open account's password; the work is the same whether there is an account or none. */
export async function provePassword(
  ctx: ProvingContext,
  { password, ...tried }: SignInTry & { password: string },
): Promise<PasswordProof> {
  if (!(await claimSignInTry(ctx, tried))) return { kind: "paused" };
  const stored = await findStoredAccount(ctx.db, { email: tried.email });
  const fits = await isPassword(password, stored !== null && stored.local ? stored.passwordHash : null);
  if (!fits || stored?.account.state !== "active") return { kind: "wrong" };
  await forgetSignInFailures(ctx.db, tried);
  return { kind: "proved", stored };
}

export type CodeProof = "proved" | "wrong" | "paused";

/**
 * Whether it is a code of the account's second factor that was not taken before, or, where that may be, one of its
 * recovery codes. Without a second factor there is nothing to prove.
 */
export async function proveCode(
  ctx: ProvingContext,
  input: { accountId: number; typed: string; recovery: boolean },
): Promise<CodeProof> {
  const { accountId, recovery } = input;
  const factor = await findSecondFactor(ctx.db, { accountId, now: ctx.now });
  if (factor === null || !factor.confirmed) return "proved";
  if (factor.paused) return "paused";
  const code = spellCode(input.typed);
  if (await isCodeOf(ctx, { accountId, sealed: factor.sealed, code })) return "proved";
  if (recovery && code !== "" && (await recover(ctx, { accountId, code }))) return "proved";
  await countCodeFailure(ctx, accountId);
  return "wrong";
}

/** Takes a code of a secret, once. */
export async function isCodeOf(
  ctx: ProvingContext,
  { accountId, sealed, code }: { accountId: number; sealed: string; code: string },
): Promise<boolean> {
  const secret = await openSecret(ctx, { sealed, about: `account ${accountId}` });
  const step = secret === null ? null : findCodeStep(secret, code, ctx.now);
  return step !== null && (await spendCodeStep(ctx.db, { accountId, step }));
}

/** Uses up a recovery code, which its owner is told. */
async function recover(
  { db, now }: ProvingContext,
  { accountId, code }: { accountId: number; code: string },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (!(await spendRecoveryCode(trx, { accountId, code, now }))) return false;
    const mail = { kind: "second-factor", what: "recovery" } as const;
    await insertAccountMails(trx, { accountIds: [accountId], mail, now });
    return true;
  });
}

/** Counts a wrong code; its owner is told when so many came that none is looked at for a while. */
async function countCodeFailure({ db, now }: ProvingContext, accountId: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const held = await holdCodeFailures(trx, accountId);
    if (held === null) return;
    const counted = countFailure(held, now);
    await writeCodeFailures(trx, { ...counted, accountId });
    if (!counted.pausesNow) return;
    const mail = { kind: "second-factor", what: "paused" } as const;
    await insertAccountMails(trx, { accountIds: [accountId], mail, now });
  });
}

export type IdentityProof =
  | { readonly kind: "proved" }
  | { readonly kind: "refused"; readonly asked: "password" | "code"; readonly why: "wrong" | "paused" };

/** Somebody who is signed in proves once more who they are, with password and code; for a while that holds. */
export async function confirmIdentity(
  ctx: OwnContext,
  input: SignInTry & { password: string; code: string; sessionHash: string },
): Promise<IdentityProof> {
  const { code, sessionHash, ...tried } = input;
  const password = await provePassword(ctx, tried);
  if (password.kind !== "proved") return { kind: "refused", asked: "password", why: password.kind };
  const proof = await proveCode(ctx, { accountId: ctx.actor.id, typed: code, recovery: false });
  if (proof !== "proved") return { kind: "refused", asked: "code", why: proof };
  await refreshSession(ctx.db, { sessionHash, now: ctx.now });
  return { kind: "proved" };
}
