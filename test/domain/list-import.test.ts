import { describe, expect, it } from "vitest";
import { isUnderWay, type ListImportReport, type ListImportState } from "../../src/domain/list-import.ts";
import { FAULT_WORDS, listFaults, reject } from "../../src/domain/row-fault.ts";
import { readCases } from "../support/case-table.ts";

describe("an import of a list", () => {
  const report: ListImportReport = { kind: "columns", titles: [], missing: [] };
  it.each(
    readCases<[ListImportState, boolean, boolean]>(`
      uploaded → true → false
      reading → true → true
      read → false → false
      taking → true → true
      taken → false → false
      refused → false → false
      discarded → false → false
    `),
  )("that is %s goes on by itself: %s without a report, %s with one", (state, without, withOne) => {
    expect(isUnderWay(state, null)).toBe(without);
    expect(isUnderWay(state, report)).toBe(withOne);
  });
});

describe("a fault of a row", () => {
  const kinds = Object.keys(FAULT_WORDS) as (keyof typeof FAULT_WORDS)[];

  it("of each kind says in its own words what is wrong, with what was found", () => {
    const words = kinds.map((kind) => reject(7, "", { kind, value: "A7" }).problem);
    expect(new Set(words).size).toBe(kinds.length);
    for (const problem of words) expect(problem).toMatch(/^.{20,}$/);
    const told = kinds.filter((kind) => FAULT_WORDS[kind]("A7").includes("A7"));
    expect(told).toEqual([
      "atc",
      "veterinary",
      "emdn",
      "form",
      "advice-type",
      "too-long",
      "formula",
      "duplicate",
      "cells",
      "untitled",
      "date-cell",
      "empty-formula",
      "truth-cell",
      "other-value",
      "misread",
      "changed-text",
      "own-id",
      "own-article",
      "own-number",
      "own-many",
      "own-name",
    ]);
  });

  it("is told before the others of the row", () => {
    const [first, second] = [
      { kind: "atc", value: "?" },
      { kind: "priority", value: "0" },
    ] as const;
    const row = { ...reject(7, "ATC", first), more: [{ column: "Prioritet", fault: second }] };
    expect(listFaults(row).map(({ column, problem }) => [column, problem])).toEqual([
      ["ATC", FAULT_WORDS.atc("?")],
      ["Prioritet", FAULT_WORDS.priority()],
    ]);
    expect(listFaults(reject(7, "ATC", first))).toHaveLength(1);
  });
});
