import type { Channel } from "../channels/channel.ts";
import type { ClaimedSending } from "../db/sending-claims.ts";
import { renewLeases, returnClaims } from "../db/sendings.ts";
import type { Lane } from "../domain/delivery.ts";
import { chooseNext, type Underway } from "../domain/slots.ts";

import { createAttempts, type AttemptDeps, type Attempts, type AttemptResult } from "../services/attempts.ts";
import { claimSendings, LEASE_MS, type Waits } from "../services/claims.ts";
import { createLines, type Lines } from "../services/lines.ts";
import { persist } from "../services/persist.ts";
import { gatherDue } from "../services/sendings.ts";

export interface DeliverDeps extends AttemptDeps {
  /** Where `now` is no clock that goes by itself. */
  readonly pause?: (ms: number) => Promise<void>;
}

export interface LaneJob {
  readonly channel: Channel;
  readonly lane: Lane;
  /** Also what waits for a later digest. */
  readonly all: boolean;
  readonly report: (result: AttemptResult) => void;
  /** Waits out our own pace, however long: there may be no other that comes back to it. */
  readonly patient?: boolean;
  /** No new work is begun after it, and what is not begun is given back. */
  readonly stop?: AbortSignal;
}

const LONGEST_PAUSE_MS = 1_000;
const UNPACED_PER_SECOND = 1_000_000;
/** Sendings taken from the database together. */
const CLAIM_SENDINGS = 200;
/** While sendings are under way, so often it is looked whether there is more to begin. */
const LOOK_AGAIN_MS = 250;

/**
 * Sends all that is due in one lane of a channel, several at a time, until nothing is. What fails waits in the database for
 * its time. Throws when the database breaks, once it is back and what had not begun is given back.
 */
export async function workLane(deps: DeliverDeps, job: LaneJob): Promise<void> {
  const attempts = createAttempts(deps, job.channel);
  const { limits, whenUnsure } = job.channel;
  // Whatever dies with a process had better be settled without a person, and without asking.
  const lines = createLines({ atOnce: limits.sendingsAtOnce, mayPrepare: whenUnsure.kind === "repeat" });
  const hand: Hand = { waiting: [], under: new Map(), failures: [], finding: null, last: null, endings: 0, wake: null };
  const renewal = setInterval(() => renew(deps, hand), LEASE_MS / 3);
  try {
    while (hand.failures.length === 0 && job.stop?.aborted !== true) {
      fill(hand, { deps, job, attempts, lines });
      const isIdle = hand.finding === null && hand.under.size === 0 && hand.waiting.length === 0;
      if (!isIdle) await waitForNews(hand);
      else if (hand.last?.found === false && hand.last.waitMs === null) break;
      else if (hand.last?.found === false && hand.last.waitMs !== null) {
        await untilStop(job.stop, (deps.pause ?? pause)(hand.last.waitMs));
        hand.last = null;
      }
    }
    await hand.finding;
  } finally {
    lines.close();
    await leave({ deps, job }, hand);
    clearInterval(renewal);
  }
  const [failure] = hand.failures;
  if (failure !== undefined) throw new Error(`jobs/deliver: unable to work on ${job.channel.name}`, { cause: failure });
}

/** Lets what is on its way end; what is not begun, or could not be, is another's at once. */
async function leave(filling: Pick<Filling, "deps" | "job">, hand: Hand): Promise<void> {
  const note = (cause: unknown) => void hand.failures.push(cause);
  await giveBack(filling, hand, "all").catch(note);
  await Promise.all([...hand.under.values()].map(({ ended }) => ended));
  await giveBack(filling, hand, "all").catch(note);
}

/** Since when it is on a line; it hangs nowhere before, nor after. */
interface Attempt extends Underway {
  since: number;
  readonly sending: ClaimedSending;
  ended: Promise<void>;
}

/** What a worker has in hand. */
interface Hand {
  /** Claimed, and not begun. */
  readonly waiting: ClaimedSending[];
  /** On their way, by id. */
  readonly under: Map<number, Attempt>;
  readonly failures: unknown[];
  finding: Promise<void> | null;
  /** What the last look for more came to; null when it is time for another. */
  last: Found | null;
  /** How many attempts have ended. */
  endings: number;
  /** Calls whoever waits for news. */
  wake: (() => void) | null;
}

interface Filling {
  readonly deps: DeliverDeps;
  readonly job: LaneJob;
  readonly attempts: Attempts;
  readonly lines: Lines;
}

/** Takes more while what is in hand is on its way, and begins as many as the channel allows. */
function fill(hand: Hand, filling: Filling): void {
  const { lines, job } = filling;
  lines.look();
  const places = { atOnce: job.channel.limits.sendingsAtOnce, ahead: lines.ahead() };
  const look = (hanging: ReadonlySet<string>) => {
    const isWanted = hand.waiting.length < places.atOnce + places.ahead || hanging.size > 0;
    if (hand.finding === null && isWanted && hand.last?.found !== false) hand.finding = find(hand, filling, hanging);
  };
  look(new Set());
  const remotes = hand.waiting.map(({ remote }) => remote);
  const under = [...hand.under.values()];
  const choice = chooseNext({ waiting: remotes, under, ...places, now: performance.now() });
  const next = choice.begin.flatMap((place) => hand.waiting[place] ?? []);
  takeOut(hand, next);
  for (const sending of next) {
    const attempt = { remote: sending.remote, since: Number.POSITIVE_INFINITY, sending, ended: Promise.resolve() };
    hand.under.set(sending.id, attempt);
    attempt.ended = begin(hand, attempt, filling);
  }
  // What would wait here for one that hangs is given back, and makes room for others.
  if (choice.hanging !== null) look(choice.hanging);
}

function takeOut({ waiting }: Hand, taken: readonly ClaimedSending[]): void {
  const isTaken = new Set(taken);
  const kept = waiting.filter((one) => !isTaken.has(one));
  waiting.splice(0, waiting.length, ...kept);
}

async function begin(hand: Hand, attempt: Attempt, { job, attempts, lines }: Filling): Promise<void> {
  const { sending, remote } = attempt;
  try {
    const result = await attempts.make(sending, async () => {
      const line = await lines.take(remote);
      if (line === null) return null;
      attempt.since = performance.now();
      return {
        leave(outcome) {
          attempt.since = Number.POSITIVE_INFINITY;
          line.leave(outcome);
        },
      };
    });
    if (result !== null) job.report(result);
  } catch (cause) {
    hand.failures.push(cause);
    // It may not have begun, and then is nobody's.
    hand.waiting.push(sending);
  }
  hand.under.delete(sending.id);
  hand.endings += 1;
  // What waited for it, to the same receiver, may begin now.
  if (hand.last?.waitMs === null || hand.under.size === 0) hand.last = null;
  hand.wake?.();
}

async function find(hand: Hand, { deps, job }: Filling, hanging: ReadonlySet<string>): Promise<void> {
  const before = hand.endings;
  try {
    await giveBack({ deps, job }, hand, hanging);
    const found = await findMore(deps, job, { waiting: hand.waiting, busy: hanging });
    // What ended meanwhile was not seen to have ended.
    hand.last = found.found || found.waitMs !== null || hand.endings === before ? found : null;
  } catch (cause) {
    hand.failures.push(cause);
  }
  hand.finding = null;
  hand.wake?.();
}

/**
 * Gives back what is not begun, of these remotes or of all: nothing of it waits for its lease to run out, also when the
 * database has to come back first.
 */
async function giveBack(
  { deps: { db }, job: { stop } }: Pick<Filling, "deps" | "job">,
  hand: Hand,
  remotes: ReadonlySet<string> | "all",
): Promise<void> {
  const isBack = ({ remote }: ClaimedSending) => remotes === "all" || remotes.has(remote);
  const back = hand.waiting.filter(isBack);
  takeOut(hand, back);
  await persist(() => returnClaims(db, back), { forMs: LEASE_MS, stop });
}

/** Until an attempt or a look for more has ended; after a while it is time for another look. */
async function waitForNews(hand: Hand): Promise<void> {
  const news = Promise.withResolvers<"news">();
  hand.wake = () => news.resolve("news");
  const heard = await Promise.race([news.promise, pause(LOOK_AGAIN_MS)]);
  hand.wake = null;
  if (heard !== "news") hand.last = null;
}

/** Who is not renewed in time is taken over, and told so when it ends. */
function renew({ db, now }: DeliverDeps, { waiting, under, failures }: Hand): void {
  const claims = [...waiting, ...[...under.values()].map(({ sending }) => sending)];
  const until = new Date(now().getTime() + LEASE_MS);
  renewLeases(db, { claims, until }).catch((cause: unknown) => void failures.push(cause));
}

interface Found {
  readonly found: boolean;
  /** How long nothing more may begin; null when nothing waits. */
  readonly waitMs: number | null;
}

/** Puts more in hand, but not of remotes that are busy. */
async function findMore(
  deps: DeliverDeps,
  { channel, lane, all, patient = false }: LaneJob,
  { waiting, busy }: { waiting: ClaimedSending[]; busy: ReadonlySet<string> },
): Promise<Found> {
  const gathered = await gatherDue(deps, { channel, lane, all });
  // What goes nowhere hurries nobody.
  const paced = deps.mode === "capture" ? { ...channel, limits: unpace(channel.limits) } : channel;
  const { claimed, cancelled, waits } = await claimSendings(deps, {
    channel: paced,
    lane,
    limit: CLAIM_SENDINGS,
    busy,
  });
  waiting.push(...claimed);
  return { found: gathered + claimed.length + cancelled > 0, waitMs: chooseWait(waits, { patient }) };
}

/** What waits for long is found again by the relay; other work must not wait for it. */
function chooseWait({ paceMs, openMs }: Waits, { patient }: { patient: boolean }): number | null {
  const isShort = (ms: number | null): ms is number => ms !== null && ms <= LONGEST_PAUSE_MS;
  const waits = [isShort(openMs) ? openMs : null, patient || isShort(paceMs) ? paceMs : null];
  const some = waits.filter((ms) => ms !== null);
  return some.length === 0 ? null : Math.min(...some);
}

function unpace({ sendingsAtOnce }: Channel["limits"]): Channel["limits"] {
  return { sendingsAtOnce, sendingsPerSecond: UNPACED_PER_SECOND };
}

/** Waits for it, and no longer than until a stop is wished for. */
async function untilStop(stop: AbortSignal | undefined, waiting: Promise<void>): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  const note = () => stopped.resolve();
  stop?.addEventListener("abort", note);
  await Promise.race([waiting, stopped.promise]);
  stop?.removeEventListener("abort", note);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
