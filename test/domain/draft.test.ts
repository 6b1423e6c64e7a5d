import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStockholmMinute } from "../../src/domain/calendar.ts";
import {
  beginContent,
  checkDraft,
  DRAFT_STATES,
  DRAFT_TRANSITIONS,
  findWords,
  isPublishTime,
  isSeenDraft,
  mayApprove,
  nextDraftState,
  stopsSaving,
  type DraftAction,
  type DraftContent,
  type DraftState,
} from "../../src/domain/draft.ts";
import { MAX_ADVICE_CHARS } from "../../src/domain/message.ts";
import { makeContent } from "../support/draft-desk.ts";
import { makeFacts, makeOverviewFacts, makeView } from "../support/message-views.ts";

const ACTIONS: readonly DraftAction[] = Object.keys(DRAFT_TRANSITIONS).filter(
  (name): name is DraftAction => name in DRAFT_TRANSITIONS,
);

/** Where a draft stands after these steps, those left out that it does not take. */
function walk(actions: readonly DraftAction[]): DraftState[] {
  const states: DraftState[] = ["draft"];
  for (const action of actions) {
    const next = nextDraftState(states.at(-1) ?? "draft", action);
    if (next !== null) states.push(next);
  }
  return states;
}

describe("the life of a draft", () => {
  it("what is published or discarded stays so, whatever is done to it", () => {
    for (const state of ["published", "discarded"] as const)
      expect(ACTIONS.map((action) => nextDraftState(state, action))).toEqual(ACTIONS.map(() => null));
  });

  it("nothing is published that was not scheduled, and nothing is scheduled but from a draft or an approval", () => {
    assert(
      property(array(constantFrom(...ACTIONS), { maxLength: 30 }), (actions) => {
        const states = walk(actions);
        for (const [place, state] of states.entries()) {
          if (state === "published") expect(states[place - 1]).toBe("scheduled");
          if (state === "scheduled") expect(["draft", "submitted"]).toContain(states[place - 1]);
        }
        expect(states.filter((state) => state === "published").length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("words are changed only while it is a draft: what another reads or approved stays as they saw it", () => {
    expect(DRAFT_STATES.filter((state) => nextDraftState(state, "save") !== null)).toEqual(["draft"]);
  });

  it("every open state leads back to the draft or to its end, so that none is stuck", () => {
    for (const state of ["submitted", "scheduled"] as const)
      expect(ACTIONS.map((action) => nextDraftState(state, action))).toContain("draft");
    expect(nextDraftState("draft", "discard")).toBe("discarded");
  });

  it("a second person is neither who wrote last nor who handed it over", () => {
    expect(mayApprove({ updatedBy: 1, submittedBy: 2 }, 1)).toBe(false);
    expect(mayApprove({ updatedBy: 1, submittedBy: 2 }, 2)).toBe(false);
    expect(mayApprove({ updatedBy: 1, submittedBy: 2 }, 3)).toBe(true);
    expect(mayApprove({ updatedBy: 1, submittedBy: null }, 3)).toBe(true);
  });

  it("a second person is nobody who wrote in any revision of it", () => {
    expect(mayApprove({ updatedBy: 1, submittedBy: 1, writers: [1, 3] }, 3)).toBe(false);
    expect(mayApprove({ updatedBy: 1, submittedBy: 1, writers: [1, 3] }, 4)).toBe(true);
  });

  it("a decision is about the draft and the revision that its page showed, or about none", () => {
    const seen = { id: 7, revision: 2 };
    expect(isSeenDraft({ ...seen }, seen)).toBe(true);
    expect(isSeenDraft({ ...seen, revision: 3 }, seen)).toBe(false);
    expect(isSeenDraft({ ...seen, id: 8 }, seen)).toBe(false);
    expect(isSeenDraft(null, seen)).toBe(false);
    expect(isSeenDraft(seen, null)).toBe(false);
    expect(isSeenDraft(null, null)).toBe(true);
  });
});

describe("a time to go out", () => {
  const now = new Date("2026-08-21T06:00:00Z");

  it("is one in the future, at most 90 days ahead by the calendar, also over a change of clocks", () => {
    expect(isPublishTime(now, now)).toBe(false);
    expect(isPublishTime(new Date(now.getTime() + 1), now)).toBe(true);
    expect(isPublishTime(new Date("2026-11-19T22:59:00Z"), now)).toBe(true);
    expect(isPublishTime(new Date("2026-11-19T23:00:00Z"), now)).toBe(false);
  });

  it.each([
    ["2026-08-22T07:00", "2026-08-22T05:00:00.000Z"],
    ["2026-12-22T07:00", "2026-12-22T06:00:00.000Z"],
    // The clocks go back: 02:30 is there twice, and the first counts.
    ["2026-10-25T02:30", "2026-10-25T00:30:00.000Z"],
    ["2026-10-25T03:00", "2026-10-25T02:00:00.000Z"],
    ["2026-03-29T01:59", "2026-03-29T00:59:00.000Z"],
    ["2026-03-29T03:00", "2026-03-29T01:00:00.000Z"],
    // The clocks go forward: there is no 02:30.
    ["2026-03-29T02:30", null],
    ["2026-02-30T07:00", null],
    ["2026-08-22T07:00:00", "2026-08-22T05:00:00.000Z"],
    ["2026-08-22T07:00:01", null],
    ["x2026-08-22T07:00", null],
    ["2026-08-22T24:00", null],
    ["2026-08-22", null],
    ["", null],
  ])("%s in Stockholm is %s", (text, instant) => {
    expect(parseStockholmMinute(text)).toEqual(instant === null ? null : new Date(instant));
  });
});

describe("what a draft begins with", () => {
  const standing = { type: "local-stock", text: { sv: "Lånas från lagret." } } as const;
  const entry = { standingAdvice: standing, areas: ["Infektion"] };
  const last = {
    kind: "update",
    advice: { type: "other-form", text: { sv: "Ge tabletter." } },
    audience: { areas: ["Akut"], roles: ["läkare"] },
    validUntil: "2026-09-01",
    reviewed: true,
  } as const;
  const begin = (over: Partial<Parameters<typeof beginContent>[0]> = {}) =>
    beginContent({ entry, last, nextKind: "update", today: "2026-08-21", ...over });

  it("is the last version's advice, audience and day, never its urgency", () => {
    expect(begin()).toEqual({
      kind: "auto",
      advice: last.advice,
      audience: last.audience,
      urgency: "normal",
      validUntil: "2026-09-01",
    });
  });

  it("is the list's standing advice and areas for a first message, and after an end or a retraction", () => {
    const fresh = { advice: standing, audience: { areas: ["Infektion"], roles: [] }, validUntil: null };
    for (const before of [null, { ...last, kind: "resolved" }, { ...last, kind: "retraction" }] as const)
      expect(begin({ last: before, nextKind: "new" })).toMatchObject(fresh);
  });

  it("is the standing advice where a rule sent only facts, and none where a person chose none", () => {
    expect(begin({ last: { ...last, advice: null, reviewed: false } }).advice).toEqual(standing);
    expect(begin({ last: { ...last, advice: null } }).advice).toBeNull();
  });

  it("is no advice when the case is over, and no day that has passed", () => {
    expect(begin({ nextKind: "resolved" })).toMatchObject({ advice: null, validUntil: null });
    expect(begin({ today: "2026-09-02" }).validUntil).toBeNull();
    expect(begin({ today: "2026-09-01" }).validUntil).toBe("2026-09-01");
    expect(begin({ last: { ...last, validUntil: null } }).validUntil).toBeNull();
  });
});

describe("what is wrong with a draft", () => {
  type Context = Parameters<typeof checkDraft>[1];
  const check = (
    over: Partial<DraftContent>,
    last: Context["last"] = { kind: "new" },
    messageKind: Context["messageKind"] = "update",
  ) =>
    checkDraft(makeContent(over), { last, messageKind, today: "2026-08-21" }).map(
      ({ field, kind }) => `${field}: ${kind}`,
    );
  const advise = (sv: string, en?: string) => ({
    advice: { type: "other-form" as const, text: en === undefined ? { sv } : { sv, en } },
  });

  it("nothing, when it is whole, with advice or with the word that the facts go out alone", () => {
    expect(check({ ...advise("Ge tabletter.", "Give tablets."), validUntil: "2026-08-21" })).toEqual([]);
    expect(check({ advice: null, factsOnly: true }, null, "new")).toEqual([]);
    expect(check(advise("a".repeat(MAX_ADVICE_CHARS)))).toEqual([]);
    expect(check({ advice: null }, { kind: "new" }, null)).toEqual([]);
    expect(check({ kind: "correction", ...advise("Ge tabletter.") }, { kind: "new" }, "correction")).toEqual([]);
  });

  it("silence is no advice, unless there is nothing to advise about any more", () => {
    for (const kind of ["new", "update", "correction"] as const)
      expect(check({ advice: null }, { kind: "new" }, kind)).toEqual(["type: advice-missing"]);
    expect(check({ advice: null }, { kind: "update" }, "resolved")).toEqual([]);
    expect(check({ ...advise("Ge tabletter."), factsOnly: true })).toEqual(["type: advice-or-facts"]);
  });

  it.each([" ", "\u00a0\n\t", "\u200b", "\u3000", "-", "…", ". .", "***"])("%j tells nobody what to do", (sv) => {
    expect(check(advise(sv))).toEqual(["sv: text-missing"]);
    expect(check(advise(sv, "Give tablets."))).toEqual(["sv: swedish-missing"]);
    expect(check({ ...advise(sv), kind: "retraction" }, { kind: "new" }, "retraction")).toEqual(["sv: reason-missing"]);
  });

  it.each([
    ["advice without a text", advise(" "), "sv: text-missing"],
    ["English without Swedish", advise("", "Give tablets."), "sv: swedish-missing"],
    ["a personnummer in Swedish", advise("Gäller 19850709-9805."), "sv: personnummer"],
    ["a personnummer in English", advise("Ge.", "About 850709-9805."), "en: personnummer"],
    ["too long a text", advise("a".repeat(MAX_ADVICE_CHARS + 1)), "sv: too-long"],
    ["a day that has passed", { validUntil: "2026-08-20" }, "validUntil: past"],
    ["a day that is none", { validUntil: "2026-02-30" }, "validUntil: no-date"],
    ["a retraction without its reason", { kind: "retraction" as const, advice: null }, "sv: reason-missing"],
  ])("%s", (_name, over, expected) => {
    expect(check(over)).toEqual([expected]);
  });

  it("a correction or a retraction when there is nothing before it, or only what was taken back", () => {
    for (const last of [null, { kind: "retraction" }] as const) {
      expect(check({ kind: "correction" }, last)).toEqual(["kind: nothing-to-correct"]);
      expect(check({ kind: "retraction", ...advise("Fel.") }, last)).toEqual(["kind: nothing-to-retract"]);
      expect(check({ kind: "auto" }, last)).toEqual([]);
    }
  });

  it("half-written words are saved, and what must not be stored is not", () => {
    const stopping = (["text-missing", "past", "nothing-to-correct", "personnummer", "too-long"] as const).filter(
      (kind) => stopsSaving({ field: "sv", kind }),
    );
    expect(stopping).toEqual(["personnummer", "too-long"]);
  });
});

describe("the words that a case's newest message goes on from", () => {
  const advice = { type: "ask-specialist", text: { sv: "Fråga." } } as const;
  const told = makeView({ version: 1, advice, facts: makeFacts() }).message;
  const review = { version: 1, toldOn: "2026-11-20", fallen: [] };
  const inReview = makeView({ version: 2, advice: null, reviewed: false, facts: makeFacts({ review }) }).message;

  it("are its own", () => {
    expect(findWords([])).toBeNull();
    expect(findWords([told])).toBe(told);
    const overview = makeView({ facts: makeOverviewFacts() }).message;
    expect(findWords([overview])).toBe(overview);
  });

  it("are those of the advice that it says is being reviewed", () => {
    expect(findWords([inReview, told])).toMatchObject({ advice, reviewed: true });
    expect(findWords([inReview])).toMatchObject({ advice: null, reviewed: true });
  });
});
