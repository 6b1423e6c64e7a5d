import { describe, expect, it } from "vitest";
import type { ExtentGrade } from "../../src/domain/extent-fact.ts";
import type { Message, MessageKind } from "../../src/domain/message.ts";
import { chooseUrgency, findUrgentReason, tellsOfFalls } from "../../src/domain/publication.ts";
import { makeExtentFact } from "../support/extent-facts.ts";
import { makeFacts, makeOverviewFacts, makeView } from "../support/message-views.ts";

const told = (kind: MessageKind): Message => makeView({ kind }).message;

function reasonOf(
  grade: ExtentGrade | null,
  over: { before?: ExtentGrade; last?: Message; inOverview?: boolean } = {},
) {
  const { before, last = null, inOverview = false } = over;
  const facts = makeFacts({
    ...(grade === null ? {} : { extent: makeExtentFact({ grade }) }),
    ...(before === undefined ? {} : { extentBefore: before }),
  });
  const state = { facts, last, inOverview };
  return [findUrgentReason(state), chooseUrgency(state)];
}

describe("a message does not wait for the morning", () => {
  it("when readers know nothing of what is severely hit, or took it for over", () => {
    for (const grade of ["whole", "own", "strength"] as const) expect(reasonOf(grade)).toEqual(["new", "high"]);
    for (const kind of ["resolved", "retraction"] as const)
      expect(reasonOf("whole", { last: told(kind) })).toEqual(["new", "high"]);
  });

  it("when they know of a milder grade", () => {
    expect(reasonOf("whole", { last: told("new"), before: "part" })).toEqual(["worse", "high"]);
    expect(reasonOf("own", { inOverview: true, before: "ceasing" })).toEqual(["worse", "high"]);
  });

  it("but may when it is not severe, eases, stands as it stood, or nobody can say that it is worse", () => {
    for (const grade of ["part", "ceasing", "unknown", null] as const)
      expect(reasonOf(grade)).toEqual([null, "normal"]);
    expect(reasonOf("own", { last: told("new"), before: "whole" })).toEqual([null, "normal"]);
    expect(reasonOf("whole", { last: told("update") })).toEqual([null, "normal"]);
    expect(reasonOf("whole", { inOverview: true })).toEqual([null, "normal"]);
    expect(reasonOf("whole", { last: told("update"), before: "unknown" })).toEqual([null, "normal"]);
  });
});

describe("whether readers know that their advice is being reviewed", () => {
  const review = { version: 1, toldOn: "2026-11-20", fallen: [] };
  const last = makeView({
    facts: makeFacts({ review }),
    publishedAt: new Date("2026-11-27T08:00:00Z"),
  }).message;
  const fell = (at: string) => ({ fellAt: new Date(at) });

  it("is so when the newest message says it and nothing has fallen since", () => {
    expect(tellsOfFalls(last, [fell("2026-11-27T07:00:00Z"), fell("2026-11-27T08:00:00Z")])).toBe(true);
    expect(tellsOfFalls(last, [fell("2026-11-27T07:00:00Z"), fell("2026-11-27T08:00:01Z")])).toBe(false);
  });

  it("is not so without such a message", () => {
    expect(tellsOfFalls(null, [])).toBe(false);
    expect(tellsOfFalls({ ...last, facts: makeFacts() }, [])).toBe(false);
    expect(tellsOfFalls({ ...last, facts: makeOverviewFacts() }, [])).toBe(false);
  });
});
