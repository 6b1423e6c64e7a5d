import { alignDeskSubscriptions, writeDeskSubscription } from "../db/desk-subscriptions.ts";
import { findWorker, FORBIDDEN, type Forbidden, type ServiceContext } from "./context.ts";

/** Turns the region's reminders to the actor on or off. */
export async function setDeskReminders(
  ctx: ServiceContext,
  { regionCode, on }: { regionCode: string; on: boolean },
): Promise<{ readonly kind: "on" | "off" } | Forbidden> {
  const worker = findWorker(ctx, "curate", regionCode);
  if (worker === null) return FORBIDDEN;
  const { actor, now } = worker;
  return ctx.db.transaction().execute(async (trx) => {
    await alignDeskSubscriptions(trx, { regionCode, now });
    await writeDeskSubscription(trx, { regionCode, accountId: actor.id, on });
    return { kind: on ? "on" : "off" };
  });
}
