import { insertAccountMails } from "../db/account-mails.ts";
import { removeLinks } from "../db/account-links.ts";
import {
  findStoredAccount,
  holdAccount,
  insertAccount,
  lockAccounts,
  writeAccountState,
  writeGrants,
  type HeldAccount,
} from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import { isLastAdmin } from "../db/people.ts";
import { lockRegion } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import { removeSessions } from "../db/sessions.ts";
import { regionsOf, type Account, type Grant, type Role } from "../domain/account.ts";
import { nameActor } from "../domain/audit.ts";
import { OPERATIONS } from "../domain/region.ts";
import { decideRole, type RoleRefusal, type RoleWish } from "../domain/role-change.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";
import { noteNewAccount } from "./new-account.ts";
import { offerRole, withdrawOffer } from "./role-offers.ts";

/** Why something was not done to somebody's account or roles. */
export type PeopleRefusal = RoleRefusal | "last-admin" | "elsewhere" | "no-factor" | "taken";
interface Refused {
  readonly kind: "refused";
  readonly why: PeopleRefusal;
}
export type PeopleRefused = Refused | Forbidden;
export type PeopleResult<T> = ({ readonly kind: "done" } & T) | PeopleRefused;

/** On whose word somebody is let in: the operations', of whoever has the command line, or their region's. */
function wordOf({ grants }: ServiceContext, regionCode: string): string {
  return grants === "all" ? OPERATIONS.code : regionCode;
}

/** Adds a local account, which chooses its password by a link. Refuses an address that is taken, in whatever way. */
export async function addAccount(
  ctx: ServiceContext,
  input: { email: string; name: string; grants: readonly [Grant, ...Grant[]] },
): Promise<PeopleResult<{ accountId: number }>> {
  const { now, actor } = ctx;
  const { email, name, grants } = input;
  if (!grants.every(({ regionCode }) => mayDo(ctx, "administer", regionCode))) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    await lockAccounts(trx);
    if ((await findStoredAccount(trx, { email })) !== null) return refuse("taken");
    const vouchedBy = wordOf(ctx, grants[0].regionCode);
    const accountId = await insertAccount(trx, { email, name, subject: null, grants, vouchedBy, now });
    await noteNewAccount(trx, { deed: "account-added", account: { id: accountId, email, name, grants }, actor, now });
    return { kind: "done", accountId };
  });
}

/**
 * Gives an account this role in the region in place of any it has there, or none when `role` is null. Whoever is the
 * region's last administrator stays one, and what a provider gave only the provider takes away. `seen` is what the page
 * showed of the account there (`markRoles`): another by now is left as it is. A role for an account that others have had
 * in hand waits until its owner has used a new link (see `offerRole`).
 */
export async function setRole(
  ctx: ServiceContext,
  input: Omit<RoleWish, "isNew" | "seen" | "word"> & { accountId: number; isNew?: boolean | null; seen?: string },
): Promise<PeopleResult<{ email: string; waits: boolean }>> {
  const { accountId, regionCode, isNew = false, seen } = input;
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    // Two administrators who take each other away would both succeed.
    await lockRegion(trx, regionCode);
    const known = await holdAccount(trx, accountId);
    if (known === null) return refuse("unknown");
    const step = decideRole(known, { ...input, isNew, seen, word: wordOf(ctx, regionCode) });
    switch (step.kind) {
      case "refused":
        return step;
      case "nothing":
        break;
      case "take-back":
        await withdrawOffer(ctx, trx, { known, regionCode });
        break;
      case "offer":
        await offerRole(ctx, trx, { known, regionCode, role: step.role });
        break;
      case "write":
        if (step.endsAdmin && (await isLastAdmin(trx, { accountId, regionCode }))) return refuse("last-admin");
        await writeRole(ctx, trx, { ...input, known, before: step.before });
        break;
    }
    return { kind: "done", email: known.account.email, waits: step.kind === "offer" };
  });
}

async function writeRole(
  { now, actor }: ServiceContext,
  trx: Db,
  input: { known: HeldAccount; regionCode: string; role: Role | null; before: readonly Role[] },
): Promise<void> {
  const { known, regionCode, role, before } = input;
  const { id: accountId, grants } = known.account;
  const kept = grants.filter((grant) => grant.regionCode !== regionCode);
  await writeGrants(trx, { accountId, grants: role === null ? kept : [...kept, { regionCode, role }] });
  if (role !== null && before.length === 0) await removeLinks(trx, accountId);
  // Whoever has no role left is not signed in any more, and no link waits for a role that comes later.
  if (role === null && kept.length === 0 && known.pending.length === 0) await endAccess(trx, accountId);
  await insertAudit(trx, {
    at: now,
    actor,
    regionCode,
    deed: role === null ? "role-taken-away" : before.length === 0 ? "role-given" : "role-changed",
    objectId: accountId,
    before: { roles: before },
    after: { roles: role === null ? [] : [role] },
  });
  const mail = { kind: "role-changed", regionCode, before, after: role, by: nameActor(actor) } as const;
  await insertAccountMails(trx, { accountIds: [accountId], mail, now });
}

/** Closes an account, which is signed out everywhere at once, or opens it again. */
export async function setAccountState(
  ctx: ServiceContext,
  { accountId, state }: { accountId: number; state: Account["state"] },
): Promise<PeopleResult<object>> {
  const { now, actor } = ctx;
  if (!mayDo(ctx, "operate", OPERATIONS.code)) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    const known = await holdAccount(trx, accountId);
    if (known === null) return refuse("unknown");
    const { grants } = known.account;
    if (known.account.state === state) return { kind: "done" };
    await writeAccountState(trx, { id: accountId, state });
    if (state === "disabled") await endAccess(trx, accountId);
    const deed = state === "disabled" ? "account-disabled" : "account-enabled";
    // Each region that it has a role in finds it in its own audit.
    const regions = grants.length === 0 ? [null] : regionsOf(grants);
    for (const regionCode of regions) await insertAudit(trx, { at: now, actor, regionCode, deed, objectId: accountId });
    return { kind: "done" };
  });
}

/** Nobody is signed in to the account any more, and no link opens it. */
async function endAccess(trx: Db, accountId: number): Promise<void> {
  await removeSessions(trx, accountId);
  await removeLinks(trx, accountId);
}

export function refuse(why: PeopleRefusal): Refused {
  return { kind: "refused", why };
}
