import type { PolicyRule } from "../../domain/policy.ts";
import type { Page } from "../frame/page.ts";
import { describeRule } from "./rule-words.ts";
import type { Child } from "hono/jsx";

interface RuleListProps {
  readonly page: Page;
  readonly rules: readonly PolicyRule[];
  /** What stands under each rule. */
  readonly under?: (rule: PolicyRule, place: number) => Child;
}

/** Rules in their order, in plain sentences, and what becomes of the rest. */
export function RuleList({ page, rules, under }: RuleListProps) {
  const t = page.t.desk.policies;
  if (rules.length === 0) return <p>{t.none}</p>;
  return (
    <>
      <ol class="rules">
        {rules.map((rule, place) => {
          const { when, does } = describeRule(rule, t);
          return (
            <li>
              <h3>{t.rule(place + 1, rule.name)}</h3>
              <p>
                <strong>{t.when}:</strong> {when}.
              </p>
              <p>
                <strong>{t.does}:</strong> {does}
              </p>
              {under?.(rule, place) ?? null}
            </li>
          );
        })}
      </ol>
      <p>{t.last}</p>
    </>
  );
}
