import { insertAccountMails, listHolders } from "../db/account-mails.ts";
import { removeLinks } from "../db/account-links.ts";
import { writePassword, type HeldAccount } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import { removePendingRole, savePendingRole } from "../db/pending-roles.ts";
import type { Db } from "../db/schema.ts";
import { removeSecondFactor } from "../db/second-factors.ts";
import { removeSessions } from "../db/sessions.ts";
import { rolesIn, type Role } from "../domain/account.ts";
import { nameActor } from "../domain/audit.ts";
import { listOthers } from "../domain/role-change.ts";
import type { ServiceContext } from "./context.ts";

/**
 * A role that waits for its owner: a link goes to the mailbox and to nobody else, and what the account signed in with
 * until now holds no more, in no session. The owner and the administrators of every region concerned are told.
 */
export async function offerRole(
  { now, actor }: ServiceContext,
  trx: Db,
  { known, regionCode, role }: { known: HeldAccount; regionCode: string; role: Role },
): Promise<void> {
  const { id: accountId, name, email } = known.account;
  const before = rolesIn(known.pending, regionCode);
  const isFirst = before.length === 0;
  await savePendingRole(trx, { accountId, regionCode, role, now });
  await voidCredentials(trx, accountId);
  const about = { at: now, actor, objectId: accountId };
  await insertAudit(trx, {
    ...about,
    regionCode,
    deed: isFirst ? "role-offered" : "role-offered-again",
    before: { roles: before },
    after: { roles: [role] },
  });
  const by = nameActor(actor);
  const voided = known.passwordHash !== null;
  const invited = { kind: "invited", regionCode, role, by, voided } as const;
  await insertAccountMails(trx, { accountIds: [accountId], mail: invited, now });
  if (!isFirst) return;
  const others = listOthers(known, regionCode);
  for (const other of others)
    await insertAudit(trx, {
      ...about,
      regionCode: other,
      deed: "role-offered-in-another-region",
      after: { region: regionCode, roles: [role], passwordVoided: voided },
    });
  const admins = await listHolders(trx, { regionCodes: [regionCode, ...others], roles: ["region-admin"] });
  await insertAccountMails(trx, {
    accountIds: admins.filter((id) => id !== accountId),
    mail: { kind: "role-elsewhere", name, email, regionCode, role, by },
    now,
  });
}

/** Password, second factor, links and sessions hold no more. */
async function voidCredentials(trx: Db, accountId: number): Promise<void> {
  await writePassword(trx, { accountId, passwordHash: null, vouchedBy: null });
  await removeSecondFactor(trx, accountId);
  await removeLinks(trx, accountId);
  await removeSessions(trx, accountId);
}

/** Ends a role that had not begun. What became void stays so; the link in the mail still chooses a new password. */
export async function withdrawOffer(
  { now, actor }: ServiceContext,
  trx: Db,
  { known, regionCode }: { known: HeldAccount; regionCode: string },
): Promise<void> {
  const { id: accountId } = known.account;
  await removePendingRole(trx, { accountId, regionCode });
  await insertAudit(trx, {
    at: now,
    actor,
    regionCode,
    deed: "role-offer-taken-back",
    objectId: accountId,
    before: { roles: rolesIn(known.pending, regionCode) },
    after: { roles: [] },
  });
}
