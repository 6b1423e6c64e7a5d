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
 * takes what waits for a later digest, which otherwise its run takes.
 */
export async function gatherDue(
  { db, now }: SendingDeps,
  { channel, lane, all }: LaneWork & { readonly all: boolean },
): Promise<number> {
  if (lane === "digest" && channel.batches && !all) return 0;
  const at = now();
  const input = { channel: channel.name, lane, now: at, all };
  return db.transaction().execute(async (trx) => {
    const first = await holdDueDeliveries(trx, { ...input, limit: STEP_DELIVERIES });
    if (first.length === 0) return 0;
    const subscriptionIds = [...new Set(first.map(({ subscriptionId }) => subscriptionId))];
    const held = channel.batches ? await holdDueOf(trx, { ...input, subscriptionIds }) : first;
    await cancelEnded(trx, { held, now: at });
    const due = held.filter(({ isEnded }) => !isEnded);
    const groups = channel.batches
      ? [...Map.groupBy(due, ({ subscriptionId }) => subscriptionId).values()]
      : due.map((delivery) => [delivery]);
    const sendings = groups.flatMap((group) => {
      const earliest = Math.min(at.getTime(), ...group.map(({ dueAt }) => dueAt.getTime()));
      return makeSending(channel, group, { dueAt: new Date(earliest) });
    });
    await insertSendings(trx, { channel: channel.name, lane, now: at, digestRunId: null, sendings });
    return held.length;
  });
}

/** Ends what was handed out while its receiver left. */
export async function cancelEnded(trx: Db, { held, now }: { held: readonly DueDelivery[]; now: Date }): Promise<void> {
  const ids = held.flatMap(({ id, isEnded }) => (isEnded ? [id] : []));
  await cancelDeliveries(trx, { ids, outcome: SUBSCRIPTION_ENDED, now });
}

/** One sending of what is due to one subscription. */
export function makeSending(
  channel: Pick<Channel, "remoteOf">,
  group: readonly DueDelivery[],
  { dueAt }: { dueAt: Date },
): NewSending[] {
  const [first] = group;
  if (first === undefined) return [];
  return [
    {
      subscriptionId: first.subscriptionId,
      remote: channel.remoteOf(first.target),
      key: `restsignal-${randomUUID()}`,
      dueAt,
      deliveryIds: group.map(({ id }) => id),
    },
  ];
}
