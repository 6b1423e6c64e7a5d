import { setImmediate } from "node:timers/promises";
import type { Channel } from "../channels/channel.ts";
import {
  catchUpRuns,
  CLOCK_DIFFERENCE_MS,
  holdDueOfRun,
  holdNextSubscriptions,
  holdRun,
  insertRuns,
  isHandingOut,
  readDigestStart,
  readOpenRuns,
  readRhythms,
  readRunsSince,
  reopenRuns,
  writeRunStep,
  type DigestRun,
} from "../db/digest-runs.ts";
import { readGatheredCases } from "../db/rule-decisions.ts";
import type { Db } from "../db/schema.ts";
import { insertSendings } from "../db/sendings.ts";
import { LOOK_BACK_DAYS, nameRun, planRuns } from "../domain/digest-run.ts";
import { weeklyDigestAt } from "../domain/subscription.ts";
import { cancelEnded, makeSending } from "./sendings.ts";

interface DigestDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly channels: ReadonlyMap<string, Channel>;
}

/** A run that has ended: how many have a digest of it, with how many messages in all. */
export type FinishedRun = Pick<DigestRun, "rhythm" | "date" | "sendings" | "deliveries">;

/** Subscriptions looked at in one step, each in a short transaction of its own, so that pages have their turn in between. */
const STEP_SUBSCRIPTIONS = 500;
/** So long does a run wait for the week's news, which is published just before it, or when a stopped process begins again. */
const PATIENCE_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/**
 * Makes the digests whose time has come: one for each subscriber, of all that is due by that time. A run that was broken off
 * goes on where it was. Where several were missed the latest tells it all, at once. `waitForNews` is for where somebody
 * publishes the week's news. Resolves with the runs that it ended.
 */
export async function runDigests(deps: DigestDeps, { waitForNews }: { waitForNews: boolean }): Promise<FinishedRun[]> {
  await planDueRuns(deps);
  const finished: FinishedRun[] = [];
  for (const run of await readOpenRuns(deps.db, deps.now())) {
    if (run.begunAt === null && !(await isReady(deps, run, { waitForNews }))) continue;
    const ended = await takeSteps(deps, run.id);
    if (ended !== null) finished.push(ended);
  }
  return finished;
}

/** Writes down the runs that are due and were not made, and lets the latest of each rhythm tell what the others should have. */
async function planDueRuns({ db, now: clock }: DigestDeps): Promise<void> {
  const now = clock();
  const weekAgo = new Date(now.getTime() - (LOOK_BACK_DAYS + 2) * DAY_MS);
  const known = await readRunsSince(db, weekAgo);
  const isKnown = new Set(known.map(nameRun));
  const rhythms = await readRhythms(db, { since: weekAgo });
  const missing = (since: Date) => planRuns({ rhythms, since, now }).filter((run) => !isKnown.has(nameRun(run)));
  const runs = missing(new Date(0)).length > 0 ? missing(await readDigestStart(db, now)) : [];
  const soon = new Date(now.getTime() + CLOCK_DIFFERENCE_MS);
  const tooEarly = known.some(({ dueAt, finishedAt }) => dueAt > soon && finishedAt !== null);
  const open = known.filter(({ dueAt, finishedAt }) => dueAt <= now && finishedAt === null);
  if (runs.length === 0 && !tooEarly && open.length < 2) return;
  await db.transaction().execute(async (trx) => {
    if (tooEarly) await reopenRuns(trx, now);
    await insertRuns(trx, { runs, now });
    await catchUpRuns(trx, now);
  });
}

/** Whether all that belongs in it is handed out. */
async function isReady(
  { db, now }: DigestDeps,
  { dueAt, createdAt }: DigestRun,
  { waitForNews }: { waitForNews: boolean },
): Promise<boolean> {
  if (await isHandingOut(db, dueAt)) return false;
  if (!waitForNews || now().getTime() - createdAt.getTime() >= PATIENCE_MS) return true;
  const gathered = await readGatheredCases(db);
  return !gathered.some(({ since }) => weeklyDigestAt(since) <= dueAt);
}

/** Null when another worker has it in hand, or ended it. */
async function takeSteps(deps: DigestDeps, id: number): Promise<FinishedRun | null> {
  for (;;) {
    const step = await deps.db.transaction().execute((trx) => takeStep(trx, id, deps));
    if (step === null || step.finished) return step;
    // What waits in the process has its turn between two steps.
    await setImmediate();
  }
}

async function takeStep(
  trx: Db,
  id: number,
  { channels, now: clock }: DigestDeps,
): Promise<(FinishedRun & { finished: boolean }) | null> {
  const run = await holdRun(trx, id);
  if (run === null) return null;
  const now = clock();
  const { last, count } = await holdNextSubscriptions(trx, { run, limit: STEP_SUBSCRIPTIONS });
  const gathering = [...channels.values()].filter(({ batches }) => batches);
  const held = await holdDueOfRun(trx, { run, last, channels: gathering.map(({ name }) => name) });
  await cancelEnded(trx, { held, now });
  const due = held.filter(({ isEnded }) => !isEnded);
  let made = 0;
  for (const channel of gathering) {
    const own = due.filter((delivery) => delivery.channel === channel.name);
    const groups = [...Map.groupBy(own, ({ subscriptionId }) => subscriptionId).values()];
    const sendings = groups.flatMap((group) => makeSending(channel, group, { dueAt: run.dueAt }));
    await insertSendings(trx, { channel: channel.name, lane: "digest", now, digestRunId: id, sendings });
    made += sendings.length;
  }
  const finished = count < STEP_SUBSCRIPTIONS;
  await writeRunStep(trx, { id, reached: last, sendings: made, deliveries: due.length, finished, now });
  const { rhythm, date, sendings, deliveries } = run;
  return { rhythm, date, sendings: sendings + made, deliveries: deliveries + due.length, finished };
}
