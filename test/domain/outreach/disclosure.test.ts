import type { Highs } from "highs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Edition, joinEditions } from "../../../src/domain/outreach/disclosure-editions.ts";
import { loadSolver } from "../../../src/domain/outreach/disclosure-solver.ts";
import { isFew, type Tables } from "../../../src/domain/outreach/disclosure-table.ts";
import { protectCells } from "../../../src/domain/outreach/disclosure.ts";
import { REGIONS } from "../../../src/domain/region.ts";
import { attackByTrying, attackLinearly, readAs } from "../../support/disclosure-attacker.ts";
import { listLearnt, makeTable } from "../../support/disclosure-tables.ts";

let solver: Highs;
beforeAll(async () => {
  solver = await loadSolver();
});

async function protect(tables: Tables, key = "") {
  const protection = await protectCells(tables, { solver, key });
  return { ...protection, hidden: new Set(protection.hidden.keys()), reasons: protection.hidden };
}

const FOUR_BY_FOUR = [
  [12, 8, 3, 20],
  [15, 9, 11, 6],
  [7, 4, 14, 10],
  [30, 22, 18, 25],
];

describe("figures about few", () => {
  it("are told exactly when they alone are hidden, and not when their complements are too", async () => {
    const tables = makeTable(FOUR_BY_FOUR);
    const seen = readAs(tables, new Set(["a3", "c2"]));
    expect([attackLinearly(solver, seen, "a3"), attackLinearly(solver, seen, "c2")]).toEqual([
      [3, 3],
      [4, 4],
    ]);

    const { hidden, reasons, audit, exposed } = await protect(tables);
    expect([reasons.get("a3"), reasons.get("c2"), hidden.size, exposed]).toEqual(["small", "small", 4, []]);
    expect([reasons.get("a2"), reasons.get("c3")]).toEqual(["complement", "complement"]);
    expect(listLearnt(solver, tables, hidden)).toEqual([]);
    const within = readAs(tables, hidden);
    for (const { id, low, high, possible } of audit) {
      expect([low, high]).toEqual(attackLinearly(solver, within, id));
      expect(possible).toEqual([1, 2, 3, 4]);
    }
  });

  it("stay so when any one of the complements is shown after all: then the attacker wins", async () => {
    const tables = makeTable(FOUR_BY_FOUR);
    const { hidden, reasons } = await protect(tables);
    for (const [id, reason] of reasons) {
      const fewer = new Set([...hidden].filter((other) => other !== id));
      expect([id, reason, listLearnt(solver, tables, fewer).length > 0]).toEqual([id, reason, true]);
    }
  });

  it("are hidden the same in whatever order the figures come, and by another key another way", async () => {
    const { cells, equations } = makeTable(FOUR_BY_FOUR);
    const turned = {
      cells: cells.toReversed(),
      equations: equations.toReversed().map(({ terms }) => ({ terms: terms.toReversed() })),
    };
    const straight = await protect({ cells, equations }, "one");
    expect((await protect(turned, "one")).reasons).toEqual(straight.reasons);
    const flat = makeTable([
      [3, 9, 9, 9],
      [9, 9, 9, 9],
      [9, 9, 9, 9],
    ]);
    const ways = await Promise.all(["one", "two", "three", "four", "five"].map((key) => protect(flat, key)));
    expect(new Set(ways.map(({ hidden }) => [...hidden].toSorted().join(" "))).size).toBeGreaterThan(1);
  });

  it("leave nothing to hide where there are none: 0 and 5 are shown", async () => {
    const { hidden, audit, exposed } = await protect(
      makeTable([
        [0, 5],
        [5, 0],
      ]),
    );
    expect([hidden.size, audit, exposed]).toEqual([0, [], []]);
  });

  it("take the total along when nothing else can hide them", async () => {
    const tables = makeTable([[2, 0]]);
    const { hidden, exposed } = await protect(tables);
    expect([hidden.has("a"), hidden.has("all"), exposed]).toEqual([true, true, []]);
    expect(listLearnt(solver, tables, hidden)).toEqual([]);
  });

  it("that cannot be hidden, because something shown gives them away, are named", async () => {
    const cell = (id: string, value: number) => ({ id, value, sensitive: true, weight: 1 });
    const out = (id: string, value: number) => ({ ...cell(id, value), before: "shown" as const });
    const less = {
      terms: [
        { cell: "whole", factor: 1 },
        { cell: "part", factor: -1 },
        { cell: "rest", factor: -1 },
      ],
    };
    const cells = [out("whole", 9), out("part", 6), cell("rest", 3), cell("lone", 2)];
    const { exposed, hidden } = await protect({ cells, equations: [less] });
    expect([exposed, [...hidden].toSorted()]).toEqual([["rest"], ["lone", "rest"]]);
    expect((await protect({ cells: [out("out", 3)], equations: [] })).exposed).toEqual(["out"]);
  });

  it("are named as well when whole numbers give away what linear programming does not", async () => {
    const cell = (id: string, value: number) => ({ id, value, sensitive: true, weight: 1 });
    const terms = [
      { cell: "one", factor: 1 },
      { cell: "twice", factor: 2 },
      { cell: "sum", factor: -1 },
    ];
    const parts = [cell("one", 3), { ...cell("twice", 5), sensitive: false }];
    const known: Tables = { cells: [...parts, { ...cell("sum", 13), before: "shown" }], equations: [{ terms }] };
    const { audit, exposed } = await protect(known);
    expect(audit).toEqual([{ id: "one", low: 0, high: 13, possible: [1, 3] }]);
    expect(exposed).toEqual(["one"]);
    expect(attackByTrying(readAs(known, new Set(["one", "twice"])), "one", 13).filter(isFew)).toEqual([1, 3]);
    const open = { ...known, cells: [...parts, cell("sum", 13)] };
    expect((await protect(open)).exposed).toEqual([]);
  });

  it("are no longer looked for once somebody cancels", async () => {
    let calls = 0;
    const between = async () => {
      calls++;
      if (calls === 3) throw new Error("cancelled");
    };
    await expect(protectCells(makeTable(FOUR_BY_FOUR), { solver, between })).rejects.toThrow("cancelled");
    expect(calls).toBe(3);
  });

  it("are refused in tables that are wrong in themselves", async () => {
    const one = { id: "one", value: 7, sensitive: true, weight: 1 };
    const sum = (equals: number, cell = "one") => [{ terms: [{ cell, factor: 1 }], equals }];
    await expect(protect({ cells: [one, one], equations: [] })).rejects.toThrow("same id");
    await expect(protect({ cells: [{ ...one, value: 1.5 }], equations: [] })).rejects.toThrow("no count");
    await expect(protect({ cells: [{ ...one, value: -1 }], equations: [] })).rejects.toThrow("no count");
    await expect(protect({ cells: [{ ...one, weight: 0 }], equations: [] })).rejects.toThrow("weight");
    await expect(protect({ cells: [one], equations: sum(8) })).rejects.toThrow("does not hold");
    await expect(protect({ cells: [one], equations: sum(7, "two") })).rejects.toThrow("not there");
  });

  it("protect nobody's figure but persons': what does not count persons is shown", async () => {
    const { cells, equations } = makeTable(FOUR_BY_FOUR);
    const { hidden } = await protect({ cells: cells.map((cell) => ({ ...cell, sensitive: false })), equations });
    expect(hidden.size).toBe(0);
  });
});

describe("figures that are tied to others", () => {
  it("cannot be told from the sjukvårdsregioner and the nation: Halland is in two of them", async () => {
    const counts = REGIONS.map(({ code }, at) => ({ code, value: code === "13" ? 3 : 20 + at }));
    const sum = (of: readonly { value: number }[]) => of.reduce((total, { value }) => total + value, 0);
    const groups = [...new Set(REGIONS.flatMap(({ healthcareRegions }) => healthcareRegions))];
    const members = (group: string) =>
      counts.filter(({ code }) =>
        REGIONS.some((region) => region.code === code && region.healthcareRegions.includes(group)),
      );
    const whole = (id: string, parts: readonly { code: string }[]) => ({
      terms: [...parts.map(({ code }) => ({ cell: code, factor: 1 })), { cell: id, factor: -1 }],
    });
    const tables: Tables = {
      cells: [
        ...counts.map(({ code, value }) => ({ id: code, value, sensitive: true, weight: 1 })),
        ...groups.map((id) => ({ id, value: sum(members(id)), sensitive: true, weight: 4 })),
        { id: "nation", value: sum(counts), sensitive: true, weight: 16 },
      ],
      equations: [...groups.map((group) => whole(group, members(group))), whole("nation", counts)],
    };
    // Hiding Halland and one neighbour in each of its two regions holds every sum, and still the six less the nation are Halland.
    const hidden = new Set(["13", "14", "12"]);
    expect(attackLinearly(solver, readAs(tables, hidden), "13")).toEqual([3, 3]);

    const protection = await protect(tables);
    expect(protection.exposed).toEqual([]);
    expect(listLearnt(solver, tables, protection.hidden)).toEqual([]);
    // The dearest figure for a reader is not what is given up.
    expect(protection.hidden.has("nation")).toBe(false);
  });

  it("are protected together: the same regions by channel and by role, and the months of a quarter", async () => {
    const byChannel = makeTable(
      [
        [14, 3, 30],
        [25, 17, 9],
        [8, 12, 41],
      ],
      "c",
    );
    // Two channels of region a are known to all, so that the region's sum must be hidden with the third.
    const isKnown = (id: string) => id === "ca1" || id === "ca3";
    const channels: Tables = {
      cells: byChannel.cells.map((cell) => (isKnown(cell.id) ? { ...cell, before: "shown" } : cell)),
      equations: byChannel.equations,
    };
    const roles = makeTable(
      [
        [20, 27],
        [31, 20],
        [60, 1],
      ],
      "r",
    );
    const same = (a: string, b: string) => ({
      terms: [
        { cell: a, factor: 1 },
        { cell: b, factor: -1 },
      ],
    });
    const months = ["07", "08"].map((month) => ({
      id: `ca2|${month}`,
      value: month === "07" ? 0 : 2,
      sensitive: true,
      weight: 1,
    }));
    const tables: Tables = {
      cells: [...channels.cells, ...roles.cells, ...months, { id: "ca2|09", value: 1, sensitive: true, weight: 1 }],
      equations: [
        ...channels.equations,
        ...roles.equations,
        ...["a", "b", "c", "all"].map((row) => same(`c${row}`, `r${row}`)),
        {
          terms: [
            ...["07", "08", "09"].map((month) => ({ cell: `ca2|${month}`, factor: 1 })),
            { cell: "ca2", factor: -1 },
          ],
        },
      ],
    };
    const { hidden, exposed } = await protect(tables);
    expect([exposed, listLearnt(solver, tables, hidden)]).toEqual([[], []]);
    // Each table alone is not enough: the roles show the sum that the channels hide.
    const apart = new Set([...(await protect(channels)).hidden, ...(await protect(roles)).hidden, "ca2|08", "ca2|09"]);
    expect(listLearnt(solver, tables, apart)).toContain("ca2");
  });

  it("are protected from what earlier editions show", async () => {
    const first = makeTable([
      [3, 9, 9, 9],
      [9, 9, 9, 9],
      [9, 9, 9, 9],
    ]);
    const corrected = makeTable([
      [3, 9, 9, 9],
      [9, 9, 9, 9],
      [9, 9, 9, 30],
    ]);
    const before = await protect(first, "one");
    const edition: Edition = {
      name: "2026",
      cells: first.cells.map((cell) => ({ ...cell, hidden: before.hidden.has(cell.id) })),
      equations: first.equations,
    };
    const joined = joinEditions(corrected, [edition]);
    // Protected alone by another key, the new edition shows what the first one hid.
    const alone = (await Promise.all(["two", "three", "four", "five"].map((key) => protect(corrected, key)))).find(
      ({ hidden }) => [...before.hidden].some((id) => !hidden.has(id)),
    );
    const seenInEither = (hidden: ReadonlySet<string>) =>
      new Set(
        joined.cells
          .filter(
            ({ id, before: state }) =>
              state !== "shown" && (state === undefined ? hidden.has(id) : hidden.has(id) && before.hidden.has(id)),
          )
          .map(({ id }) => id),
      );
    expect(listLearnt(solver, joined, seenInEither(alone?.hidden ?? new Set()))).toEqual(["a1"]);

    const together = await protect(joined, "two");
    expect([together.exposed, listLearnt(solver, joined, together.hidden)]).toEqual([[], []]);
    expect([...before.hidden].filter((id) => !together.hidden.has(id))).toEqual([]);
    expect(joined.cells.map(({ id }) => id).filter((id) => id.includes(" as "))).toEqual([
      "c4 as 9",
      "c as 36",
      "4 as 27",
      "all as 102",
    ]);
  });

  it("are protected from any number of editions of one period, each with a figure corrected again", async () => {
    const last = [9, 11, 14, 9, 30];
    const editions: Edition[] = [];
    for (const value of last) {
      const tables = makeTable([
        [3, 9, 9, 9],
        [9, 9, 9, 9],
        [9, 9, 9, value],
      ]);
      const joined = joinEditions(tables, editions);
      const { hidden, exposed } = await protect(joined, "one");
      expect([exposed, listLearnt(solver, joined, hidden)]).toEqual([[], []]);
      const cells = tables.cells.map((cell) => ({ ...cell, hidden: hidden.has(cell.id) }));
      editions.push({ name: "2026", cells, equations: tables.equations });
    }
    // What was told of another period long ago is not gone through again.
    const other = makeTable(FOUR_BY_FOUR, "other");
    const { audit, hidden } = await protect(joinEditions(other, editions), "two");
    expect(audit.map(({ id }) => id)).toEqual(["othera3", "otherc2"]);
    expect(editions.flatMap(({ cells }) => cells).filter((cell) => cell.hidden && !hidden.has(cell.id))).toEqual([]);
  });
});
