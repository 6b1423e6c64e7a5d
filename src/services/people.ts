import { nameActor, type Actor } from "../domain/audit.ts";
import { markRoles, type Account, type Grant, type RegionRole } from "../domain/account.ts";
import { OPERATIONS } from "../domain/region.ts";
import { insertAccountMails } from "../db/account-mails.ts";
import { findStoredAccount, holdAccount, insertAccount, lockAccounts, writeGrants } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import { insertAccountLink, removeLinks } from "./account-links.ts";
import { readPendingRoles } from "../db/pending-roles.ts";
import { isOfNation, isTrusted, offerRole, takeOfferBack, type KnownAccount } from "./role-offers.ts";
import type { Db } from "../db/schema.ts";
import { endSecondFactor, hasSecondFactor } from "../db/second-factors.ts";
import { removeSessions } from "../db/sessions.ts";

/** Why something was not done to somebody's account or roles. */
export type PeopleRefusal =
  | "unknown"
  | "provider"
  | "disabled"
  | "last-admin"
  | "has-role"
  | "elsewhere"
  | "nation"
  | "no-factor"
  | "taken"
  | "changed";
type Done<T = object> = ({ readonly kind: "done" } & T) | { readonly kind: "refused"; readonly why: PeopleRefusal };

/** Somebody with a role in a region. */
export interface Person {
  readonly account: Account;
  readonly local: boolean;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  /** Roles that wait until the owner has used a link that came by mail. */
  readonly pending: readonly Grant[];
}

interface Change {
  readonly actor: Actor;
  readonly now: Date;
}

/** Everybody with a role in the region, or with one that waits there, or everybody there is, by name. */
export async function readPeople(db: Db, regionCode: string | null): Promise<Person[]> {
  const ids = await db
    .selectFrom("account")
    .select("id")
    .$if(regionCode !== null, (query) =>
      query.where("id", "in", (eb) =>
        eb
          .selectFrom("account_role")
          .select("account_id")
          .where("region_code", "=", regionCode ?? "")
          .union(
            eb
              .selectFrom("pending_role")
              .select("account_id")
              .where("region_code", "=", regionCode ?? ""),
          ),
      ),
    )
    .orderBy("name")
    .orderBy("id")
    .execute();
  const people: Person[] = [];
  for (const { id } of ids) {
    const found = await findStoredAccount(db, { id });
    if (found === null) continue;
    const { account, local, passwordHash } = found;
    people.push({
      account,
      local,
      hasPassword: passwordHash !== null,
      hasSecondFactor: await hasSecondFactor(db, id),
      pending: await readPendingRoles(db, id),
    });
  }
  return people;
}

/**
 * Adds a local account, which chooses its password by a link, on the word of a region or of the operations. Refuses an
 * address that is taken, in whatever way.
 */
export async function addAccount(
  db: Db,
  input: Change & { email: string; name: string; grants: readonly Grant[]; vouchedBy?: string },
): Promise<Done<{ accountId: number }>> {
  const { actor, now, email, name, grants, vouchedBy = OPERATIONS.code } = input;
  return db.transaction().execute(async (trx) => {
    await lockAccounts(trx);
    if ((await findStoredAccount(trx, { email })) !== null) return refuse("taken");
    const accountId = await insertAccount(trx, { email, name, subject: null, grants, vouchedBy, now });
    for (const regionCode of regionsOf(grants))
      await insertAudit(trx, {
        at: now,
        actor,
        regionCode,
        deed: "account-added",
        objectId: accountId,
        after: { email, name, roles: rolesIn(grants, regionCode) },
      });
    return { kind: "done", accountId };
  });
}

/**
 * Gives an account this role in the region in place of any it has there, or none when `role` is null. Whoever is the
 * region's last administrator stays one, and what a provider gave only the provider takes away. `trust` is whose word
 * it is given on: the region's, unless it is told to be the operations'. `seen` is what the page showed of the account there
 * (`markRoles`): another by now is left as it is. A role for an account that others have had in
 * hand waits until its owner has used a new link (see `offerRole`).
 */
export async function setRole(
  db: Db,
  input: Change & {
    accountId: number;
    regionCode: string;
    role: Grant["role"] | null;
    isNew?: boolean;
    seen?: string;
    trust?: string;
  },
): Promise<Done<{ email: string; waits: boolean }>> {
  const { now, accountId, regionCode, role, isNew = false, trust = regionCode, seen } = input;
  return db.transaction().execute(async (trx) => {
    await lockRegion(trx, regionCode);
    await holdAccount(trx, accountId);
    const found = await findStoredAccount(trx, { id: accountId });
    if (found === null) return refuse("unknown");
    if (!found.local) return refuse("provider");
    const { grants, state, email } = found.account;
    if (role !== null && state === "disabled") return refuse("disabled");
    const before = rolesIn(grants, regionCode);
    const pending = await readPendingRoles(trx, accountId);
    const offered = pending.find((grant) => grant.regionCode === regionCode) ?? null;
    const isKnown = before.length > 0 || offered !== null;
    if (isNew && isKnown) return refuse("has-role");
    if (!isNew && !isKnown) return refuse("unknown");
    if (seen !== undefined && seen !== markRoles({ held: grants, offered: pending }, regionCode))
      return refuse("changed");
    if (before.length === 1 && before[0] === role) return { kind: "done", email, waits: false };
    const known = { ...found, pending };
    if (before.length === 0) {
      if (role === null) return takeOfferBack(trx, { ...input, email });
      if (trust !== OPERATIONS.code && isOfNation(known)) return refuse("nation");
      if (offered !== null || !isTrusted(known, trust)) {
        await offerRole(trx, { ...input, known, role });
        return { kind: "done", email, waits: true };
      }
    }
    if (state === "active" && role !== "region-admin" && before.includes("region-admin")) {
      if (await isLastAdmin(trx, { accountId, regionCode })) return refuse("last-admin");
    }
    await writeRole(trx, { ...input, known, before });
    await insertAccountMails(trx, {
      accountIds: [accountId],
      mail: { kind: "role-changed", regionCode, before, after: role, by: nameActor(input.actor) },
      now,
    });
    return { kind: "done", email, waits: false };
  });
}

async function writeRole(
  db: Db,
  input: Change & {
    known: KnownAccount;
    regionCode: string;
    role: Grant["role"] | null;
    before: readonly Grant["role"][];
  },
): Promise<void> {
  const { actor, now, known, regionCode, role, before } = input;
  const { id: accountId, grants } = known.account;
  const kept = grants.filter((grant) => grant.regionCode !== regionCode);
  await writeGrants(db, { accountId, grants: role === null ? kept : [...kept, { regionCode, role }] });
  if (role !== null && before.length === 0) await removeLinks(db, accountId);
  // Whoever has no role left is not signed in any more, and no link waits for a role that comes later.
  if (role === null && kept.length === 0 && known.pending.length === 0) {
    await removeSessions(db, accountId);
    await removeLinks(db, accountId);
  }
  await insertAudit(db, {
    at: now,
    actor,
    regionCode,
    deed: role === null ? "role-taken-away" : before.length === 0 ? "role-given" : "role-changed",
    objectId: accountId,
    before: { roles: before },
    after: { roles: role === null ? [] : [role] },
  });
}

/**
 * Makes a one-time link for a local account. With `within`, only for one that has roles in those regions alone: whoever
 * holds the link becomes the account, and may so gain nothing that they could not give. Where a role waits for its owner
 * the link goes to the owner by mail, and `token` is not used.
 */
export async function makeLink(
  db: Db,
  input: Change & { accountId: number; token: string; regionCode: string | null; within: readonly string[] | null },
): Promise<Done<{ email: string; mailed: boolean }>> {
  const { actor, now, accountId, token, regionCode, within } = input;
  return db.transaction().execute(async (trx) => {
    await holdAccount(trx, accountId);
    const found = await findStoredAccount(trx, { id: accountId });
    if (found === null) return refuse("unknown");
    const { grants, state, email } = found.account;
    const pending = await readPendingRoles(trx, accountId);
    const offered = pending.find((grant) => grant.regionCode === regionCode);
    if (regionCode !== null && offered === undefined && rolesIn(grants, regionCode).length === 0)
      return refuse("unknown");
    if (!found.local) return refuse("provider");
    if (state === "disabled") return refuse("disabled");
    if (offered !== undefined) {
      await offerRole(trx, { ...input, ...offered, known: { ...found, pending } });
      return { kind: "done", email, mailed: true };
    }
    if (within !== null && [...grants, ...pending].some((grant) => !within.includes(grant.regionCode)))
      return refuse("elsewhere");
    await insertAccountLink(trx, { accountId, token, actor, regionCode, within, now });
    // Somebody new gets the link from whoever made it, and has nothing to lose yet.
    if (found.passwordHash !== null) {
      const mail = { kind: "link-made", regionCode, by: nameActor(actor) } as const;
      await insertAccountMails(trx, { accountIds: [accountId], mail, now });
    }
    return { kind: "done", email, mailed: false };
  });
}

/**
 * Takes the second step of a local account away, which its owner is told; within regions as a link is made. Without a
 * role of its own in `regionCode` it is unknown there.
 */
export async function resetSecondFactor(
  db: Db,
  input: Change & { accountId: number; regionCode: string | null; within: readonly string[] | null },
): Promise<Done> {
  const { actor, now, accountId, regionCode, within } = input;
  return db.transaction().execute(async (trx) => {
    await holdAccount(trx, accountId);
    const found = await findStoredAccount(trx, { id: accountId });
    if (found === null) return refuse("unknown");
    const held = [...found.account.grants, ...(await readPendingRoles(trx, accountId))];
    if (regionCode !== null && rolesIn(held, regionCode).length === 0) return refuse("unknown");
    if (!found.local) return refuse("provider");
    if (within !== null && held.some((grant) => !within.includes(grant.regionCode))) return refuse("elsewhere");
    if (!(await endSecondFactor(trx, { accountId, actor, now, what: "reset" }))) return refuse("no-factor");
    if (regionCode !== null)
      await insertAudit(trx, {
        at: now,
        actor,
        regionCode,
        deed: "second-factor-reset",
        objectId: accountId,
      });
    return { kind: "done" };
  });
}

/** Closes an account, which is signed out everywhere at once, or opens it again. */
export async function setAccountState(
  db: Db,
  input: Change & { accountId: number; state: Account["state"] },
): Promise<Done> {
  const { actor, now, accountId, state } = input;
  return db.transaction().execute(async (trx) => {
    const found = await findStoredAccount(trx, { id: accountId });
    if (found === null) return refuse("unknown");
    if (found.account.state === state) return { kind: "done" };
    await trx.updateTable("account").set({ state }).where("id", "=", accountId).execute();
    if (state === "disabled") {
      await removeSessions(trx, accountId);
      await removeLinks(trx, accountId);
    }
    const deed = state === "disabled" ? "account-disabled" : "account-enabled";
    // Each region that it has a role in finds it in its own audit.
    const regions = found.account.grants.length === 0 ? [null] : regionsOf(found.account.grants);
    for (const regionCode of regions) await insertAudit(trx, { at: now, actor, regionCode, deed, objectId: accountId });
    return { kind: "done" };
  });
}

/** One change of a region's people at a time: two administrators who take each other away would both succeed. */
async function lockRegion(db: Db, regionCode: string): Promise<void> {
  await db.selectFrom("region").select("code").where("code", "=", regionCode).forUpdate().execute();
}

async function isLastAdmin(db: Db, input: { accountId: number; regionCode: string }): Promise<boolean> {
  const other = await db
    .selectFrom("account_role")
    .innerJoin("account", "account.id", "account_role.account_id")
    .select("account.id")
    .where("region_code", "=", input.regionCode)
    .where("role", "=", "region-admin" satisfies RegionRole)
    .where("account.state", "=", "active")
    .where("account.id", "!=", input.accountId)
    .executeTakeFirst();
  return other === undefined;
}

function refuse(why: PeopleRefusal): { kind: "refused"; why: PeopleRefusal } {
  return { kind: "refused", why };
}

function regionsOf(grants: readonly Grant[]): string[] {
  return [...new Set(grants.map(({ regionCode }) => regionCode))].toSorted();
}

function rolesIn(grants: readonly Grant[], regionCode: string): Grant["role"][] {
  return grants.filter((grant) => grant.regionCode === regionCode).map(({ role }) => role);
}
