import * as fc from "fast-check";
import type { Highs } from "highs";
import { beforeAll, describe, expect, it } from "vitest";
import { addRest, judgeShare, judgeSpread, type Showing } from "../../../src/domain/outreach/disclosure-derived.ts";
import { judgePeriod } from "../../../src/domain/outreach/disclosure-period.ts";
import { loadSolver } from "../../../src/domain/outreach/disclosure-solver.ts";
import { parsePeriod } from "../../../src/domain/outreach/period.ts";
import { protectCells } from "../../../src/domain/outreach/disclosure.ts";

let solver: Highs;
beforeAll(async () => {
  solver = await loadSolver();
});

const count = (id: string, value: number) => ({ id, value, sensitive: true, weight: 1 });

describe("a figure that is made of counts of persons", () => {
  it.each<[part: number, whole: number, Showing]>([
    [10, 50, "shown"],
    [0, 50, "shown"],
    [50, 50, "shown"],
    [3, 50, "hidden"],
    [49, 50, "hidden"],
    [1, 4, "hidden"],
    [0, 3, "hidden"],
    [0, 0, "none"],
  ])("as a share of %i in %i is %s", async (part, whole, showing) => {
    const share = { part: count("part", part), whole: count("whole", whole) };
    const rest = addRest(share.part, share.whole);
    const cells = [share.part, share.whole, ...rest.cells];
    const { hidden } = await protectCells({ cells, equations: rest.equations }, { solver });
    expect(judgeShare(share, hidden)).toBe(showing);
  });

  it.each<[number, Showing]>([
    [0, "none"],
    [1, "hidden"],
    [4, "hidden"],
    [5, "shown"],
  ])("as a mean, median or percentile of %i is %s", (persons, showing) => {
    expect(judgeSpread(count("persons", persons), new Map())).toBe(showing);
  });

  it("is hidden with the count that it is made of, however large", () => {
    expect(judgeSpread(count("persons", 500), new Map([["persons", "complement"]]))).toBe("hidden");
  });

  it("that is of no persons is told of one as well", () => {
    expect(judgeSpread({ ...count("cases", 1), sensitive: false }, new Map())).toBe("shown");
  });
});

function askFor(word: string, over: { today?: string; mayAskFreely?: boolean } = {}) {
  const period = parsePeriod(word);
  if (typeof period === "string") throw new Error(`${word} is no period: ${period}`);
  return judgePeriod(period, { today: "2026-11-27", mayAskFreely: false, ...over });
}

describe("a reader without the right to free periods", () => {
  it.each([
    ["2026-08", "allowed"],
    ["2024-02", "allowed"],
    ["2026-Q3", "allowed"],
    ["2025", "allowed"],
    ["2026-08-01..2026-08-31", "allowed"],
    ["2026-08-01..2026-08-30", "free"],
    ["2026-08-02..2026-08-31", "free"],
    ["2026-02-01..2026-04-30", "free"],
    ["2026-07-01..2026-08-31", "free"],
    ["2025-07-01..2026-06-30", "free"],
    ["2024-01-01..2025-12-31", "free"],
    ["2026-08-14..2026-08-14", "free"],
    ["2026-11", "open"],
    ["2026-Q4", "open"],
    ["2026", "open"],
    ["2027-01", "open"],
  ])("asks for %s: %s", (word, ruling) => {
    expect(askFor(word)).toBe(ruling);
  });

  it("may ask for a month from the day after its last", () => {
    expect(askFor("2026-11", { today: "2026-11-30" })).toBe("open");
    expect(askFor("2026-11", { today: "2026-12-01" })).toBe("allowed");
  });

  it("never gets two periods that differ by less than 28 days", () => {
    const day = fc.date({ min: new Date("2024-01-01"), max: new Date("2026-10-31"), noInvalidDate: true });
    const date = day.map((instant) => instant.toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, date, (one, other) => {
        const [from, to] = [one, other].toSorted();
        if (askFor(`${from}..${to}`) !== "allowed") return;
        expect([from?.slice(8), Number(to?.slice(8)) >= 28]).toEqual(["01", true]);
      }),
    );
  });

  it("is told from one who has it, who may ask for any", () => {
    for (const word of ["2026-08-01..2026-08-30", "2026-08", "2026-11"]) {
      expect(askFor(word, { mayAskFreely: true })).toBe("allowed");
    }
  });
});
