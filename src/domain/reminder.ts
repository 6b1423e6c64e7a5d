import type { RuleActor } from "./audit.ts";
import type { RegionRole } from "./account.ts";
import { stockholmHour } from "./calendar.ts";
import type { DraftState } from "./draft.ts";
import type { ExtentFact } from "./extent-fact.ts";
import type { ListEntry } from "./list.ts";
import type { NewsKind } from "./news.ts";
import {
  addHours,
  decidePolicy,
  hoursUntil,
  type Policy,
  type PolicySubject,
  type ReviewRule,
  type WaitingStep,
} from "./policy.ts";

/**
 * What is told of an update that waits, each once: `remind` to the curators, `escalate` to the role that the rule names,
 * `send` is the facts on their way to readers, and `held` says that they were not sent because somebody is writing.
 */
export const REMINDER_KINDS = ["remind", "escalate", "send", "held"] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

/** News of a case that nobody has decided on, with the types of the notices it is about. */
export interface WaitingCase extends Omit<PolicySubject, "priority"> {
  readonly caseId: number;
  readonly entry: ListEntry;
  /** Its extent as it stands; null where it was not measured. */
  readonly measured: ExtentFact | null;
  readonly dueAt: Date | null;
  readonly updateId: number;
  readonly waitingSince: Date;
  /** The changes of all that waits in the case, each kind once. */
  readonly allChanges: readonly NewsKind[];
  /** The state of the open draft, or null when nobody is writing. */
  readonly draft: DraftState | null;
  readonly told: readonly ReminderKind[];
}

/** Something to do about a case now, and the rule that says so. */
export interface ReminderStep {
  readonly kind: ReminderKind;
  readonly waiting: WaitingCase;
  /** The role to tell; of `send` nobody is told. */
  readonly role: RegionRole;
  readonly by: RuleActor;
}

/** Nobody is reminded from 22 to 06 in Stockholm. */
const QUIET_FROM_HOUR = 22;
const QUIET_TO_HOUR = 6;

/** The steps whose time has come and that are not taken yet, in order, remind before escalate before send. */
export function planReminders(input: {
  policy: Pick<Policy, "rules">;
  waiting: readonly WaitingCase[];
  now: Date;
}): ReminderStep[] {
  return input.waiting.flatMap((waiting) => planCase({ ...input, waiting }));
}

function planCase(input: { policy: Pick<Policy, "rules">; waiting: WaitingCase; now: Date }): ReminderStep[] {
  const { policy, waiting, now } = input;
  // A message that goes out at its own time needs no reminder.
  if (waiting.draft === "scheduled") return [];
  const { entry, kind, changes, types, extent } = waiting;
  const { rule, by } = decidePolicy(policy, { kind, priority: entry.priority, changes, types, extent });
  if (rule === null || rule.action !== "review" || by === null) return [];
  return listDueKinds({ rule, waiting, now })
    .filter((due) => !waiting.told.includes(due) && mayTell(due, { priority: entry.priority, now }))
    .map((due) => ({ kind: due, waiting, by, role: roleOf(due, rule) }));
}

function listDueKinds({ rule, waiting, now }: { rule: ReviewRule; waiting: WaitingCase; now: Date }): ReminderKind[] {
  const isDue = (step: WaitingStep) => {
    const hours = hoursUntil(rule, step);
    return hours !== null && addHours(waiting.waitingSince, hours) <= now;
  };
  return [
    ...(isDue("remind") ? ["remind" as const] : []),
    ...(isDue("escalate") ? ["escalate" as const] : []),
    // Nothing is sent over the head of somebody who is writing: those who answer for the region are told instead.
    ...(isDue("send") ? [waiting.draft === null ? ("send" as const) : ("held" as const)] : []),
  ];
}

function roleOf(kind: ReminderKind, rule: ReviewRule): RegionRole {
  return kind === "remind" ? "curator" : (rule.escalateTo ?? "approver");
}

/** Whether it is an hour at which only what is most important is told. */
export function isQuiet(now: Date): boolean {
  const hour = stockholmHour(now);
  return hour >= QUIET_FROM_HOUR || hour < QUIET_TO_HOUR;
}

/** At night only what concerns the most important lines of the list wakes anybody. Facts to readers go at their time. */
function mayTell(kind: ReminderKind, { priority, now }: { priority: number | null; now: Date }): boolean {
  if (kind === "send") return true;
  return !isQuiet(now) || (kind !== "remind" && priority === 1);
}

const LADDER = ["curator", "approver", "region-admin"] as const satisfies readonly RegionRole[];

/**
 * The roles a reminder is for: the one that was meant and, when nobody in the region has it, the next above that
 * somebody has, so that it never goes to nobody.
 */
export function reachRoles(meant: RegionRole, filled: ReadonlySet<string>): RegionRole[] {
  if (filled.has(meant)) return [meant];
  const above = LADDER.slice(LADDER.findIndex((role) => role === meant) + 1).find((role) => filled.has(role));
  return above === undefined ? [meant] : [meant, above];
}
