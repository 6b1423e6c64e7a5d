import { expect } from "vitest";
import type { Outcome } from "../../src/domain/delivery.ts";

const DAY_MS = 24 * 3_600_000;

/** What holds of every outcome, whatever the receiver answered: it can be stored, shown and obeyed. */
export function expectFitOutcome(outcome: Outcome, secrets: readonly string[]): void {
  const text = "reason" in outcome ? outcome.reason : outcome.externalId;
  expect(text).toMatch(/^\P{C}{1,200}$/u);
  expect(text.isWellFormed()).toBe(true);
  for (const secret of secrets) expect(JSON.stringify(outcome).toLowerCase()).not.toContain(secret.toLowerCase());
  if (!("afterMs" in outcome)) return;
  expect(outcome.afterMs).toBeGreaterThanOrEqual(1_000);
  expect(outcome.afterMs).toBeLessThanOrEqual(DAY_MS);
}
