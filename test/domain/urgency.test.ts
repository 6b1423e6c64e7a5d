import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import { EXTENT_GRADES, isSevere } from "../../src/domain/extent-fact.ts";
import { compareUrgency, isDue, rankUrgency, sortByUrgency, type UrgencySubject } from "../../src/domain/urgency.ts";

const TODAY = "2026-08-21";
const NOW = new Date("2026-08-21T08:00:00Z");
const HOUR_MS = 3_600_000;

function makeSubject(over: Partial<UrgencySubject> = {}): UrgencySubject {
  return {
    caseId: 1,
    priority: 2,
    status: "ongoing",
    start: "2026-08-01",
    stockEndsOn: null,
    grade: "part",
    fallen: false,
    waitingSince: new Date(NOW.getTime() - 24 * HOUR_MS),
    dueAt: null,
    ...over,
  };
}

const days = fc.integer({ min: -400, max: 400 }).map((count) => addDays(TODAY, count));
const instants = fc.integer({ min: -1_000, max: 1_000 }).map((hours) => new Date(NOW.getTime() + hours * HOUR_MS));
const subjects = fc.record<UrgencySubject>({
  caseId: fc.integer({ min: 1, max: 1_000 }),
  priority: fc.option(fc.integer({ min: 1, max: 4 })),
  status: fc.constantFrom("ongoing", "upcoming", "ended", "withdrawn", null),
  start: fc.option(days),
  stockEndsOn: fc.option(days),
  grade: fc.option(fc.constantFrom(...EXTENT_GRADES)),
  fallen: fc.boolean(),
  waitingSince: instants,
  dueAt: fc.option(instants),
});

const rank = (subject: UrgencySubject) => rankUrgency(subject, { now: NOW, today: TODAY });
const compare = (a: UrgencySubject, b: UrgencySubject) => compareUrgency(rank(a), rank(b));

/** Which of two comes first, by what they were called. */
function first(a: Partial<UrgencySubject>, b: Partial<UrgencySubject>): "a" | "b" {
  const pair = [makeSubject({ caseId: 9, ...a }), makeSubject({ caseId: 8, ...b })];
  return sortByUrgency(pair, NOW)[0]?.caseId === 9 ? "a" : "b";
}

describe("the order of urgency", () => {
  it("is total: two cases are never equal, and one is as much before as the other is after", () => {
    fc.assert(
      fc.property(subjects, subjects, (a, b) => {
        expect(compare(a, b) + compare(b, a)).toBe(0);
        if (a.caseId !== b.caseId) expect(compare(a, b)).not.toBe(0);
        expect(compare(a, a)).toBe(0);
      }),
    );
  });

  it("is transitive", () => {
    fc.assert(
      fc.property(subjects, subjects, subjects, (a, b, c) => {
        fc.pre(compare(a, b) <= 0 && compare(b, c) <= 0);
        expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("is the same whatever order the cases come in", () => {
    const some = fc.uniqueArray(subjects, { selector: ({ caseId }) => caseId, maxLength: 12 });
    const shuffled = some.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const ids = (list: readonly UrgencySubject[]) => sortByUrgency(list, NOW).map(({ caseId }) => caseId);
        expect(ids(other)).toEqual(ids(all));
        expect(ids(all)).toHaveLength(all.length);
      }),
    );
  });

  it("never puts anything before an advice that readers follow and that has fallen", () => {
    fc.assert(
      fc.property(subjects, subjects, (a, b) => {
        fc.pre(a.fallen && !b.fallen);
        expect(compare(a, b)).toBeLessThan(0);
      }),
    );
  });

  it("never puts what leaves others before what may call for another treatment, whatever their priorities", () => {
    fc.assert(
      fc.property(subjects, subjects, (a, b) => {
        fc.pre(a.fallen === b.fallen && isSevere(a.grade) && !isSevere(b.grade));
        expect(compare(a, b)).toBeLessThan(0);
      }),
    );
  });

  it("never puts a lower priority before a higher one that is as severe", () => {
    fc.assert(
      fc.property(subjects, subjects, (a, b) => {
        fc.pre(a.fallen === b.fallen && isSevere(a.grade) === isSevere(b.grade));
        fc.pre(a.priority !== null && (b.priority === null || a.priority < b.priority));
        expect(compare(a, b)).toBeLessThan(0);
      }),
    );
  });
});

describe("of two cases, the first is", () => {
  it("the one of higher priority, whatever else is urgent among the severe or the others; without priority comes last", () => {
    expect(first({ priority: 1, status: "ended" }, { priority: 2, stockEndsOn: TODAY })).toBe("a");
    expect(first({ priority: null }, { priority: 9 })).toBe("b");
  });

  it("the one whose stock ends before the shortage, the sooner first, and what has ended as today", () => {
    expect(first({ stockEndsOn: "2026-09-01" }, {})).toBe("a");
    expect(first({ stockEndsOn: "2026-09-01" }, { stockEndsOn: "2026-08-25" })).toBe("b");
    const since = { waitingSince: new Date(NOW.getTime() - 48 * HOUR_MS) };
    expect(first({ stockEndsOn: "2026-01-01" }, { stockEndsOn: TODAY, ...since })).toBe("b");
  });

  it("the one that goes on, then the one that starts sooner; what is over comes last", () => {
    expect(first({ status: "upcoming", start: "2026-08-30" }, {})).toBe("b");
    expect(first({ status: "upcoming", start: "2026-08-30" }, { status: "upcoming", start: "2026-08-29" })).toBe("b");
    expect(first({ status: "upcoming", start: "2027-08-30" }, { status: "ended" })).toBe("a");
    expect(first({ status: null }, { status: "withdrawn" })).toBe("b");
  });

  it.each([
    ["whole", "own"],
    ["own", "strength"],
    ["strength", "unknown"],
    ["unknown", "part"],
    ["part", "ceasing"],
    ["ceasing", null],
  ] as const)("within one priority %s before %s, whatever stock and dates say", (worse, better) => {
    expect(first({ grade: worse, status: "upcoming", start: null }, { grade: better, stockEndsOn: TODAY })).toBe("a");
    expect(first({ grade: better, stockEndsOn: TODAY }, { grade: worse })).toBe("b");
  });

  it("the one that is overdue, then the one that has waited longest", () => {
    const waited = new Date(NOW.getTime() - 90 * HOUR_MS);
    expect(first({ dueAt: new Date(NOW.getTime() - 1) }, { waitingSince: waited })).toBe("a");
    expect(first({ dueAt: new Date(NOW.getTime() + 1) }, { waitingSince: waited })).toBe("b");
  });
});

it("a case is overdue from its due time on, and never without one", () => {
  expect(isDue({ dueAt: NOW }, NOW)).toBe(true);
  expect(isDue({ dueAt: new Date(NOW.getTime() + 1) }, NOW)).toBe(false);
  expect(isDue({ dueAt: null }, NOW)).toBe(false);
});
