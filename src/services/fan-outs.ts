import { setImmediate } from "node:timers/promises";
import {
  holdFanOut,
  holdNextFanOut,
  listFanOutsUpTo,
  readFanOutTimes,
  takeFanOutStep,
  type FanOutStep,
} from "../db/fan-outs.ts";
import type { Db } from "../db/schema.ts";
import { listSlots } from "../domain/rhythm.ts";

/**
 * Subscriptions looked at in one step, each in a short transaction of its own: PGlite does its work on the thread that
 * answers the pages, which then wait for as long as a step takes.
 */
const STEP_SUBSCRIPTIONS = 500;

interface FanOutDeps {
  readonly db: Db;
  readonly now: () => Date;
}

/**
 * Hands out all messages that wait for it, urgent ones first: one that comes meanwhile is next after the step under way.
 * Whatever breaks it off, another goes on where it was. Resolves with the number of deliveries made; `onMade` is told
 * after each step that made some, so that they need not wait for the last.
 */
export async function fanOut(deps: FanOutDeps, onMade?: () => Promise<void>): Promise<number> {
  return takeSteps(async () => {
    const step = await deps.db.transaction().execute(async (trx) => {
      const messageId = await holdNextFanOut(trx);
      return messageId === null ? null : takeStep(trx, messageId, deps);
    });
    if (step !== null && step.deliveries > 0) await onMade?.();
    return step;
  });
}

/** Hands out one message, after the older ones of its case, also when others are at it; resolves with its deliveries. */
export async function fanOutMessage(deps: FanOutDeps, messageId: number): Promise<number> {
  let made = 0;
  for (const id of await listFanOutsUpTo(deps.db, messageId)) {
    const deliveries = await takeSteps(() =>
      deps.db.transaction().execute(async (trx) => {
        await holdFanOut(trx, id);
        return takeStep(trx, id, deps);
      }),
    );
    if (id === messageId) made = deliveries;
  }
  return made;
}

function takeStep(trx: Db, messageId: number, { now }: FanOutDeps): Promise<FanOutStep | null> {
  return handOut(trx, { messageId, subscriptions: STEP_SUBSCRIPTIONS, now: now() });
}

/** One step of handing out a message, to the next `subscriptions`; null when it is handed out. */
export async function handOut(
  trx: Db,
  { messageId, subscriptions, now }: { messageId: number; subscriptions: number; now: Date },
): Promise<FanOutStep | null> {
  const times = await readFanOutTimes(trx, messageId);
  if (times === null) return null;
  return takeFanOutStep(trx, { messageId, subscriptions, now, slots: findSlots(times) });
}

let newest: { readonly of: string; readonly slots: Readonly<Record<string, string>> } | null = null;

/** The steps of a message are taken one after another, and ask for the same. */
function findSlots({ dueAt, digestAfter }: { dueAt: Date; digestAfter: Date }): Readonly<Record<string, string>> {
  const of = `${dueAt.getTime()} ${digestAfter.getTime()}`;
  if (newest?.of !== of) newest = { of, slots: listSlots({ at: dueAt, after: digestAfter }) };
  return newest.slots;
}

async function takeSteps(next: () => Promise<FanOutStep | null>): Promise<number> {
  let deliveries = 0;
  for (let step = await next(); step !== null; step = await next()) {
    deliveries += step.deliveries;
    // What waits in the process has its turn between two steps.
    await setImmediate();
  }
  return deliveries;
}
