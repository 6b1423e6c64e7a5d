import type { ListEntry } from "./list.ts";
import { hoursUntil, type Policy, type PolicyRule } from "./policy.ts";

export const LOOK_KINDS = ["standing-advice", "own-notice", "tie"] as const;
/** What one person does and a rule would send: a list's standing advice, a notice of the region's own, a word on a match. */
export type LookKind = (typeof LOOK_KINDS)[number];

/** What a second person looks at; `hash` changes with everything that a message would say of it. */
export interface LookRef {
  readonly kind: LookKind;
  readonly object: string;
  readonly hash: string;
}

/** Whether a rule of the region may send something that no person has seen as it is. */
function sendsByRule({ rules }: Pick<Policy, "rules">): boolean {
  return rules.some((rule) => rule.action === "auto" || hoursUntil(rule, "send") !== null);
}

/** Whether what one person does needs a second one before a rule sends it. */
export function needsSecondLook(policy: Policy): boolean {
  return policy.secondPerson === true && sendsByRule(policy);
}

/** Of a line with standing advice: all that a message says of it. */
export function listSaid(entry: ListEntry): readonly unknown[] {
  const { standingAdvice, substance, formGroup, strength, areas, stockDays } = entry;
  const { type = null, text = null } = standingAdvice ?? {};
  return [type, text?.sv ?? null, text?.en ?? null, substance, formGroup, strength, areas, stockDays];
}

/** How long it takes to switch the rule off when nobody approves that. */
export const SWITCH_OFF_MS = 24 * 60 * 60_000;

/** A change of a region's rules or settings that waits for a second person. */
export type ProposalContent =
  | { readonly kind: "rules"; readonly rules: readonly PolicyRule[] }
  | { readonly kind: "second-person-off" }
  | { readonly kind: "contact"; readonly contact: string | null };
export type ProposalKind = ProposalContent["kind"];
