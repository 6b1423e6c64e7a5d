import { beforeEach, describe, expect, it } from "vitest";
import { saveSubscription, setSubscriptionState } from "../../src/db/subscriptions.ts";
import type { Outcome } from "../../src/domain/delivery.ts";
import { workLane, type DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { claimSendings } from "../../src/services/claims.ts";
import { gatherDue } from "../../src/services/sendings.ts";
import { DATABASES, useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { beginCase, ongoing } from "../support/meropenem-case.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import { REGION, type Scene } from "../support/scene.ts";

const DELIVERED: Outcome = { kind: "delivered", externalId: "x" };

describe.each(DATABASES)("on $name", (place) => {
  let scene: Scene;
  let chat: RecordingChannel;
  let email: RecordingChannel;
  let deps: DeliverDeps;
  let wait: DeliveryDesk["wait"];
  let attemptDue: DeliveryDesk["attemptDue"];
  let caseId: number;
  useDeliveryDesk((desk) => {
    ({ scene, chat, email, deps, wait, attemptDue } = desk);
  }, place);
  beforeEach(async () => {
    await beginCase(scene, ongoing);
    ({ id: caseId } = await scene.db.selectFrom("region_case").select("id").executeTakeFirstOrThrow());
  });

  const publish = (urgency: "normal" | "high" = "normal") => scene.publish({ caseId, urgency }).then(({ id }) => id);
  const readDeliveries = () =>
    scene.db.selectFrom("delivery").select(["message_id", "state", "outcome"]).orderBy("message_id").execute();
  const readStates = async () => (await readDeliveries()).map(({ state }) => state);
  const refuseOnce = (channel: RecordingChannel) => {
    channel.answer = () => {
      channel.answer = () => DELIVERED;
      return { kind: "retry", reason: "503" };
    };
  };

  it("an older version that waits for its next attempt is not sent when a newer one has been, and says why", async () => {
    await scene.subscribe();
    const older = await publish();
    refuseOnce(chat);
    await attemptDue();
    const newer = await publish("high");
    await attemptDue();
    wait(3_600_000);
    await attemptDue();
    expect(chat.sentMessages()).toEqual([[older], [newer]]);
    const reason = `a newer version was sent: message ${newer}`;
    expect(await readDeliveries()).toMatchObject([
      { state: "cancelled", outcome: { kind: "cancelled", why: "superseded", reason } },
      { state: "delivered" },
    ]);
  });

  it("an older version still comes when the newer one was refused", async () => {
    await scene.subscribe();
    const older = await publish();
    refuseOnce(chat);
    await attemptDue();
    await publish();
    chat.answer = () => ({ kind: "rejected", reason: "invalid_blocks" });
    await attemptDue();
    chat.answer = () => DELIVERED;
    wait(3_600_000);
    await attemptDue();
    expect(chat.sentMessages().at(-1)).toEqual([older]);
    expect(await readStates()).toEqual(["delivered", "dead"]);
  });

  it("a newer version waits while an older one is on its way in another lane", async () => {
    await scene.subscribe();
    const older = await publish();
    const slow = Promise.withResolvers<Outcome>();
    const begun = Promise.withResolvers<void>();
    chat.answer = () => {
      begun.resolve();
      return slow.promise;
    };
    const work = (lane: "urgent" | "ordinary") => workLane(deps, { channel: chat, lane, all: false, report: () => {} });
    const ordinary = work("ordinary");
    await begun.promise;
    const newer = await publish("high");
    await work("urgent");
    expect(chat.sentMessages()).toEqual([[older]]);
    slow.resolve(DELIVERED);
    await ordinary;
    chat.answer = () => DELIVERED;
    await work("urgent");
    expect(chat.sentMessages()).toEqual([[older], [newer]]);
  });

  /** When the next digest is due. */
  const MORNING = new Date("2026-08-21T05:00:00Z");

  it("a digest that waits loses the version that was superseded, and comes with the rest", async () => {
    await scene.subscribe({ channel: "email" });
    const other = await scene.publish();
    const older = await publish();
    scene.clock = MORNING;
    // Gathered, and then a newer version overtakes it.
    await runDigests(deps, { waitForNews: false });
    const newer = await publish("high");
    await workLane(deps, { channel: email, lane: "urgent", all: false, report: () => {} });
    await attemptDue();
    expect(email.sentMessages()).toEqual([[newer], [other.id]]);
    expect(await readStates()).toEqual(["delivered", "cancelled", "delivered"]);
    expect(older).toBeLessThan(newer);
  });

  it("a frozen digest with an older version is not sent again: what else it held goes in another", async () => {
    await scene.subscribe({ channel: "email" });
    const other = await scene.publish();
    await publish();
    scene.clock = MORNING;
    refuseOnce(email);
    await deliverDue(deps, { all: true });
    const newer = await publish("high");
    await attemptDue();
    wait(3_600_000);
    await attemptDue();
    // What it held does not wait for the next digest.
    await attemptDue();
    expect(email.sentMessages().slice(1)).toEqual([[newer], [other.id]]);
    expect(new Set(email.sent.map(({ sendingKey }) => sendingKey)).size).toBe(3);
    expect(await readStates()).toEqual(["delivered", "cancelled", "delivered"]);
  });

  it("one that may have been heard, and has been superseded meanwhile, is for a person", async () => {
    chat.whenUnsure = { kind: "repeat" };
    await scene.subscribe();
    await publish();
    chat.answer = () => ({ kind: "unknown", reason: "no answer" });
    await attemptDue();
    chat.answer = () => DELIVERED;
    await publish("high");
    await attemptDue();
    wait(3_600_000);
    await attemptDue();
    expect(chat.sent).toHaveLength(2);
    expect(await readStates()).toEqual(["unknown", "delivered"]);
  });

  it.each([
    ["was: then the older is not sent", true],
    ["was not: then it comes, and the older is not sent after it", false],
  ])("an older version waits until it is known whether the newer was heard, which %s", async (_which, isHeard) => {
    const lookUp = async () =>
      isHeard ? ({ kind: "heard", externalId: "y" } as const) : ({ kind: "not-heard" } as const);
    chat.whenUnsure = { kind: "look-up", lookUp };
    await scene.subscribe();
    const older = await publish();
    refuseOnce(chat);
    await attemptDue();
    const newer = await publish("high");
    wait(30_000);
    chat.answer = () => ({ kind: "unknown", reason: "no answer" });
    await attemptDue();
    chat.answer = () => DELIVERED;
    await attemptDue();
    expect(chat.sentMessages()).toEqual([[older], [newer]]);
    wait(5_000);
    await attemptDue();
    await attemptDue();
    expect(chat.sentMessages()).toEqual([[older], [newer], ...(isHeard ? [] : [[newer]])]);
    expect(await readStates()).toEqual(["cancelled", "delivered"]);
  });

  it("two versions in one digest come together", async () => {
    await scene.subscribe({ channel: "email" });
    const [older, newer] = [await publish(), await publish("high")];
    await attemptDue();
    expect(email.sentMessages()).toEqual([[older, newer]]);
  });

  it("what was taken back before it went out never goes, and neither does its retraction, to whom nothing has come", async () => {
    await scene.subscribe();
    await scene.subscribe({ channel: "email" });
    await publish("high");
    for (const channel of [chat, email]) refuseOnce(channel);
    await attemptDue();
    const retraction = await scene.publish({ caseId, kind: "retraction" });
    wait(3_600_000);
    await attemptDue();
    wait(86_400_000);
    await attemptDue();
    for (const channel of [chat, email]) expect(channel.sentMessages()).toHaveLength(1);
    const why = `a newer version takes it back: message ${retraction.id}`;
    const reason = "nothing of what it takes back has reached the receiver";
    const [first, second, ...retractions] = await readDeliveries();
    for (const one of [first, second])
      expect(one).toMatchObject({ state: "cancelled", outcome: { why: "superseded", reason: why } });
    expect(retractions).toHaveLength(2);
    for (const one of retractions)
      expect(one).toMatchObject({ state: "cancelled", outcome: { kind: "cancelled", why: "unheard", reason } });
  });

  it("what was taken back before it went out never goes, also when its retraction waits for a later digest", async () => {
    await scene.subscribe({ channel: "email" });
    const heard = await publish("high");
    await attemptDue();
    const wrong = await publish("high");
    refuseOnce(email);
    await attemptDue();
    const retraction = await scene.publish({ caseId, kind: "retraction" });
    wait(3_600_000);
    await attemptDue();
    expect(email.sentMessages()).toEqual([[heard], [wrong]]);
    wait(86_400_000);
    await attemptDue();
    expect(email.sentMessages()).toEqual([[heard], [wrong], [retraction.id]]);
    const outcome = { why: "superseded", reason: `a newer version takes it back: message ${retraction.id}` };
    expect(await readDeliveries()).toMatchObject([
      { state: "delivered" },
      { state: "cancelled", outcome },
      { state: "delivered" },
    ]);
  });

  it.each([
    ["may have been heard", { kind: "unknown", reason: "no answer" }],
    ["was refused", { kind: "rejected", reason: "554" }],
  ] as const)("a retraction comes of what %s", async (_what, answer) => {
    chat.whenUnsure = { kind: "person" };
    await scene.subscribe();
    await publish();
    chat.answer = () => answer;
    await attemptDue();
    chat.answer = () => DELIVERED;
    const { id } = await scene.publish({ caseId, kind: "retraction" });
    await attemptDue();
    expect(chat.sentMessages().at(-1)).toEqual([id]);
  });

  it("one that had nothing of a case is told of what comes after its retraction, and has that taken back", async () => {
    await scene.subscribe();
    refuseOnce(chat);
    await publish();
    await attemptDue();
    await scene.publish({ caseId, kind: "retraction" });
    await attemptDue();
    const newer = await publish();
    const { id } = await scene.publish({ caseId, kind: "retraction" });
    await attemptDue();
    expect(chat.sent).toHaveLength(1);
    wait(3_600_000);
    await attemptDue();
    const newest = await publish();
    await attemptDue();
    const last = await scene.publish({ caseId, kind: "retraction" });
    await attemptDue();
    expect(chat.sentMessages().slice(1)).toEqual([[newest], [last.id]]);
    expect(newer).toBeLessThan(id);
  });

  it.each(["correction", "retraction"] as const)(
    "in one digest stands nothing that its %s says was wrong, and of a retraction not even that",
    async (kind) => {
      await scene.subscribe({ channel: "email" });
      const other = await scene.publish();
      await publish();
      const { id } = await scene.publish({ caseId, kind });
      await deliverDue(deps, { all: true });
      expect(email.sentMessages()).toEqual([[other.id, ...(kind === "correction" ? [id] : [])]]);
      const states = await readStates();
      expect(states).toEqual(["delivered", "cancelled", kind === "correction" ? "delivered" : "cancelled"]);
    },
  );

  it("what has its retraction beside it goes nowhere with it, and each says why", async () => {
    await scene.subscribe({ channel: "email" });
    await publish();
    await scene.publish({ caseId, kind: "retraction" });
    await deliverDue(deps, { all: true });
    expect(email.sent).toEqual([]);
    const outcomes = (await readDeliveries()).map(({ outcome }) => outcome);
    expect(outcomes).toMatchObject([{ why: "superseded" }, { why: "unheard" }]);
  });

  it("what was corrected before it went out waits for no correction that comes in a later digest", async () => {
    await scene.subscribe({ channel: "email" });
    const wrong = await publish("high");
    refuseOnce(email);
    await attemptDue();
    await scene.publish({ caseId, kind: "correction" });
    wait(3_600_000);
    await attemptDue();
    expect(email.sentMessages()).toEqual([[wrong], [wrong]]);
  });

  it("messages of other cases, and of none, are superseded by nothing", async () => {
    await scene.subscribe();
    const first = await scene.publish();
    refuseOnce(chat);
    await attemptDue();
    await publish();
    await scene.publish();
    await attemptDue();
    wait(3_600_000);
    await attemptDue();
    expect(chat.sentMessages().at(-1)).toEqual([first.id]);
  });

  describe("what waits for a subscription", () => {
    const end = (id: number) =>
      setSubscriptionState(scene.db, { id, state: "ended", reason: "ended by the subscriber", now: scene.clock });

    it("that ends, ends with it and says why, gathered or not", async () => {
      const id = await scene.subscribe();
      await publish();
      refuseOnce(chat);
      await attemptDue();
      await scene.publish();
      await end(id);
      expect(await readStates()).toEqual(["cancelled", "cancelled"]);
      const [first] = await readDeliveries();
      expect(first?.outcome).toEqual({ kind: "cancelled", why: "ended", reason: "the subscription has ended" });
      const [sending] = await scene.db.selectFrom("sending").select("state").execute();
      expect(sending?.state).toBe("cancelled");
    });

    it("that had ended when it was handed out, or taken up, has an end too", async () => {
      const id = await scene.subscribe();
      await publish();
      await publish();
      await claimAll();
      await scene.db.updateTable("sending").set({ state: "due" }).execute();
      // As when both happen at the same time.
      await scene.db.updateTable("subscription").set({ state: "ended" }).where("id", "=", id).execute();
      await scene.db
        .updateTable("delivery")
        .set({ state: "due", sending_id: null })
        .where("message_id", "=", 2)
        .execute();
      await attemptDue();
      wait(1_000);
      await attemptDue();
      expect(chat.sent).toEqual([]);
      expect(await readStates()).toEqual(["cancelled", "cancelled"]);
    });

    it("that ended and began anew is not sent", async () => {
      const id = await scene.subscribe({ target: { place: 7 } });
      await publish();
      await end(id);
      const again = { regionCode: REGION, channel: "chat", target: { place: 7 }, language: "sv", filter: {} } as const;
      wait(1_000);
      expect(await saveSubscription(scene.db, { ...again, token: "again", now: scene.clock })).toBe(id);
      await attemptDue();
      expect(chat.sent).toEqual([]);
    });

    it("that is paused waits until it goes on", async () => {
      const id = await scene.subscribe();
      await publish();
      await setSubscriptionState(scene.db, { id, state: "paused", reason: "holiday", now: scene.clock });
      await attemptDue();
      expect(chat.sent).toEqual([]);
      wait(86_400_000);
      await setSubscriptionState(scene.db, { id, state: "active", reason: null, now: scene.clock });
      await attemptDue();
      expect(chat.sent).toHaveLength(1);
    });

    async function claimAll() {
      await gatherDue(deps, { channel: chat, lane: "ordinary", all: false });
      await claimSendings(deps, { channel: chat, lane: "ordinary", limit: 100 });
    }
  });
});
