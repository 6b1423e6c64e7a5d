import { insertAudit } from "../db/audit.ts";
import { holdReader } from "../db/readers.ts";
import type { Db } from "../db/schema.ts";
import { setSubscriptionState, type Subscription } from "../db/subscriptions.ts";
import type { Deed } from "../domain/audit.ts";
import { ENDED_BY_REGION } from "../domain/reader.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";
import { resumeSubscription } from "./resuming.ts";

/** `already`: it was so before · `unknown`: the region has no such reader, or it cannot be done to them. */
export type ReaderDone = { readonly kind: "done" | "already" | "unknown" } | Forbidden;

interface OfRegion {
  readonly regionCode: string;
  readonly id: number;
}

/** Nothing comes to them any more, nor what waits; as long as their address is kept it can be taken back. */
export async function endReader(ctx: ServiceContext, input: OfRegion): Promise<ReaderDone> {
  return change(ctx, { ...input, deed: "subscription-ended" }, async (trx, { id, state }) => {
    if (state === "ended") return "already";
    await setSubscriptionState(trx, { id, state: "ended", reason: ENDED_BY_REGION, now: ctx.now });
    return "done";
  });
}

/** Whether the region may take an end back: only one that it made, while somebody still knows where it went. */
export function canRestore({ state, stateReason, erasedAt }: Restorable): boolean {
  return state === "ended" && stateReason === ENDED_BY_REGION && erasedAt === null;
}
type Restorable = Pick<Subscription, "state" | "stateReason" | "erasedAt">;

/** Takes an end back, see `resumeSubscription`. */
export async function restoreReader(ctx: ServiceContext, input: OfRegion): Promise<ReaderDone> {
  return change(ctx, { ...input, deed: "subscription-restored" }, async (trx, reader) => {
    if (reader.state !== "ended") return "already";
    if (!canRestore(reader)) return "unknown";
    await resumeSubscription(trx, { subscription: reader, now: ctx.now });
    return "done";
  });
}

async function change(
  ctx: ServiceContext,
  { regionCode, id, deed }: OfRegion & { readonly deed: Deed },
  work: (trx: Db, reader: Subscription) => Promise<"done" | "already" | "unknown">,
): Promise<ReaderDone> {
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  const { actor, now } = ctx;
  return ctx.db.transaction().execute(async (trx) => {
    const reader = await holdReader(trx, { id, regionCode });
    if (reader === null) return { kind: "unknown" };
    const kind = await work(trx, reader);
    if (kind === "done") await insertAudit(trx, { at: now, actor, regionCode, deed, objectId: id });
    return { kind };
  });
}
