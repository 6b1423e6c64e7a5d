import type { Channel } from "../channels/channel.ts";
import type { ClaimedSending } from "../db/sending-claims.ts";
import { renewLeases, returnClaims } from "../db/sendings.ts";
import type { Lane } from "../domain/delivery.ts";
import { createAttempts, type AttemptDeps, type AttemptResult } from "../services/attempts.ts";
import { claimSendings, LEASE_MS } from "../services/claims.ts";
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
  /** No new work is begun after it, and what is not begun is given back. */
  readonly stop?: AbortSignal;
}

const LONGEST_PAUSE_MS = 1_000;
/** Sendings taken from the database together. */
const CLAIM_SENDINGS = 100;
/** While sendings are under way, so often it is looked whether there is more to begin. */
const LOOK_AGAIN_MS = 250;

/**
 * Sends all that is due in one lane of a channel, several at a time, until nothing is. What fails waits in the database for
 * its time. Throws when the database breaks: what is in hand then runs out of its lease.
 */
export async function workLane(deps: DeliverDeps, job: LaneJob): Promise<void> {
  const { channel } = job;
  const attempts = createAttempts(deps, channel);
  const waiting: ClaimedSending[] = [];
  const under = new Map<number, { readonly sending: ClaimedSending; readonly ended: Promise<void> }>();
  const failures: unknown[] = [];
  let wake = Promise.withResolvers<void>();
  let finding: Promise<void> | null = null;
  let endings = 0;
  /** What the last look for more came to; null when it is time for another. */
  let last = null as Found | null;

  const begin = (sending: ClaimedSending) => {
    const ended = attempts
      .make(sending)
      .then((result) => (result === null ? undefined : job.report(result)))
      .catch((cause: unknown) => void failures.push(cause))
      .finally(() => {
        under.delete(sending.id);
        endings += 1;
        // What waited for it, to the same receiver, may begin now.
        if (last?.waitMs === null || under.size === 0) last = null;
        wake.resolve();
      });
    under.set(sending.id, { sending, ended });
  };
  const renewal = setInterval(() => {
    const claims = [...waiting, ...[...under.values()].map(({ sending }) => sending)];
    const until = new Date(deps.now().getTime() + LEASE_MS);
    // One that is not renewed in time is taken over: its worker is told when it ends.
    renewLeases(deps.db, { claims, until }).catch((cause: unknown) => void failures.push(cause));
  }, LEASE_MS / 3);

  const find = async () => {
    const before = endings;
    try {
      const found = await findMore(deps, job, waiting);
      // What ended meanwhile was not seen to have ended.
      last = found.found || found.waitMs !== null || endings === before ? found : null;
    } catch (cause) {
      failures.push(cause);
    } finally {
      finding = null;
      wake.resolve();
    }
  };

  try {
    while (failures.length === 0 && job.stop?.aborted !== true) {
      // More is taken while what is in hand is on its way.
      if (finding === null && waiting.length < channel.limits.sendingsAtOnce && last?.found !== false) finding = find();
      while (waiting.length > 0 && under.size < channel.limits.sendingsAtOnce) {
        const next = waiting.shift();
        if (next !== undefined) begin(next);
      }
      const isIdle = finding === null && under.size === 0 && waiting.length === 0;
      if (isIdle && last?.found === false) {
        if (last.waitMs === null) break;
        await (deps.pause ?? pause)(last.waitMs);
        last = null;
        continue;
      }
      if (!isIdle && (await Promise.race([wake.promise, pause(LOOK_AGAIN_MS).then(() => "late")])) === "late")
        last = null;
      wake = Promise.withResolvers<void>();
    }
    await finding;
    await returnClaims(deps.db, waiting.splice(0));
  } finally {
    await Promise.all([...under.values()].map(({ ended }) => ended));
    clearInterval(renewal);
  }
  const [failure] = failures;
  if (failure !== undefined) throw new Error(`jobs/deliver: unable to work on ${channel.name}`, { cause: failure });
}

interface Found {
  readonly found: boolean;
  /** How long nothing more may begin; null when nothing waits. */
  readonly waitMs: number | null;
}

/** Puts more in hand. */
async function findMore(deps: DeliverDeps, { channel, lane, all }: LaneJob, waiting: ClaimedSending[]): Promise<Found> {
  const gathered = await gatherDue(deps, { channel, lane, all });
  const { claimed, cancelled, waitMs } = await claimSendings(deps, { channel, lane, limit: CLAIM_SENDINGS });
  waiting.push(...claimed);
  // What waits for long is found again by the relay; other work must not wait for it.
  const isShort = waitMs !== null && waitMs <= LONGEST_PAUSE_MS;
  return { found: gathered + claimed.length + cancelled > 0, waitMs: isShort ? waitMs : null };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
