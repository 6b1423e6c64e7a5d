import { insertAudit } from "../db/audit.ts";
import { finishLetter } from "../db/letters.ts";
import type { AccountMail } from "../domain/account-mail.ts";
import type { ServiceContext } from "./context.ts";

/** What never reached its receiver stands in the region's log, where somebody can do something about it. */
export async function giveUpAccountMail(
  { db, now, actor }: ServiceContext,
  { mail, reason }: { mail: { id: number; accountId: number; content: AccountMail }; reason: string },
): Promise<void> {
  const { id, accountId, content } = mail;
  await db.transaction().execute(async (trx) => {
    await finishLetter(trx, "account_mail", { id, state: "dead", reason, now });
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode: "regionCode" in content ? content.regionCode : null,
      deed: "account-mail-not-sent",
      objectId: accountId,
      reason,
    });
  });
}
