import { z } from "zod";
import { CHANGE_KINDS, type ChangeKind } from "./change.ts";
import type { NoticeType } from "./notice.ts";

const rule = z.strictObject({
  /** List priorities the rule is for; any when left out. */
  priorities: z.array(z.int().min(1)).nonempty().optional(),
  /** The rule fits only when the update has changes and every one is one of these; any when left out. */
  changes: z.array(z.enum(CHANGE_KINDS)).nonempty().optional(),
  /** The rule fits only when every changed notice is of one of these types; any when left out. */
  types: z
    .array(z.enum(["shortage", "cessation", "unknown"]))
    .nonempty()
    .optional(),
  action: z.enum(["auto", "review"]),
});

/** A region's rules, in order; the first that fits decides, and `review` when none does. */
export const policySchema = z.strictObject({
  rules: z.array(rule),
  /** A message that a person wrote goes out when another has approved it. */
  secondPerson: z.boolean().optional(),
});
export type Policy = z.infer<typeof policySchema>;

export interface PolicySubject {
  readonly priority: number | null;
  readonly changes: readonly ChangeKind[];
  readonly types: readonly NoticeType[];
}

/** `auto` sends the source's facts without review; `review` waits for a pharmacist. */
export function decidePolicy(policy: Policy, subject: PolicySubject): "auto" | "review" {
  const { priority } = subject;
  const fits = policy.rules.find(
    ({ priorities, changes, types }) =>
      (priorities === undefined || (priority !== null && priorities.includes(priority))) &&
      (changes === undefined || hasOnly(subject.changes, changes)) &&
      (types === undefined || hasOnly(subject.types, types)),
  );
  return fits?.action ?? "review";
}

/** Whether there are some and all are allowed: a rule must never send what it was not asked about. */
function hasOnly<T>(some: readonly T[], allowed: readonly T[]): boolean {
  return some.length > 0 && some.every((one) => allowed.includes(one));
}
