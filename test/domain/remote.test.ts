import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/domain/delivery.ts";
import {
  gateOf,
  learn,
  LONGEST_PAUSE_MS,
  MAX_FAILURES,
  readSigns,
  SLOWEST_SHARE,
  speedOf,
  UNTRIED,
  type Learned,
  type Sign,
} from "../../src/domain/remote.ts";

const T0 = Date.parse("2026-11-27T08:00:00Z");
const at = (ms: number) => new Date(T0 + ms);
const WELL: Sign = { kind: "well" };
const ILL: Sign = { kind: "ill", afterMs: null };

/** Attempts one after the other, each as long after the one before as it says. */
function live(signs: readonly (readonly [number, Sign])[], limit = 50): { state: Learned; now: number } {
  let [state, now] = [UNTRIED, 0];
  for (const [afterMs, sign] of signs) {
    now += afterMs;
    state = learn(state, sign, { startedAt: at(now), now: at(now), limit });
  }
  return { state, now };
}

const signs = fc.oneof(
  fc.constant(WELL),
  fc.constant({ kind: "answered" } as const),
  fc.record({ kind: fc.constant("ill" as const), afterMs: fc.option(fc.double({ min: -1e9, max: 1e15 })) }),
);
const lives = fc.array(fc.tuple(fc.integer({ min: 0, max: 60_000 }), signs), { maxLength: 60 });

describe("the pace of a remote", () => {
  it("stays between a sixty-fourth of what the channel may and all of it, whatever happens", () => {
    fc.assert(
      fc.property(lives, fc.double({ min: 0.1, max: 1_000, noNaN: true }), (life, limit) => {
        const { state } = live(life, limit);
        expect(speedOf(state, limit)).toBeGreaterThanOrEqual(limit * SLOWEST_SHARE);
        expect(speedOf(state, limit)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it("is halved by a refusal, once for all that were under way together", () => {
    const began = at(0);
    let state = UNTRIED;
    for (const ms of [10, 20, 30]) state = learn(state, ILL, { startedAt: began, now: at(ms), limit: 40 });
    expect(speedOf(state, 40)).toBe(20);
    state = learn(state, ILL, { startedAt: at(40), now: at(50), limit: 40 });
    expect(speedOf(state, 40)).toBe(10);
  });

  it("never falls by what goes well, and is whole again after some minutes of it", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { state, now } = live(life);
        let [next, slower] = [state, speedOf(state, 50)];
        for (let second = 1; second <= 300; second += 1) {
          const moment = at(now + second * 1_000);
          next = learn(next, WELL, { startedAt: moment, now: moment, limit: 50 });
          expect(speedOf(next, 50)).toBeGreaterThanOrEqual(slower);
          slower = speedOf(next, 50);
        }
        expect(next.learnedPerSecond).toBeNull();
      }),
    );
  });

  it("rises step by step, however many are taken in a moment", () => {
    const { state } = live([[0, ILL]]);
    const after = live([[0, ILL], ...Array.from({ length: 500 }, () => [1, WELL] as const)]);
    expect(after.state.learnedPerSecond).toBe(state.learnedPerSecond);
  });

  it.each([
    [30_000, 30_000],
    [31_536_000_000, LONGEST_PAUSE_MS],
    [-1, 0],
    [0, 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, LONGEST_PAUSE_MS],
  ])("stands still when it is asked to for %s ms, for %s", (afterMs, waits) => {
    const state = learn(UNTRIED, { kind: "ill", afterMs }, { startedAt: at(0), now: at(0), limit: 50 });
    if (waits === 0) expect(gateOf(state, at(0))).toEqual({ kind: "closed" });
    else {
      expect(gateOf(state, at(waits - 1))).toEqual({ kind: "open", until: at(waits) });
      expect(gateOf(state, at(waits))).toEqual({ kind: "closed" });
    }
  });
});

describe("a remote that does not answer", () => {
  const dead = Array.from({ length: MAX_FAILURES }, () => [1, ILL] as const);

  it("is left alone after some failures in a row, and not before", () => {
    expect(gateOf(live(dead.slice(1)).state, at(10)).kind).toBe("closed");
    expect(gateOf(live([...dead.slice(1), [1, WELL], ...dead.slice(1)]).state, at(20)).kind).toBe("closed");
    expect(gateOf(live(dead).state, at(10)).kind).toBe("open");
  });

  it("is asked again after ever longer waits, never longer than five minutes, and is well when it takes one", () => {
    let { state } = live(dead);
    const waits: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const until = state.openUntil ?? at(0);
      waits.push(until.getTime() - (state.openedAt ?? until).getTime());
      expect(gateOf(state, until)).toEqual({ kind: "half-open" });
      state = learn(state, ILL, { startedAt: until, now: until, limit: 50 });
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300, 300].map((seconds) => seconds * 1_000));
    const late = state.openUntil ?? at(0);
    expect(gateOf(learn(state, WELL, { startedAt: late, now: late, limit: 50 }), late)).toEqual({ kind: "closed" });
  });

  it("waits no longer because of what had begun before it was left alone", () => {
    const { state, now } = live(dead);
    const after = learn(state, ILL, { startedAt: at(0), now: at(now + 2_000), limit: 50 });
    expect(after.openUntil).toEqual(state.openUntil);
  });

  it("always has a time at which it is asked again", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { state, now } = live(life);
        const gate = gateOf(state, at(now));
        if (gate.kind === "open") expect(gate.until.getTime() - T0 - now).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
      }),
    );
  });
});

it.each<[Outcome, string | undefined, string | undefined]>([
  [{ kind: "delivered", externalId: "x" }, "well", "well"],
  [{ kind: "rejected", reason: "x" }, "answered", "answered"],
  [{ kind: "gone", reason: "x" }, "answered", "answered"],
  [{ kind: "unknown", reason: "x" }, "ill", undefined],
  [{ kind: "retry", reason: "a full mailbox" }, undefined, undefined],
  [{ kind: "retry", reason: "x", scope: "installation" }, "ill", undefined],
  [{ kind: "retry", reason: "x", scope: "app" }, undefined, "ill"],
  [{ kind: "misconfigured", reason: "x", scope: "installation" }, undefined, undefined],
])("%j says %s of its remote and %s of its channel", (outcome, remote, channel) => {
  const { remote: ofRemote, channel: ofChannel } = readSigns(outcome);
  expect([ofRemote?.kind, ofChannel?.kind]).toEqual([remote, channel]);
});
