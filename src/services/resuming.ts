import { reviveWaiting } from "../db/revivals.ts";
import type { Db } from "../db/schema.ts";
import { setSubscriptionState, type Subscription } from "../db/subscriptions.ts";
import type { Lane } from "../domain/delivery.ts";
import { parseRhythm, turnOf, type Turn } from "../domain/rhythm.ts";

type Resumed = Pick<Subscription, "id" | "state" | "rhythm" | "urgent" | "quietFrom" | "quietTo" | "snoozedUntil">;

/**
 * Lets a subscription go on with all that was chosen. What waited when it ended comes after all, as the newest version of each
 * case says it now: with the next digest, or at once where nothing is gathered. What else came meanwhile does not come.
 */
export async function resumeSubscription(
  trx: Db,
  { subscription, now }: { subscription: Resumed; now: Date },
): Promise<void> {
  const { id, state } = subscription;
  // The end, by which it is known what waited then, is forgotten with it.
  if (state === "ended") await reviveWaiting(trx, { subscriptionId: id, turns: listTurns(subscription, now) });
  await setSubscriptionState(trx, { id, state: "active", reason: null, now });
}

function listTurns(subscription: Resumed, now: Date): Record<Lane, Turn> {
  const turn = (how: { urgent: boolean; gathers: boolean }) => readTurn(subscription, { ...how, now });
  return {
    urgent: turn({ urgent: true, gathers: false }),
    ordinary: turn({ urgent: false, gathers: false }),
    digest: turn({ urgent: false, gathers: true }),
  };
}

function readTurn(
  { rhythm: written, urgent: choice, quietFrom: from, quietTo: to, snoozedUntil }: Resumed,
  { now, ...how }: { urgent: boolean; gathers: boolean; now: Date },
): Turn {
  const rhythm = parseRhythm(written) ?? { kind: "at-once" as const };
  const quiet = from === null || to === null ? null : { from, to };
  return turnOf({ rhythm, urgent: choice, quiet, snoozedUntil }, { ...how, at: now, hurried: false });
}
