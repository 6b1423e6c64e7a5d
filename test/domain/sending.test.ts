import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/domain/delivery.ts";
import { judgeAttempt, MAX_ATTEMPTS } from "../../src/domain/sending.ts";

const FIRST = { attempts: 1, unsure: false, repeats: 0 };
const REPEAT = { attempts: 2, unsure: true, repeats: 1 };

describe("what becomes of a sending after an attempt", () => {
  it("that was refused for good is a dead letter, when no earlier one may have been heard", () => {
    for (const kind of ["rejected", "gone"] as const)
      expect(judgeAttempt({ kind, reason: "no" }, FIRST, "repeat")).toEqual({
        kind: "ended",
        state: "dead",
        outcome: { kind, reason: "no" },
      });
  });

  it("that was refused for good is for a person, when an earlier one may have been heard", () => {
    for (const kind of ["rejected", "gone"] as const)
      expect(judgeAttempt({ kind, reason: "554 seen before" }, REPEAT, "repeat")).toEqual({
        kind: "ended",
        state: "unknown",
        outcome: { kind: "unknown", reason: "554 seen before" },
      });
  });

  it("whose answer did not come is never sent again where only a person can tell", () => {
    expect(judgeAttempt({ kind: "unknown", reason: "reset" }, FIRST, "person")).toMatchObject({ state: "unknown" });
  });

  it("whose answer did not come is repeated once, and then for a person", () => {
    const lost: Outcome = { kind: "unknown", reason: "reset" };
    expect(judgeAttempt(lost, FIRST, "repeat")).toMatchObject({ kind: "again", unsure: true, repeats: 1 });
    expect(judgeAttempt(lost, REPEAT, "repeat")).toMatchObject({ kind: "ended", state: "unknown" });
  });

  it("that is to be tried later never says after the last that nobody has it, when one may have been heard", () => {
    const later: Outcome = { kind: "retry", reason: "503" };
    const last = { attempts: MAX_ATTEMPTS, repeats: 0 };
    expect(judgeAttempt(later, { ...last, unsure: false }, "person")).toMatchObject({ state: "dead" });
    expect(judgeAttempt(later, { ...last, unsure: true }, "person")).toMatchObject({ state: "unknown" });
  });
});
