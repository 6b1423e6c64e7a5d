import { describe, expect, it } from "vitest";
import { decidePolicy, policySchema, type Policy, type PolicySubject } from "../../src/domain/policy.ts";

function decide(rules: Policy["rules"], over: Partial<PolicySubject> = {}): string {
  return decidePolicy({ rules }, { priority: 2, changes: ["ended"], types: ["shortage"], ...over });
}

describe("a region's rules", () => {
  it("leave to review what no rule fits", () => {
    expect(decide([])).toBe("review");
    expect(decide([{ priorities: [1], action: "auto" }])).toBe("review");
  });

  it("let the first that fits decide", () => {
    const rules: Policy["rules"] = [
      { priorities: [1], action: "review" },
      { changes: ["ended"], action: "auto" },
      { action: "review" },
    ];
    expect(decide(rules)).toBe("auto");
    expect(decide(rules, { priority: 1 })).toBe("review");
    expect(decide(rules.toReversed())).toBe("review");
  });

  it("fit by changes only when every change is named: one unnamed change needs a pharmacist's eye", () => {
    const rules: Policy["rules"] = [{ changes: ["ended", "narrowed"], action: "auto" }];
    expect(decide(rules, { changes: ["ended", "narrowed", "ended"] })).toBe("auto");
    expect(decide(rules, { changes: ["ended", "rescheduled-end"] })).toBe("review");
  });

  it("that name changes or types do not fit an update that has none", () => {
    expect(decide([{ changes: ["ended"], action: "auto" }], { changes: [] })).toBe("review");
    expect(decide([{ types: ["shortage"], action: "auto" }], { types: [] })).toBe("review");
    expect(decide([{ action: "auto" }], { changes: [], types: [] })).toBe("auto");
  });

  it("fit by type only when every notice is of a named type", () => {
    const rules: Policy["rules"] = [{ types: ["shortage"], action: "auto" }];
    expect(decide(rules)).toBe("auto");
    expect(decide(rules, { types: ["shortage", "cessation"] })).toBe("review");
  });

  it("that name priorities do not fit an entry without one", () => {
    expect(decide([{ priorities: [1, 2, 3], action: "auto" }], { priority: null })).toBe("review");
  });

  it.each([
    { rules: [{ action: "ignore" }] },
    { rules: [{ changes: [], action: "auto" }] },
    { rules: [{ changes: ["touched"], action: "auto" }] },
    { rules: [{ priorities: [0], action: "auto" }] },
    { rules: [{ action: "auto", when: "always" }] },
    {},
  ])("are refused when they say what no rule can: %j", (policy) => {
    expect(policySchema.safeParse(policy).success).toBe(false);
  });
});
