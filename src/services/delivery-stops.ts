import type { Channel } from "../channels/channel.ts";
import { insertAudit } from "../db/audit.ts";
import { deleteStop, insertStop } from "../db/delivery-stops.ts";
import { isRemoteKnown } from "../db/remotes.ts";
import type { Db } from "../db/schema.ts";
import { findSubscription, readTargets, setSubscriptionState, type Subscription } from "../db/subscriptions.ts";
import { nameActor } from "../domain/audit.ts";
import { cleanLine } from "../domain/clean-text.ts";
import { MAX_STOP_REASON_CHARS, writeStopScope, type StopScope } from "../domain/delivery-stop.ts";
import { findTextFault, type TextFault } from "../domain/free-text.ts";
import { OPERATIONS } from "../domain/region.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

/** `already`: it was so before · `unknown`: there is nothing of that name, or nothing of theirs. */
type Done = { readonly kind: "done" | "already" | "unknown" } | Forbidden;
/** The reason stands on every page of the desk. */
type RefusedReason = { readonly kind: "refused"; readonly because: TextFault };

/** A service's context with the channels, which know where a target is. */
type StopContext = ServiceContext & { readonly channels: ReadonlyMap<string, Channel> };

/**
 * Stops what the scope names until somebody lets it go on: nothing of it begins any more, and nothing is lost. Only those
 * who run Restsignal stop more than one subscription of their own region.
 */
export async function stopDeliveries(
  ctx: StopContext,
  input: { scope: StopScope; reason: string },
): Promise<Done | RefusedReason> {
  const { scope } = input;
  const reason = cleanLine(input.reason);
  const because = findTextFault(reason, MAX_STOP_REASON_CHARS);
  if (because !== null) return { kind: "refused", because };
  return decide(ctx, scope, async (trx, subscription) => {
    const { actor, now } = ctx;
    if (!(await isThere(ctx, trx, { scope, subscription }))) return { kind: "unknown" };
    const regionCode = subscription?.regionCode ?? null;
    if (!(await insertStop(trx, { scope, reason, by: nameActor(actor), now }))) return { kind: "already" };
    const objectId = writeStopScope(scope);
    await insertAudit(trx, { at: now, actor, regionCode, deed: "deliveries-stopped", objectId, reason });
    return { kind: "done" };
  });
}

/** Lets go on what was stopped, whoever stopped it. */
export async function resumeDeliveries(ctx: ServiceContext, { scope }: { scope: StopScope }): Promise<Done> {
  return decide(ctx, scope, async (trx, subscription) => {
    const { actor, now } = ctx;
    const regionCode = subscription?.regionCode ?? null;
    if (!(await deleteStop(trx, scope))) return { kind: "already" };
    const objectId = writeStopScope(scope);
    await insertAudit(trx, { at: now, actor, regionCode, deed: "deliveries-resumed", objectId });
    return { kind: "done" };
  });
}

/** Lets a subscription that was paused go on, since somebody has mended what it reaches. */
export async function resumeSubscription(ctx: ServiceContext, { id }: { id: number }): Promise<Done> {
  return decide(ctx, { kind: "subscription", id }, async (trx, found) => {
    const { actor, now } = ctx;
    if (found === null) return { kind: "unknown" };
    const { regionCode } = found;
    if (found.state !== "paused") return { kind: "already" };
    await setSubscriptionState(trx, { id, state: "active", reason: null, now });
    const [before, after] = [{ state: found.state }, { state: "active" }];
    await insertAudit(trx, { at: now, actor, regionCode, deed: "subscription-resumed", objectId: id, before, after });
    return { kind: "done" };
  });
}

/** A stop of what is not there would hold up nothing, while whoever set it believes that it does. */
async function isThere(
  { channels }: StopContext,
  trx: Db,
  { scope, subscription }: { scope: StopScope; subscription: Subscription | null },
): Promise<boolean> {
  if (scope.kind === "all") return true;
  if (scope.kind === "subscription") return subscription !== null;
  const channel = channels.get(scope.channel);
  if (channel === undefined || scope.kind === "channel") return channel !== undefined;
  if (await isRemoteKnown(trx, scope)) return true;
  for await (const target of readTargets(trx, scope.channel))
    if (channel.remoteOf(target) === scope.remote) return true;
  return false;
}

/** Whether the actor may stop and let go on what the scope names; `regionCode` is the subscription's. */
export function mayStop(ctx: ServiceContext, scope: StopScope, regionCode: string | null): boolean {
  if (mayDo(ctx, "operate", OPERATIONS.code)) return true;
  return scope.kind === "subscription" && regionCode !== null && mayDo(ctx, "administer", regionCode);
}

/** Whether another region has a subscription of that number is nobody's business. */
async function decide(
  ctx: ServiceContext,
  scope: StopScope,
  work: (trx: Db, subscription: Subscription | null) => Promise<Done>,
): Promise<Done> {
  return ctx.db.transaction().execute(async (trx) => {
    const subscription = scope.kind === "subscription" ? await findSubscription(trx, scope.id) : null;
    if (mayStop(ctx, scope, subscription?.regionCode ?? null)) return work(trx, subscription);
    return scope.kind === "subscription" ? { kind: "unknown" } : FORBIDDEN;
  });
}
