import { isChannelStopped } from "../db/delivery-stops.ts";
import { holdWholeChannel, WHOLE_CHANNEL, writePaces } from "../db/remotes.ts";
import type { Db } from "../db/schema.ts";
import {
  claimHeld,
  countAsking,
  hasWaiting,
  holdDueSendings,
  postponeResting,
  readWaitingRemotes,
  type ClaimedSending,
  type HeldSending,
} from "../db/sending-claims.ts";
import { readFirstGap, writeGaps } from "../db/target-gaps.ts";
import { nextAfter, shareOut, type Pace } from "../domain/pace.ts";
import { shareOf, type Share, type Way } from "../domain/share.ts";
import { HANGS_AFTER_MS, mostHanging } from "../domain/slots.ts";
import { cancelNeedless } from "./cancellations.ts";
import type { LaneWork, SendingDeps } from "./sendings.ts";

/** Held for so long without a renewal, a sending belongs to a worker that died. */
export const LEASE_MS = 60_000;

export interface Claims {
  readonly claimed: readonly ClaimedSending[];
  /** Waiting ones that nobody need send any more, or while their readers rest. */
  readonly cancelled: number;
  readonly waits: Waits;
}

/** How long until the next may begin, where time is what keeps some waiting. */
export interface Waits {
  /** By our own pace. */
  readonly paceMs: number | null;
  /** By who is left alone, or asked for a pause. */
  readonly openMs: number | null;
}

export interface ClaimInput extends LaneWork {
  readonly limit: number;
  /** Remotes that have enough in this worker's hand. */
  readonly busy?: ReadonlySet<string>;
}

const NO_WAITS: Waits = { paceMs: null, openMs: null };
const NOTHING: Claims = { claimed: [], cancelled: 0, waits: NO_WAITS };

/** A way and what may begin on it. */
type Shared = { readonly name: string; readonly way: Way; readonly share: Share };

/**
 * Takes sendings whose time has come into one worker's hand: so many as the paces of the channel and of each remote allow,
 * one from each remote in turn, so that none waits for another. What is urgent goes at once, and what follows pays for it.
 * Of a remote that has failed again and again none is taken, until one alone may ask whether it is well.
 */
export async function claimSendings({ db, now }: SendingDeps, input: ClaimInput): Promise<Claims> {
  const { channel, lane } = input;
  const at = now();
  return db.transaction().execute(async (trx) => {
    if (await isChannelStopped(trx, channel.name)) return NOTHING;
    if (!(await hasWaiting(trx, { channel: channel.name, lane }))) return NOTHING;
    const { whole, remotes } = await readWays(trx, input, at);
    const room = Math.min(input.limit, whole.share.allowed);
    const counts = shareOut(
      remotes.map(({ share }) => share.allowed),
      room,
    );
    const targetGapMs = channel.limits.targetGapMs ?? null;
    const shares = remotes.map(({ name }, index) => ({ remote: name, share: counts[index] ?? 0 }));
    const due = await holdDueSendings(trx, { channel: channel.name, lane, now: at, shares, targetGapMs });
    const { needed, cancelled } = await takeNeeded(trx, due, at);
    if (needed.length === 0) {
      const gap = targetGapMs === null ? null : await readFirstGap(trx, { channel: channel.name, now: at });
      return { claimed: [], cancelled, waits: readWaits([whole, ...remotes], gap, at) };
    }
    const probes = new Set(remotes.flatMap(({ name, share }) => (share.isProbe ? [name] : [])));
    const held = needed.map((sending) => ({
      ...sending,
      isProbe: whole.share.isProbe || probes.has(sending.remote),
    }));
    const claimed = await claimHeld(trx, { sendings: held, leaseUntil: new Date(at.getTime() + LEASE_MS) });
    await spendPaces(trx, { channel: channel.name, claimed, ways: [whole, ...remotes], now: at });
    if (targetGapMs !== null) {
      const targetHashes = held.map(({ targetHash }) => targetHash);
      await writeGaps(trx, { channel: channel.name, targetHashes, now: at, gapMs: targetGapMs });
    }
    return { claimed, cancelled, waits: NO_WAITS };
  });
}

/** What took so long that its reader rests by now waits until they do not: a retry, what a stop or a broken line held. */
async function takeNeeded(trx: Db, due: readonly HeldSending[], now: Date) {
  const resting = due.filter(({ restsUntil, isEnded }) => restsUntil !== null && !isEnded);
  await postponeResting(trx, resting);
  const { needed, cancelled } = await cancelNeedless(trx, {
    sendings: due.filter((one) => !resting.includes(one)),
    now,
  });
  return { needed, cancelled: cancelled + resting.length };
}

async function readWays(
  trx: Db,
  { channel, lane, limit, busy = new Set() }: ClaimInput,
  now: Date,
): Promise<{ whole: Shared; remotes: Shared[] }> {
  const { sendingsPerSecond, remotePerSecond = sendingsPerSecond, sendingsAtOnce } = channel.limits;
  const most = { now, urgent: lane === "urgent", most: limit, mostHanging: mostHanging(sendingsAtOnce) };
  // Held from here on: no two take from the same channel at the same time.
  const state = await holdWholeChannel(trx, { channel: channel.name, perSecond: sendingsPerSecond });
  const { openedAt } = state;
  const asking = openedAt === null ? 0 : await countAsking(trx, { channel: channel.name, since: openedAt });
  const whole = { ...state, asking, hanging: 0 };
  const hangingSince = new Date(now.getTime() - HANGS_AFTER_MS);
  const place = { channel: channel.name, lane, perSecond: remotePerSecond, now, hangingSince };
  const waiting = await readWaitingRemotes(trx, place);
  return {
    whole: { name: WHOLE_CHANNEL, way: whole, share: shareOf(whole, most) },
    // Where there are more than can have one, those go first that have had none for longest.
    remotes: waiting
      .filter(({ name }) => !busy.has(name))
      .toSorted((one, other) => startOf(one.pace) - startOf(other.pace))
      .map(({ name, ...way }) => ({ name, way, share: shareOf(way, most) })),
  };
}

function startOf({ nextAt }: Pace): number {
  return nextAt?.getTime() ?? 0;
}

async function spendPaces(
  trx: Db,
  input: { channel: string; claimed: readonly ClaimedSending[]; ways: readonly Shared[]; now: Date },
): Promise<void> {
  const { channel, claimed, ways, now } = input;
  const counts = Map.groupBy(claimed, ({ remote }) => remote);
  const paces = new Map(
    ways.flatMap(({ name, way }) => {
      const count = name === WHOLE_CHANNEL ? claimed.length : (counts.get(name)?.length ?? 0);
      return count === 0 ? [] : [[name, { name, ...way.pace, nextAt: nextAfter(way.pace, count, now) }] as const];
    }),
  );
  await writePaces(trx, { channel, paces: [...paces.values()] });
}

function readWaits(ways: readonly Shared[], gap: Date | null, now: Date): Waits {
  const waitsOf = (isOpen: boolean) => ways.flatMap(({ share }) => (share.isOpen === isOpen ? [share.waitMs] : []));
  const gapMs = gap === null ? [] : [gap.getTime() - now.getTime()];
  return { paceMs: firstOf([...waitsOf(false), ...gapMs]), openMs: firstOf(waitsOf(true)) };
}

function firstOf(waits: readonly number[]): number | null {
  const some = waits.filter((ms) => ms > 0);
  return some.length === 0 ? null : Math.min(...some);
}
