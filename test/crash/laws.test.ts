import { describe, expect, it } from "vitest";
import type { ArchivedDelivery, ArchivedSending } from "./archive.ts";
import { judge, type Evidence } from "./laws.ts";
import type { Entry } from "./receivers.ts";

const AT = Date.parse("2026-11-27T12:00:00.000Z");
const LOST = { kind: "unknown", reason: "no answer" } as const;
const DELIVERED = { kind: "delivered", externalId: "1" } as const;

function makeLine(outcome: ArchivedSending["outcome"], startedAt: number | null = AT) {
  const iso = (ms: number) => new Date(ms).toISOString();
  return { generation: 1, startedAt: startedAt === null ? null : iso(startedAt), endedAt: iso(AT + 500), outcome };
}

function makeSending(over: Partial<ArchivedSending> = {}): ArchivedSending {
  const sent = { target: "lasare-1@a.example", hash: "f00" };
  const log = [makeLine(DELIVERED)];
  return { id: 1, channel: "email", state: "delivered", key: "restsignal-1", outcome: DELIVERED, log, sent, ...over };
}

function makeDelivery(over: Partial<ArchivedDelivery> = {}): ArchivedDelivery {
  const ids = { id: 1, messageId: 1, subscriptionId: 1, sendingId: 1 };
  return { ...ids, channel: "email", state: "delivered", outcome: DELIVERED, ...over };
}

function makeEntry(over: Partial<Entry> = {}): Entry {
  const message = { channel: "email", target: "lasare-1@a.example", key: "restsignal-1", hash: "f00" } as const;
  return { at: AT + 100, ...message, taken: true, said: "ok", ...over };
}

function judgeOne(over: Partial<Evidence> = {}) {
  const evidence = { deliveries: [makeDelivery()], sendings: [makeSending()], entries: [makeEntry()], expected: 1 };
  const { tally, breaches } = judge({ ...evidence, ...over });
  return { ...tally, broken: breaches.map(({ law }) => law) };
}

/** One that ended so, with what its attempts came to. */
function endedAs(
  state: "delivered" | "dead" | "unknown",
  outcomes: readonly ArchivedSending["outcome"][],
  channel = "email",
) {
  const outcome = state === "delivered" ? DELIVERED : { kind: "rejected" as const, reason: "no" };
  const log = outcomes.map((one) => makeLine(one));
  return {
    deliveries: [makeDelivery({ state, outcome, channel })],
    sendings: [makeSending({ state, outcome, channel, log })],
  };
}

describe("the laws of the crash test", () => {
  it("hold of what was taken once and said to be delivered", () => {
    expect(judgeOne()).toMatchObject({ deliveries: 1, delivered: 1, lost: 0, doubled: 0, broken: [] });
  });

  it("hold of a mail that was repeated to the byte after a lost answer", () => {
    expect(
      judgeOne({ ...endedAs("delivered", [LOST, DELIVERED]), entries: [makeEntry(), makeEntry()] }).broken,
    ).toEqual([]);
  });

  it.each<[string, Partial<Evidence>, RegExp, "lost" | "doubled" | null]>([
    ["a delivery that is not made", { expected: 2 }, /a delivery for each/, "lost"],
    ["one that is due for ever", { deliveries: [makeDelivery({ state: "sending" })] }, /comes to an end/, "lost"],
    [
      "a dead letter without a reason",
      { deliveries: [makeDelivery({ state: "dead", outcome: null })] },
      /says why/,
      null,
    ],
    [
      "what is said to be delivered and is nowhere",
      { entries: [makeEntry({ taken: false })] },
      /is at its receiver/,
      "lost",
    ],
    ["a mail that came twice without need", { entries: [makeEntry(), makeEntry()] }, /nothing twice/, "doubled"],
    [
      "a mail that came thrice",
      { ...endedAs("delivered", [LOST, LOST, DELIVERED]), entries: [1, 2, 3].map(() => makeEntry()) },
      /nothing twice/,
      "doubled",
    ],
    [
      "a repeat of other bytes",
      { ...endedAs("delivered", [LOST, DELIVERED]), entries: [makeEntry(), makeEntry({ hash: "bad" })] },
      /nothing twice/,
      "doubled",
    ],
    [
      "what Slack has twice",
      {
        ...endedAs("delivered", [LOST, DELIVERED], "slack"),
        entries: [1, 2].map(() => makeEntry({ channel: "slack" })),
      },
      /nothing twice/,
      "doubled",
    ],
    ["a dead letter that somebody has", endedAs("dead", [{ kind: "rejected", reason: "no" }]), /taken by nobody/, null],
    [
      "a person who is asked for nothing",
      endedAs("unknown", [{ kind: "rejected", reason: "no" }]),
      /only where an answer/,
      null,
    ],
    ["other bytes than are kept", { entries: [makeEntry({ hash: "bad" })] }, /to the byte/, null],
    ["another receiver than is kept", { entries: [makeEntry({ target: "lasare-2@a.example" })] }, /to the byte/, null],
    [
      "a sending that began after it was received",
      { sendings: [makeSending({ log: [makeLine(DELIVERED, AT + 200)] })] },
      /an attempt for each/,
      null,
    ],
    ["what nobody sent", { entries: [makeEntry(), makeEntry({ key: "restsignal-2" })] }, /that was not sent/, null],
  ])("are broken by %s", (_what, over, law, count) => {
    const found = judgeOne(over);
    expect(found.broken.filter((one) => law.test(one))).toHaveLength(1);
    if (count !== null) expect(found[count]).toBe(1);
  });

  it("hold where the clock by which a sending began is some milliseconds before its receiver's", () => {
    const { at } = makeEntry();
    expect(judgeOne({ sendings: [makeSending({ log: [makeLine(DELIVERED, at + 3)] })] }).broken).toEqual([]);
  });

  it("know a Teams card, which is told no key, by its place and its bytes", () => {
    const teams = endedAs("delivered", [DELIVERED], "teams");
    expect(judgeOne({ ...teams, entries: [makeEntry({ channel: "teams", key: null })] }).broken).toEqual([]);
  });
});
