import { randomUUID } from "node:crypto";
import type { Channel } from "../channels/channel.ts";
import { cancelDeliveries } from "../db/cancellations.ts";
import type { Db } from "../db/schema.ts";
import { holdDueDeliveries, holdDueOf, insertSendings, type DueDelivery, type NewSending } from "../db/sendings.ts";
import { SUBSCRIPTION_ENDED, type Lane } from "../domain/delivery.ts";

export interface SendingDeps {
  readonly db: Db;
  readonly now: () => Date;
}

/** The sendings of one channel in one lane. */
export interface LaneWork {
  readonly channel: Channel;
  readonly lane: Lane;
}

/** Deliveries looked at in one step, each in a short transaction of its own, so that pages have their turn in between. */
const STEP_DELIVERIES = 500;

/**
 * Makes sendings of deliveries whose time has come, in one step: on a channel that gathers one of all that is due to the same
 * subscription, on the others one of each. Resolves with how many deliveries it took; 0 when none is left. `all` also
 * takes what waits for a later digest.
 */
export async function gatherDue(
  { db, now }: SendingDeps,
  { channel, lane, all }: LaneWork & { readonly all: boolean },
): Promise<number> {
  const at = now();
  const input = { channel: channel.name, lane, now: at, all };
  return db.transaction().execute(async (trx) => {
    const first = await holdDueDeliveries(trx, { ...input, limit: STEP_DELIVERIES });
    if (first.length === 0) return 0;
    const subscriptionIds = [...new Set(first.map(({ subscriptionId }) => subscriptionId))];
    const held = channel.batches ? await holdDueOf(trx, { ...input, subscriptionIds }) : first;
    // What was handed out while its receiver left.
    const needless = held.flatMap(({ id, isEnded }) => (isEnded ? [id] : []));
    await cancelDeliveries(trx, { ids: needless, outcome: SUBSCRIPTION_ENDED, now: at });
    const due = held.filter(({ isEnded }) => !isEnded);
    const groups = channel.batches
      ? [...Map.groupBy(due, ({ subscriptionId }) => subscriptionId).values()]
      : due.map((delivery) => [delivery]);
    const sendings = groups.flatMap((group) => makeSending(channel, group, { now: at }));
    await insertSendings(trx, { channel: channel.name, lane, now: at, sendings });
    return held.length;
  });
}

function makeSending(channel: Channel, group: readonly DueDelivery[], { now }: { now: Date }): NewSending[] {
  const [first] = group;
  if (first === undefined) return [];
  const earliest = Math.min(now.getTime(), ...group.map(({ dueAt }) => dueAt.getTime()));
  return [
    {
      subscriptionId: first.subscriptionId,
      remote: channel.remoteOf(first.target),
      key: `restsignal-${randomUUID()}`,
      dueAt: new Date(earliest),
      deliveryIds: group.map(({ id }) => id),
    },
  ];
}
