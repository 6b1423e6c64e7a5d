import { insertAudit } from "../db/audit.ts";
import { alignDeskSubscriptions } from "../db/desk-subscriptions.ts";
import { claimReminders, isUntouched, readWaitingCases, writeReminderMessage } from "../db/reminders.ts";
import type { Db } from "../db/schema.ts";
import type { Deed } from "../domain/audit.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { rankGrade } from "../domain/extent-fact.ts";
import { entryFact } from "../domain/case.ts";
import type { ReminderFact, ReminderFacts, ReminderLine } from "../domain/message.ts";
import { hoursUntil, type Policy, type WaitingStep } from "../domain/policy.ts";
import { planReminders, reachRoles, type ReminderKind, type ReminderStep } from "../domain/reminder.ts";
import { holdCase } from "./held-case.ts";
import { writeMessage } from "./messages.ts";
import type { PublishingContext } from "./publication.ts";
import { publishByRule } from "./rule-publication.ts";

/** The steps that somebody is told of, or that send by themselves. */
const REMINDING: readonly WaitingStep[] = ["remind", "escalate", "send"];

export interface ReminderResult {
  readonly regionCode: string;
  readonly kind: ReminderKind;
  readonly caseIds: readonly number[];
}

function hasHours({ rules }: Policy): boolean {
  return rules.some((rule) => REMINDING.some((step) => hoursUntil(rule, step) !== null));
}

/**
 * Reminds, escalates and sends what the region's rules say is due now. Each step is taken once for the oldest update that
 * waits, in one transaction with the message that tells it, whoever runs beside.
 */
export async function remindRegion(
  ctx: PublishingContext,
  { regionCode, policy }: { regionCode: string; policy: Policy },
): Promise<ReminderResult[]> {
  if (!hasHours(policy)) return [];
  const { db, now } = ctx;
  const steps = planReminders({ policy, waiting: await readWaitingCases(db, regionCode), now });
  const results: ReminderResult[] = [];
  const sends = steps.filter(({ kind }) => kind === "send");
  for (const step of sends) if (await sendFacts(ctx, step)) results.push(resultOf(regionCode, [step]));
  // What was just sent needs nobody's decision any more.
  const sent = new Set(results.flatMap(({ caseIds }) => caseIds));
  const tells = steps.filter(({ kind, waiting }) => kind !== "send" && !sent.has(waiting.caseId));
  // One message for all that is told to one role in one go.
  for (const group of Map.groupBy(tells, ({ kind, role }) => `${kind} ${role}`).values()) {
    const told = await tellDesk(ctx, { regionCode, steps: group });
    if (told.length > 0) results.push(resultOf(regionCode, told));
  }
  return results;
}

function resultOf(regionCode: string, steps: readonly ReminderStep[]): ReminderResult {
  const [first] = steps;
  return { regionCode, kind: first?.kind ?? "remind", caseIds: steps.map(({ waiting }) => waiting.caseId) };
}

/** Sends a case's facts unreviewed. False when somebody else was first, has begun to write, or nothing can be told. */
async function sendFacts({ db, now, digestChannels }: PublishingContext, step: ReminderStep): Promise<boolean> {
  const { caseId, updateId } = step.waiting;
  return db.transaction().execute(async (trx) => {
    const held = await holdCase(trx, caseId);
    if (held === null || !(await isUntouched(trx, { caseId, updateId }))) return false;
    const claimed = await claimReminders(trx, { claims: [{ caseId, updateId, kind: "send" }], now });
    if (claimed.size === 0) return false;
    const result = await publishByRule(trx, held, { by: step.by, now, digestChannels });
    if (result.kind === "published") {
      await writeReminderMessage(trx, { updateIds: [updateId], kind: "send", messageId: result.message.id });
      return true;
    }
    // It stays with the pharmacist; asking again every five minutes would change nothing.
    await tellAudit(trx, { found: caseId, regionCode: held.found.regionCode, step, now, reason: result.reason });
    return false;
  });
}

/** Tells those at the desk of several cases in one message. Resolves with the steps that were news. */
async function tellDesk(
  { db, now, digestChannels }: PublishingContext,
  input: { regionCode: string; steps: readonly ReminderStep[] },
): Promise<readonly ReminderStep[]> {
  const { regionCode } = input;
  return db.transaction().execute(async (trx) => {
    const claims = input.steps.map(({ kind, waiting: { caseId, updateId } }) => ({ caseId, updateId, kind }));
    const claimed = await claimReminders(trx, { claims, now });
    const steps = input.steps.filter(({ waiting }) => claimed.has(waiting.updateId));
    const [first] = steps;
    if (first === undefined || first.kind === "send") return [];
    const held = await alignDeskSubscriptions(trx, { regionCode, now });
    const message = await writeMessage(trx, {
      regionCode,
      caseId: null,
      kind: "reminder",
      purpose: "desk",
      // A digest in the morning would come too late.
      urgency: "high",
      facts: buildReminder({ kind: first.kind, steps, now }),
      advice: null,
      audience: { areas: [], roles: reachRoles(first.role, held) },
      reviewed: false,
      publishedBy: "rule",
      now,
      digestChannels,
    });
    const updateIds = steps.map(({ waiting }) => waiting.updateId);
    await writeReminderMessage(trx, { updateIds, kind: first.kind, messageId: message.id });
    for (const step of steps)
      await tellAudit(trx, { found: step.waiting.caseId, regionCode, step, now, message: message.id });
    return steps;
  });
}

function buildReminder(input: {
  kind: ReminderFact["kind"];
  steps: readonly ReminderStep[];
  now: Date;
}): ReminderFacts {
  const { kind, steps, now } = input;
  const rank = ({ waiting }: ReminderStep) => waiting.entry.priority ?? Number.MAX_SAFE_INTEGER;
  const grade = ({ waiting }: ReminderStep) => rankGrade(waiting.measured?.grade);
  // The most that is hit first; within one priority they stay as they came: the longest waiting first.
  const lines = steps
    // Several pieces of news of one case are one line.
    .filter(({ waiting }, place) => steps.findIndex((one) => one.waiting.caseId === waiting.caseId) === place)
    .toSorted((a, b) => grade(a) - grade(b) || rank(a) - rank(b))
    .map((step) => toLine(step, now));
  return {
    kind: "reminder",
    reminder: { kind, lines },
    source: { name: "desk", fileTime: now.toISOString(), asOf: stockholmDate(now) },
  };
}

function toLine({ waiting }: ReminderStep, now: Date): ReminderLine {
  return {
    caseId: waiting.caseId,
    entry: entryFact(waiting.entry),
    ...(waiting.measured === null ? {} : { extent: waiting.measured }),
    changes: waiting.allChanges,
    ...(waiting.kind === "expired" ? { expired: true as const } : {}),
    waitingSince: waiting.waitingSince.toISOString(),
    waitedHours: Math.floor((now.getTime() - waiting.waitingSince.getTime()) / 3_600_000),
    dueAt: waiting.dueAt?.toISOString() ?? null,
    drafting: waiting.draft !== null,
  };
}

const DEEDS: Record<ReminderKind, Deed> = {
  remind: "reminder-written",
  escalate: "case-escalated",
  held: "facts-held-back",
  send: "facts-not-sent",
};

async function tellAudit(
  db: Db,
  input: { found: number; regionCode: string; step: ReminderStep; now: Date; reason?: string; message?: number },
): Promise<void> {
  const { found, regionCode, step, now, reason = null, message } = input;
  await insertAudit(db, {
    at: now,
    actor: step.by,
    regionCode,
    deed: DEEDS[step.kind],
    objectId: found,
    reason,
    after: message === undefined ? { role: step.role } : { role: step.role, message },
  });
}
