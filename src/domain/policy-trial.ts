import { mondayOf, stockholmDate, type IsoDate } from "./calendar.ts";
import type { UpdateDecision } from "./case.ts";
import type { EntryFact } from "./message.ts";
import {
  decidePolicy,
  type Policy,
  type PolicyAction,
  type PolicyDecision,
  type PolicySubject,
  hoursUntil,
} from "./policy.ts";

/** How far back rules are tried. */
export const POLICY_TRIAL_DAYS = 30;

/** News that a region really had, and what became of it. */
export interface TrialUpdate extends Omit<PolicySubject, "priority"> {
  readonly caseId: number;
  readonly entry: EntryFact;
  readonly createdAt: Date;
  readonly decision: UpdateDecision;
  /** A rule decided, and not a person. */
  readonly byRule: boolean;
}

/** How many updates each action falls on. */
export type ActionCounts = Readonly<Record<PolicyAction, number>>;

/** What became of updates in truth. */
export interface RealCounts {
  readonly sentByRule: number;
  readonly sentByPerson: number;
  readonly waiting: number;
  readonly ignored: number;
  readonly dismissed: number;
}

export interface TrialCase {
  readonly update: TrialUpdate;
  readonly proposed: PolicyDecision;
  readonly current: PolicyDecision;
}

export interface PolicyTrialWeek {
  /** The Monday, in Stockholm. */
  readonly monday: IsoDate;
  readonly proposed: ActionCounts;
  readonly current: ActionCounts;
  readonly real: RealCounts;
}

/** What rules would have done to the updates of the last days, beside what those in use would have and what was. */
export interface PolicyTrial {
  readonly proposed: ActionCounts;
  readonly current: ActionCounts;
  readonly real: RealCounts;
  /** Of those that wait, how many would be sent after the rule's hours if nobody decided. */
  readonly sentLater: { readonly proposed: number; readonly current: number };
  /** The oldest first; a week without news is left out. */
  readonly weeks: readonly PolicyTrialWeek[];
  /** How many updates each of the proposed rules decided, in the order of the rules. */
  readonly perRule: readonly number[];
  /** All the updates, the newest first. */
  readonly cases: readonly TrialCase[];
}

/**
 * Tries rules on what has been. Each update is judged by itself, as it would be when it comes: whether somebody was
 * writing on the case then, or older news waited in it, which would have held a message back, nobody can tell afterwards.
 */
export function tryPolicy(input: {
  proposed: Pick<Policy, "rules">;
  current: Pick<Policy, "rules">;
  updates: readonly TrialUpdate[];
}): PolicyTrial {
  const cases = input.updates
    .map((update): TrialCase => {
      const subject = { ...update, priority: update.entry.priority };
      const [proposed, current] = [decidePolicy(input.proposed, subject), decidePolicy(input.current, subject)];
      return { update, proposed, current };
    })
    .toSorted((a, b) => b.update.createdAt.getTime() - a.update.createdAt.getTime());
  const weeks = Map.groupBy(cases, ({ update }) => mondayOf(stockholmDate(update.createdAt)));
  return {
    ...countAll(cases),
    sentLater: {
      proposed: cases.filter(({ proposed }) => isSentLater(proposed)).length,
      current: cases.filter(({ current }) => isSentLater(current)).length,
    },
    weeks: [...weeks]
      .map(([monday, ofWeek]) => ({ monday, ...countAll(ofWeek) }))
      .toSorted((a, b) => (a.monday < b.monday ? -1 : 1)),
    perRule: input.proposed.rules.map((_, place) => cases.filter(({ proposed }) => proposed.place === place).length),
    cases,
  };
}

function isSentLater({ rule }: PolicyDecision): boolean {
  return rule !== null && hoursUntil(rule, "send") !== null;
}

function countAll(cases: readonly TrialCase[]): Pick<PolicyTrial, "proposed" | "current" | "real"> {
  const count = (decisions: readonly PolicyDecision[]): ActionCounts => {
    const of = (wanted: PolicyAction) => decisions.filter(({ action }) => action === wanted).length;
    return { auto: of("auto"), review: of("review"), ignore: of("ignore") };
  };
  return {
    proposed: count(cases.map(({ proposed }) => proposed)),
    current: count(cases.map(({ current }) => current)),
    real: countReal(cases.map(({ update }) => update)),
  };
}

function countReal(updates: readonly TrialUpdate[]): RealCounts {
  const count = (fits: (update: TrialUpdate) => boolean) => updates.filter(fits).length;
  return {
    sentByRule: count(({ decision, byRule }) => decision === "published" && byRule),
    sentByPerson: count(({ decision, byRule }) => decision === "published" && !byRule),
    waiting: count(({ decision }) => decision === "pending" || decision === "gathered"),
    ignored: count(({ decision }) => decision === "ignored"),
    dismissed: count(({ decision }) => decision === "dismissed"),
  };
}
