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
  decisions: [],
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

  it("names the lines that catch most first, three products of each as examples, and equal lines by their key", () => {
    const products = ["D", "B", "C", "A", "A"].map((name, place) =>
      makeTrialNotice(10 + place, { atc: "J01DH02", productName: `${name} 1 g Injektionsvätska, lösning` }),
    );
    const [first, second] = [makeEntry({ atc: "A11HA02" }), makeEntry({ atc: "C01CA24" })];
    const single = (id: number, atc: string) =>
      makeTrialNotice(id, { atc, productName: "X 1 g Injektionsvätska, lösning" });
    const trial = tryList({
      ...input,
      staged: [second, first, meropenem],
      inUse: [],
      notices: [single(1, "C01CA24"), single(2, "A11HA02"), ...products],
    });
    expect(trial.newlyCaught.map(({ key, notices, products: count }) => [key, notices, count])).toEqual([
      [meropenem.key, 5, 4],
      [first.key, 1, 1],
      [second.key, 1, 1],
    ]);
    expect(trial.newlyCaught[0]?.examples.map((name) => name.charAt(0))).toEqual(["A", "B", "C"]);
  });

  it("says how much of the 90 days there are data of", () => {
    expect(tryList(input)).toMatchObject({ from: "2026-05-28", until: "2026-08-25", dataDays: 10 });
    expect(tryList({ ...input, dataFrom: "2020-01-01" })).toMatchObject({ dataDays: 90 });
    expect(tryList({ ...input, dataFrom: "2020-01-01" }).weeks).toHaveLength(14);
    expect(tryList({ ...input, dataFrom: null, notices: [], changes: [] })).toMatchObject({ dataDays: 0, weeks: [] });
  });

  it("holds to what a curator has said of a match", () => {
    const verdicts = { 2: "refused", 4: "confirmed" } as const;
    const decisions = ([2, 4] as const).map((noticeId) => ({
      noticeId,
      entryKey: meropenem.key,
      verdict: verdicts[noticeId],
    }));
    expect(tryList({ ...input, decisions }).staged).toMatchObject({ caught: 2, possible: 0 });
  });

  it("catches the same as the list in use when it is the same", () => {
    const trial = tryList({ ...input, inUse: input.staged });
    expect(trial.staged).toEqual(trial.inUse);
    expect([trial.newlyCaught, trial.noLongerCaught]).toEqual([[], []]);
  });
});
