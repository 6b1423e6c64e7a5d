import { alignDeskSubscriptions, writeDeskSubscription } from "../db/desk-subscriptions.ts";
import { findWorker, FORBIDDEN, type Forbidden, type ServiceContext } from "./context.ts";

/** Turns the region's reminders to the actor on or off. */
export async function setDeskReminders(
  ctx: ServiceContext,
  { regionCode, on }: { regionCode: string; on: boolean },
): Promise<{ readonly kind: "on" | "off" } | Forbidden> {
  const worker = findWorker(ctx, "curate", regionCode);
  if (worker === null) return FORBIDDEN;
  const { accountId, now } = worker;
  return ctx.db.transaction().execute(async (trx) => {
    await alignDeskSubscriptions(trx, { regionCode, now });
    await writeDeskSubscription(trx, { regionCode, accountId, on });
    return { kind: on ? "on" : "off" };
  });
}
