import { cleanLine } from "../../../domain/clean-text.ts";
import { findPersonnummer } from "../../../domain/personnummer.ts";
import { policyRuleSchema, policyRulesSchema, type PolicyRule } from "../../../domain/policy.ts";
import { listProblems, textOf, textsOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import type { PoliciesStrings } from "../../desk-parts/policies-words-sv.ts";

/** A rule's form as somebody filled it in. */
export interface RuleFields {
  readonly name: string;
  readonly priorities: readonly string[];
  readonly changes: readonly string[];
  readonly types: readonly string[];
  readonly action: string;
  readonly reason: string;
  readonly dueAfterHours: string;
  readonly remindAfterHours: string;
  readonly escalateAfterHours: string;
  readonly escalateTo: string;
  readonly sendAfterHours: string;
}

/** A rule's form with nothing in it. */
export const EMPTY_RULE: RuleFields = {
  name: "",
  priorities: [],
  changes: [],
  types: [],
  action: "review",
  reason: "",
  dueAfterHours: "",
  remindAfterHours: "",
  escalateAfterHours: "",
  escalateTo: "",
  sendAfterHours: "",
};

export function fillRule(rule: PolicyRule): RuleFields {
  const { name = "", action, priorities = [], changes = [], types = [] } = rule;
  const fields = { ...EMPTY_RULE, name, action, priorities: priorities.map(String), changes, types };
  if (rule.action === "ignore") return { ...fields, reason: rule.reason };
  if (rule.action === "auto") return fields;
  const hours = (count: number | undefined) => (count === undefined ? "" : String(count));
  return {
    ...fields,
    dueAfterHours: hours(rule.dueAfterHours),
    remindAfterHours: hours(rule.remindAfterHours),
    escalateAfterHours: hours(rule.escalateAfterHours),
    escalateTo: rule.escalateTo ?? "",
    sendAfterHours: hours(rule.sendAfterHours),
  };
}

export function readRuleFields(values: FormValues): RuleFields {
  return {
    name: cleanLine(textOf(values, "name")),
    priorities: textsOf(values, "priorities"),
    changes: textsOf(values, "changes"),
    types: textsOf(values, "types"),
    action: textOf(values, "action"),
    reason: cleanLine(textOf(values, "reason")),
    dueAfterHours: textOf(values, "dueAfterHours"),
    remindAfterHours: textOf(values, "remindAfterHours"),
    escalateAfterHours: textOf(values, "escalateAfterHours"),
    escalateTo: textOf(values, "escalateTo"),
    sendAfterHours: textOf(values, "sendAfterHours"),
  };
}

export type RuleReading =
  | { readonly kind: "rule"; readonly rule: PolicyRule }
  | { readonly kind: "faulty"; readonly problems: readonly FieldProblem[] };

/** The rule that a form describes; what its action has no use for is left out. */
export function parseRule(fields: RuleFields, t: PoliciesStrings): RuleReading {
  const personal = (["name", "reason"] as const).flatMap((field): FieldProblem[] => {
    const found = findPersonnummer(fields[field]);
    return found === null ? [] : [{ field, problem: t.personnummer(found) }];
  });
  if (personal.length > 0) return { kind: "faulty", problems: personal };
  const parsed = policyRuleSchema.safeParse(toRule(fields));
  if (parsed.success) return { kind: "rule", rule: parsed.data };
  return { kind: "faulty", problems: listProblems(parsed.error, (field) => t.problems[field] ?? field) };
}

function toRule(fields: RuleFields): Record<string, unknown> {
  const { action, name, priorities, changes, types } = fields;
  return {
    action,
    ...(name === "" ? {} : { name }),
    ...(priorities.length === 0 ? {} : { priorities: priorities.map(Number) }),
    ...(changes.length === 0 ? {} : { changes }),
    ...(types.length === 0 ? {} : { types }),
    ...(action === "ignore" ? { reason: fields.reason } : {}),
    ...(action === "review" ? toHours(fields) : {}),
  };
}

const HOUR_FIELDS = ["dueAfterHours", "remindAfterHours", "escalateAfterHours", "sendAfterHours"] as const;

function toHours(fields: RuleFields): Record<string, unknown> {
  const hours = HOUR_FIELDS.filter((field) => fields[field] !== "").map((field) => [field, Number(fields[field])]);
  return { ...Object.fromEntries(hours), ...(fields.escalateTo === "" ? {} : { escalateTo: fields.escalateTo }) };
}

/** The rules that travel in a form, or null when they are none of ours. */
export function parseProposal(text: string): PolicyRule[] | null {
  try {
    const parsed = policyRulesSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
