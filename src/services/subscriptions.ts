import { writeCadence } from "../db/digest-runs.ts";
import { findSubscriptionByToken, saveSubscription } from "../db/subscriptions.ts";
import type { Cadence } from "../domain/digest-run.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

type Saving = Omit<Parameters<typeof saveSubscription>[1], "now">;

/** Adds a target to a region, or gives one that is there these choices; without a cadence it keeps the one that it has. */
export async function subscribe(
  ctx: ServiceContext,
  { cadence, ...input }: Saving & { readonly cadence?: Cadence | undefined },
): Promise<{ readonly kind: "subscribed"; readonly id: number } | Forbidden> {
  const { now } = ctx;
  if (!mayDo(ctx, "administer", input.regionCode)) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    const id = await saveSubscription(trx, { ...input, now });
    if (cadence !== undefined) await writeCadence(trx, { id, cadence, now });
    return { kind: "subscribed", id };
  });
}

/**
 * Lets whoever has a subscription's token have its digests each day or each week, from now on. What waits goes with the
 * next digest of the new cadence; the one that is being made takes those who had its cadence at its time.
 */
export async function changeCadence(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  { token, cadence }: { readonly token: string; readonly cadence: Cadence },
): Promise<{ readonly kind: "changed" | "unchanged" | "unknown" }> {
  return db.transaction().execute(async (trx) => {
    const subscription = await findSubscriptionByToken(trx, token);
    if (subscription === null || subscription.state === "ended") return { kind: "unknown" };
    const changed = await writeCadence(trx, { id: subscription.id, cadence, now });
    return { kind: changed ? "changed" : "unchanged" };
  });
}
