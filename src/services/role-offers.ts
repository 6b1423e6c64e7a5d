import { nameActor, type Actor } from "../domain/audit.ts";
import type { Grant } from "../domain/account.ts";
import { OPERATIONS } from "../domain/region.ts";
import { insertAccountMails, listHolders } from "../db/account-mails.ts";
import { removeLinks } from "./account-links.ts";
import { OWNER, type StoredAccount } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import { removeSecondFactor } from "../db/second-factors.ts";
import { readPendingRoles, removePendingRole, savePendingRole } from "../db/pending-roles.ts";
import type { Db } from "../db/schema.ts";
import { removeSessions } from "../db/sessions.ts";

/** An account with the roles that wait for its owner. */
export interface KnownAccount extends StoredAccount {
  readonly pending: readonly Grant[];
}

interface Change {
  readonly actor: Actor;
  readonly now: Date;
}

/**
 * Whether a role may begin at once: whoever made the account's password is who gives it. A password that was made on
 * another region's word may be known there, and would open this region's desk too.
 */
export function isTrusted({ account, pending, vouchedBy }: KnownAccount, trust: string): boolean {
  if (trust === OPERATIONS.code) return vouchedBy === OPERATIONS.code || vouchedBy === OWNER;
  return vouchedBy === trust && [...account.grants, ...pending].every(({ regionCode }) => regionCode === trust);
}

/** Whether it has a role of the nation, or is offered one: such an account is the operations' alone. */
export function isOfNation({ account, pending }: KnownAccount): boolean {
  return [...account.grants, ...pending].some(({ regionCode }) => regionCode === OPERATIONS.code);
}

/**
 * A role that waits for its owner: a link goes to the mailbox and to nobody else, and what the account signed in with
 * until now holds no more, in no session. The owner and the administrators of every region concerned are told. Call it
 * inside a transaction that holds the account.
 */
export async function offerRole(
  db: Db,
  input: Change & { known: KnownAccount; regionCode: string | null; role: Grant["role"] },
): Promise<void> {
  const { actor, now, known, role } = input;
  const { id: accountId, name, email } = known.account;
  const regionCode = input.regionCode ?? OPERATIONS.code;
  const before = known.pending.find((grant) => grant.regionCode === regionCode);
  await savePendingRole(db, { accountId, regionCode, role, now });
  await voidCredentials(db, accountId);
  const about = { at: now, actor, objectId: accountId };
  await insertAudit(db, {
    ...about,
    regionCode,
    deed: before === undefined ? "role-offered" : "role-offered-again",
    before: { roles: before === undefined ? [] : [before.role] },
    after: { roles: [role] },
  });
  const voided = known.passwordHash !== null;
  const invited = { kind: "invited", regionCode, role, by: nameActor(actor), voided } as const;
  await insertAccountMails(db, { accountIds: [accountId], mail: invited, now });
  if (before !== undefined) return;
  const others = listOthers(known, regionCode);
  for (const other of others)
    await insertAudit(db, {
      ...about,
      regionCode: other,
      deed: "role-offered-in-another-region",
      after: { region: regionCode, roles: [role], passwordVoided: voided },
    });
  const admins = await listHolders(db, { regionCodes: [regionCode, ...others], roles: ["region-admin"] });
  await insertAccountMails(db, {
    accountIds: admins.filter((id) => id !== accountId),
    mail: { kind: "role-elsewhere", name, email, regionCode, role, by: nameActor(actor) },
    now,
  });
}

/** The other regions that it concerns: where the account has a role or is offered one, and whose word its password is. */
function listOthers({ account, pending, vouchedBy }: KnownAccount, regionCode: string): string[] {
  const codes = [...account.grants, ...pending].map((grant) => grant.regionCode);
  const vouched = vouchedBy === null || vouchedBy === OWNER ? [] : [vouchedBy];
  return [...new Set([...codes, ...vouched])].filter((code) => code !== regionCode).toSorted();
}

/** Password, second factor, links and sessions hold no more. */
async function voidCredentials(db: Db, accountId: number): Promise<void> {
  await db
    .updateTable("account")
    .set((eb) => ({ password_hash: null, vouched_by: null, credential: eb("credential", "+", 1) }))
    .where("id", "=", accountId)
    .execute();
  await removeSecondFactor(db, accountId);
  await removeLinks(db, accountId);
  await removeSessions(db, accountId);
}

/** Ends a role that had not begun. What became void stays so; the link in the mail still chooses a new password. */
export async function takeOfferBack(
  db: Db,
  input: Change & { accountId: number; regionCode: string; email: string },
): Promise<{ kind: "done"; email: string; waits: false }> {
  const { actor, now, accountId, regionCode, email } = input;
  const before = (await readPendingRoles(db, accountId)).filter((grant) => grant.regionCode === regionCode);
  await removePendingRole(db, { accountId, regionCode });
  await insertAudit(db, {
    at: now,
    actor,
    regionCode,
    deed: "role-offer-taken-back",
    objectId: accountId,
    before: { roles: before.map(({ role }) => role) },
    after: { roles: [] },
  });
  return { kind: "done", email, waits: false };
}
