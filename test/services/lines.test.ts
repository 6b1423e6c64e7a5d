import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Outcome } from "../../src/domain/delivery.ts";
import { HANGS_AFTER_MS, mostAtRemote } from "../../src/domain/slots.ts";
import { createLines, type Lines } from "../../src/services/lines.ts";
import type { Line } from "../../src/services/attempts.ts";

const AT_ONCE = 4;
const MOST = mostAtRemote(AT_ONCE);
const taken: Outcome = { kind: "delivered", externalId: "x" };

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** Asks for so many lines to a remote; `answers` are those that have been told. */
function ask(lines: Lines, remote: string, count: number): (Line | null)[] {
  const answers: (Line | null)[] = [];
  for (let left = count; left > 0; left -= 1) void lines.take(remote).then((line) => answers.push(line));
  return answers;
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
}

test("no more touch the network than the channel allows, and the next when one has ended", async () => {
  const lines = createLines({ atOnce: AT_ONCE, mayPrepare: true });
  const answers = ask(lines, "a", MOST + 2);
  await settle();
  expect(answers).toHaveLength(MOST);
  answers[0]?.leave(taken);
  await settle();
  expect(answers).toHaveLength(MOST + 1);
  expect(answers).not.toContain(null);
});

test("as many may have begun ahead as were taken in the last half second, and none where a person would have to ask", async () => {
  for (const mayPrepare of [true, false]) {
    const lines = createLines({ atOnce: AT_ONCE, mayPrepare });
    expect(lines.ahead()).toBe(0);
    for (const line of await Promise.all([lines.take("a"), lines.take("b")])) line?.leave(taken);
    const refused = await lines.take("a");
    refused?.leave({ kind: "rejected", reason: "no" });
    expect(lines.ahead()).toBe(mayPrepare ? 2 : 0);
    vi.advanceTimersByTime(600);
    expect(lines.ahead()).toBe(0);
  }
});

test("what has begun and waits for a line for long is turned back, so that what goes elsewhere does not wait for it", async () => {
  const lines = createLines({ atOnce: AT_ONCE, mayPrepare: true });
  const answers = ask(lines, "silent", MOST + 2);
  await settle();
  vi.advanceTimersByTime(600);
  lines.look();
  await settle();
  expect(answers.slice(MOST)).toEqual([null, null]);
});

test("what waits while lines to its remote come free is turned back later, since it moves", async () => {
  const lines = createLines({ atOnce: 1, mayPrepare: true });
  const first = await lines.take("slow");
  const answers = ask(lines, "slow", 8);
  let line: Line | null | undefined = first;
  for (let steps = 0; steps < 4; steps += 1) {
    vi.advanceTimersByTime(450);
    line?.leave(taken);
    await settle();
    line = answers.at(-1);
  }
  expect(answers).toHaveLength(4);
  expect(answers).not.toContain(null);
  vi.advanceTimersByTime(450);
  lines.look();
  await settle();
  expect(answers.slice(4)).toEqual([null, null, null, null]);
});

test.each<[string, Outcome, number]>([
  ["slow down", { kind: "retry", reason: "421", scope: "installation" }, 2],
  ["one receiver is none", { kind: "gone", reason: "550" }, 0],
  ["the whole server is down", { kind: "retry", reason: "503", scope: "app" }, 3],
  ["our login is refused", { kind: "misconfigured", scope: "app", reason: "535" }, 3],
])("after '%s' all that waits for the same is turned back, and nothing else", async (_, outcome, turned) => {
  const lines = createLines({ atOnce: 1, mayPrepare: true });
  const first = await lines.take("a");
  const answers = [...Array(2)].map(() => lines.take("a")).concat(lines.take("b"));
  const told: (Line | null)[] = [];
  for (const answer of answers) void answer.then((line) => told.push(line));
  first?.leave(outcome);
  await settle();
  expect(told.filter((line) => line === null)).toHaveLength(turned);
});

test("what waits for a remote that hangs is turned back at once", async () => {
  const lines = createLines({ atOnce: AT_ONCE, mayPrepare: true });
  ask(lines, "silent", MOST);
  await settle();
  vi.advanceTimersByTime(HANGS_AFTER_MS);
  expect(await lines.take("silent")).toBeNull();
  expect(await lines.take("well")).not.toBeNull();
});

test("nothing touches the network after the stop", async () => {
  const lines = createLines({ atOnce: 1, mayPrepare: true });
  await lines.take("a");
  const answers = ask(lines, "a", 2);
  lines.close();
  await settle();
  expect(answers).toEqual([null, null]);
  expect(await lines.take("b")).toBeNull();
});
