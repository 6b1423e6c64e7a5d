import { findLink, insertAccountLink, useLink } from "../db/account-links.ts";
import { insertAccountMails } from "../db/account-mails.ts";
import { holdAccount, writePassword, type HeldAccount } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import { beginPendingRoles } from "../db/pending-roles.ts";
import type { Db } from "../db/schema.ts";
import { removeSessions } from "../db/sessions.ts";
import { forgetAllSignInFailures } from "../db/sign-ins.ts";
import { listRegions, rolesIn } from "../domain/account.ts";
import { nameActor } from "../domain/audit.ts";
import { OPERATIONS } from "../domain/region.ts";
import { isWithin, mayOpen, OWNER, refuseKeeper, type LinkOrigin } from "../domain/role-change.ts";
import { LINK_MS } from "../domain/sign-in.ts";
import { hashPassword } from "../secrets/password-hash.ts";
import { createToken } from "../secrets/token.ts";
import { FORBIDDEN, mayDo, type ServiceContext } from "./context.ts";
import { refuse, type PeopleResult } from "./people.ts";
import { offerRole } from "./role-offers.ts";
import type { VisitContext } from "./sessions.ts";

/** The regions in which alone an account may have roles, for the actor to have a hand in what it signs in with. */
export function listReach({ grants }: ServiceContext): readonly string[] | null {
  return grants === "all" ? null : listRegions({ grants }, "administer");
}

/** Whether the actor has to do with a region's accounts, or with everybody's where no region is named. */
export function mayKeepAccounts(ctx: ServiceContext, regionCode: string | null): boolean {
  return regionCode === null ? mayDo(ctx, "operate", OPERATIONS.code) : mayDo(ctx, "administer", regionCode);
}

/**
 * Makes a one-time link by which a local account chooses its password, for one that has roles in the actor's own regions
 * alone: whoever holds the link becomes the account, and may so gain nothing that they could not give. Where a role waits
 * for its owner the link goes to the owner by mail, and `token` is null.
 */
export async function makeLink(
  ctx: ServiceContext,
  { accountId, regionCode }: { accountId: number; regionCode: string | null },
): Promise<PeopleResult<{ email: string; token: string | null }>> {
  const { now, actor } = ctx;
  if (!mayKeepAccounts(ctx, regionCode)) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    const known = await holdAccount(trx, accountId);
    if (known === null) return refuse("unknown");
    const { state, email } = known.account;
    const why = refuseKeeper(known, regionCode);
    if (why !== null) return refuse(why);
    if (state === "disabled") return refuse("disabled");
    const offered = known.pending.find((grant) => grant.regionCode === regionCode);
    if (offered !== undefined) {
      await offerRole(ctx, trx, { ...offered, known });
      return { kind: "done", email, token: null };
    }
    const within = listReach(ctx);
    if (within !== null && !isWithin(known, within)) return refuse("elsewhere");
    const vouchedBy = regionCode ?? OPERATIONS.code;
    const token = await writeLink(ctx, trx, { known, regionCode, origin: { vouchedBy, within } });
    // Somebody new gets the link from whoever made it, and has nothing to lose yet.
    if (known.passwordHash !== null) {
      const mail = { kind: "link-made", regionCode, by: nameActor(actor) } as const;
      await insertAccountMails(trx, { accountIds: [accountId], mail, now });
    }
    return { kind: "done", email, token };
  });
}

/**
 * Makes the link of an invitation, which nobody but the mailbox sees; another attempt makes another, and the first opens
 * nothing any more. Null when the role waits for its owner no more.
 */
export async function makeOwnersLink(
  ctx: ServiceContext,
  { accountId, regionCode }: { accountId: number; regionCode: string },
): Promise<string | null> {
  return ctx.db.transaction().execute(async (trx) => {
    const known = await holdAccount(trx, accountId);
    if (known === null || !known.local || known.account.state !== "active") return null;
    if (rolesIn(known.pending, regionCode).length === 0) return null;
    return writeLink(ctx, trx, { known, regionCode, origin: { vouchedBy: OWNER, within: null } });
  });
}

/** Who sees the link answers for the password: `origin` says who. */
async function writeLink(
  { now, actor }: ServiceContext,
  trx: Db,
  { known, regionCode, origin }: { known: HeldAccount; regionCode: string | null; origin: LinkOrigin },
): Promise<string> {
  const { id: accountId } = known.account;
  const token = createToken();
  const expiresAt = new Date(now.getTime() + LINK_MS);
  await insertAccountLink(trx, { ...origin, accountId, token, expiresAt });
  const after = { expiresAt: expiresAt.toISOString() };
  await insertAudit(trx, { at: now, actor, regionCode, deed: "link-made", objectId: accountId, after });
  return token;
}

export type ChosenPassword =
  | { readonly kind: "chosen"; readonly account: HeldAccount["account"]; readonly credential: number }
  /** The link was used, grew too old, or the account got roles in the meantime that its maker may not give. */
  | { readonly kind: "gone" };

/**
 * Uses up a link: the account has this password from now on, whoever was signed in with the old one is not any more, and
 * roles that waited for their owner begin when the link came to the owner alone.
 */
export async function choosePassword(
  { db, now, address }: VisitContext,
  { token, password }: { token: string; password: string },
): Promise<ChosenPassword> {
  const passwordHash = await hashPassword(password);
  return db.transaction().execute(async (trx) => {
    const named = await findLink(trx, { token, now });
    const known = named === null ? null : await holdAccount(trx, named.accountId);
    // Once more, now that nobody else gives it a role or a link.
    const link = await findLink(trx, { token, now });
    if (known === null || link === null || !mayOpen(link, known)) return { kind: "gone" };
    const { account } = known;
    const { id, name, email } = account;
    await useLink(trx, { token, now });
    const credential = await writePassword(trx, { accountId: id, passwordHash, vouchedBy: link.vouchedBy });
    await removeSessions(trx, id);
    await forgetAllSignInFailures(trx, email);
    const about = { at: now, actor: { kind: "person", id, name, address } as const, objectId: id };
    await insertAudit(trx, { ...about, regionCode: null, deed: "password-chosen" });
    const begun = await beginPendingRoles(trx, id);
    for (const { regionCode, role } of begun)
      await insertAudit(trx, { ...about, regionCode, deed: "role-taken-up", after: { roles: [role] } });
    await insertAccountMails(trx, { accountIds: [id], mail: { kind: "password-changed" }, now });
    return { kind: "chosen", account: { ...account, grants: [...account.grants, ...begun] }, credential };
  });
}
