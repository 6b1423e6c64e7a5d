import { hoursUntil, type PolicyRule, type WaitingStep } from "../../domain/policy.ts";
import { joinWords } from "../../domain/words.ts";
import type { PoliciesStrings } from "./policies-words-sv.ts";

/** A rule in plain sentences: when it fits, and what happens then. */
export function describeRule(rule: PolicyRule, t: PoliciesStrings): { when: string; does: string } {
  return { when: describeConditions(rule, t), does: describeAction(rule, t) };
}

function describeConditions({ priorities, changes, types }: PolicyRule, t: PoliciesStrings): string {
  const { words } = t;
  const parts = [
    ...(priorities === undefined ? [] : [words.priorities(joinWords(priorities.map(String), words.or))]),
    ...(changes === undefined
      ? []
      : [
          words.changes(
            joinWords(
              changes.map((kind) => t.changeNames[kind]),
              words.or,
            ),
          ),
        ]),
    ...(types === undefined
      ? []
      : [
          words.types(
            joinWords(
              types.map((type) => t.typeNames[type]),
              words.or,
            ),
          ),
        ]),
  ];
  return parts.length === 0 ? words.everything : joinWords(parts, words.and);
}

function describeAction(rule: PolicyRule, { words }: PoliciesStrings): string {
  switch (rule.action) {
    case "auto":
      return words.auto;
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
