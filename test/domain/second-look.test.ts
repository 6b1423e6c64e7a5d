import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/domain/policy.ts";
import { listSaid, needsSecondLook } from "../../src/domain/second-look.ts";
import { makeEntry } from "../support/builders.ts";

describe("what one person does needs a second look", () => {
  const auto: Policy["rules"] = [{ action: "review" }, { action: "auto" }];
  const sendsAtLast: Policy["rules"] = [{ action: "review", sendAfterHours: 48 }];
  const reviews: Policy["rules"] = [
    { action: "review", remindAfterHours: 8 },
    { action: "ignore", reason: "Brus" },
  ];
  it.each<[string, Policy, boolean]>([
    ["a rule sends it at once", { secondPerson: true, rules: auto }, true],
    ["a rule sends it when nobody decides", { secondPerson: true, rules: sendsAtLast }, true],
    ["no rule sends anything", { secondPerson: true, rules: reviews }, false],
    ["there are no rules", { secondPerson: true, rules: [] }, false],
    ["the region asks for no second person", { secondPerson: false, rules: auto }, false],
    ["the region has never said that it does", { rules: auto }, false],
  ])("when %s: %j → %s", (_name, policy, needed) => {
    expect(needsSecondLook(policy)).toBe(needed);
  });
});

describe("what a message says of a line of the list", () => {
  const advice = { type: "same-substance", text: { sv: "Ta B.", en: "Take B." } } as const;
  const entry = makeEntry({ standingAdvice: advice, strength: "1 g", areas: ["IVA"], stockDays: 9 });
  const said = JSON.stringify(listSaid(entry));

  it.each([
    { standingAdvice: null },
    { standingAdvice: { ...advice, type: "exemption" } },
    { standingAdvice: { ...advice, text: { sv: "Ta C.", en: "Take B." } } },
    { standingAdvice: { ...advice, text: { sv: "Ta B.", en: "Take C." } } },
    { standingAdvice: { ...advice, text: { sv: "Ta B." } } },
    { substance: "Imipenem" },
    { formGroup: null },
    { strength: "2 g" },
    { areas: [] },
    { stockDays: null },
  ] as const)("is other words with %j", (over) => {
    expect(JSON.stringify(listSaid({ ...entry, ...over }))).not.toBe(said);
  });

  it("is the same wherever the line stands and however important it is", () => {
    expect(JSON.stringify(listSaid({ ...entry, row: 99, priority: 3 }))).toBe(said);
  });

  it("without advice is the line alone", () => {
    expect(listSaid(makeEntry())).toEqual([null, null, null, "Meropenem", "parenteral", null, [], null]);
  });
});
