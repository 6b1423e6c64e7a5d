import { describe, expect, it } from "vitest";
import type { MessageKind } from "../../src/domain/message.ts";
import { findRevision } from "../../src/domain/revision.ts";

/** Versions of one case, and for each the version by which it no longer holds as it was told. */
function judge(...kinds: MessageKind[]): (number | null)[] {
  const thread = kinds.map((kind, place) => ({ id: 100 + place, caseId: 7, version: place + 1, kind }));
  const others = [{ id: 1, caseId: 8, version: 9, kind: "retraction" as const }];
  return thread.map((told) => findRevision(told, [...thread, ...others].toReversed())?.version ?? null);
}

describe("a version no longer holds as it was told", () => {
  it("when a later one takes it back, with all that led to it", () => {
    expect(judge("new", "retraction")).toEqual([2, null]);
    expect(judge("new", "update", "retraction")).toEqual([3, 3, null]);
  });

  it("when a later one corrects it: the first that does, unless all is taken back", () => {
    expect(judge("new", "correction", "update", "correction")).toEqual([2, 4, 4, null]);
    expect(judge("new", "correction", "retraction")).toEqual([3, 3, null]);
  });

  it("but not by what came after the case had ended, nor by news alone", () => {
    expect(judge("new", "update", "resolved")).toEqual([null, null, null]);
    expect(judge("new", "resolved", "new", "retraction")).toEqual([null, null, 4, null]);
    expect(judge("new", "resolved", "retraction")).toEqual([null, 3, null]);
  });

  it("and a new start after a retraction leaves it taken back", () => {
    expect(judge("new", "retraction", "new", "correction")).toEqual([2, null, 4, null]);
  });
});
