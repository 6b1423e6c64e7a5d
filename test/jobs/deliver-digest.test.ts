import { beforeEach, describe, expect, it } from "vitest";
import { findSubscription, setSubscriptionState } from "../../src/db/subscriptions.ts";
import { MAX_ATTEMPTS } from "../../src/domain/sending.ts";
import { makeEntryFact, makeFacts, makeOverviewFacts } from "../support/message-views.ts";
import { type RecordingChannel } from "../support/recording-channel.ts";
import type { Scene } from "../support/scene.ts";
import { SIZES, useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { readCases } from "../support/case-table.ts";

describe.each(SIZES)("on $name", (place) => {
  let scene: Scene;
  let chat: RecordingChannel;
  let email: RecordingChannel;

  let wait: DeliveryDesk["wait"];
  let attemptDue: DeliveryDesk["attemptDue"];
  useDeliveryDesk((desk) => {
    ({ scene, chat, email, wait, attemptDue } = desk);
  }, place);

  function readDeliveries() {
    return scene.db.selectFrom("delivery").select(["state", "attempts", "due_at"]).orderBy("id").execute();
  }

  describe("a channel that gathers", () => {
    beforeEach(async () => {
      await scene.subscribe({ channel: "email" });
    });

    it("gets one sending for all that is due, and a retry keeps them together", async () => {
      for (const _ of [1, 2, 3]) await scene.publish({ urgency: "high" });
      email.answer = () => ({ kind: "retry", reason: "451" });
      await attemptDue();
      email.answer = () => ({ kind: "delivered", externalId: "x" });
      wait(30_000);
      await attemptDue();
      expect(email.sentMessages()).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]);
      expect(new Set(email.sent.map(({ sendingKey }) => sendingKey)).size).toBe(1);
      expect((await readDeliveries()).map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
    });

    it("does not give up on a new message because an old one to the same subscriber has had its attempts", async () => {
      await scene.publish({ urgency: "high" });
      email.answer = () => ({ kind: "retry", reason: "451" });
      for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) {
        await attemptDue();
        wait(3_600_000);
      }
      await scene.publish({ urgency: "high" });
      await attemptDue();
      expect(email.sentMessages().slice(-2)).toEqual([[1], [2]]);
      expect((await readDeliveries()).map(({ state, attempts }) => [state, attempts])).toEqual([
        ["dead", MAX_ATTEMPTS],
        ["sending", 1],
      ]);
    });

    it.each(
      readCases<[string, string, string]>(`
      in summer → 2026-08-20T08:00:00Z → 2026-08-21T05:00:00Z
      before seven the same day → 2026-08-20T04:59:59Z → 2026-08-20T05:00:00Z
      at seven the next day → 2026-08-20T05:00:00Z → 2026-08-21T05:00:00Z
      in the evening before midnight in Stockholm → 2026-08-20T21:59:00Z → 2026-08-21T05:00:00Z
      after midnight in Stockholm, still yesterday in UTC → 2026-08-20T22:30:00Z → 2026-08-21T05:00:00Z
      the day before summer time begins → 2026-03-28T12:00:00Z → 2026-03-29T05:00:00Z
      the night summer time begins → 2026-03-29T00:30:00Z → 2026-03-29T05:00:00Z
      the day before summer time ends → 2026-10-24T12:00:00Z → 2026-10-25T06:00:00Z
      on New Year's Eve → 2026-12-31T12:00:00Z → 2027-01-01T06:00:00Z
    `),
    )("has a message published %s (%s) due at seven in Stockholm, an urgent one at once", async (_name, at, due) => {
      scene.clock = new Date(at);
      await scene.db.updateTable("subscription").set({ confirmed_at: scene.clock }).execute();
      await scene.publish();
      await scene.publish({ urgency: "high" });
      expect((await readDeliveries()).map(({ due_at: dueAt }) => dueAt)).toEqual([new Date(due), scene.clock]);
      await attemptDue();
      expect(email.sentMessages()).toEqual([[2]]);
      scene.clock = new Date(due);
      await attemptDue();
      expect(email.sentMessages()).toEqual([[2], [1]]);
    });

    it("has a chat told at once, whatever the urgency", async () => {
      await scene.subscribe();
      await scene.publish();
      await attemptDue();
      expect([chat.sent.length, email.sent.length]).toEqual([1, 0]);
    });
  });

  describe("who gets a message", () => {
    it("is decided by region, state and filter when it is published, whoever comes later", async () => {
      const wanting = [
        await scene.subscribe(),
        await scene.subscribe({ filter: { atc: ["J01"] } }),
        await scene.subscribe({ filter: { atc: ["N", "J01DH02"], priorities: [1, 2], areas: ["infektion"] } }),
      ];
      await scene.subscribe({ filter: { atc: ["N"] } });
      await scene.subscribe({ filter: { priorities: [2] } });
      await scene.subscribe({ filter: { areas: ["psykiatri"] } });
      await scene.subscribe({ regionCode: "01" });
      const ended = await scene.subscribe();
      await setSubscriptionState(scene.db, { id: ended, state: "ended", reason: null, now: scene.clock });

      const audience = { areas: ["infektion"], roles: [] };
      const { deliveries } = await scene.publish({ audience });
      await scene.subscribe();
      expect(deliveries).toBe(wanting.length);
      const rows = await scene.db.selectFrom("delivery").select("subscription_id").orderBy("subscription_id").execute();
      expect(rows.map((row) => row.subscription_id)).toEqual(wanting);
    });

    it("gets an overview whatever the filter says, since it is about no one medicine", async () => {
      await scene.subscribe({ filter: { atc: ["N"], priorities: [3] } });
      expect(await scene.publish({ kind: "overview", facts: makeOverviewFacts() })).toMatchObject({
        deliveries: 1,
      });
      expect(await scene.publish({ facts: makeFacts({ entry: makeEntryFact({ priority: null }) }) })).toMatchObject({
        deliveries: 0,
      });
    });

    it("is given its own unsubscribe address, and the page of the region", async () => {
      await scene.subscribe();
      await scene.publish();
      await attemptDue();
      const [input] = chat.written;
      const [envelope] = chat.addressed;
      const subscription = await findSubscription(scene.db, 1);
      expect(envelope?.unsubscribeUrl).toBe(`https://rest.example/preferences/${subscription?.token}`);
      expect(input?.views[0]).toMatchObject({ url: "https://rest.example/r/12", regionName: "Region Skåne" });
      expect(envelope?.sendingKey).toMatch(/^[a-z0-9-]+$/);
    });
  });
});
