import type { LinkOrigin } from "../domain/role-change.ts";
import { hashText, json } from "./client.ts";
import type { Db } from "./schema.ts";

/** Keeps a one-time link by which a local account chooses its password; earlier ones open nothing any more. */
export async function insertAccountLink(
  db: Db,
  link: LinkOrigin & { accountId: number; token: string; expiresAt: Date },
): Promise<void> {
  const { accountId, token, expiresAt, vouchedBy, within } = link;
  await removeLinks(db, accountId);
  await db
    .insertInto("account_link")
    .values({
      token_hash: hashText(token),
      account_id: accountId,
      expires_at: expiresAt,
      used_at: null,
      vouched_by: vouchedBy,
      within: within === null ? null : json(within),
    })
    .execute();
}

/** What was made before opens nothing any more. */
export async function removeLinks(db: Db, accountId: number): Promise<void> {
  await db.deleteFrom("account_link").where("account_id", "=", accountId).execute();
}

/** A link that can be used, and whose it is. */
export interface AccountLink extends LinkOrigin {
  readonly accountId: number;
  readonly email: string;
  readonly name: string;
}

/** Whose password a link is to choose; null when it is used, too old, unknown, or the account may not have one. */
export async function findLink(db: Db, { token, now }: { token: string; now: Date }): Promise<AccountLink | null> {
  const link = await db
    .selectFrom("account_link")
    .innerJoin("account", "account.id", "account_link.account_id")
    .select(["account.id as accountId", "account.email", "account.name"])
    .select(["account_link.vouched_by as vouchedBy", "account_link.within"])
    .where("token_hash", "=", hashText(token))
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where("account.state", "=", "active")
    .where("account.subject", "is", null)
    .executeTakeFirst();
  return link ?? null;
}

export async function useLink(db: Db, { token, now }: { token: string; now: Date }): Promise<void> {
  await db.updateTable("account_link").set({ used_at: now }).where("token_hash", "=", hashText(token)).execute();
}
