import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseNext, HANGS_AFTER_MS, mostAtRemote, type Underway } from "../../src/domain/slots.ts";

const remote = fc.constantFrom("a", "b", "c", "d");
const atOnce = fc.integer({ min: 1, max: 40 });

/** Begins all that may begin of what waits; nothing of it ends. */
function beginAll(
  waiting: readonly string[],
  { atOnce: most, now }: { atOnce: number; now: number },
  before: Underway[],
) {
  const [left, under] = [[...waiting], [...before]];
  for (;;) {
    const choice = chooseNext({ waiting: left, under, atOnce: most, now });
    if (choice.kind !== "begin") return { choice, left, under };
    const [begun = ""] = left.splice(choice.index, 1);
    under.push({ remote: begun, since: now });
  }
}

describe("what begins next", () => {
  it("never takes more slots than there are, nor all of them for one remote", () => {
    fc.assert(
      fc.property(fc.array(remote, { maxLength: 100 }), atOnce, (waiting, most) => {
        const { under } = beginAll(waiting, { atOnce: most, now: 0 }, []);
        expect(under.length).toBeLessThanOrEqual(most);
        for (const own of Map.groupBy(under, (one) => one.remote).values())
          expect(own.length).toBeLessThanOrEqual(mostAtRemote(most));
      }),
    );
  });

  it("leaves something to begin for a newcomer, whatever hangs at one remote", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 0, max: 10 * HANGS_AFTER_MS }), (most, later) => {
        const { under } = beginAll(
          Array.from({ length: 100 }, () => "hangs"),
          { atOnce: most, now: 0 },
          [],
        );
        expect(chooseNext({ waiting: ["hangs", "new"], under, atOnce: most, now: later })).toEqual({
          kind: "begin",
          index: 1,
        });
      }),
    );
  });

  it("is the oldest where nothing is on its way, and takes turns", () => {
    const { under } = beginAll(["a", "a", "a", "b", "c"], { atOnce: 4, now: 0 }, []);
    expect(under.map((one) => one.remote)).toEqual(["a", "b", "c", "a"]);
  });

  it("is nothing of a remote where several hang, and names it", () => {
    const under = Array.from({ length: 3 }, () => ({ remote: "a", since: 0 }));
    const input = { waiting: ["a"], under, atOnce: 12 };
    expect(chooseNext({ ...input, now: HANGS_AFTER_MS - 1 })).toEqual({ kind: "begin", index: 0 });
    expect(chooseNext({ ...input, now: HANGS_AFTER_MS })).toEqual({ kind: "busy", hanging: new Set(["a"]) });
  });
});
