import { cleanLine } from "../../../domain/clean-text.ts";
import { findPersonnummer } from "../../../domain/personnummer.ts";
import {
  HOUR_FIELDS,
  policyRuleSchema,
  policyRulesSchema,
  type HourField,
  type PolicyRule,
} from "../../../domain/policy.ts";
import type { PoliciesStrings } from "../../desk-parts/policies-words-sv.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { defineForm, type FieldsOf } from "../../parts/form-kit.tsx";

/** A rule's form. */
export const ruleForm = defineForm({
  name: { control: "text", maxChars: 80, clean: cleanLine },
  priorities: { control: "boxes" },
  extents: { control: "boxes" },
  changes: { control: "boxes" },
  types: { control: "boxes" },
  action: { control: "radios" },
  digest: { control: "radios" },
  reason: { control: "text", maxChars: 500, clean: cleanLine },
  escalateTo: { control: "select" },
  ...mapHours(() => ({ control: "number" }) as const),
});
export type RuleFields = FieldsOf<typeof ruleForm.specs>;

/** A rule's form with nothing in it. */
export const EMPTY_RULE: RuleFields = { ...ruleForm.empty, action: "review" };

export function fillRule(rule: PolicyRule): RuleFields {
  const { name = "", action, priorities = [], extents = [], changes = [], types = [] } = rule;
  const fields = { ...EMPTY_RULE, name, action, priorities: priorities.map(String), extents, changes, types };
  if (rule.action === "ignore") return { ...fields, reason: rule.reason };
  if (rule.action === "auto") return { ...fields, digest: rule.digest ?? "" };
  return { ...fields, ...mapHours((field) => String(rule[field] ?? "")), escalateTo: rule.escalateTo ?? "" };
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
  return { kind: "faulty", problems: ruleForm.problems(parsed.error, t.form) };
}

function toRule(fields: RuleFields): Record<string, unknown> {
  const { action, name, priorities, extents, changes, types, digest } = fields;
  return {
    action,
    ...(name === "" ? {} : { name }),
    ...(priorities.length === 0 ? {} : { priorities: priorities.map(Number) }),
    ...(extents.length === 0 ? {} : { extents }),
    ...(changes.length === 0 ? {} : { changes }),
    ...(types.length === 0 ? {} : { types }),
    ...(action === "auto" && digest !== "" ? { digest } : {}),
    ...(action === "ignore" ? { reason: fields.reason } : {}),
    ...(action === "review" ? toHours(fields) : {}),
  };
}

function toHours(fields: RuleFields): Record<string, unknown> {
  const hours = HOUR_FIELDS.filter((field) => fields[field] !== "").map((field) => [field, Number(fields[field])]);
  return { ...Object.fromEntries(hours), ...(fields.escalateTo === "" ? {} : { escalateTo: fields.escalateTo }) };
}

/** A value for each field of hours. */
function mapHours<T>(valueOf: (field: HourField) => T): Readonly<Record<HourField, T>> {
  // Object.fromEntries forgets the names, which are those of HOUR_FIELDS.
  return Object.fromEntries(HOUR_FIELDS.map((field) => [field, valueOf(field)])) as Record<HourField, T>;
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
