import { MAX_REASON_CHARS } from "./reason.ts";
import type { RuleActor } from "./audit.ts";
import { z } from "zod";
import type { UpdateKind } from "./case.ts";
import { EXTENT_GRADES, type ExtentGrade } from "./extent-fact.ts";
import { NEWS_KINDS, type NewsKind } from "./news.ts";
import type { NoticeType } from "./notice.ts";

/** A month: what waits longer than that waits for no rule. */
const MAX_RULE_HOURS = 720;
export const MAX_RULES = 50;

/** Whom an escalation may name. */
export const ESCALATION_ROLES = ["approver", "region-admin"] as const;
export type EscalationRole = (typeof ESCALATION_ROLES)[number];

export const RULE_TYPES = ["shortage", "cessation", "unknown"] as const;

const conditions = {
  /** What the region calls the rule; its place stands for it when left out. */
  name: z.string().min(1).max(80).optional(),
  /** List priorities the rule is for; any when left out. */
  priorities: z.array(z.int().min(1).max(99)).nonempty().optional(),
  /** The rule fits only when the update has changes and every one is one of these; any when left out. */
  changes: z.array(z.enum(NEWS_KINDS)).nonempty().optional(),
  /** How much of what the line covers is hit; any when left out, and never one that is not known. */
  extents: z.array(z.enum(EXTENT_GRADES)).nonempty().optional(),
  /** The rule fits only when every changed notice is of one of these types; any when left out. */
  types: z.array(z.enum(RULE_TYPES)).nonempty().optional(),
};

/** Real hours from when the news came, whatever the clocks do meanwhile. */
const hours = z.int().min(1).max(MAX_RULE_HOURS).optional();

const reviewRule = z
  .strictObject({
    ...conditions,
    action: z.literal("review"),
    /** When a decision is due. */
    dueAfterHours: hours,
    /** When the curators are reminded of what nobody has decided. */
    remindAfterHours: hours,
    /** When `escalateTo` is told of it. */
    escalateAfterHours: hours,
    escalateTo: z.enum(ESCALATION_ROLES).optional(),
    /** When the facts are sent, marked as not reviewed. */
    sendAfterHours: hours,
  })
  .superRefine(({ remindAfterHours, escalateAfterHours, escalateTo, sendAfterHours }, context) => {
    const fault = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (escalateAfterHours !== undefined && escalateTo === undefined)
      fault("escalateTo", `should name who is told: ${ESCALATION_ROLES.join(" or ")}`);
    if (escalateAfterHours === undefined && escalateTo !== undefined)
      fault("escalateAfterHours", "should say after how many hours they are told");
    if (escalateAfterHours !== undefined && escalateAfterHours <= (remindAfterHours ?? 0))
      fault("escalateAfterHours", "should be later than remindAfterHours");
    if (sendAfterHours !== undefined && sendAfterHours <= Math.max(remindAfterHours ?? 0, escalateAfterHours ?? 0))
      fault("sendAfterHours", "should be later than remindAfterHours and escalateAfterHours");
  });
const autoRule = z.strictObject({
  ...conditions,
  action: z.literal("auto"),
  /** The facts wait for Monday's digest, on every channel, as long as nothing is worse; at once when left out. */
  digest: z.literal("weekly").optional(),
});
const ignoreRule = z.strictObject({
  ...conditions,
  action: z.literal("ignore"),
  reason: z.string().min(1).max(MAX_REASON_CHARS),
});

export const policyRuleSchema = z.discriminatedUnion("action", [reviewRule, autoRule, ignoreRule], {
  error: (issue) => (issue.code === "invalid_union" ? "should be review, auto or ignore" : undefined),
});
export type PolicyRule = z.infer<typeof policyRuleSchema>;
export type ReviewRule = z.infer<typeof reviewRule>;
export type PolicyAction = PolicyRule["action"];

/** The steps of what waits for a person, in order, each with the field of a rule that says after how many hours. */
export const WAITING_STEPS = {
  due: "dueAfterHours",
  remind: "remindAfterHours",
  escalate: "escalateAfterHours",
  send: "sendAfterHours",
} as const;
export type WaitingStep = keyof typeof WAITING_STEPS;
export type HourField = (typeof WAITING_STEPS)[WaitingStep];
export const HOUR_FIELDS: readonly HourField[] = Object.values(WAITING_STEPS);

/** Hours until a step is taken; null when the rule takes none of that kind. */
export function hoursUntil(rule: PolicyRule, step: WaitingStep): number | null {
  return rule.action === "review" ? (rule[WAITING_STEPS[step]] ?? null) : null;
}

export const policyRulesSchema = z.array(policyRuleSchema).max(MAX_RULES);

/** A region's rules, in order; the first that fits decides, and `review` when none does. */
export const policySchema = z.strictObject({
  rules: policyRulesSchema,
  /** A message that a person wrote goes out when another has approved it. */
  secondPerson: z.boolean().optional(),
  /**
   * An urgent message goes out once more where nobody can find out whether it was heard (Teams), though its receiver may
   * then have it twice. Otherwise a person is asked.
   */
  resendUrgent: z.boolean().optional(),
});
export type Policy = z.infer<typeof policySchema>;

/** What is understood of a rule that a newer version wrote: it fits no more than that, and leaves it to a person. */
const foreignRule = z
  .object(
    {
      name: conditions.name.catch(undefined),
      priorities: conditions.priorities.catch(undefined),
      changes: conditions.changes.catch(undefined),
      extents: conditions.extents.catch(undefined),
      types: conditions.types.catch(undefined),
    },
    { error: "should be a rule" },
  )
  .transform((known): ReviewRule => ({ ...known, action: "review" }));

/**
 * A policy as it is kept. While versions are replaced one by one a newer one may have written it: what this one does not
 * know beside the rules stays where it is, and a rule that it does not understand sends nothing and drops nothing.
 */
export const storedPolicySchema: z.ZodType<Policy> = z.looseObject({
  ...policySchema.shape,
  rules: z.array(z.union([policyRuleSchema, foreignRule])),
});

/**
 * What a region begins with: much that is hit waits for a person, and not for long; some that is hit waits as before; an end
 * of sale while others are left is told once a week. In Swedish, as what a region calls its rules.
 */
export const STANDARD_RULES: readonly PolicyRule[] = policyRulesSchema.parse([
  {
    name: "Standard: alla preparat, en hel styrka eller vårt eget",
    extents: ["whole", "own", "strength"],
    action: "review",
    remindAfterHours: 4,
    dueAfterHours: 6,
    escalateAfterHours: 8,
    escalateTo: "approver",
  },
  { name: "Standard: en del av preparaten", extents: ["part"], action: "review" },
  {
    name: "Standard: preparat som slutar säljas",
    extents: ["ceasing"],
    action: "auto",
    digest: "weekly",
  },
]);

export interface PolicySubject {
  readonly kind: UpdateKind;
  readonly priority: number | null;
  readonly changes: readonly NewsKind[];
  /** Null when nothing of the case is open, and where it was not measured. */
  readonly extent: ExtentGrade | null;
  readonly types: readonly NoticeType[];
}

/** What a rule decided, and which. */
export interface PolicyDecision {
  readonly action: PolicyAction;
  /** Null when no rule fits, which leaves it to a person. */
  readonly rule: PolicyRule | null;
  /** Its place among the rules, from 0. */
  readonly place: number | null;
  /** Who decided, for the record; null when no rule fits. */
  readonly by: RuleActor | null;
  /** Of `ignore`: why. */
  readonly reason: string | null;
}

/**
 * `auto` sends the source's facts without review, `ignore` sends nothing, `review` waits for a pharmacist. What a new
 * list newly covers, and advice that has expired, is for a person always: only rules that say `review` are asked about it;
 * and of advice that has fallen those that say `auto` of that by name, which send that it is being reviewed.
 */
export function decidePolicy(policy: Pick<Policy, "rules">, subject: PolicySubject): PolicyDecision {
  const place = policy.rules.findIndex((rule) => fitsRule(rule, subject) && mayDecide(rule, subject.kind));
  const rule = policy.rules[place];
  if (rule === undefined) return { action: "review", rule: null, place: null, by: null, reason: null };
  const reason = rule.action === "ignore" ? rule.reason : null;
  return { action: rule.action, rule, place, by: { kind: "rule", name: rule.name ?? String(place + 1) }, reason };
}

function mayDecide({ action, changes }: PolicyRule, kind: UpdateKind): boolean {
  if (kind === "fallen" && action === "auto") return changes?.includes("advice-fallen") === true;
  return action === "review" || (kind !== "list" && kind !== "expired" && kind !== "fallen");
}

/** The instant that lies so many real hours later. */
export function addHours(instant: Date, count: number): Date {
  return new Date(instant.getTime() + count * 3_600_000);
}

function fitsRule({ priorities, changes, extents, types }: PolicyRule, subject: PolicySubject): boolean {
  return (
    (priorities === undefined || (subject.priority !== null && priorities.includes(subject.priority))) &&
    (changes === undefined || hasOnly(subject.changes, changes)) &&
    (extents === undefined || (subject.extent !== null && extents.includes(subject.extent))) &&
    (types === undefined || hasOnly(subject.types, types))
  );
}

/** Whether there are some and all are allowed: a rule must never send what it was not asked about. */
function hasOnly<T>(some: readonly T[], allowed: readonly T[]): boolean {
  return some.length > 0 && some.every((one) => allowed.includes(one));
}
