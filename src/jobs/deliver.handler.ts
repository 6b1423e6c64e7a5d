import { preferencesPath, viewMessage } from "../addresses.ts";
import { renderSending, type Channel } from "../channels/channel.ts";
import {
  claimDeliveries,
  finishDeliveries,
  insertSending,
  stopChannel,
  writeSendingPayload,
} from "../db/deliveries.ts";
import { readMessages } from "../db/messages.ts";
import type { Db } from "../db/schema.ts";
import { findSubscription, setSubscriptionState, type Subscription } from "../db/subscriptions.ts";
import type { DeliveryMode, Outcome } from "../domain/delivery.ts";
import type { MessageView } from "../domain/message.ts";
import { withholdFallen } from "../services/advice-review.ts";
import { MAX_ATTEMPTS, type DeliverPayload } from "./deliver.ts";

export interface DeliverDeps {
  readonly db: Db;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly mode: DeliveryMode;
  readonly publicUrl: string;
  readonly now: () => Date;
}

export type DeliverResult =
  | { readonly kind: "nothing-due" }
  | { readonly kind: "captured"; readonly deliveries: number }
  | { readonly kind: "attempted"; readonly deliveries: number; readonly outcome: Outcome };

interface Claim {
  readonly ids: readonly number[];
  readonly messageIds: readonly number[];
  /** The most that any of them has. */
  readonly attempts: number;
  /** Those that have had their last attempt with this one. */
  readonly exhausted: readonly number[];
}

/** Makes one attempt at what is due to one subscription, and writes down what became of it. */
export async function deliver(deps: DeliverDeps, payload: DeliverPayload): Promise<DeliverResult> {
  const channel = deps.channels.get(payload.channel);
  const subscription = await findSubscription(deps.db, payload.subscriptionId);
  if (channel === undefined || subscription === null || subscription.state !== "active") return { kind: "nothing-due" };
  const ids = channel.batches ? payload.deliveryIds : payload.deliveryIds.slice(0, 1);
  const claimed = await claimWorking(deps, ids);
  if (claimed.length === 0) return { kind: "nothing-due" };
  const claim: Claim = {
    ids: claimed.map(({ id }) => id),
    messageIds: claimed.map(({ messageId }) => messageId),
    attempts: Math.max(...claimed.map(({ attempts }) => attempts)),
    exhausted: claimed.filter(({ attempts }) => attempts >= MAX_ATTEMPTS).map(({ id }) => id),
  };

  const sendingId = await insertSending(deps.db, {
    subscriptionId: subscription.id,
    channel: channel.name,
    now: deps.now(),
  });
  // The same for the same messages, so that a receiver can tell a repeated attempt.
  const sendingKey = `restsignal-${subscription.id}-${claim.ids[0] ?? 0}-${claim.ids.at(-1) ?? 0}-${claim.ids.length}`;
  const parsed = channel.targetSchema.safeParse(subscription.target);
  if (!parsed.success) {
    const outcome: Outcome = { kind: "gone", reason: `the stored ${channel.name} target is invalid; set it again` };
    return finish(deps, { claim, subscription, sendingId, outcome });
  }
  const target = parsed.data;
  const rendered = await renderSending(channel, {
    views: await readViews(deps, claim.messageIds),
    language: subscription.language,
    target,
    unsubscribeUrl: `${deps.publicUrl}${preferencesPath(subscription.token)}`,
    sendingKey,
    now: deps.now(),
  });
  if (rendered.kind === "rejected") return finish(deps, { claim, subscription, sendingId, outcome: rendered });
  await writeSendingPayload(deps.db, { id: sendingId, payload: rendered.payload });
  if (deps.mode === "capture") {
    const end = { ids: claim.ids, outcome: null, sendingId, now: deps.now() };
    await finishDeliveries(deps.db, { ...end, state: "captured" });
    return { kind: "captured", deliveries: claim.ids.length };
  }
  const outcome = await channel.send({ target, payload: rendered.payload, sendingKey });
  return finish(deps, { claim, subscription, sendingId, outcome });
}

/**
 * Claims the deliveries; those whose last attempts all ended with their worker become dead letters instead, since what
 * breaks a worker would break it for ever.
 */
async function claimWorking(deps: DeliverDeps, ids: readonly number[]) {
  const claimed = await claimDeliveries(deps.db, { ids, now: deps.now() });
  const breaking = claimed.filter(({ attempts }) => attempts > MAX_ATTEMPTS).map(({ id }) => id);
  const outcome: Outcome = { kind: "rejected", reason: `gave up: ${MAX_ATTEMPTS} attempts ended without an answer` };
  await finishDeliveries(deps.db, { ids: breaking, outcome, state: "dead", sendingId: null, now: deps.now() });
  return claimed.filter(({ id }) => !breaking.includes(id));
}

async function readViews(deps: DeliverDeps, messageIds: readonly number[]): Promise<MessageView[]> {
  const messages = await withholdFallen(deps.db, await readMessages(deps.db, messageIds));
  return messages.map((message) => viewMessage(message, (path) => `${deps.publicUrl}${path}`));
}

async function finish(
  deps: DeliverDeps,
  input: { claim: Claim; subscription: Subscription; sendingId: number; outcome: Outcome },
): Promise<DeliverResult> {
  const { claim, subscription, sendingId, outcome } = input;
  const now = deps.now();
  const end = { ids: claim.ids, outcome, sendingId, now };
  const again = { ...end, state: "due" as const };
  switch (outcome.kind) {
    case "delivered":
    case "accepted":
      await finishDeliveries(deps.db, { ...end, state: outcome.kind });
      break;
    case "unknown":
      await finishDeliveries(deps.db, { ...end, state: "unknown" });
      break;
    case "retry": {
      const { exhausted } = claim;
      const left = claim.ids.filter((id) => !exhausted.includes(id));
      const dead: Outcome = { kind: "rejected", reason: `gave up after ${MAX_ATTEMPTS} attempts: ${outcome.reason}` };
      const dueAt = new Date(now.getTime() + (outcome.afterMs ?? backoffMs(claim.attempts)));
      await finishDeliveries(deps.db, { ...end, ids: exhausted, outcome: dead, state: "dead" });
      await finishDeliveries(deps.db, { ...again, ids: left, dueAt });
      break;
    }
    case "rejected":
      await finishDeliveries(deps.db, { ...end, state: "dead" });
      break;
    case "gone":
      await finishDeliveries(deps.db, { ...end, state: "dead" });
      await setSubscriptionState(deps.db, { id: subscription.id, state: "paused", reason: outcome.reason, now });
      break;
    case "misconfigured":
      // Our own fault: nothing is lost, everything on this channel waits until somebody mends it.
      await stopChannel(deps.db, { channel: subscription.channel, reason: outcome.reason, now });
      await finishDeliveries(deps.db, { ...again, dueAt: now, uncounted: true });
      break;
  }
  return { kind: "attempted", deliveries: claim.ids.length, outcome };
}

/** 30 s, 1, 2, 4 … minutes, at most an hour. */
function backoffMs(attempts: number): number {
  return Math.min(30_000 * 2 ** (attempts - 1), 3_600_000);
}
