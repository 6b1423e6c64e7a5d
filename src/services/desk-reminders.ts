import { alignDeskSubscriptions, writeDeskSubscription } from "../db/desk-subscriptions.ts";
import { workAsPerson, type Forbidden, type ServiceContext } from "./context.ts";

/** Turns the region's reminders to the actor on or off. */
export async function setDeskReminders(
  ctx: ServiceContext,
  { regionCode, on }: { regionCode: string; on: boolean },
): Promise<{ readonly kind: "on" | "off" } | Forbidden> {
  return workAsPerson(ctx, { permission: "curate", regionCode }, async (trx, { actor, now }) => {
    await alignDeskSubscriptions(trx, { regionCode, now });
    await writeDeskSubscription(trx, { regionCode, accountId: actor.id, on, now });
    return { kind: on ? "on" : "off" };
  });
}
