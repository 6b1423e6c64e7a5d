import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXTENT_GRADES } from "../../src/domain/extent-fact.ts";
import { NEWS_KINDS } from "../../src/domain/news.ts";
import {
  addHours,
  decidePolicy,
  policySchema,
  RULE_TYPES,
  STANDARD_RULES,
  storedPolicySchema,
  type Policy,
  type PolicyRule,
  type PolicySubject,
} from "../../src/domain/policy.ts";

function decideWith(rules: Policy["rules"], over: Partial<PolicySubject> = {}) {
  return decidePolicy(
    { rules },
    { kind: "change", priority: 2, changes: ["ended"], types: ["shortage"], extent: null, ...over },
  );
}

function decide(rules: Policy["rules"], over: Partial<PolicySubject> = {}): string {
  return decideWith(rules, over).action;
}

const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 });
const anyRule: fc.Arbitrary<PolicyRule> = fc
  .record(
    {
      priorities: some([1, 2, 3]),
      changes: some(NEWS_KINDS),
      extents: some(EXTENT_GRADES),
      types: some(RULE_TYPES),
      action: fc.constantFrom("review", "auto", "ignore"),
    },
    { requiredKeys: ["action"] },
  )
  .map((rule) => policySchema.parse({ rules: [rule.action === "ignore" ? { ...rule, reason: "Brus" } : rule] }))
  .map(({ rules: [rule] }) => rule)
  .filter((rule) => rule !== undefined);
const anySubject: fc.Arbitrary<PolicySubject> = fc.record({
  kind: fc.constantFrom("change", "clock", "list"),
  priority: fc.constantFrom(1, 2, 3, 4, null),
  changes: fc.array(fc.constantFrom(...NEWS_KINDS), { maxLength: 3 }),
  extent: fc.constantFrom(...EXTENT_GRADES, null),
  types: fc.array(fc.constantFrom(...RULE_TYPES), { maxLength: 2 }),
});

describe("a region's rules", () => {
  it("send of advice that has fallen only what names it, and drop nothing of it", () => {
    const fallen = { kind: "fallen", changes: ["advice-fallen"] } as const;
    expect(decide([{ action: "auto", changes: ["advice-fallen"] }], fallen)).toBe("auto");
    expect(decide([{ action: "auto" }], fallen)).toBe("review");
    expect(decide([{ action: "auto", changes: ["ended"] }], fallen)).toBe("review");
    expect(decideWith([{ action: "ignore", reason: "Brus" }], fallen)).toMatchObject({ action: "review", rule: null });
    expect(decideWith([{ action: "review", dueAfterHours: 4 }], fallen)).toMatchObject({ action: "review", place: 0 });
  });

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

  it("say which of them decided, by name or by place, and why an ignored update was", () => {
    const rules: Policy["rules"] = [
      { priorities: [1], action: "auto" },
      { name: "Avslut", action: "ignore", reason: "Ingen väntar på det" },
    ];
    expect(decideWith(rules)).toMatchObject({
      place: 1,
      by: { kind: "rule", name: "Avslut" },
      reason: "Ingen väntar på det",
    });
    expect(decideWith(rules, { priority: 1 })).toMatchObject({
      place: 0,
      by: { kind: "rule", name: "1" },
      reason: null,
    });
    expect(decideWith([])).toEqual({ action: "review", rule: null, place: null, by: null, reason: null });
  });

  it("never send or ignore what a new list covers: that is for a person", () => {
    const rules: Policy["rules"] = [{ action: "auto" }, { action: "review", remindAfterHours: 8 }];
    expect(decideWith(rules, { kind: "list", changes: [] })).toMatchObject({ action: "review", place: 1 });
    expect(decide([{ action: "ignore", reason: "Brus" }], { kind: "list", changes: [] })).toBe("review");
    expect(decide([{ action: "auto" }], { kind: "expired", changes: [] })).toBe("review");
  });

  it("that ask how much is hit never take what nobody knows for severe, or for an end of sale", () => {
    for (const extent of ["unknown", null] as const)
      for (const kind of ["change", "clock", "list"] as const)
        expect(decideWith([...STANDARD_RULES], { extent, kind })).toMatchObject({ action: "review", rule: null });
    const places = EXTENT_GRADES.map((extent) => decideWith([...STANDARD_RULES], { extent }).place);
    expect(places).toEqual([0, 0, 0, 1, 2, null]);
  });

  it("may keep only what they send for the week's digest", () => {
    const weekly = { rules: [{ extents: ["ceasing"], action: "auto", digest: "weekly" }] };
    expect(policySchema.parse(weekly)).toEqual(weekly);
    expect(policySchema.safeParse({ rules: [{ action: "auto", digest: "daily" }] }).success).toBe(false);
    expect(policySchema.safeParse({ rules: [{ action: "review", digest: "weekly" }] }).success).toBe(false);
  });

  it("are stored ones as well, of before there were hours and reasons", () => {
    expect(policySchema.parse({ rules: [] })).toEqual({ rules: [] });
    const old = { rules: [{ changes: ["ended"], action: "auto" }], secondPerson: true };
    expect(policySchema.parse(old)).toEqual(old);
  });

  it("law: the first rule that fits alone decides, whatever stands after it", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), anySubject, (rules, subject) => {
        const first = rules.findIndex((rule) => decidePolicy({ rules: [rule] }, subject).rule !== null);
        const decision = decidePolicy({ rules }, subject);
        expect(decision.place).toBe(first === -1 ? null : first);
        expect(decision.action).toBe(rules[first]?.action ?? "review");
        expect(decidePolicy({ rules: rules.slice(0, first + 1) }, subject)).toEqual(decision);
      }),
    );
  });

  it("law: with a rule that ignores all first nothing is sent, and with one that reviews all first nothing is either", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), anySubject, (rules, subject) => {
        const ignored = decidePolicy({ rules: [{ action: "ignore", reason: "Brus" }, ...rules] }, subject);
        expect(ignored.action).toBe(subject.kind === "list" ? decidePolicy({ rules }, subject).action : "ignore");
        expect(decidePolicy({ rules: [{ action: "review" }, ...rules] }, subject).action).toBe("review");
      }),
    );
  });

  it("law: what is sent was named whole: each change, each type, and the priority", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), anySubject, (rules, subject) => {
        const { action, rule } = decidePolicy({ rules }, subject);
        if (action !== "auto") return;
        expect(subject.changes.every((kind) => rule?.changes?.includes(kind) ?? true)).toBe(true);
        expect(subject.types.every((type) => rule?.types?.includes(type) ?? true)).toBe(true);
        expect(rule?.priorities?.includes(subject.priority ?? 0) ?? true).toBe(true);
      }),
    );
  });

  it("count real hours, over the night in which a day has 25 of them too", () => {
    const saturday = new Date("2026-10-24T12:00:00+02:00");
    expect(addHours(saturday, 24)).toEqual(new Date("2026-10-25T11:00:00+01:00"));
  });

  it.each([
    { rules: [{ action: "review", name: "A" }] },
    { rules: [{ action: "review", name: "x".repeat(80) }] },
    { rules: [{ action: "ignore", reason: "x".repeat(500) }] },
    { rules: [{ action: "auto", priorities: [1, 99], changes: ["ended"], types: ["cessation"] }] },
    { rules: [{ action: "review", dueAfterHours: 1, remindAfterHours: 720 }] },
    { rules: [{ action: "review", remindAfterHours: 8, sendAfterHours: 9 }] },
    { rules: [{ action: "review", escalateAfterHours: 1, escalateTo: "approver", sendAfterHours: 2 }] },
    { rules: Array.from({ length: 50 }, () => ({ action: "auto" })) },
  ])("are stored as they are when they say what a rule can: %j", (policy) => {
    expect(policySchema.parse(policy)).toEqual(policy);
  });

  it.each([
    { rules: [{ action: "review", name: "" }] },
    { rules: [{ action: "review", name: "x".repeat(81) }] },
    { rules: [{ action: "ignore", reason: "" }] },
    { rules: [{ action: "ignore", reason: "x".repeat(501) }] },
    { rules: [{ action: "auto", priorities: [100] }] },
    { rules: [{ action: "auto", priorities: [] }] },
    { rules: [{ action: "auto", types: [] }] },
    { rules: [{ action: "forward" }] },
    { rules: Array.from({ length: 51 }, () => ({ action: "auto" })) },
    { rules: [{ action: "ignore" }] },
    { rules: [{ action: "auto", remindAfterHours: 8 }] },
    { rules: [{ action: "review", reason: "Brus" }] },
    { rules: [{ action: "review", remindAfterHours: 0 }] },
    { rules: [{ action: "review", remindAfterHours: 1.5 }] },
    { rules: [{ action: "review", sendAfterHours: 721 }] },
    { rules: [{ action: "review", remindAfterHours: 8, sendAfterHours: 8 }] },
    { rules: [{ action: "review", escalateAfterHours: 8, escalateTo: "approver", sendAfterHours: 8 }] },
    { rules: [{ action: "review", remindAfterHours: 8, escalateAfterHours: 8, escalateTo: "approver" }] },
    { rules: [{ action: "review", escalateAfterHours: 8 }] },
    { rules: [{ action: "review", escalateTo: "approver" }] },
    { rules: [{ action: "review", escalateAfterHours: 8, escalateTo: "curator" }] },
    { rules: [{ changes: [], action: "auto" }] },
    { rules: [{ changes: ["touched"], action: "auto" }] },
    { rules: [{ priorities: [0], action: "auto" }] },
    { rules: [{ action: "auto", when: "always" }] },
    {},
  ])("are refused when they say what no rule can: %j", (policy) => {
    expect(policySchema.safeParse(policy).success).toBe(false);
  });
});

describe("a policy that a newer version wrote", () => {
  const newer = {
    rules: [
      { name: "Nytt", action: "auto", priorities: [1], weekdays: ["mon"] },
      { action: "postpone", changes: ["ended"] },
      { action: "ignore", reason: "Brus", changes: ["quite-new", "ended"], extents: ["part"] },
      { action: "auto" },
    ],
    resendUrgent: true,
    quietHours: { from: 22 },
  };

  it("is read: what is not known beside the rules is kept, and nobody may write it", () => {
    expect(storedPolicySchema.parse(newer)).toMatchObject({ resendUrgent: true, quietHours: { from: 22 } });
    expect(policySchema.safeParse(newer).success).toBe(false);
    expect(policySchema.safeParse({ rules: [], quietHours: 1 }).success).toBe(false);
  });

  it("sends and drops nothing by a rule that is not understood, nor by one behind it; other news goes as before", () => {
    const { rules } = storedPolicySchema.parse(newer);
    const decided = (over: Partial<PolicySubject>) => {
      const { action, place } = decideWith(rules, over);
      return [action, place];
    };
    expect(decided({ priority: 1 })).toEqual(["review", 0]);
    expect(decided({ priority: 2, changes: ["ended"] })).toEqual(["review", 1]);
    expect(decided({ priority: 2, changes: ["started"], extent: "part" })).toEqual(["review", 2]);
    expect(decided({ priority: 2, changes: ["started"], extent: "whole" })).toEqual(["auto", 3]);
  });

  it("that this version could have written is read as it stands", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), fc.boolean(), (rules, secondPerson) => {
        const policy = { rules: rules.filter((rule) => rule !== undefined), secondPerson };
        expect(storedPolicySchema.parse(policy)).toEqual(policySchema.parse(policy));
      }),
    );
  });

  it("is no policy when it has no rules, a rule that is none, or a choice that is no yes or no", () => {
    for (const wrong of [{}, { rules: [1] }, { rules: [], secondPerson: "maybe" }])
      expect(storedPolicySchema.safeParse(wrong).success).toBe(false);
  });
});
