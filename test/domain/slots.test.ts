import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseNext, HANGS_AFTER_MS, mostAtRemote, type Underway } from "../../src/domain/slots.ts";

const remote = fc.constantFrom("a", "b", "c", "d");
const atOnce = fc.integer({ min: 1, max: 40 });

/** Begins all that may begin of what waits; nothing of it ends. */
function beginAll(waiting: readonly string[], { atOnce: most, ahead = 0 }: { atOnce: number; ahead?: number }) {
  const { begin } = chooseNext({ waiting, under: [], atOnce: most, ahead, now: 0 });
  return begin.map((place): Underway => ({ remote: waiting[place] ?? "", since: 0 }));
}

describe("what begins next", () => {
  it("never takes more slots than there are, nor all of them for one remote", () => {
    fc.assert(
      fc.property(fc.array(remote, { maxLength: 100 }), atOnce, (waiting, most) => {
        const under = beginAll(waiting, { atOnce: most });
        expect(under.length).toBeLessThanOrEqual(most);
        for (const own of Map.groupBy(under, (one) => one.remote).values())
          expect(own.length).toBeLessThanOrEqual(mostAtRemote(most));
      }),
    );
  });

  it("leaves something to begin for a newcomer, whatever hangs at one remote", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 0, max: 10 * HANGS_AFTER_MS }), (most, later) => {
        const under = beginAll(
          Array.from({ length: 100 }, () => "hangs"),
          { atOnce: most },
        );
        expect(chooseNext({ waiting: ["hangs", "new"], under, atOnce: most, now: later }).begin[0]).toBe(1);
      }),
    );
  });

  it("is the oldest where nothing is on its way, and takes turns", () => {
    const under = beginAll(["a", "a", "a", "b", "c"], { atOnce: 4 });
    expect(under.map((one) => one.remote)).toEqual(["a", "b", "c", "a"]);
  });

  it("is nothing of a remote where several hang, and names it", () => {
    const under = Array.from({ length: 3 }, () => ({ remote: "a", since: 0 }));
    const input = { waiting: ["a"], under, atOnce: 12 };
    expect(chooseNext({ ...input, now: HANGS_AFTER_MS - 1 })).toEqual({ begin: [0], hanging: null });
    expect(chooseNext({ ...input, now: HANGS_AFTER_MS })).toEqual({ begin: [], hanging: new Set(["a"]) });
  });

  it("may be more than there are slots, by so many and no more, one remote with another", () => {
    const waiting = fc.array(remote, { maxLength: 300 });
    fc.assert(
      fc.property(waiting, atOnce, fc.integer({ min: 0, max: 200 }), (remotes, most, ahead) => {
        const under = beginAll(remotes, { atOnce: most, ahead });
        expect(under.length).toBeLessThanOrEqual(most + ahead);
        for (const own of Map.groupBy(under, (one) => one.remote).values())
          expect(own.length).toBeLessThanOrEqual(mostAtRemote(most) + ahead);
      }),
    );
  });
});
