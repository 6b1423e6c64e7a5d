import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countDifference, diffLists } from "../../src/domain/list-difference.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import { makeEntry } from "../support/builders.ts";
import { anyList } from "../support/list-builders.ts";

const keysOf = (entries: readonly ListEntry[]) => entries.map(({ key }) => key).sort();

describe("the difference between two lists", () => {
  it("of a list and itself is nothing, also when its lines stand in another order and on other rows", () => {
    fc.assert(
      fc.property(anyList, (list) => {
        const moved = list.toReversed().map((entry, index) => ({ ...entry, row: index + 2 }));
        expect(countDifference(diffLists(list, moved))).toEqual({
          added: 0,
          removed: 0,
          changed: 0,
          unchanged: list.length,
        });
      }),
    );
  });

  it("seen from the other side has added and removed exchanged, and the same lines changed in the same fields", () => {
    fc.assert(
      fc.property(anyList, anyList, (one, other) => {
        const [there, back] = [diffLists(one, other), diffLists(other, one)];
        expect(keysOf(there.added)).toEqual(keysOf(back.removed));
        expect(keysOf(there.removed)).toEqual(keysOf(back.added));
        const fields = (changed: typeof there.changed) =>
          changed.map(({ before, fields: names }) => [before.key, ...names].join(" ")).sort();
        expect(fields(there.changed)).toEqual(fields(back.changed));
      }),
    );
  });

  it("counts every line of both lists once, and turns the one into the other", () => {
    fc.assert(
      fc.property(anyList, anyList, (before, after) => {
        const { added, removed, changed, unchanged } = diffLists(before, after);
        expect(added.length + changed.length + unchanged.length).toBe(after.length);
        expect(removed.length + changed.length + unchanged.length).toBe(before.length);
        const gone = new Set(keysOf(removed));
        const kept = before.filter(({ key }) => !gone.has(key) && !changed.some((change) => change.before.key === key));
        const rebuilt = [...kept, ...changed.map((change) => change.after), ...added];
        expect(countDifference(diffLists(after, rebuilt))).toMatchObject({ added: 0, removed: 0, changed: 0 });
      }),
    );
  });

  it("names the fields that changed, and takes a strength in other words for the same line", () => {
    const before = makeEntry({ strength: "1 g", priority: 2, areas: ["Akut"] });
    const after = makeEntry({ strength: "1000 mg", priority: 1, areas: ["Akut"], stockDays: 5 });
    expect(diffLists([before], [after]).changed).toMatchObject([{ fields: ["strength", "priority", "stockDays"] }]);
  });

  it.each([
    ["another type", { type: "exemption", text: { sv: "Beställ", en: "Order" } }],
    ["other Swedish words", { type: "licence", text: { sv: "Vänta", en: "Order" } }],
    ["other English words", { type: "licence", text: { sv: "Beställ", en: "Wait" } }],
    ["no English words", { type: "licence", text: { sv: "Beställ" } }],
    ["no advice", null],
  ] as const)("names the advice of a line that has %s now", (_name, standingAdvice) => {
    const before = makeEntry({ standingAdvice: { type: "licence", text: { sv: "Beställ", en: "Order" } } });
    expect(diffLists([before], [{ ...before, standingAdvice }]).changed).toMatchObject([
      { fields: ["standingAdvice"] },
    ]);
    expect(diffLists([{ ...before, standingAdvice }], [before]).changed).toMatchObject([
      { fields: ["standingAdvice"] },
    ]);
  });

  it("does not see in which order the database keeps an advice's parts", () => {
    const advice = { type: "licence", text: { sv: "Beställ", en: "Order" } } as const;
    const stored = { text: { en: "Order", sv: "Beställ" }, type: "licence" } as const;
    const lists = [advice, stored].map((standingAdvice) => [makeEntry({ standingAdvice })]);
    expect(diffLists(lists[0] ?? [], lists[1] ?? []).changed).toEqual([]);
  });
});
