import { z } from "zod";
import { readSubscriptionsOf, type Subscription } from "../db/subscriptions.ts";
import type { Language } from "../domain/message.ts";
import type { ServiceContext } from "./context.ts";
import { holderOf } from "./own-data.ts";
import { giveUpReaderLetter, sendReaderLetter, type LetterSent } from "./reader-letters.ts";

/** How a target by e-mail is kept. */
const mailTarget = z.object({ address: z.string().min(1) });

/**
 * Mails a link by which all that goes to an address can be changed, to that address. Anybody may ask: where nothing goes
 * there the letter is written too, and not sent, so that neither the answer nor its time nor what is held back says so.
 */
export async function askForManageLink(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  { address, language, network }: { readonly address: string; readonly language: Language; readonly network: string },
): Promise<LetterSent> {
  const letter = { kind: "manage-subscriptions" } as const;
  return db.transaction().execute(async (trx) => {
    const known = await readSubscriptionsOf(trx, holderOf({ address }));
    const sent = await sendReaderLetter(trx, { address, language, letter, network, now });
    if (sent.kind === "sent" && known.length === 0)
      await giveUpReaderLetter({ db: trx, now }, { id: sent.letterId, reason: "nothing goes to that address" });
    return sent;
  });
}

/** The same to where a subscription goes by e-mail, for somebody who need not know where that is. */
export async function mailManageLink(
  ctx: Pick<ServiceContext, "db" | "now">,
  { subscription, network }: { readonly subscription: Subscription; readonly network: string },
): Promise<void> {
  const { channel, purpose, language, erasedAt } = subscription;
  const target = mailTarget.safeParse(subscription.target);
  if (channel !== "email" || purpose !== "readers" || erasedAt !== null || !target.success) return;
  await askForManageLink(ctx, { address: target.data.address, language, network });
}
