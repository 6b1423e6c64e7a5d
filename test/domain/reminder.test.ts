import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/domain/policy.ts";
import { planReminders, reachRoles, type WaitingCase } from "../../src/domain/reminder.ts";
import { makeEntry } from "../support/builders.ts";

/** A Friday noon in Stockholm. */
const NOON = new Date("2026-08-21T12:00:00+02:00");

function makeWaiting(over: Partial<WaitingCase> = {}): WaitingCase {
  return {
    caseId: 7,
    entry: makeEntry({ priority: 2 }),
    measured: null,
    dueAt: null,
    updateId: 70,
    kind: "change",
    waitingSince: hoursBefore(NOON, 100),
    changes: ["started"],
    types: ["shortage"],
    extent: null,
    allChanges: ["started"],
    draft: null,
    told: [],
    ...over,
  };
}

function hoursBefore(instant: Date, hours: number): Date {
  return new Date(instant.getTime() - hours * 3_600_000);
}

const LADDER: Policy["rules"] = [
  {
    action: "review",
    remindAfterHours: 8,
    escalateAfterHours: 24,
    escalateTo: "region-admin",
    sendAfterHours: 48,
  },
];

function plan(
  over: Partial<WaitingCase> = {},
  { rules = LADDER, now = NOON }: { rules?: Policy["rules"]; now?: Date } = {},
) {
  return planReminders({ policy: { rules }, waiting: [makeWaiting(over)], now });
}

function kindsOf(...input: Parameters<typeof plan>) {
  return plan(...input).map(({ kind }) => kind);
}

describe("what is told of a case that nobody decides on", () => {
  it.each([
    [7.99, []],
    [8, ["remind"]],
    [23.99, ["remind"]],
    [24, ["remind", "escalate"]],
    [47.99, ["remind", "escalate"]],
    [48, ["remind", "escalate", "send"]],
  ])("after %d hours is %j", (hours, kinds) => {
    expect(kindsOf({ waitingSince: hoursBefore(NOON, hours) })).toEqual(kinds);
  });

  it("is told once each", () => {
    expect(kindsOf({ told: ["remind"] })).toEqual(["escalate", "send"]);
    expect(kindsOf({ told: ["remind", "escalate", "send"] })).toEqual([]);
  });

  it("goes to the curators first, then to the role that the rule names, and says which rule it was", () => {
    expect(plan().map(({ kind, role, by }) => [kind, role, by.name])).toEqual([
      ["remind", "curator", "1"],
      ["escalate", "region-admin", "1"],
      ["send", "region-admin", "1"],
    ]);
    const rules: Policy["rules"] = [{ name: "Sänd", action: "review", sendAfterHours: 1 }];
    expect(plan({ draft: "draft" }, { rules })).toMatchObject([
      { kind: "held", role: "approver", by: { kind: "rule", name: "Sänd" } },
    ]);
  });

  it("is nothing where no rule fits, where it sends at once or ignores, and where the rule names no hours", () => {
    expect(kindsOf({}, { rules: [] })).toEqual([]);
    expect(kindsOf({}, { rules: [{ action: "auto" }] })).toEqual([]);
    expect(kindsOf({}, { rules: [{ action: "ignore", reason: "Brus" }] })).toEqual([]);
    expect(kindsOf({}, { rules: [{ action: "review" }] })).toEqual([]);
    expect(kindsOf({}, { rules: [{ action: "review", priorities: [1], remindAfterHours: 1 }] })).toEqual([]);
  });

  it("of several cases is told of each", () => {
    const waiting = [
      makeWaiting({ caseId: 1, told: ["remind", "escalate"] }),
      makeWaiting({ caseId: 2, told: ["send"] }),
    ];
    const steps = planReminders({ policy: { rules: LADDER }, waiting, now: NOON });
    expect(steps.map((step) => [step.waiting.caseId, step.kind])).toEqual([
      [1, "send"],
      [2, "remind"],
      [2, "escalate"],
    ]);
  });
});

describe("while somebody is writing", () => {
  it.each(["draft", "submitted"] as const)(
    "nothing is sent over their head (%s): it is told that it was held",
    (draft) => {
      expect(kindsOf({ draft })).toEqual(["remind", "escalate", "held"]);
      expect(kindsOf({ draft, told: ["remind", "escalate", "held"] })).toEqual([]);
    },
  );

  it("and has set a time, nothing is told at all", () => {
    expect(kindsOf({ draft: "scheduled" })).toEqual([]);
  });
});

describe("at night in Stockholm", () => {
  const send = ["send"];
  const all = ["remind", "escalate", "send"];
  it.each([
    ["21:59", 2, all],
    ["22:00", 2, send],
    ["23:59", 2, send],
    ["00:00", 2, send],
    ["05:59", 2, send],
    ["06:00", 2, all],
    ["22:00", 1, ["escalate", "send"]],
    ["05:59", 1, ["escalate", "send"]],
    ["22:00", null, send],
  ])("at %s a case of priority %j has %j told", (clock, priority, kinds) => {
    const now = new Date(`2026-08-21T${clock}:00+02:00`);
    expect(kindsOf({ entry: makeEntry({ priority }), waitingSince: hoursBefore(now, 100) }, { now })).toEqual(kinds);
  });

  it("that facts were held back waits for the morning too, except at priority 1", () => {
    const now = new Date("2026-08-21T22:00:00+02:00");
    const told = ["remind", "escalate"] as const;
    expect(kindsOf({ draft: "draft", told }, { now })).toEqual([]);
    expect(kindsOf({ draft: "draft", told, entry: makeEntry({ priority: 1 }) }, { now })).toEqual(["held"]);
  });
});

describe("whom a reminder reaches", () => {
  it.each([
    ["curator", ["reader", "curator", "approver"], ["curator"]],
    ["curator", ["approver", "region-admin"], ["curator", "approver"]],
    ["curator", ["region-admin"], ["curator", "region-admin"]],
    ["approver", ["curator", "region-admin"], ["approver", "region-admin"]],
    ["approver", ["curator"], ["approver"]],
    ["region-admin", ["curator", "approver"], ["region-admin"]],
    ["curator", ["reader"], ["curator"]],
    ["curator", [], ["curator"]],
  ] as const)(
    "meant for %s, where %j are held, is %j: never somebody below, and the next above when nobody has it",
    (meant, held, reached) => {
      expect(reachRoles(meant, new Set(held))).toEqual(reached);
    },
  );
});
