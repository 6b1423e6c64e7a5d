import { beforeEach, describe, expect, it } from "vitest";
import {
  countDeliveries,
  readDueGroups,
  readLatestSending,
  resumeChannel,
  stopChannel,
} from "../../src/db/deliveries.ts";
import { findSubscription, setSubscriptionState } from "../../src/db/subscriptions.ts";
import type { Outcome } from "../../src/domain/delivery.ts";
import { deliver, type DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { MAX_ATTEMPTS } from "../../src/jobs/deliver.ts";
import type { JobQueue, JobRequest } from "../../src/jobs/queue.ts";
import { deliverDue, relay } from "../../src/jobs/relay.handler.ts";
import { STALE_CLAIM_MS } from "../../src/jobs/relay.ts";
import { type RecordingChannel } from "../support/recording-channel.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";

let scene: Scene;
let chat: RecordingChannel;
let email: RecordingChannel;
let deps: DeliverDeps;

let wait: DeliveryDesk["wait"];
let attemptDue: DeliveryDesk["attemptDue"];
useDeliveryDesk((desk) => {
  ({ scene, chat, email, deps, wait, attemptDue } = desk);
});

/** Every delivery, oldest first, as the table has it. */
function readDeliveries() {
  const columns = ["id", "state", "attempts", "outcome", "due_at", "finished_at", "claimed_at"] as const;
  return scene.db.selectFrom("delivery").select(columns).orderBy("id").execute();
}

const anyDue = { all: false, limit: 100 } as const;

describe("what a channel answers decides what becomes of a delivery", () => {
  beforeEach(async () => {
    await scene.subscribe();
    await scene.publish();
    await scene.publish();
  });

  it("delivered: each message is sent once, with its payload kept and the receiver's id written down", async () => {
    await attemptDue();
    await attemptDue();
    expect(chat.sentMessages()).toEqual([[1], [2]]);
    expect(chat.sent[0]).toEqual({
      target: { place: expect.any(Number) },
      payload: { messages: [1] },
      sendingKey: expect.stringMatching(/^restsignal-[a-z0-9-]+$/),
    });
    const [first] = await readDeliveries();
    expect(first).toMatchObject({ state: "delivered", attempts: 1, finished_at: scene.clock, claimed_at: null });
    expect(first?.outcome).toEqual({ kind: "delivered", externalId: "x" });
    expect(await countDeliveries(scene.db)).toEqual([{ channel: "chat", state: "delivered", deliveries: 2 }]);
    expect(await readLatestSending(scene.db, { channel: "chat", regionCode: REGION })).toEqual({ messages: [2] });
  });

  it("retry: it is tried again with growing pauses, or when the receiver says, under the same key", async () => {
    const pauses: number[] = [];
    chat.answer = () => ({ kind: "retry", reason: "503" });
    for (const _ of [1, 2, 3, 4]) {
      await attemptDue();
      const [{ due_at: dueAt } = { due_at: scene.clock }] = await readDeliveries();
      pauses.push(dueAt.getTime() - scene.clock.getTime());
      wait(pauses.at(-1) ?? 0);
    }
    expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000]);
    chat.answer = () => ({ kind: "retry", reason: "429", afterMs: 90_000 });
    await attemptDue();
    const [first] = await readDeliveries();
    expect(first).toMatchObject({ state: "due", attempts: 5, due_at: new Date(scene.clock.getTime() + 90_000) });
    wait(89_999);
    await attemptDue();
    expect(chat.sent).toHaveLength(10);
    expect(new Set(chat.sent.map(({ sendingKey }) => sendingKey)).size).toBe(2);
  });

  it(`retry: after ${MAX_ATTEMPTS} attempts it is a dead letter that says why`, async () => {
    chat.answer = () => ({ kind: "retry", reason: "503" });
    for (let attempt = 0; attempt < MAX_ATTEMPTS + 2; attempt += 1) {
      await attemptDue();
      wait(3_600_000);
    }
    expect(chat.sent).toHaveLength(2 * MAX_ATTEMPTS);
    const [first] = await readDeliveries();
    expect(first).toMatchObject({ state: "dead", attempts: MAX_ATTEMPTS });
    expect(first?.outcome).toEqual({ kind: "rejected", reason: `gave up after ${MAX_ATTEMPTS} attempts: 503` });
  });

  it.each([
    ["sending", () => (chat.answer = () => ({ kind: "rejected", reason: "invalid_blocks" }))],
    ["rendering", () => (chat.refusal = { kind: "rejected", reason: "invalid_blocks" })],
  ])("rejected while %s: it is a dead letter at once, and the subscription goes on", async (_when, prepare) => {
    prepare();
    await attemptDue();
    await attemptDue();
    const deliveries = await readDeliveries();
    expect(deliveries.map(({ state, attempts }) => [state, attempts])).toEqual([
      ["dead", 1],
      ["dead", 1],
    ]);
    expect(deliveries[0]?.outcome).toEqual({ kind: "rejected", reason: "invalid_blocks" });
    expect(await findSubscription(scene.db, 1)).toMatchObject({ state: "active" });
  });

  it("gone: the subscription is paused with the reason, and what else was due waits for its return", async () => {
    chat.answer = () => ({ kind: "gone", reason: "channel_not_found" });
    await attemptDue();
    expect(chat.sentMessages()).toEqual([[1]]);
    expect(await findSubscription(scene.db, 1)).toMatchObject({ state: "paused", stateReason: "channel_not_found" });
    expect((await readDeliveries()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ["dead", 1],
      ["due", 0],
    ]);

    await setSubscriptionState(scene.db, { id: 1, state: "active", reason: null, now: scene.clock });
    chat.answer = () => ({ kind: "delivered", externalId: "x" });
    await attemptDue();
    expect(chat.sentMessages()).toEqual([[1], [2]]);
  });

  it("gone: so is a stored target that the channel cannot read, instead of failing for ever", async () => {
    await scene.db
      .updateTable("subscription")
      .set({ target: JSON.stringify({ webhook: 1 }) })
      .execute();
    await attemptDue();
    expect(chat.sent).toEqual([]);
    expect((await readDeliveries())[0]?.outcome).toEqual({
      kind: "gone",
      reason: "the stored chat target is invalid; set it again",
    });
  });

  it("misconfigured: the channel stops, no attempt counts, nobody is unsubscribed, and resuming sends all", async () => {
    await scene.subscribe({ channel: "email" });
    await scene.publish();
    chat.answer = () => ({ kind: "misconfigured", scope: "app", reason: "invalid_auth" });
    for (const _ of [1, 2, 3]) await attemptDue();
    expect(chat.sent).toHaveLength(1);
    const waiting = await readDeliveries();
    expect(waiting.slice(0, 3).map(({ state, attempts }) => [state, attempts])).toEqual([
      ["due", 0],
      ["due", 0],
      ["due", 0],
    ]);
    expect(waiting[0]?.outcome).toEqual({ kind: "misconfigured", scope: "app", reason: "invalid_auth" });
    expect(await findSubscription(scene.db, 1)).toMatchObject({ state: "active" });

    chat.answer = () => ({ kind: "delivered", externalId: "x" });
    expect(await resumeChannel(scene.db, "chat")).toBe(true);
    expect(await resumeChannel(scene.db, "chat")).toBe(false);
    await attemptDue();
    expect(chat.sentMessages().slice(1)).toEqual([[1], [2], [3]]);
    await deliverDue(deps, { all: true });
    expect(email.sentMessages()).toEqual([[3]]);
  });

  it("misconfigured: jobs that were made before the channel stopped do not send either", async () => {
    const groups = await readDueGroups(scene.db, { ...anyDue, now: scene.clock });
    await stopChannel(scene.db, { channel: "chat", reason: "invalid_auth", now: scene.clock });
    const [group] = groups;
    const payload = { subscriptionId: 1, channel: "chat", deliveryIds: [group?.deliveryIds[0] ?? 0] } as const;
    expect(await deliver(deps, { ...payload, deliveryIds: [...payload.deliveryIds] })).toEqual({ kind: "nothing-due" });
    expect(chat.sent).toEqual([]);
    expect((await readDeliveries())[0]).toMatchObject({ state: "due", attempts: 0 });
  });
});

describe("capture mode", () => {
  it("renders, validates and records everything, and sends nothing", async () => {
    await scene.subscribe();
    await scene.publish();
    await deliverDue({ ...deps, mode: "capture" }, { all: false });
    expect(chat.sent).toEqual([]);
    expect((await readDeliveries())[0]).toMatchObject({ state: "captured", outcome: null, finished_at: scene.clock });
    expect(await readLatestSending(scene.db, { channel: "chat", regionCode: REGION })).toEqual({ messages: [1] });
    await attemptDue();
    expect(chat.sent).toEqual([]);
  });

  it("makes a dead letter of what breaks a limit, as live sending would", async () => {
    await scene.subscribe();
    await scene.publish();
    chat.refusal = { kind: "rejected", reason: "too long" };
    await deliverDue({ ...deps, mode: "capture" }, { all: false });
    expect((await readDeliveries())[0]).toMatchObject({
      state: "dead",
      outcome: { kind: "rejected", reason: "too long" },
    });
  });
});

describe("several workers", () => {
  it("that take the same delivery at the same time send it once", async () => {
    await scene.subscribe();
    for (const _ of Array.from({ length: 10 })) await scene.publish();
    const [group] = await readDueGroups(scene.db, { ...anyDue, now: scene.clock });
    const tries = (group?.deliveryIds ?? []).flatMap((id) =>
      [1, 2, 3].map(() => deliver(deps, { subscriptionId: 1, channel: "chat", deliveryIds: [id] })),
    );
    const results = await Promise.all(tries);
    expect(results.filter(({ kind }) => kind === "attempted")).toHaveLength(10);
    expect(chat.sent).toHaveLength(10);
  });

  it("take over what a dead worker had claimed, but only after a while", async () => {
    await scene.subscribe();
    await scene.publish();
    chat.answer = () => Promise.reject(new Error("the process was killed"));
    await expect(attemptDue()).rejects.toThrow("killed");
    expect((await readDeliveries())[0]).toMatchObject({ state: "sending", claimed_at: scene.clock });

    chat.answer = () => ({ kind: "delivered", externalId: "x" });
    wait(STALE_CLAIM_MS);
    expect((await runRelay()).jobs).toEqual([]);
    wait(1);
    expect((await runRelay()).jobs).toHaveLength(1);
    await attemptDue();
    expect((await readDeliveries())[0]).toMatchObject({ state: "delivered", attempts: 2 });
  });

  it("give up on what has ended every one of its attempts with its worker", async () => {
    await scene.subscribe();
    await scene.publish();
    chat.answer = () => Promise.reject(new Error("the process was killed"));
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      await expect(attemptDue()).rejects.toThrow("killed");
      wait(STALE_CLAIM_MS + 1);
      await runRelay();
    }
    await attemptDue();
    expect(chat.sent).toHaveLength(MAX_ATTEMPTS);
    const [first] = await readDeliveries();
    expect(first?.state).toBe("dead");
    expect(first?.outcome).toMatchObject({
      kind: "rejected",
      reason: `gave up: ${MAX_ATTEMPTS} attempts ended without an answer`,
    });
  });
});

/** One round of the relay into a queue that only remembers. */
async function runRelay(): Promise<{ jobs: readonly JobRequest[] }> {
  const jobs: JobRequest[] = [];
  const queue: JobQueue = {
    add: (more) => Promise.resolve(void jobs.push(...more)),
    work: () => Promise.resolve(),
    schedule: () => Promise.resolve(),
    count: () => Promise.resolve(jobs.length),
    answers: async () => true,
    close: () => Promise.resolve(),
  };
  await relay({ ...deps, queue });
  return { jobs };
}

describe("the relay", () => {
  it("makes one job for each message to a chat, and one for all that is due to an e-mail subscriber", async () => {
    for (const channel of ["chat", "email"]) await scene.subscribe({ channel });
    for (const _ of [1, 2]) await scene.publish({ urgency: "high" });
    const { jobs } = await runRelay();
    expect(jobs.map(({ queue, payload }) => [queue, payload])).toEqual([
      ["deliver-chat", { subscriptionId: 1, channel: "chat", deliveryIds: [1] }],
      ["deliver-chat", { subscriptionId: 1, channel: "chat", deliveryIds: [3] }],
      ["deliver-email", { subscriptionId: 2, channel: "email", deliveryIds: [2, 4] }],
    ]);
    for (const { id } of jobs) expect(id).toMatch(/^[a-zA-Z0-9-]+$/);
    expect((await runRelay()).jobs).toEqual(jobs);
  });
});

const outcomes: readonly Outcome[] = [
  { kind: "delivered", externalId: "x" },
  { kind: "retry", reason: "because" },
  { kind: "rejected", reason: "because" },
  { kind: "gone", reason: "because" },
  { kind: "misconfigured", scope: "app", reason: "because" },
];
it.each(outcomes)("an outcome $kind never leaves a delivery claimed", async (outcome) => {
  await scene.subscribe();
  await scene.publish();
  chat.answer = () => outcome;
  await attemptDue();
  const [first] = await readDeliveries();
  expect(first?.state).not.toBe("sending");
  expect(first?.claimed_at).toBeNull();
});
