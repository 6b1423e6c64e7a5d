import type { Channel } from "../channels/channel.ts";
import { releaseMembers } from "../db/cancellations.ts";
import { insertStop } from "../db/delivery-stops.ts";
import type { Db } from "../db/schema.ts";
import type { ClaimedSending } from "../db/sending-claims.ts";
import { holdExpiredClaims, writeEnds, type End, type ExpiredClaim } from "../db/sendings.ts";
import { setSubscriptionState } from "../db/subscriptions.ts";
import { stopScopeOf } from "../domain/delivery-stop.ts";
import { isTaken, type Outcome } from "../domain/delivery.ts";
import { judgeAttempt, type Standing } from "../domain/sending.ts";
import { learnFrom, teachNothing } from "./remote-learning.ts";

interface AttemptDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly channels: ReadonlyMap<string, Channel>;
}

/** What one attempt came to; null when nothing was sent on purpose (`DELIVERY_MODE=capture`). */
export interface AttemptEnd {
  readonly sending: ClaimedSending;
  readonly startedAt: Date | null;
  readonly outcome: Outcome | null;
  /** Of one that was rejected: the messages at fault, when that is known. What else it held goes in another. */
  readonly refused?: readonly number[];
}

/**
 * Writes down what became of attempts, and does what their outcomes ask for: the next attempt, a dead letter, a pause of the
 * subscription, a stop. Resolves with one word each: whether it counted, or came after another worker had taken over.
 */
export async function endAttempts(
  { db, now, channels }: AttemptDeps,
  attempts: readonly AttemptEnd[],
): Promise<("counted" | "late")[]> {
  const at = now();
  const ends = attempts.map((attempt) => describeEnd(attempt, { channels, now: at }));
  const tell = (counted: ReadonlySet<number>) =>
    attempts.map(({ sending }) => (counted.has(sending.id) ? "counted" : "late"));
  // One statement is whole by itself, and most ask for nothing else.
  if (attempts.every(({ outcome }) => outcome === null || isTaken(outcome)) && (await teachNothing(db, attempts)))
    return tell(new Set(await writeEnds(db, { ends, now: at })));
  return db.transaction().execute(async (trx) => {
    for (const attempt of attempts) await partRefused(trx, attempt, at);
    const counted = new Set(await writeEnds(trx, { ends, now: at }));
    for (const { sending, outcome } of attempts)
      if (outcome !== null && counted.has(sending.id)) await heed(trx, { sending, outcome, now: at });
    await learnFrom(trx, { channels, attempts, now: at });
    return tell(counted);
  });
}

async function partRefused(trx: Db, { sending, refused }: AttemptEnd, now: Date): Promise<void> {
  if (refused === undefined || refused.length === sending.messageIds.length) return;
  const { id: sendingId, generation } = sending;
  await releaseMembers(trx, { sendingId, generation, exceptMessages: refused, now });
}

function describeEnd(
  { sending, startedAt, outcome }: AttemptEnd,
  { channels, now }: { channels: AttemptDeps["channels"]; now: Date },
): End {
  const { id, generation, channel } = sending;
  return {
    id,
    ...judge(outcome, sending, { channels, channel, now }),
    ...keep({ generation, startedAt, outcome, now }),
  };
}

function keep(input: { generation: number; startedAt: Date | null; outcome: Outcome | null; now: Date }) {
  const { generation, startedAt, outcome, now } = input;
  const line = { generation, startedAt: startedAt?.toISOString() ?? null, endedAt: now.toISOString(), outcome };
  return { generation, line };
}

function judge(
  outcome: Outcome | null,
  standing: Standing & { readonly mayResend: boolean },
  { channels, channel, now }: { channels: AttemptDeps["channels"]; channel: string; now: Date },
): Omit<End, "id" | "generation" | "line"> {
  const { unsure, repeats } = standing;
  if (outcome === null) return { state: "captured", outcome, dueAt: null, counted: true, unsure, repeats };
  const whenUnsure = channels.get(channel)?.whenUnsure.kind ?? "person";
  const way = whenUnsure === "person" && standing.mayResend ? "repeat" : whenUnsure;
  const verdict = judgeAttempt(outcome, standing, way);
  if (verdict.kind === "ended")
    return { state: verdict.state, outcome: verdict.outcome, dueAt: null, counted: true, unsure, repeats };
  const { afterMs, kind: _, ...rest } = verdict;
  return { ...rest, state: "due", dueAt: new Date(now.getTime() + afterMs) };
}

async function heed(
  trx: Db,
  { sending, outcome, now }: { sending: ClaimedSending; outcome: Outcome; now: Date },
): Promise<void> {
  const { channel, remote, subscription } = sending;
  if (outcome.kind === "gone")
    await setSubscriptionState(trx, { id: subscription.id, state: "paused", reason: outcome.reason, now });
  // Somebody has to mend it: nothing is lost, what it hits waits until then.
  if (outcome.kind === "misconfigured") {
    const scope = stopScopeOf(outcome.scope, { channel, remote, subscriptionId: subscription.id });
    await insertStop(trx, { scope, reason: outcome.reason, by: null, now });
  }
}

/** So many are given back in one step. */
const EXPIRED_PER_STEP = 200;

/**
 * Takes from workers that died or hang what they have in hand. What they had not begun is due again; of what they had, nobody
 * knows whether it was heard, and the channel's way to find out decides. Resolves with how many there were.
 */
export async function endExpiredClaims({ db, now, channels }: AttemptDeps): Promise<number> {
  const at = now();
  return db.transaction().execute(async (trx) => {
    const expired = await holdExpiredClaims(trx, { now: at, limit: EXPIRED_PER_STEP });
    if (expired.length === 0) return 0;
    await writeEnds(trx, { ends: expired.map((claim) => describeExpired(claim, { channels, now: at })), now: at });
    return expired.length;
  });
}

function describeExpired(
  claim: ExpiredClaim,
  { channels, now }: { channels: AttemptDeps["channels"]; now: Date },
): End {
  const { id, generation, channel, startedAt } = claim;
  const outcome: Outcome =
    startedAt === null
      ? { kind: "retry", reason: "the worker stopped before it began", afterMs: 0 }
      : { kind: "unknown", reason: "the worker stopped before an answer was written down" };
  return { id, ...judge(outcome, claim, { channels, channel, now }), ...keep({ generation, startedAt, outcome, now }) };
}
