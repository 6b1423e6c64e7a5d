import { randomUUID } from "node:crypto";
import type { Channel } from "../channels/channel.ts";
import { isChannelStopped } from "../db/delivery-stops.ts";
import { holdChannelPace, WHOLE_CHANNEL, writePaces } from "../db/remotes.ts";
import type { Db } from "../db/schema.ts";
import { claimHeld, holdDueSendings, readWaitingRemotes, type ClaimedSending } from "../db/sending-claims.ts";
import { holdDueDeliveries, holdDueOf, insertSendings, type DueDelivery, type NewSending } from "../db/sendings.ts";
import type { Lane } from "../domain/delivery.ts";
import { countAllowed, nextAfter, shareOut, waitMs } from "../domain/pace.ts";

interface SendingDeps {
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
    const due = channel.batches ? await holdDueOf(trx, { ...input, subscriptionIds }) : first;
    const groups = channel.batches
      ? [...Map.groupBy(due, ({ subscriptionId }) => subscriptionId).values()]
      : due.map((delivery) => [delivery]);
    const sendings = groups.flatMap((group) => makeSending(channel, group, { now: at }));
    await insertSendings(trx, { channel: channel.name, lane, now: at, sendings });
    return due.length;
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

/** Held for so long without a renewal, a sending belongs to a worker that died. */
export const LEASE_MS = 60_000;

export interface Claims {
  readonly claimed: readonly ClaimedSending[];
  /** How long until the pace allows the next, when that is what keeps some waiting. */
  readonly waitMs: number | null;
}

/**
 * Takes sendings whose time has come into one worker's hand: so many as the paces of the channel and of each remote allow,
 * one from each remote in turn, so that none waits for another. What is urgent goes at once, and what follows pays for it.
 */
export async function claimSendings(
  { db, now }: SendingDeps,
  { channel, lane, limit }: LaneWork & { readonly limit: number },
): Promise<Claims> {
  const at = now();
  const place = { channel: channel.name, lane };
  return db.transaction().execute(async (trx) => {
    if (await isChannelStopped(trx, channel.name)) return { claimed: [], waitMs: null };
    const remotes = await readWaitingRemotes(trx, place);
    if (remotes.length === 0) return { claimed: [], waitMs: null };
    const perSecond = channel.limits.sendingsPerSecond;
    const whole = await holdChannelPace(trx, { channel: channel.name, perSecond });
    const paced = remotes.map(({ name, pace }) => ({ name, pace: pace ?? { perSecond, nextAt: null } }));
    const urgent = lane === "urgent";
    const room = urgent ? limit : Math.min(limit, countAllowed(whole, at));
    const shares = shareOut(
      paced.map(({ pace }) => (urgent ? limit : countAllowed(pace, at))),
      room,
    );
    const held = await holdDueSendings(trx, {
      ...place,
      now: at,
      shares: paced.map(({ name }, index) => ({ remote: name, share: shares[index] ?? 0 })),
    });
    if (held.length === 0) {
      const waits = [waitMs(whole, at), ...paced.map(({ pace }) => waitMs(pace, at))].filter((ms) => ms > 0);
      return { claimed: [], waitMs: waits.length === 0 ? null : Math.min(...waits) };
    }
    const claimed = await claimHeld(trx, { sendings: held, leaseUntil: new Date(at.getTime() + LEASE_MS) });
    const counts = Map.groupBy(claimed, ({ remote }) => remote);
    const used = paced.flatMap(({ name, pace }) => {
      const count = counts.get(name)?.length ?? 0;
      return count === 0 ? [] : [{ name, ...pace, nextAt: nextAfter(pace, count, at) }];
    });
    const all = { name: WHOLE_CHANNEL, ...whole, nextAt: nextAfter(whole, claimed.length, at) };
    await writePaces(trx, {
      channel: channel.name,
      paces: [...used.filter(({ name }) => name !== WHOLE_CHANNEL), all],
    });
    return { claimed, waitMs: null };
  });
}
