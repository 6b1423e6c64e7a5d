import type { Role } from "../domain/account.ts";
import { insertAccountMails, listHolders } from "./account-mails.ts";
import { readPolicy } from "./regions.ts";
import type { Db } from "./schema.ts";

/**
 * Where a region asks for two people, tells all who approve there that somebody else may do so, or that somebody has
 * made a link to the account of one: whoever makes themselves a second person is not alone in knowing. Call it inside
 * the transaction that does it.
 */
export async function tellApprovers(
  db: Db,
  input: {
    regionCode: string;
    account: { readonly id: number; readonly name: string; readonly email: string };
    roles: readonly Role[];
    how: "role" | "link";
    by: string;
    now: Date;
  },
): Promise<void> {
  const { regionCode, account, roles, how, by, now } = input;
  if (!roles.includes("approver") && !roles.includes("region-admin")) return;
  if ((await readPolicy(db, regionCode)).secondPerson !== true) return;
  const approvers = await listHolders(db, { regionCodes: [regionCode], roles: ["approver", "region-admin"] });
  const { id, name, email } = account;
  await insertAccountMails(db, {
    accountIds: approvers.filter((other) => other !== id),
    mail: { kind: "approver-made", regionCode, name, email, how, by },
    now,
  });
}
