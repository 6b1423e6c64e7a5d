import { insertAccountMails } from "../db/account-mails.ts";
import { holdAccount } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import type { Db } from "../db/schema.ts";
import {
  markConfirmed,
  findSecondFactor,
  hasSecondFactor,
  insertSecondFactor,
  removeSecondFactor,
  writeRecoveryCodes,
} from "../db/second-factors.ts";
import { nameActor } from "../domain/audit.ts";
import { isWithin, refuseKeeper } from "../domain/role-change.ts";
import { spellCode } from "../domain/second-factor.ts";
import { createCodeSecret, createRecoveryCodes } from "../secrets/one-time-code.ts";
import { openSecret, sealSecret } from "../secrets/seal.ts";
import { listReach, mayKeepAccounts } from "./account-links.ts";
import { FORBIDDEN, type ServiceContext } from "./context.ts";
import { isCodeOf, proveCode } from "./identity.ts";
import { refuse, type PeopleResult } from "./people.ts";
import type { OwnContext } from "./sessions.ts";

/** The second step is on already, or was never begun: nothing is done. */
interface Unfit {
  readonly kind: "unfit";
}
const UNFIT: Unfit = { kind: "unfit" };

/** Recovery codes, which are shown once. */
interface NewCodes {
  readonly kind: "done";
  readonly codes: readonly string[];
}

/** Makes a secret for an authenticator; it counts when a code of it was shown. */
export async function beginSecondFactor(
  ctx: OwnContext,
): Promise<{ readonly kind: "begun"; readonly secret: Uint8Array } | Unfit> {
  const accountId = ctx.actor.id;
  const secret = createCodeSecret();
  const sealed = await sealSecret(ctx, { secret, about: `account ${accountId}` });
  return (await insertSecondFactor(ctx.db, { accountId, sealed })) ? { kind: "begun", secret } : UNFIT;
}

/** Turns the second step on: a code shows that the authenticator has the secret, so that nobody locks themselves out. */
export async function confirmSecondFactor(
  ctx: OwnContext,
  { typed }: { typed: string },
): Promise<NewCodes | { readonly kind: "wrong"; readonly secret: Uint8Array } | Unfit> {
  const { db, now, actor } = ctx;
  const accountId = actor.id;
  const factor = await findSecondFactor(db, { accountId, now });
  if (factor === null || factor.confirmed) return UNFIT;
  const { sealed } = factor;
  const secret = await openSecret(ctx, { sealed, about: `account ${accountId}` });
  if (secret === null) return UNFIT;
  if (!(await isCodeOf(ctx, { accountId, sealed, code: spellCode(typed) }))) return { kind: "wrong", secret };
  return db.transaction().execute(async (trx) => {
    await markConfirmed(trx, { accountId, now });
    const codes = await renewCodes(trx, accountId);
    await tellChange(ctx, trx, { accountId, what: "on" });
    return { kind: "done", codes };
  });
}

/** Turns the second step off; a code is asked for as well: a session that was left open is not enough. */
export async function turnOffSecondFactor(
  ctx: OwnContext,
  { typed }: { typed: string },
): Promise<{ readonly kind: "done" | "wrong" | "paused" } | Unfit> {
  return withCode(ctx, typed, async (trx) => {
    await endSecondFactor(ctx, trx, { accountId: ctx.actor.id, what: "off" });
    return { kind: "done" };
  });
}

/** New recovery codes in place of the old ones. */
export async function replaceRecoveryCodes(
  ctx: OwnContext,
  { typed }: { typed: string },
): Promise<NewCodes | { readonly kind: "wrong" | "paused" } | Unfit> {
  return withCode(ctx, typed, async (trx) => {
    const accountId = ctx.actor.id;
    const codes = await renewCodes(trx, accountId);
    await tellChange(ctx, trx, { accountId, what: "codes" });
    return { kind: "done", codes };
  });
}

async function withCode<T>(
  ctx: OwnContext,
  typed: string,
  work: (trx: Db) => Promise<T>,
): Promise<T | { readonly kind: "wrong" | "paused" } | Unfit> {
  const accountId = ctx.actor.id;
  if (!(await hasSecondFactor(ctx.db, accountId))) return UNFIT;
  const proof = await proveCode(ctx, { accountId, typed, recovery: true });
  return proof === "proved" ? ctx.db.transaction().execute(work) : { kind: proof };
}

/**
 * Takes the second step of a local account away, which its owner is told, where the actor may make it a link. Without a
 * role of its own in `regionCode` it is unknown there.
 */
export async function resetSecondFactor(
  ctx: ServiceContext,
  { accountId, regionCode }: { accountId: number; regionCode: string | null },
): Promise<PeopleResult<object>> {
  const { now, actor } = ctx;
  if (!mayKeepAccounts(ctx, regionCode)) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    const known = await holdAccount(trx, accountId);
    if (known === null) return refuse("unknown");
    const why = refuseKeeper(known, regionCode);
    if (why !== null) return refuse(why);
    const within = listReach(ctx);
    if (within !== null && !isWithin(known, within)) return refuse("elsewhere");
    if (!(await endSecondFactor(ctx, trx, { accountId, what: "reset" }))) return refuse("no-factor");
    if (regionCode !== null)
      await insertAudit(trx, { at: now, actor, regionCode, deed: "second-factor-reset", objectId: accountId });
    return { kind: "done" };
  });
}

/** No code is asked for any more; `off` by its owner, `reset` by somebody else. False when there was none. */
async function endSecondFactor(
  ctx: ServiceContext,
  trx: Db,
  change: { accountId: number; what: "off" | "reset" },
): Promise<boolean> {
  if (!(await removeSecondFactor(trx, change.accountId))) return false;
  await tellChange(ctx, trx, change);
  return true;
}

async function renewCodes(trx: Db, accountId: number): Promise<readonly string[]> {
  const codes = createRecoveryCodes();
  await writeRecoveryCodes(trx, { accountId, codes: codes.map(spellCode) });
  return codes;
}

const DEEDS = {
  on: "second-factor-turned-on",
  off: "second-factor-turned-off",
  reset: "second-factor-reset",
  codes: "recovery-codes-made",
} as const;

async function tellChange(
  { now, actor }: ServiceContext,
  trx: Db,
  { accountId, what }: { accountId: number; what: keyof typeof DEEDS },
): Promise<void> {
  await insertAudit(trx, { at: now, actor, regionCode: null, deed: DEEDS[what], objectId: accountId });
  const by = actor.kind === "person" && actor.id === accountId ? {} : { by: nameActor(actor) };
  await insertAccountMails(trx, { accountIds: [accountId], mail: { kind: "second-factor", what, ...by }, now });
}
