import {
  findStoredAccount,
  insertAccount,
  lockAccounts,
  subjectOf,
  writeGrants,
  writeProfile,
} from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import type { Db } from "../db/schema.ts";
import { removeSessions } from "../db/sessions.ts";
import { regionsOf, rolesIn, type Account, type Grant } from "../domain/account.ts";
import type { Actor } from "../domain/audit.ts";
import type { Identity } from "../domain/claim-map.ts";
import { noteNewAccount } from "./new-account.ts";
import type { VisitContext } from "./sessions.ts";

/** `email-taken`: another account has the address, and an address proves nothing. */
export type ProviderRefusal = "no-role" | "no-email" | "email-taken" | "disabled";

export type ProviderAccount =
  | { readonly kind: "account"; readonly account: Account }
  | { readonly kind: "refused"; readonly why: ProviderRefusal };

/**
 * The account of somebody whom a provider vouches for, known by issuer and subject alone. Its roles are what the
 * provider says now: whoever has lost them all is signed out everywhere, and gets no account in the first place.
 */
export async function syncProviderAccount(
  { db, now, address }: VisitContext,
  identity: Identity,
): Promise<ProviderAccount> {
  return db.transaction().execute(async (trx) => {
    const subject = subjectOf(identity);
    await lockAccounts(trx);
    const found = await findStoredAccount(trx, { subject });
    if (found === null) return addAccount(trx, { identity, address, now, subject });
    const { account } = found;
    if (account.state === "disabled") return { kind: "refused", why: "disabled" };
    const actor = { kind: "person", id: account.id, name: account.name, address } as const;
    await writeRoles(trx, { account, grants: identity.grants, actor, now });
    if (identity.grants.length === 0) {
      await removeSessions(trx, account.id);
      return { kind: "refused", why: "no-role" };
    }
    const changed = await alignProfile(trx, { account, identity, actor, now });
    return { kind: "account", account: { ...account, ...changed, grants: identity.grants } };
  });
}

async function addAccount(
  db: Db,
  { identity, address, now, subject }: { identity: Identity; address: string; now: Date; subject: string },
): Promise<ProviderAccount> {
  const { email, grants } = identity;
  if (grants.length === 0) return { kind: "refused", why: "no-role" };
  if (email === null) return { kind: "refused", why: "no-email" };
  if ((await findStoredAccount(db, { email })) !== null) return { kind: "refused", why: "email-taken" };
  const name = identity.name ?? email;
  const id = await insertAccount(db, { email, name, subject, grants, now });
  const actor = { kind: "person", id, name, address } as const;
  await noteNewAccount(db, { deed: "account-added-by-provider", account: { id, email, name, grants }, actor, now });
  return { kind: "account", account: { id, email, name, state: "active", grants } };
}

async function writeRoles(
  db: Db,
  input: {
    account: Account;
    grants: readonly Grant[];
    actor: Actor;
    now: Date;
  },
): Promise<void> {
  const { account, grants, actor, now } = input;
  const changed = regionsOf([...account.grants, ...grants]).filter(
    (regionCode) => rolesIn(account.grants, regionCode).join() !== rolesIn(grants, regionCode).join(),
  );
  if (changed.length === 0) return;
  await writeGrants(db, { accountId: account.id, grants });
  for (const regionCode of changed)
    await insertAudit(db, {
      at: now,
      actor,
      regionCode,
      deed: "roles-changed-by-provider",
      objectId: account.id,
      before: { roles: rolesIn(account.grants, regionCode) },
      after: { roles: rolesIn(grants, regionCode) },
    });
}

/** Name and address as the provider has them now; an address that another account has stays as it was. */
async function alignProfile(
  db: Db,
  input: { account: Account; identity: Identity; actor: Actor; now: Date },
): Promise<Pick<Account, "email" | "name">> {
  const { account, identity, actor, now } = input;
  const other = identity.email === null ? null : await findStoredAccount(db, { email: identity.email });
  const email = other === null ? (identity.email ?? account.email) : account.email;
  const name = identity.name ?? account.name;
  if (email === account.email && name === account.name) return { email, name };
  await writeProfile(db, { id: account.id, email, name });
  await insertAudit(db, {
    at: now,
    actor,
    regionCode: null,
    deed: "profile-changed-by-provider",
    objectId: account.id,
    before: { email: account.email, name: account.name },
    after: { email, name },
  });
  return { email, name };
}
