import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/domain/policy.ts";
import { tryPolicy, type TrialUpdate } from "../../src/domain/policy-trial.ts";
import { makeEntryFact } from "../support/message-views.ts";

function makeUpdate(at: string, over: Partial<TrialUpdate> & { priority?: number | null } = {}): TrialUpdate {
  const { priority = 2, ...rest } = over;
  return {
    caseId: 1,
    entry: makeEntryFact({ priority }),
    kind: "change",
    changes: ["ended"],
    types: ["shortage"],
    extent: null,
    createdAt: new Date(at),
    decision: "pending",
    byRule: false,
    ...rest,
  };
}

const updates = [
  // Sunday 23:59 and Monday 00:00 in Stockholm, where the clocks went forward the week before.
  makeUpdate("2026-04-05T21:59:00Z", { decision: "published" }),
  makeUpdate("2026-04-05T22:00:00Z", { decision: "published", byRule: true }),
  makeUpdate("2026-04-06T08:00:00Z", { changes: ["announced"], decision: "dismissed" }),
  makeUpdate("2026-04-07T08:00:00Z", { changes: ["announced"], priority: 1 }),
  makeUpdate("2026-04-08T08:00:00Z", { changes: ["narrowed"], decision: "ignored", byRule: true }),
  makeUpdate("2026-04-09T08:00:00Z", { kind: "list", changes: [], types: [] }),
  makeUpdate("2026-04-10T08:00:00Z", { changes: ["ended", "narrowed"] }),
];
const current: Policy = { rules: [{ changes: ["ended"], action: "auto" }] };
const proposed: Policy = {
  rules: [
    { priorities: [1], action: "review" },
    { changes: ["narrowed"], action: "ignore", reason: "Brus" },
    { changes: ["ended", "narrowed", "announced"], action: "auto" },
    { action: "ignore", reason: "Resten" },
  ],
};

describe("rules tried on what has been", () => {
  const trial = tryPolicy({ proposed, current, updates });

  it("count exactly what they would have sent, left and ignored, beside the rules in use and what was", () => {
    expect(trial.proposed).toEqual({ auto: 4, review: 2, ignore: 1 });
    expect(trial.current).toEqual({ auto: 2, review: 5, ignore: 0 });
    expect(trial.real).toEqual({ sentByRule: 1, sentByPerson: 1, waiting: 3, ignored: 1, dismissed: 1 });
  });

  it("count each week by itself, from Monday in Stockholm", () => {
    expect(trial.weeks).toEqual([
      {
        monday: "2026-03-30",
        proposed: { auto: 1, review: 0, ignore: 0 },
        current: { auto: 1, review: 0, ignore: 0 },
        real: { sentByRule: 0, sentByPerson: 1, waiting: 0, ignored: 0, dismissed: 0 },
      },
      {
        monday: "2026-04-06",
        proposed: { auto: 3, review: 2, ignore: 1 },
        current: { auto: 1, review: 5, ignore: 0 },
        real: { sentByRule: 1, sentByPerson: 0, waiting: 3, ignored: 1, dismissed: 1 },
      },
    ]);
  });

  it("say how often each rule decided: what a new list covers is no rule's to send or ignore", () => {
    expect(trial.perRule).toEqual([1, 1, 4, 0]);
    expect(trial.cases.find(({ update }) => update.kind === "list")?.proposed).toMatchObject({
      action: "review",
      rule: null,
    });
  });

  it("count what would be sent after the rule's hours among what waits", () => {
    const later: Policy = { rules: [{ priorities: [1], action: "review", sendAfterHours: 24 }] };
    const tried = tryPolicy({ proposed: later, current, updates });
    expect(tried).toMatchObject({ proposed: { review: 7 }, sentLater: { proposed: 1, current: 0 } });
  });

  it("show every update with both decisions, the newest first", () => {
    expect(trial.cases.map(({ proposed: of }) => of.place)).toEqual([2, null, 1, 0, 2, 2, 2]);
    expect(trial.cases.map(({ current: of }) => of.action)).toEqual([
      "review",
      "review",
      "review",
      "review",
      "review",
      "auto",
      "auto",
    ]);
  });

  it("without news give nothing", () => {
    expect(tryPolicy({ proposed, current, updates: [] })).toMatchObject({
      weeks: [],
      cases: [],
      perRule: [0, 0, 0, 0],
    });
  });
});
