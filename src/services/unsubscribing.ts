import type { Db } from "../db/schema.ts";
import {
  holdSubscriptionByToken,
  setSubscriptionState,
  writeEndedReason,
  type Subscription,
} from "../db/subscriptions.ts";
import { writeTellsSilence } from "../db/silence.ts";
import { ENDED_BY_SUBSCRIBER, type EndReason } from "../domain/subscription.ts";
import type { ServiceContext } from "./context.ts";
import { resumeSubscription } from "./resuming.ts";
import type { Changed } from "./subscriptions.ts";

/** Whoever has a message has the token in it, forwarded or not: it ends that one subscription, and takes that back. */
interface ByToken {
  readonly token: string;
}
type Ending = Pick<ServiceContext, "db" | "now">;

async function change(
  { db }: Ending,
  { token }: ByToken,
  work: (trx: Db, subscription: Subscription) => Promise<boolean>,
): Promise<Changed> {
  return db.transaction().execute(async (trx) => {
    const subscription = await holdSubscriptionByToken(trx, token);
    if (subscription === null) return { kind: "unknown" };
    return { kind: (await work(trx, subscription)) ? "changed" : "unchanged" };
  });
}

/** Whether they are told of months that brought nothing. */
export async function chooseSilence(
  ctx: Ending,
  { tellsSilence, ...input }: ByToken & { readonly tellsSilence: boolean },
): Promise<Changed> {
  return change(ctx, input, (trx, { id }) => writeTellsSilence(trx, { id, tellsSilence }));
}

/** Nothing comes any more, nor what waits. */
export async function endByToken(ctx: Ending, input: ByToken): Promise<Changed> {
  return change(ctx, input, async (trx, { id, state }) => {
    if (state === "ended") return false;
    await setSubscriptionState(trx, { id, state: "ended", reason: ENDED_BY_SUBSCRIBER, now: ctx.now });
    return true;
  });
}

/**
 * Whether an end can be taken back by whoever has the token: only one that was made so, while somebody still knows where it
 * went. Who may have a desk's reminders hangs on their role.
 */
export function canResume({ state, stateReason, purpose, erasedAt }: Resumable): boolean {
  return state === "ended" && stateReason === ENDED_BY_SUBSCRIBER && purpose === "readers" && erasedAt === null;
}
type Resumable = Pick<Subscription, "state" | "stateReason" | "purpose" | "erasedAt">;

/** Takes an end back, see `resumeSubscription`. */
export async function resumeByToken(ctx: Ending, input: ByToken): Promise<Changed> {
  return change(ctx, input, async (trx, subscription) => {
    if (!canResume(subscription)) return false;
    await resumeSubscription(trx, { subscription, now: ctx.now });
    return true;
  });
}

/** Notes why it ended; of one that goes on nothing. */
export async function explainEnd(ctx: Ending, input: ByToken & { readonly reason: EndReason }): Promise<Changed> {
  return change(ctx, input, async (trx, { id, state, endedReason }) => {
    if (state !== "ended" || endedReason === input.reason) return false;
    await writeEndedReason(trx, { id, endedReason: input.reason });
    return true;
  });
}
