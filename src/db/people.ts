import type { Account, Grant, RegionRole } from "../domain/account.ts";
import { findStoredAccount, insertAccount, lockAccounts, writeGrants } from "./accounts.ts";
import { insertAudit, type Actor } from "./audit.ts";
import { insertAccountLink } from "./account-links.ts";
import type { Db } from "./schema.ts";
import { removeSessions } from "./sessions.ts";

/** Why something was not done to somebody's account or roles. */
export type PeopleRefusal = "unknown" | "provider" | "disabled" | "last-admin" | "has-role" | "elsewhere" | "taken";
type Done<T = object> = ({ readonly kind: "done" } & T) | { readonly kind: "refused"; readonly why: PeopleRefusal };

/** Somebody with a role in a region. */
export interface Person {
  readonly account: Account;
  readonly local: boolean;
  readonly hasPassword: boolean;
}

interface Change {
  readonly actor: Actor;
  readonly now: Date;
}

/** Everybody with a role in the region, or everybody there is, by name. */
export async function readPeople(db: Db, regionCode: string | null): Promise<Person[]> {
  const ids = await db
    .selectFrom("account")
    .select("id")
    .$if(regionCode !== null, (query) =>
      query.where("id", "in", (eb) =>
        eb
          .selectFrom("account_role")
          .select("account_id")
          .where("region_code", "=", regionCode ?? ""),
      ),
    )
    .orderBy("name")
    .orderBy("id")
    .execute();
  const people: Person[] = [];
  for (const { id } of ids) {
    const found = await findStoredAccount(db, { id });
    if (found !== null)
      people.push({ account: found.account, local: found.local, hasPassword: found.passwordHash !== null });
  }
  return people;
}

/** Adds a local account, which chooses its password by a link. Refuses an address that is taken, in whatever way. */
export async function addAccount(
  db: Db,
  input: Change & { email: string; name: string; grants: readonly Grant[] },
): Promise<Done<{ accountId: number }>> {
  const { actor, now, email, name, grants } = input;
  return db.transaction().execute(async (trx) => {
    await lockAccounts(trx);
    if ((await findStoredAccount(trx, { email })) !== null) return refuse("taken");
    const accountId = await insertAccount(trx, { email, name, subject: null, grants, now });
    const object = `account ${accountId}`;
    for (const regionCode of regionsOf(grants))
      await insertAudit(trx, {
        at: now,
        actor,
        regionCode,
        what: "account added",
        object,
        after: { email, name, roles: rolesIn(grants, regionCode) },
      });
    return { kind: "done", accountId };
  });
}

/**
 * Gives an account this role in the region in place of any it has there, or none when `role` is null. Whoever is the
 * region's last administrator stays one, and what a provider gave only the provider takes away.
 */
export async function setRole(
  db: Db,
  input: Change & { accountId: number; regionCode: string; role: Grant["role"] | null; isNew?: boolean },
): Promise<Done<{ email: string }>> {
  const { actor, now, accountId, regionCode, role } = input;
  return db.transaction().execute(async (trx) => {
    await lockRegion(trx, regionCode);
    const found = await findStoredAccount(trx, { id: accountId });
    if (found === null) return refuse("unknown");
    if (!found.local) return refuse("provider");
    const { grants, state, email } = found.account;
    if (role !== null && state === "disabled") return refuse("disabled");
    const before = rolesIn(grants, regionCode);
    if (input.isNew === true && before.length > 0) return refuse("has-role");
    if (input.isNew !== true && before.length === 0) return refuse("unknown");
    if (before.length === 1 && before[0] === role) return { kind: "done", email };
    if (state === "active" && role !== "region-admin" && before.includes("region-admin")) {
      if (await isLastAdmin(trx, { accountId, regionCode })) return refuse("last-admin");
    }
    const kept = grants.filter((grant) => grant.regionCode !== regionCode);
    await writeGrants(trx, { accountId, grants: role === null ? kept : [...kept, { regionCode, role }] });
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      what: role === null ? "role taken away" : before.length === 0 ? "role given" : "role changed",
      object: `account ${accountId}`,
      before: { roles: before },
      after: { roles: role === null ? [] : [role] },
    });
    return { kind: "done", email };
  });
}

/**
 * Makes a one-time link for a local account. With `within`, only for one that has roles in those regions alone: whoever
 * holds the link becomes the account, and may so gain nothing that they could not give.
 */
export async function makeLink(
  db: Db,
  input: Change & { accountId: number; token: string; regionCode: string | null; within: readonly string[] | null },
): Promise<Done<{ email: string }>> {
  const { actor, now, accountId, token, regionCode, within } = input;
  return db.transaction().execute(async (trx) => {
    const found = await findStoredAccount(trx, { id: accountId });
    if (found === null) return refuse("unknown");
    const { grants, state, email } = found.account;
    if (regionCode !== null && rolesIn(grants, regionCode).length === 0) return refuse("unknown");
    if (!found.local) return refuse("provider");
    if (state === "disabled") return refuse("disabled");
    if (within !== null && grants.some((grant) => !within.includes(grant.regionCode))) return refuse("elsewhere");
    await insertAccountLink(trx, { accountId, token, actor, regionCode, now });
    return { kind: "done", email };
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
      await trx.deleteFrom("account_link").where("account_id", "=", accountId).execute();
    }
    const what = state === "disabled" ? "account disabled" : "account enabled";
    // Each region that it has a role in finds it in its own audit.
    const regions = found.account.grants.length === 0 ? [null] : regionsOf(found.account.grants);
    for (const regionCode of regions)
      await insertAudit(trx, { at: now, actor, regionCode, what, object: `account ${accountId}` });
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
