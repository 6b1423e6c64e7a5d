import { beforeEach, describe, expect, it } from "vitest";
import { readSubscriptionsOf } from "../../src/db/subscriptions.ts";
import { readWishes } from "../../src/db/wishes.ts";
import { DAILY, type Rhythm } from "../../src/domain/rhythm.ts";
import type { MessageKind } from "../../src/domain/message.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import {
  addWish,
  changeDelivery,
  changeWish,
  endOwn,
  endWish,
  resumeOwn,
  resumeWish,
  snooze,
} from "../../src/services/subscriptions.ts";
import { DATABASES, useDeliveryDesk } from "../support/delivery-desk.ts";
import { makeEntryFact, makeFacts } from "../support/message-views.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import type { Scene } from "../support/scene.ts";

describe.each(DATABASES)("what a reader chooses, on $name", (size) => {
  let scene: Scene;
  let email: RecordingChannel;
  let deps: DeliverDeps;
  let id: number;
  const holder = { channel: "email", target: { place: 70 } };

  useDeliveryDesk((desk) => {
    ({ scene, email, deps } = desk);
  }, size);

  const ctx = () => ({ db: scene.db, now: scene.clock });
  const wishFor = (filter: SubscriptionFilter, over = {}) => ({ filter, atOnce: false, untilResolved: false, ...over });
  const choices = (rhythm: Rhythm, over = {}) =>
    ({ rhythm, urgent: "day", quiet: null, language: "sv", ...over }) as const;

  beforeEach(async () => {
    // A Thursday, ten in the morning in Stockholm.
    await runDigests(deps, { waitForNews: false });
    id = await scene.subscribe({ ...holder, filter: { atc: ["J01"] } });
  });

  async function workAt(at: string): Promise<void> {
    scene.clock = new Date(at);
    await deliverDue(deps, { all: false });
  }

  const publish = async (atc: string, over: Parameters<Scene["publish"]>[0] = {}) =>
    (await scene.publish({ facts: makeFacts({ entry: makeEntryFact({ atc }) }), ...over })).id;
  const openCase = async () => {
    const row = { region_code: "12", entry_key: "k", entry: "{}", status: "open" as const, opened_at: scene.clock };
    return (await scene.db.insertInto("region_case").values(row).returning("id").executeTakeFirstOrThrow()).id;
  };
  const standing = async () => (await readWishes(scene.db, [id])).filter(({ endedAt }) => endedAt === null);

  it("two wishes that a message fits give it once, and one that fits only one of them is not lost", async () => {
    await addWish(ctx(), { holder, id, wish: wishFor({ atc: ["J01DH"] }) });
    await publish("J01DH02");
    await publish("J01CA01");
    await publish("N02BE01");
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1, 2]]);
  });

  it("what fitted only a wish that has ended is in no digest, and a digest of nothing is not sent", async () => {
    await addWish(ctx(), { holder, id, wish: wishFor({ atc: ["N02"] }) });
    const [, second] = await standing();
    await publish("N02BE01");
    await endWish(ctx(), { holder, id, wishId: second?.id ?? 0 });
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sent).toEqual([]);
    await publish("J01DH02");
    await workAt("2026-08-22T05:00:00Z");
    expect(email.sentMessages()).toEqual([[2]]);
  });

  it("an end that is taken back before the digest is as if it had not been", async () => {
    const [base] = await standing();
    const own = { holder, id, wishId: base?.id ?? 0 };
    await publish("J01DH02");
    expect(await endWish(ctx(), own)).toEqual({ kind: "changed" });
    expect(await endWish(ctx(), own)).toEqual({ kind: "unchanged" });
    expect(await resumeWish(ctx(), own)).toEqual({ kind: "changed" });
    expect(await resumeWish(ctx(), own)).toEqual({ kind: "unchanged" });
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1]]);
  });

  it("a digest reader gets nothing at once but what is urgent or wished at once", async () => {
    await addWish(ctx(), { holder, id, wish: wishFor({ atc: ["J01DH"] }, { atOnce: true }) });
    await publish("J01CA01");
    await publish("J01DH02");
    await publish("J01CA02", { urgency: "high" });
    await workAt("2026-08-20T08:00:01Z");
    expect(email.sentMessages()).toEqual([[3], [2]]);
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sentMessages()).toEqual([[3], [2], [1]]);
  });

  it("a time of one's own is kept to the half hour, and what waits moves with a new one", async () => {
    await changeDelivery(ctx(), { holder, id, choices: choices({ kind: "daily", time: "15:30" }) });
    await publish("J01DH02");
    await workAt("2026-08-20T13:29:59Z");
    expect(email.sent).toEqual([]);
    await workAt("2026-08-20T13:30:00Z");
    expect(email.sentMessages()).toEqual([[1]]);
    await publish("J01DH51");
    await changeDelivery(ctx(), { holder, id, choices: choices({ kind: "weekly", weekday: 6, time: "09:00" }) });
    await workAt("2026-08-21T14:00:00Z");
    expect(email.sent).toHaveLength(1);
    await workAt("2026-08-22T07:00:00Z");
    expect(email.sentMessages()).toEqual([[1], [2]]);
    await publish("J01XX01");
    await changeDelivery(ctx(), { holder, id, choices: choices({ kind: "at-once" }) });
    await workAt("2026-08-22T07:00:01Z");
    expect(email.sentMessages()).toEqual([[1], [2], [3]]);
  });

  it("quiet hours hold what is urgent too, unless the reader says otherwise", async () => {
    const quiet = { from: "22:00", to: "06:00" };
    await changeDelivery(ctx(), { holder, id, choices: choices(DAILY, { quiet }) });
    scene.clock = new Date("2026-08-20T21:00:00Z");
    await publish("J01DH02", { urgency: "high" });
    await workAt("2026-08-21T03:59:59Z");
    expect(email.sent).toEqual([]);
    await workAt("2026-08-21T04:00:00Z");
    expect(email.sentMessages()).toEqual([[1]]);
    await changeDelivery(ctx(), { holder, id, choices: choices(DAILY, { quiet, urgent: "always" }) });
    scene.clock = new Date("2026-08-21T21:00:00Z");
    await publish("J01CA01", { urgency: "high" });
    await workAt("2026-08-21T21:00:01Z");
    expect(email.sentMessages()).toEqual([[1], [2]]);
    await changeDelivery(ctx(), { holder, id, choices: choices(DAILY, { urgent: "digest" }) });
    await publish("J01CA02", { urgency: "high" });
    await workAt("2026-08-21T21:10:00Z");
    expect(email.sent).toHaveLength(2);
    await workAt("2026-08-22T05:00:00Z");
    expect(email.sentMessages().at(-1)).toEqual([3]);
  });

  it("nothing comes while it is snoozed, not even what is urgent, and then all of it in one mail", async () => {
    await publish("J01CA01");
    await snooze(ctx(), { holder, id, until: new Date("2026-08-24T22:00:00Z") });
    await publish("J01DH02", { urgency: "high" });
    for (const day of ["21", "22", "23", "24"]) await workAt(`2026-08-${day}T05:00:00Z`);
    await publish("J01DH51");
    await workAt("2026-08-24T21:59:59Z");
    expect(email.sent).toEqual([]);
    await workAt("2026-08-25T05:00:00Z");
    expect(
      email
        .sentMessages()
        .flat()
        .toSorted((a, b) => a - b),
    ).toEqual([1, 2, 3]);
  });

  it("a snooze that is ended early lets what waited come as it would", async () => {
    await snooze(ctx(), { holder, id, until: new Date("2026-09-24T22:00:00Z") });
    await publish("J01DH02", { urgency: "high" });
    await publish("J01CA01");
    expect(await snooze(ctx(), { holder, id, until: null })).toEqual({ kind: "changed" });
    expect(await snooze(ctx(), { holder, id, until: null })).toEqual({ kind: "unchanged" });
    await workAt("2026-08-20T08:00:01Z");
    expect(email.sentMessages()).toEqual([[1]]);
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1], [2]]);
  });

  it("a snooze that is made shorter lets what waited come with the new day, also where the digest moves meanwhile", async () => {
    await snooze(ctx(), { holder, id, until: new Date("2026-12-24T06:00:00Z") });
    await publish("J01DH02", { urgency: "high" });
    await publish("J01CA01");
    await snooze(ctx(), { holder, id, until: new Date("2026-08-25T05:00:00Z") });
    await changeDelivery(ctx(), { holder, id, choices: choices({ kind: "daily", time: "05:30" }) });
    await workAt("2026-08-25T03:29:59Z");
    expect(email.sent).toEqual([]);
    await workAt("2026-08-25T03:30:00Z");
    expect(email.sentMessages().flat()).toEqual(expect.arrayContaining([1, 2]));
    // One that is over holds nothing back.
    await publish("J01CA01");
    scene.clock = new Date("2026-08-26T03:31:00Z");
    await snooze(ctx(), { holder, id, until: null });
    await workAt("2026-08-26T03:32:00Z");
    expect(email.sentMessages().at(-1)).toEqual([3]);
  });

  it("what was tried before a pause began waits for its end, too", async () => {
    email.answer = () => ({ kind: "retry", reason: "later", afterMs: 300_000 });
    await publish("J01CA01", { urgency: "high" });
    await workAt("2026-08-20T08:00:01Z");
    email.answer = () => ({ kind: "delivered", externalId: "x" });
    await snooze(ctx(), { holder, id, until: new Date("2026-09-24T05:00:00Z") });
    await publish("J01DH02");
    await snooze(ctx(), { holder, id, until: new Date("2026-08-22T05:00:00Z") });
    email.sent.length = 0;
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sent).toEqual([]);
    await workAt("2026-08-22T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1], [2]]);
  });

  it("what took until quiet hours to get through waits for their end", async () => {
    const quiet = { from: "22:00", to: "06:00" };
    await changeDelivery(ctx(), { holder, id, choices: choices({ kind: "at-once" }, { quiet }) });
    email.answer = () => ({ kind: "retry", reason: "later", afterMs: 300_000 });
    scene.clock = new Date("2026-08-20T19:59:00Z");
    await publish("J01DH02");
    await workAt("2026-08-20T19:59:00Z");
    email.answer = () => ({ kind: "delivered", externalId: "x" });
    email.sent.length = 0;
    await workAt("2026-08-20T20:10:00Z");
    expect(email.sent).toEqual([]);
    await workAt("2026-08-21T04:00:00Z");
    expect(email.sentMessages()).toEqual([[1]]);
  });

  it("what no longer fits since a wish was narrowed is not in the digest, and is where that is taken back; each reason is true", async () => {
    const [base] = await standing();
    const own = { holder, id, wishId: base?.id ?? 0 };
    await addWish(ctx(), { holder, id, wish: wishFor({ atc: ["J01DH"] }, { atOnce: true }) });
    await publish("J01CA01");
    await publish("J01DH02");
    await workAt("2026-08-20T08:00:01Z");
    const comesAt = { kind: "daily", time: "07:00" };
    // Each with when it brings things: the first would have waited until the morning.
    expect(email.written.at(-1)?.reasons).toMatchObject({
      comes: comesAt,
      wishes: [{ atOnce: false }, { atOnce: true }],
    });
    await publish("J01XX01");
    await changeWish(ctx(), { ...own, wish: wishFor({ atc: ["J01X"] }) });
    await workAt("2026-08-21T05:00:00Z");
    // It fits none when it is published.
    await publish("J01CA02");
    await changeWish(ctx(), { ...own, wish: wishFor({ atc: ["J01"] }) });
    await publish("J01CA03");
    await changeWish(ctx(), { ...own, wish: wishFor({ atc: ["J01X"] }) });
    await changeWish(ctx(), { ...own, wish: wishFor({ atc: ["J01"] }) });
    await workAt("2026-08-22T05:00:00Z");
    expect(email.sentMessages()).toEqual([[2], [3], [5]]);
    expect(email.written.at(-2)?.reasons).toMatchObject({ comes: comesAt, wishes: [{ filter: { atc: ["J01X"] } }] });
  });

  it("what corrects or takes back comes to all who were told, whatever the list and its audience say by now, and to nobody else for that", async () => {
    const caseId = await openCase();
    const [base] = await standing();
    const own = { holder, id, wishId: base?.id ?? 0 };
    await changeWish(ctx(), { ...own, wish: wishFor({ areas: ["Akutsjukvård"], priorities: [1] }) });
    const tell = (kind: MessageKind, priority: number, areas: readonly string[]) =>
      scene.publish({
        caseId,
        kind,
        audience: { areas, roles: [] },
        facts: makeFacts({ entry: makeEntryFact({ priority }) }),
      });
    await tell("new", 1, ["Akutsjukvård"]);
    await workAt("2026-08-21T05:00:00Z");
    await tell("update", 2, ["Onkologi"]);
    await tell("correction", 2, ["Onkologi"]);
    await workAt("2026-08-22T05:00:00Z");
    await tell("retraction", 3, ["Onkologi"]);
    await workAt("2026-08-23T05:00:00Z");
    // What begins anew is another matter, of which they were told nothing.
    await tell("new", 2, ["Onkologi"]);
    await tell("correction", 2, ["Onkologi"]);
    await workAt("2026-08-24T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1], [3], [4]]);
  });

  it("an end is for all of it, keeps what comes meanwhile away, and can be taken back", async () => {
    await publish("J01DH02");
    expect(await endOwn(ctx(), { holder, id })).toEqual({ kind: "changed" });
    expect(await addWish(ctx(), { holder, id, wish: wishFor({}) })).toEqual({ kind: "unknown" });
    await publish("J01DH51");
    await workAt("2026-08-21T05:00:00Z");
    expect(await resumeOwn(ctx(), { holder, id })).toEqual({ kind: "changed" });
    await publish("J01CA01");
    await workAt("2026-08-22T05:00:00Z");
    expect(email.sentMessages()).toEqual([[3]]);
  });

  it("is changed only by whom it goes to", async () => {
    const other = { channel: "email", target: { place: 71 } };
    const [base] = await standing();
    const wishId = base?.id ?? 0;
    const tries = [
      endOwn(ctx(), { holder: other, id }),
      resumeOwn(ctx(), { holder: other, id }),
      endWish(ctx(), { holder: other, id, wishId }),
      changeWish(ctx(), { holder: other, id, wishId, wish: wishFor({}) }),
      snooze(ctx(), { holder: other, id, until: null }),
      changeDelivery(ctx(), { holder: other, id, choices: choices(DAILY) }),
    ];
    for (const one of tries) expect(await one).toEqual({ kind: "unknown" });
    expect(await readSubscriptionsOf(scene.db, other)).toEqual([]);
    expect(await readSubscriptionsOf(scene.db, holder)).toMatchObject([{ id, state: "active" }]);
  });

  it("a followed medicine ends by itself when it is over, and begins again when that was wrong", async () => {
    const caseId = await openCase();
    const [base] = await standing();
    await endWish(ctx(), { holder, id, wishId: base?.id ?? 0 });
    await addWish(ctx(), { holder, id, wish: wishFor({ cases: [caseId] }, { untilResolved: true, atOnce: true }) });
    await publish("J01DH02", { caseId });
    await publish("J01DH02", { caseId, kind: "resolved" });
    expect(await standing()).toEqual([]);
    await workAt("2026-08-20T08:00:01Z");
    await publish("J01DH02", { caseId, kind: "update" });
    await workAt("2026-08-20T08:00:01Z");
    expect(email.sentMessages().flat()).toEqual([1, 2]);
    const before = await publish("J01DH02", { caseId, kind: "resolved" });
    await scene.db.updateTable("wish").set({ ended_by: before }).where("ended_reason", "=", "resolved").execute();
    await publish("J01DH02", { caseId, kind: "correction" });
    expect(await standing()).toHaveLength(1);
    await workAt("2026-08-20T08:00:02Z");
    expect(email.sentMessages().flat()).toEqual([1, 2, 5]);
  });
});
