import { hoursUntil, type PolicyRule, type WaitingStep } from "../../domain/policy.ts";
import { joinWords } from "../../domain/words.ts";
import type { PoliciesStrings } from "./policies-words-sv.ts";

/** A rule in plain sentences: when it fits, and what happens then. */
export function describeRule(rule: PolicyRule, t: PoliciesStrings): { when: string; does: string } {
  return { when: describeConditions(rule, t), does: describeAction(rule, t) };
}

function describeConditions({ priorities, extents, changes, types }: PolicyRule, t: PoliciesStrings): string {
  const { words } = t;
  const say = (values: readonly string[] | undefined, sentence: (named: string) => string) =>
    values === undefined ? [] : [sentence(joinWords(values, words.or))];
  const parts = [
    ...say(priorities?.map(String), words.priorities),
    ...say(
      extents?.map((grade) => t.extentNames[grade]),
      words.extents,
    ),
    ...say(
      changes?.map((kind) => t.changeNames[kind]),
      words.changes,
    ),
    ...say(
      types?.map((type) => t.typeNames[type]),
      words.types,
    ),
  ];
  return parts.length === 0 ? words.everything : joinWords(parts, words.and);
}

function describeAction(rule: PolicyRule, { words }: PoliciesStrings): string {
  switch (rule.action) {
    case "auto":
      return rule.digest === "weekly" ? words.weekly : words.auto;
    case "ignore":
      return words.ignore(rule.reason);
    case "review": {
      const { escalateTo } = rule;
      const say = (step: WaitingStep, sentence: (hours: number) => string) => {
        const hours = hoursUntil(rule, step);
        return hours === null ? [] : [sentence(hours)];
      };
      return [
        words.review,
        ...say("due", words.due),
        ...say("remind", words.remind),
        ...(escalateTo === undefined ? [] : say("escalate", (hours) => words.escalate(hours, escalateTo))),
        ...say("send", words.send),
      ].join(" ");
    }
  }
}
