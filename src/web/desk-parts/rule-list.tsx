import type { PolicyRule } from "../../domain/policy.ts";
import type { Page } from "../frame/page.ts";
import { describeRule } from "./describe-rule.ts";
import type { Child } from "hono/jsx";
import { policiesWords } from "./policies-words.ts";

interface RuleListProps {
  readonly page: Page;
  readonly rules: readonly PolicyRule[];
  /** What stands under each rule. */
  readonly under?: (rule: PolicyRule, place: number) => Child;
}

/** Rules in their order, in plain sentences, and what becomes of the rest. */
export function RuleList({ page, rules, under }: RuleListProps) {
  const t = policiesWords[page.language];
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
