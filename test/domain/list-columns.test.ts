import { expect, it } from "vitest";
import { COLUMNS, LIST_COLUMNS, ruleOf } from "../../src/domain/list-columns.ts";

it("each column has a rule of its own, by the name that files give it", () => {
  expect(LIST_COLUMNS.map(ruleOf)).toEqual(COLUMNS);
  expect(new Set(COLUMNS.map(({ title }) => title)).size).toBe(COLUMNS.length);
});

it("a column that nobody has is a mistake of ours, and told as one", () => {
  expect(() => ruleOf(JSON.parse('"Nonsens"'))).toThrow("domain/list-columns: unable to find the column Nonsens");
});
