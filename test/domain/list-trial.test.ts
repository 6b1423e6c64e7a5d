import { describe, expect, it } from "vitest";
import { tryList, type TrialInput, type TrialNotice } from "../../src/domain/list-trial.ts";
import { readMatchSubject } from "../../src/domain/match.ts";
import { makeEntry, makeNotice, type NoticeOver } from "../support/builders.ts";

function makeTrialNotice(id: number, over: NoticeOver = {}, isOpen = true): TrialNotice {
  const notice = makeNotice(over);
  return { id, productName: notice.productName, subject: readMatchSubject(notice), isOpen };
}

const meropenem = makeEntry();
const heparin = makeEntry({ atc: "B01AB01", substance: "Heparin" });
const morphine = makeEntry({ atc: "N02AA01", substance: "Morfin" });
const heparinNotice = { atc: "B01AB01", productName: "Heparin Exempel 100 IE/ml Injektionsvätska, lösning" };

const input: TrialInput = {
  staged: [meropenem, morphine],
  inUse: [heparin, morphine],
  notices: [
    makeTrialNotice(1),
    makeTrialNotice(2, { productName: "Meropenem Annat 500 mg Pulver till injektionsvätska, lösning" }),
    makeTrialNotice(3, heparinNotice, false),
    makeTrialNotice(4, { atc: "J01DH", productName: "Karbapenem 1 g Injektionsvätska" }),
  ],
  changes: [
    // One file on one day with two products of one case is one update.
    { noticeId: 1, snapshotId: 7, onDate: "2026-08-17" },
    { noticeId: 2, snapshotId: 7, onDate: "2026-08-17" },
    { noticeId: 3, snapshotId: 7, onDate: "2026-08-17" },
    { noticeId: 1, snapshotId: 8, onDate: "2026-08-23" },
    // The Monday after.
    { noticeId: 1, snapshotId: 9, onDate: "2026-08-24" },
    // Before the period.
    { noticeId: 1, snapshotId: 1, onDate: "2026-05-01" },
  ],
  until: "2026-08-25",
  dataFrom: "2026-08-16",
};

describe("a list that is tried on what was reported", () => {
  it("is counted week by week beside the list in use, from the first week that there are data of", () => {
    expect(tryList(input).weeks).toEqual([
      { week: "2026-08-10", staged: { updates: 0, cases: 0 }, inUse: { updates: 0, cases: 0 } },
      { week: "2026-08-17", staged: { updates: 2, cases: 1 }, inUse: { updates: 1, cases: 1 } },
      { week: "2026-08-24", staged: { updates: 1, cases: 1 }, inUse: { updates: 0, cases: 0 } },
    ]);
  });

  it("tells totals, what it newly catches and what it no longer does, with examples", () => {
    const trial = tryList(input);
    expect(trial.staged).toEqual({ updates: 3, cases: 1, caught: 2, possible: 1, openCases: 1 });
    expect(trial.inUse).toEqual({ updates: 1, cases: 1, caught: 1, possible: 0, openCases: 0 });
    expect(trial.newlyCaught).toEqual([
      {
        key: meropenem.key,
        substance: "Meropenem",
        notices: 2,
        products: 2,
        examples: [
          "Meropenem Annat 500 mg Pulver till injektionsvätska, lösning",
          "Meropenem Exempel 1 g Pulver till injektions-/infusionsvätska, lösning",
        ],
      },
    ]);
    expect(trial.noLongerCaught).toMatchObject([{ substance: "Heparin", notices: 1 }]);
    expect(trial.neverHit).toEqual([morphine.key]);
  });

  it("says how much of the 90 days there are data of", () => {
    expect(tryList(input)).toMatchObject({ from: "2026-05-28", until: "2026-08-25", dataDays: 10 });
    expect(tryList({ ...input, dataFrom: "2020-01-01" })).toMatchObject({ dataDays: 90 });
    expect(tryList({ ...input, dataFrom: "2020-01-01" }).weeks).toHaveLength(14);
    expect(tryList({ ...input, dataFrom: null, notices: [], changes: [] })).toMatchObject({ dataDays: 0, weeks: [] });
  });

  it("catches the same as the list in use when it is the same", () => {
    const trial = tryList({ ...input, inUse: input.staged });
    expect(trial.staged).toEqual(trial.inUse);
    expect([trial.newlyCaught, trial.noLongerCaught]).toEqual([[], []]);
  });
});
