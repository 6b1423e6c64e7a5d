import { describe, expect, it } from "vitest";
import { judgeChanges, type Survivor, type TriedChange } from "./judge.ts";

function makeChange(over: Partial<TriedChange> = {}): TriedChange {
  return { file: "age.ts", was: "a < b", now: "a <= b", at: "return a < b;", line: 3, outcome: "survived", ...over };
}

const name: Survivor = { file: "age.ts", was: "a < b", now: "a <= b", why: "they are never equal" };

describe("what the tests notice of small changes", () => {
  it("is a share of what was tried, by file, and a named survivor is none that they notice", () => {
    const changes = [
      makeChange(),
      makeChange({ now: "a >= b", outcome: "noticed" }),
      makeChange({ now: "true", outcome: "untried" }),
      makeChange({ file: "case.ts", outcome: "noticed" }),
    ];
    const { total, files, named, unnamed } = judgeChanges(changes, [name]);
    expect(total).toMatchObject({ tried: 3, noticed: 2 });
    expect(files).toEqual([
      { file: "age.ts", tried: 2, noticed: 1 },
      { file: "case.ts", tried: 1, noticed: 1 },
    ]);
    expect(named).toEqual([{ ...makeChange(), why: "they are never equal" }]);
    expect(unnamed).toEqual([]);
  });

  it("goes by the text of a change, wherever it stands", () => {
    const { named, unnamed } = judgeChanges([makeChange({ line: 7 }), makeChange({ was: "a < c" })], [name]);
    expect([named.length, unnamed.length]).toEqual([1, 1]);
  });

  it("is told from the same change on another line by what else the line holds", () => {
    const { named } = judgeChanges([makeChange(), makeChange({ at: "if (a < b) return;" })], [{ ...name, at: "if (" }]);
    expect(named.map(({ at }) => at)).toEqual(["if (a < b) return;"]);
  });
});

describe("the name of a survivor", () => {
  it.each<[string, TriedChange[], string[]]>([
    ["whose place is gone is stale", [makeChange({ was: "b < a" })], ["there is no such change"]],
    ["that the tests notice is stale", [makeChange({ outcome: "noticed" })], ["the tests notice it now"]],
    ["that was not tried holds", [makeChange({ outcome: "untried" })], []],
    ["holds while one of two alike survives", [makeChange(), makeChange({ line: 9, outcome: "noticed" })], []],
    ["of a file that was left out holds", [makeChange({ file: "case.ts" })], []],
  ])("%s", (_title, changes, faults) => {
    expect(judgeChanges(changes, [name]).stale.map(({ fault }) => fault)).toEqual(faults);
  });
});
