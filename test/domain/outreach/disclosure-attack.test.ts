import * as fc from "fast-check";
import type { Highs } from "highs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Edition, joinEditions } from "../../../src/domain/outreach/disclosure-editions.ts";
import { loadSolver } from "../../../src/domain/outreach/disclosure-solver.ts";
import { isFew, type Tables } from "../../../src/domain/outreach/disclosure-table.ts";
import { protectCells } from "../../../src/domain/outreach/disclosure.ts";
import { attackByTrying, readAs } from "../../support/disclosure-attacker.ts";
import { linkTables, listFew, listLearnt, makeTable } from "../../support/disclosure-tables.ts";

let solver: Highs;
beforeAll(async () => {
  solver = await loadSolver();
});

async function protect(tables: Tables, key = "") {
  const protection = await protectCells(tables, { solver, key });
  return { ...protection, hidden: new Set(protection.hidden.keys()), reasons: protection.hidden };
}

describe("for any tables", () => {
  const count = fc.oneof(
    { weight: 2, arbitrary: fc.nat(4) },
    { weight: 3, arbitrary: fc.integer({ min: 5, max: 12 }) },
  );
  const table = (rows: number, columns: number) =>
    fc.array(fc.array(count, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });

  it("an attacker learns of no hidden cell that could be few anything within 1–4, by linear programming or by trying all tables", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(table(2, 2), table(3, 3), table(2, 4)), async (counts) => {
        const tables = makeTable(counts);
        const { hidden, exposed } = await protect(tables);
        expect([exposed, listLearnt(solver, tables, hidden)]).toEqual([[], []]);
        if (hidden.size > 6) return;
        const seen = readAs(tables, hidden);
        const most = Math.max(...tables.cells.map(({ value }) => value)) + 4;
        for (const id of hidden) {
          const within = attackByTrying(seen, id, most).filter(isFew);
          // A complement either may be any of 1–4 too or is none of them: knowing the rule tells nothing more.
          expect([id, within]).toEqual([id, within.length === 0 && !listFew(tables).includes(id) ? [] : [1, 2, 3, 4]]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("an attacker who has two linked tables learns nothing either, some of whose figures are known to all", async () => {
    await fc.assert(
      fc.asyncProperty(
        table(3, 3),
        fc.array(fc.constantFrom("ca1", "cb2", "cc3", "ra1"), { maxLength: 2 }),
        async (counts, known) => {
          const channels = makeTable(counts, "c");
          const roles = makeTable(
            counts.map(([first = 0, ...rest]) => [first, rest.reduce((sum, value) => sum + value, 0)]),
            "r",
          );
          const tables = linkTables(channels, roles, known);
          const { hidden, exposed } = await protect(tables);
          expect(listLearnt(solver, tables, hidden).filter((id) => !exposed.includes(id))).toEqual([]);
          if (known.length === 0) expect(exposed).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("an attacker who has two editions, with any figure corrected, learns nothing from them together", async () => {
    const place = fc.tuple(fc.nat(2), fc.nat(2));
    await fc.assert(
      fc.asyncProperty(table(3, 3), place, fc.integer({ min: 5, max: 12 }), async (counts, [row, column], value) => {
        const first = makeTable(counts);
        const { hidden } = await protect(first, "one");
        const edition: Edition = {
          name: "2026",
          cells: first.cells.map((cell) => ({ ...cell, hidden: hidden.has(cell.id) })),
          equations: first.equations,
        };
        const corrected = counts.map((own, at) => own.map((was, to) => (at === row && to === column ? value : was)));
        const joined = joinEditions(makeTable(corrected), [edition]);
        const together = await protect(joined, "two");
        expect(listLearnt(solver, joined, together.hidden).filter((id) => !together.exposed.includes(id))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
