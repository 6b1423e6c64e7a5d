import { afterEach, describe, expect, it, vi } from "vitest";
import { createAnswerLog } from "../../src/web/kept/answer-log.ts";
import { createAnswers, type Made } from "../../src/web/kept/answers.ts";
import { takeAnswer } from "../../src/web/kept/kept-answer.ts";
import { NOW } from "./site.ts";

const state = { known: () => 1, read: async () => 1, readAgain: async () => 1 };
const until = new Date(NOW.getTime() + 1_000_000);

/** Answers of that size, and how often each was made. */
function createScene(bytes: number) {
  const made = new Map<string, number>();
  const answers = createAnswers({ state, now: () => NOW });
  const make = async (key: string): Promise<Made> => {
    made.set(key, (made.get(key) ?? 0) + 1);
    return { answer: await takeAnswer(new Response("x".repeat(bytes)), "no minute"), until, keep: true };
  };
  const get = (key: string, plain: boolean) => answers.get({ key, plain }, () => make(key));
  const isKept = (key: string, plain: boolean) => answers.find({ key, plain }, NOW) !== null;
  return { made, get, isKept };
}

describe("what is kept", () => {
  it("has a bound in bytes, whatever is asked: what was not asked for longest goes", async () => {
    const { get, isKept } = createScene(100_000);
    for (let number = 0; number < 1_000; number += 1) await get(`odd ${number}`, false);
    const kept = Array.from({ length: 1_000 }, (_, number) => isKept(`odd ${number}`, false));
    const count = kept.filter(Boolean).length;
    expect(count).toBeGreaterThan(10);
    expect(count * 100_000).toBeLessThanOrEqual(16_000_000);
    expect(kept.slice(-count).every(Boolean)).toBe(true);
  });

  it("has one, too, for answers of no size and addresses of any length", async () => {
    const { get, isKept } = createScene(0);
    for (let number = 0; number < 5_000; number += 1) await get(`${number} ${"å".repeat(2_000)}`, false);
    expect(isKept(`0 ${"å".repeat(2_000)}`, false)).toBe(false);
  });

  it("is never pushed out by what only somebody makes up", async () => {
    const { get, made } = createScene(100_000);
    await get("/r/12", true);
    for (let number = 0; number < 2_000; number += 1) await get(`odd ${number}`, false);
    await get("/r/12", true);
    expect(made.get("/r/12")).toBe(1);
  });

  it("holds no answer that is larger than any page of ours", async () => {
    const { get, isKept } = createScene(5_000_000);
    await get("/r/12", true);
    expect(isKept("/r/12", true)).toBe(false);
  });
});

describe("the log of what is answered from memory", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is a line a second for each address and status, with how many it stands for and the slowest of them", () => {
    vi.useFakeTimers();
    const lines: unknown[] = [];
    const tell = createAnswerLog({ info: (fields, message) => lines.push([message, fields]), error: () => {} });
    const seen = { method: "GET", path: "/r/12", status: 200 };
    for (let number = 0; number < 5_000; number += 1) tell({ ...seen, ms: number === 7 ? 12 : 0 });
    tell({ ...seen, status: 304, ms: 0 });
    expect(lines).toEqual([]);
    vi.advanceTimersByTime(1_000);
    const first = [
      ["request", { ...seen, ms: 12, answers: 5_000 }],
      ["request", { ...seen, status: 304, ms: 0, answers: 1 }],
    ];
    expect(lines).toEqual(first);
    vi.advanceTimersByTime(5_000);
    tell({ ...seen, ms: 0 });
    vi.advanceTimersByTime(1_000);
    expect(lines).toEqual([...first, ["request", { ...seen, ms: 0, answers: 1 }]]);
  });
});
