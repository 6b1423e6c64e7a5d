import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import { CHANGE_KINDS, countKinds, diffNotice, type ChangeKind, type NoticeState } from "../../src/domain/change.ts";
import { isOpen, noticeStatus, type Package } from "../../src/domain/notice.ts";
import { makePackage, type PackageOver } from "../support/builders.ts";

const TODAY = "2026-08-21";
const YESTERDAY = "2026-08-20";

/** Dates close together, so that they meet often. */
const date = fc.integer({ min: -4, max: 4 }).map((days) => addDays(TODAY, days));
const maybeDate = fc.option(date, { freq: 3 });
const pack = fc
  .record({
    place: fc.integer({ min: 1, max: 4 }),
    start: maybeDate,
    end: maybeDate,
    ended: fc.option(date, { freq: 1 }),
  })
  .map(({ place, ...dates }) => makePackage({ nplPackId: `2099000010000${place}`, ...dates }));
const packages = fc.uniqueArray(pack, { minLength: 1, maxLength: 4, selector: ({ nplPackId }) => nplPackId });
const state = fc.record({ packages, on: date, vanished: fc.boolean() }).map(toState);
const earlierAndLater = fc
  .record({ before: state, packages, days: fc.integer({ min: 0, max: 3 }), vanished: fc.boolean() })
  .map(({ before, days, ...after }) => ({ before, after: toState({ ...after, on: addDays(before.on, days) }) }));

function toState(of: { packages: Package[]; on: string; vanished: boolean }): NoticeState {
  return { notice: { type: "shortage", packages: of.packages }, on: of.on, vanished: of.vanished };
}

function makeState(packs: PackageOver[], over: Partial<NoticeState> = {}): NoticeState {
  const numbered = packs.map((one, place) => makePackage({ nplPackId: `2099000010000${place}`, ...one }));
  return { notice: { type: "shortage", packages: numbered }, on: TODAY, vanished: false, ...over };
}

function listKinds(before: NoticeState | null, after: NoticeState): ChangeKind[] {
  return diffNotice(before, after).map(({ kind }) => kind);
}

function check<T>(property: fc.IProperty<T>): void {
  fc.assert(property, { numRuns: 1000 });
}

describe("the changes between two states of a notice, for any states", () => {
  it("are none between a state and itself", () => {
    check(
      fc.property(state, (one) => {
        expect(diffNotice(one, one)).toEqual([]);
      }),
    );
  });

  it("never depend on LastUpdated, causes, texts or the order of packages", () => {
    check(
      fc.property(earlierAndLater, fc.string(), ({ before, after }, words) => {
        const touch = (one: NoticeState): NoticeState => ({
          ...one,
          notice: {
            ...one.notice,
            packages: one.notice.packages
              .map((each) => ({ ...each, lastUpdated: { value: words }, description: words, information: words }))
              .toReversed(),
          },
        });
        expect(diffNotice(before, touch(after))).toEqual(diffNotice(before, after));
        expect(diffNotice(touch(before), after)).toEqual(diffNotice(before, after));
      }),
    );
  });

  it("are each told once, and dates stand only where one moved", () => {
    check(
      fc.property(fc.option(state), state, (before, after) => {
        const changes = diffNotice(before, after);
        expect(new Set(changes.map(({ kind }) => kind)).size).toBe(changes.length);
        for (const { kind, from, to } of changes)
          if (kind.startsWith("rescheduled")) expect(from).not.toBe(to);
          else expect([from, to]).toEqual([null, null]);
      }),
    );
  });

  it("of a new notice are announced or started, never both, and nothing when it is over", () => {
    check(
      fc.property(state, ({ notice, on }) => {
        const expected = { upcoming: ["announced"], ongoing: ["started"], ended: [], withdrawn: [] };
        expect(listKinds(null, { notice, on, vanished: false })).toEqual(expected[noticeStatus(notice, on)]);
      }),
    );
  });

  it("of one that was known are never announced; from closed to open it is reopened, from open to closed one end", () => {
    check(
      fc.property(earlierAndLater, ({ before, after }) => {
        const kinds = listKinds(before, after);
        const [wasOpen, nowOpen] = [before, after].map((one) => isOpen(noticeStatus(one.notice, one.on)));
        expect(kinds).not.toContain("announced");
        if (!wasOpen) expect(kinds).toEqual(nowOpen ? ["reopened"] : []);
        if (wasOpen && !nowOpen) expect([["ended"], ["withdrawn"]]).toContainEqual(kinds);
      }),
    );
  });

  it("of one that left the file while open are that it vanished, once", () => {
    check(
      fc.property(state, ({ notice, on }) => {
        const open = isOpen(noticeStatus(notice, on));
        const gone = { notice, on, vanished: true };
        expect(listKinds({ ...gone, vanished: false }, gone)).toEqual(open ? ["vanished"] : []);
        expect(listKinds(gone, { ...gone, vanished: false })).toEqual(open ? ["reopened"] : []);
      }),
    );
  });
});

describe("each kind of change", () => {
  const open: PackageOver = { start: "2026-08-01", end: "2026-10-01" };
  const coming: PackageOver = { start: "2026-09-01", end: "2026-10-01" };
  const cases: [string, ChangeKind[], PackageOver[] | null, PackageOver[]][] = [
    ["a new upcoming shortage", ["announced"], null, [coming]],
    ["a new shortage that has begun", ["started"], null, [open]],
    ["a new report of what is over", [], null, [{ ...open, ended: YESTERDAY }]],
    ["the start day came", ["started"], [{ ...open, start: TODAY }], [{ ...open, start: TODAY }]],
    ["the start was moved to today", ["started"], [coming], [{ ...coming, start: TODAY }]],
    ["a later end", ["rescheduled-end"], [open], [{ ...open, end: "2026-12-01" }]],
    ["an end that became unknown", ["rescheduled-end"], [open], [{ ...open, end: null }]],
    ["an end that became known", ["rescheduled-end"], [{ ...open, end: null }], [open]],
    [
      "an earlier end of the earlier of two packages",
      [],
      [open, { end: "2026-12-01" }],
      [{ ...open, end: "2026-09-01" }, { end: "2026-12-01" }],
    ],
    [
      "a later start of the later of two packages that are coming",
      [],
      [{ ...coming, start: "2026-09-10" }, coming],
      [{ ...coming, start: "2026-09-20" }, coming],
    ],
    [
      "an earlier start of the earlier of two packages that are coming",
      ["rescheduled-start"],
      [coming, { ...coming, start: "2026-09-10" }],
      [
        { ...coming, start: "2026-08-30" },
        { ...coming, start: "2026-09-10" },
      ],
    ],
    ["a later start of what is coming", ["rescheduled-start"], [coming], [{ ...coming, start: "2026-09-05" }]],
    ["a corrected start of what has begun", [], [open], [{ ...open, start: "2026-07-15" }]],
    ["one more package", ["widened"], [open], [open, open]],
    ["one package of two is back", ["narrowed"], [open, open], [open, { ...open, ended: TODAY }]],
    ["one package of two is no longer reported", ["narrowed"], [open, open], [open]],
    [
      "the last package is back",
      ["ended"],
      [open, { ...open, ended: YESTERDAY }],
      [
        { ...open, ended: TODAY },
        { ...open, ended: YESTERDAY },
      ],
    ],
    ["an end that is set for tomorrow", [], [open], [{ ...open, ended: "2026-08-22" }]],
    ["it never began", ["withdrawn"], [coming], [{ ...coming, ended: TODAY }]],
    ["it came again in the same report", ["reopened"], [{ ...open, ended: YESTERDAY }], [open]],
    ["the forecast end passed", ["overdue"], [{ ...open, end: YESTERDAY }], [{ ...open, end: YESTERDAY }]],
    [
      "another forecast end passed too",
      [],
      [
        { ...open, end: "2026-08-10" },
        { ...open, end: YESTERDAY },
      ],
      [
        { ...open, end: "2026-08-10" },
        { ...open, end: YESTERDAY },
      ],
    ],
    ["a late one got a new end", ["rescheduled-end"], [{ ...open, end: "2026-08-10" }], [open]],
    [
      "several at once",
      ["started", "rescheduled-end", "widened"],
      [coming],
      [{ ...coming, start: TODAY, end: "2026-12-01" }, coming],
    ],
  ];

  it.each(cases)("%s: %j", (_name, kinds, before, after) => {
    const earlier = before === null ? null : makeState(before, { on: YESTERDAY });
    expect(listKinds(earlier, makeState(after))).toEqual(kinds);
  });

  it("is among these examples", () => {
    expect(new Set([...cases.flatMap(([, kinds]) => kinds), "vanished"])).toEqual(new Set(CHANGE_KINDS));
  });

  it("names the dates that moved", () => {
    const before = makeState([open, { ...open, end: "2026-09-01" }], { on: YESTERDAY });
    const after = makeState([open, { ...open, end: "2026-12-01" }]);
    expect(diffNotice(before, after)).toEqual([{ kind: "rescheduled-end", from: "2026-10-01", to: "2026-12-01" }]);
  });
});

it("kinds are counted, those that do not occur left out", () => {
  expect(countKinds(["ended", "started", "ended"])).toEqual({ ended: 2, started: 1 });
  expect(countKinds([])).toEqual({});
});

it("a shortage that turns into a cessation in the same report is told as a moved end, though no date moved", () => {
  const before = makeState([{}]);
  const after = { ...before, notice: { ...before.notice, type: "cessation" as const } };
  expect(listKinds(before, after)).toEqual(["rescheduled-end"]);
});
