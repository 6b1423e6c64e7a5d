import type { Account, Grant, RegionRole } from "../domain/account.ts";
import { findStoredAccount } from "./accounts.ts";
import { readPendingRoles } from "./pending-roles.ts";
import type { Db } from "./schema.ts";
import { hasSecondFactor } from "./second-factors.ts";

/** Somebody with a role in a region. */
export interface Person {
  readonly account: Account;
  readonly local: boolean;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  /** Roles that wait until the owner has used a link that came by mail. */
  readonly pending: readonly Grant[];
  /** Why the newest mail to them has not reached them, where we know so. */
  readonly mailFault: MailFault | null;
}

/** `returned`: their server took it and sent it back · `dead`: nobody took it. */
export interface MailFault {
  readonly kind: "returned" | "dead";
  readonly at: Date;
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
      mailFault: await readMailFault(db, id),
    });
  }
  return people;
}

/** Whether nobody else, of those who can sign in, administers the region. */
export async function isLastAdmin(db: Db, input: { accountId: number; regionCode: string }): Promise<boolean> {
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

async function readMailFault(db: Db, accountId: number): Promise<MailFault | null> {
  const newest = await db
    .selectFrom("account_mail")
    .select(["state", "finished_at", "returned_at", "return_verdict"])
    .where("account_id", "=", accountId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return null;
  const { state, finished_at: finishedAt, returned_at: returnedAt, return_verdict: verdict } = newest;
  if (state === "dead" && finishedAt !== null) return { kind: "dead", at: finishedAt };
  const cameBack = returnedAt !== null && verdict !== null && verdict !== "delayed" && verdict !== "complaint";
  return cameBack ? { kind: "returned", at: returnedAt } : null;
}
