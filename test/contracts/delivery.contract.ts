import { beforeEach, describe, expect, it, vi } from "vitest";
import { hashContent } from "../../src/db/client.ts";
import { deleteStop, insertStop } from "../../src/db/delivery-stops.ts";
import { findSubscription, setSubscriptionState } from "../../src/db/subscriptions.ts";
import type { Outcome } from "../../src/domain/delivery.ts";
import { MAX_ATTEMPTS } from "../../src/domain/sending.ts";
import { workLane, type DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import type { AttemptResult } from "../../src/services/attempts.ts";
import type { JobQueue, JobRequest } from "../../src/jobs/queue.ts";
import { deliverDue, relay } from "../../src/jobs/relay.handler.ts";
import { insertContents, writeStarts } from "../../src/db/sendings.ts";
import type { ClaimedSending } from "../../src/db/sending-claims.ts";
import { readLatestPayload } from "../../src/services/sent-payloads.ts";
import { claimSendings, LEASE_MS } from "../../src/services/claims.ts";
import { gatherDue } from "../../src/services/sendings.ts";
import { type RecordingChannel } from "../support/recording-channel.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useDeliveryDesk, type DeliveryDesk, type DeliveryPlace } from "../support/delivery-desk.ts";

const CHAT = { kind: "channel", channel: "chat" } as const;

const outcomes: readonly Outcome[] = [
  { kind: "delivered", externalId: "x" },
  { kind: "accepted", externalId: "x" },
  { kind: "unknown", reason: "because" },
  { kind: "retry", reason: "because" },
  { kind: "rejected", reason: "because" },
  { kind: "gone", reason: "because" },
  { kind: "misconfigured", scope: "app", reason: "because" },
];

/** What becomes of deliveries, alike in each size. */
export function describeDelivery(place: DeliveryPlace): void {
  describe(`delivery on ${place.name}`, () => {
    let scene: Scene;
    let chat: RecordingChannel;
    let email: RecordingChannel;
    let deps: DeliverDeps;

    let wait: DeliveryDesk["wait"];
    let attemptDue: DeliveryDesk["attemptDue"];
    useDeliveryDesk((desk) => {
      ({ scene, chat, email, deps, wait, attemptDue } = desk);
    }, place);

    /** Every delivery, oldest first, as the table has it. */
    function readDeliveries() {
      const columns = ["id", "state", "attempts", "outcome", "finished_at"] as const;
      return scene.db.selectFrom("delivery").select(columns).orderBy("id").execute();
    }

    /** Every sending, oldest first, as the table has it. */
    function readSendings() {
      return scene.db.selectFrom("sending").selectAll().orderBy("id").execute();
    }

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
          sendingKey: expect.stringMatching(/^restsignal-[0-9a-f-]{36}$/),
        });
        const [first] = await readDeliveries();
        expect(first).toMatchObject({ state: "delivered", attempts: 1, finished_at: scene.clock });
        expect(first?.outcome).toEqual({ kind: "delivered", externalId: "x" });
        expect((await readDeliveries()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
        expect(await readLatestPayload(deps, { channel: "chat", regionCode: REGION })).toEqual({ messages: [2] });
      });

      it("retry: it is tried again with growing pauses, or when the receiver says, under the same key", async () => {
        const pauses: number[] = [];
        chat.answer = () => ({ kind: "retry", reason: "503" });
        for (const _ of [1, 2, 3, 4]) {
          await attemptDue();
          const [first] = await readSendings();
          pauses.push((first?.due_at ?? scene.clock).getTime() - scene.clock.getTime());
          wait(pauses.at(-1) ?? 0);
        }
        expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000]);
        chat.answer = () => ({ kind: "retry", reason: "429", afterMs: 90_000 });
        await attemptDue();
        const [first] = await readSendings();
        expect(first).toMatchObject({ state: "due", attempts: 5, due_at: new Date(scene.clock.getTime() + 90_000) });
        expect(first?.log.map(({ outcome }) => outcome?.kind)).toEqual(["retry", "retry", "retry", "retry", "retry"]);
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
        expect(await findSubscription(scene.db, 1)).toMatchObject({
          state: "paused",
          stateReason: "channel_not_found",
        });
        expect((await readDeliveries()).map(({ state, attempts }) => [state, attempts])).toEqual([
          ["dead", 1],
          ["sending", 0],
        ]);

        await setSubscriptionState(scene.db, { id: 1, state: "active", reason: null, now: scene.clock });
        chat.answer = () => ({ kind: "delivered", externalId: "x" });
        await attemptDue();
        expect(chat.sentMessages()).toEqual([[1], [2]]);
      });

      it("misconfigured: a stored target that the channel cannot read stops itself, and is no unsubscription", async () => {
        await scene.db
          .updateTable("subscription")
          .set({ target: JSON.stringify({ webhook: 1 }) })
          .execute();
        await attemptDue();
        expect(chat.sent).toEqual([]);
        expect((await readDeliveries())[0]?.outcome).toEqual({
          kind: "misconfigured",
          scope: "target",
          reason: "the stored target can no longer be read; set it again",
        });
        expect(await findSubscription(scene.db, 1)).toMatchObject({ state: "active" });
        await attemptDue();
        expect((await readSendings())[0]).toMatchObject({ state: "due", attempts: 0 });
      });

      it("misconfigured: the channel stops, no attempt counts, nobody is unsubscribed, and resuming sends all", async () => {
        await scene.subscribe({ channel: "email" });
        await scene.publish();
        chat.answer = () => ({ kind: "misconfigured", scope: "app", reason: "invalid_auth" });
        for (const _ of [1, 2, 3]) await attemptDue();
        expect(chat.sent).toHaveLength(1);
        const waiting = await readDeliveries();
        expect(waiting.map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0]);
        expect(waiting[0]?.outcome).toEqual({ kind: "misconfigured", scope: "app", reason: "invalid_auth" });
        expect(await findSubscription(scene.db, 1)).toMatchObject({ state: "active" });

        chat.answer = () => ({ kind: "delivered", externalId: "x" });
        expect(await deleteStop(scene.db, CHAT)).toBe(true);
        expect(await deleteStop(scene.db, CHAT)).toBe(false);
        await attemptDue();
        expect(chat.sentMessages().slice(1)).toEqual([[1], [2], [3]]);
        await deliverDue(deps, { all: true });
        expect(email.sentMessages()).toEqual([[3]]);
      });

      it("misconfigured: what was put in hand before the channel stopped waits, too", async () => {
        const { jobs } = await runRelay();
        expect(jobs).toHaveLength(1);
        await insertStop(scene.db, { scope: CHAT, reason: "invalid_auth", by: null, now: scene.clock });
        await workLane(deps, { channel: chat, lane: "ordinary", all: false, report: () => {} });
        expect(chat.sent).toEqual([]);
        expect((await runRelay()).jobs).toEqual([]);
      });
    });

    describe("several workers", () => {
      it("that take the same delivery at the same time send it once", async () => {
        await scene.subscribe();
        for (const _ of Array.from({ length: 10 })) await scene.publish();
        const results: AttemptResult[] = [];
        const report = (result: AttemptResult) => void results.push(result);
        await Promise.all([1, 2, 3].map(() => workLane(deps, { channel: chat, lane: "ordinary", all: false, report })));
        expect(results).toHaveLength(10);
        expect(chat.sentMessages()).toEqual(Array.from({ length: 10 }, (_, index) => [index + 1]));
      });

      it("take over what a dead worker had in hand and not begun, once its lease has run out", async () => {
        await scene.subscribe();
        await scene.publish();
        await claimAll();
        wait(LEASE_MS);
        expect((await runRelay()).jobs).toEqual([]);
        wait(1);
        expect((await runRelay()).jobs).toHaveLength(1);
        await attemptDue();
        expect((await readDeliveries())[0]).toMatchObject({ state: "delivered", attempts: 2 });
      });

      it("take that over also where nothing runs but the command that sends once", async () => {
        await scene.subscribe();
        await scene.publish();
        await claimAll();
        wait(LEASE_MS);
        await attemptDue();
        expect(chat.sent).toEqual([]);
        wait(1);
        await attemptDue();
        expect((await readDeliveries())[0]).toMatchObject({ state: "delivered", attempts: 2 });
      });

      it("leave to a person what a dead worker had begun, where sending again could double it", async () => {
        await scene.subscribe();
        await scene.publish();
        const [claimed] = await claimAll();
        await beginClaimed(claimed);
        wait(LEASE_MS + 1);
        expect((await runRelay()).jobs).toEqual([]);
        await attemptDue();
        expect(chat.sent).toEqual([]);
        const reason = "the worker stopped before an answer was written down";
        expect((await readDeliveries())[0]).toMatchObject({ state: "unknown", outcome: { kind: "unknown", reason } });
      });

      it("send once more, the same to the byte, what a dead worker had begun on a channel that tells a repeat", async () => {
        chat.whenUnsure = { kind: "repeat" };
        await scene.subscribe();
        await scene.publish();
        chat.answer = () => ({ kind: "retry", reason: "503" });
        await attemptDue();
        wait(30_000);
        const [claimed] = await claimAll();
        await beginClaimed(claimed);
        wait(LEASE_MS + 1);
        await runRelay();
        wait(3_600_000);
        chat.answer = () => ({ kind: "unknown", reason: "no answer" });
        await attemptDue();
        expect(chat.sent).toHaveLength(2);
        expect(chat.sent[1]).toEqual(chat.sent[0]);
        expect((await readDeliveries())[0]).toMatchObject({ state: "unknown", attempts: 3 });
      });

      it("that come late change nothing that another has ended, and leave a line of what they know", async () => {
        await scene.subscribe();
        await scene.publish();
        const slow = Promise.withResolvers<Outcome>();
        chat.answer = () => slow.promise;
        const results: AttemptResult[] = [];
        const report = (result: AttemptResult) => void results.push(result);
        const late = workLane(deps, { channel: chat, lane: "ordinary", all: false, report });
        await vi.waitFor(() => expect(chat.sent).toHaveLength(1));
        await scene.db.updateTable("sending").set({ claim_generation: 2 }).execute();
        slow.resolve({ kind: "rejected", reason: "too late" });
        await late;
        expect(results).toMatchObject([{ late: true }]);
        const [sending] = await readSendings();
        expect(sending).toMatchObject({ state: "claimed", outcome: null });
        expect(sending?.log).toMatchObject([{ generation: 1, late: true, outcome: { kind: "rejected" } }]);
      });

      it("give up on what has ended every one of its attempts with its worker", async () => {
        await scene.subscribe();
        await scene.publish();
        for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
          await claimAll();
          wait(LEASE_MS + 1);
          await runRelay();
        }
        await attemptDue();
        expect(chat.sent).toEqual([]);
        const [first] = await readDeliveries();
        expect(first?.state).toBe("dead");
        expect(first?.outcome).toMatchObject({
          kind: "rejected",
          reason: `gave up after ${MAX_ATTEMPTS} attempts: the worker stopped before it began`,
        });
      });
    });

    /** What a worker has in hand when it dies. */
    async function claimAll(): Promise<readonly ClaimedSending[]> {
      const work = { channel: chat, lane: "ordinary", all: false } as const;
      await gatherDue(deps, work);
      return (await claimSendings(deps, { ...work, limit: 100 })).claimed;
    }

    async function beginClaimed(claimed: ClaimedSending | undefined): Promise<void> {
      if (claimed === undefined) throw new Error("test: nothing was claimed");
      const { id, generation } = claimed;
      const content = { messages: claimed.messageIds };
      const contentHash = hashContent(content);
      await insertContents(scene.db, { contents: [{ hash: contentHash, content }], now: scene.clock });
      const envelope = { target: claimed.subscription.target, unsubscribeUrl: "https://rest.example/" };
      await writeStarts(scene.db, {
        starts: [{ id, generation, contentHash, envelope, writtenAt: scene.clock, isProbe: false }],
        now: scene.clock,
      });
    }

    /** One round of the relay into a queue that only remembers. */
    async function runRelay(): Promise<{ jobs: readonly JobRequest[] }> {
      const jobs: JobRequest[] = [];
      const queue: JobQueue = {
        add: (more) => Promise.resolve(void jobs.push(...more)),
        work: () => Promise.resolve(),
        schedule: () => Promise.resolve(),
        count: () => Promise.resolve(jobs.length),
        answers: async () => true,
        stop: () => Promise.resolve(true),
        close: () => Promise.resolve(),
      };
      await relay({ ...deps, queue });
      return { jobs };
    }

    describe("the relay", () => {
      it("makes one job for each lane of a channel in which something is due, the most urgent first", async () => {
        for (const channel of ["chat", "email"]) await scene.subscribe({ channel });
        await scene.publish();
        for (const _ of [1, 2]) await scene.publish({ urgency: "high" });
        const { jobs } = await runRelay();
        expect(jobs.map(({ queue }) => queue)).toEqual([
          "deliver-chat-urgent",
          "deliver-email-urgent",
          "deliver-chat-ordinary",
        ]);
        for (const { id } of jobs) expect(id).toMatch(/^[a-zA-Z0-9-]+$/);
        expect((await runRelay()).jobs).toEqual(jobs);
      });
    });

    it.each(outcomes)("an outcome $kind never leaves a sending claimed", async (outcome) => {
      await scene.subscribe();
      await scene.publish();
      chat.answer = () => outcome;
      await attemptDue();
      const [first] = await readSendings();
      expect(first?.state).not.toBe("claimed");
      expect(first?.lease_until).toBeNull();
    });
  });
}
