import { sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import { readWishes } from "../../src/db/wishes.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { addWish, endWish } from "../../src/services/subscriptions.ts";
import { describeReasons } from "../../templates/reasons.ts";
import { DATABASES, useDeliveryDesk } from "../support/delivery-desk.ts";
import { makeEntryFact, makeFacts } from "../support/message-views.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import type { Scene } from "../support/scene.ts";

describe.each(DATABASES)("why somebody gets a sending, on $name,", (place) => {
  let scene: Scene;
  let email: RecordingChannel;
  let deps: DeliverDeps;
  let id: number;
  const holder = { channel: "email", target: { place: 70 } };
  useDeliveryDesk((desk) => {
    ({ scene, email, deps } = desk);
  }, place);

  beforeEach(async () => {
    await runDigests(deps, { waitForNews: false });
    id = await scene.subscribe({ ...holder, filter: { priorities: [1] } });
  });

  const want = (filter: SubscriptionFilter, over = {}) =>
    addWish(
      { db: scene.db, now: scene.clock },
      { holder, id, wish: { filter, atOnce: false, untilResolved: false, ...over } },
    );
  const publish = (atc: string, over: Parameters<Scene["publish"]>[0] = {}) =>
    scene.publish({ facts: makeFacts({ entry: makeEntryFact({ atc }) }), ...over });
  const digest = async () => {
    scene.clock = new Date("2026-08-21T05:00:00Z");
    await deliverDue(deps, { all: false });
  };
  const told = () =>
    email.written.map(({ reasons }) => (reasons === undefined ? null : describeReasons(reasons, "sv")));

  it("each wish that it fits is told once, with when it comes, and no other", async () => {
    await want({ atc: ["J01"], areas: ["Akutsjukvård"] });
    await want({ atc: ["N02"] });
    await publish("J01DH02");
    await publish("J01CA01");
    await digest();
    expect(told()).toEqual([
      {
        lines: [
          "prioritet 1 på Region Skånes lista, varje dag 07:00",
          "ATC-grupp J01 på Region Skånes lista, område akutsjukvård, varje dag 07:00",
        ],
        ended: [],
      },
    ]);
  });

  it("what is urgent says that it did not wait, and a wish for each at once says so itself", async () => {
    await want({ atc: ["J01"] }, { atOnce: true });
    await publish("J01DH02", { urgency: "high" });
    await publish("J01DH02");
    await deliverDue(deps, { all: false });
    expect(told().map((reasons) => reasons?.lines)).toEqual([
      [
        "prioritet 1 på Region Skånes lista, brådskande, därför direkt",
        "ATC-grupp J01 på Region Skånes lista, brådskande, därför direkt",
      ],
      // Each wish tells its own rhythm, also where another one hurried the mail.
      ["prioritet 1 på Region Skånes lista, varje dag 07:00", "ATC-grupp J01 på Region Skånes lista, direkt"],
    ]);
  });

  it("what is followed until it is over says, with that, that it is followed no longer", async () => {
    await want({ atc: ["J01DH02"] }, { untilResolved: true });
    await publish("J01DH02", { kind: "resolved" });
    await digest();
    expect(told()).toEqual([
      {
        lines: [
          "prioritet 1 på Region Skånes lista, varje dag 07:00",
          "ATC-kod J01DH02 på Region Skånes lista, tills det är åter, varje dag 07:00",
        ],
        ended: ["Du följer inte längre ATC-kod J01DH02 på Region Skånes lista: det är över."],
      },
    ]);
  });

  it("is written once for all who get the same for the same reasons, and apart for others", async () => {
    const other = { channel: "email", target: { place: 71 } };
    await scene.subscribe({ ...other, filter: { priorities: [1] } });
    await scene.subscribe({ channel: "email", target: { place: 72 }, filter: {} });
    await publish("J01DH02");
    await digest();
    expect(email.sent).toHaveLength(3);
    expect(email.written).toHaveLength(2);
  });

  it("of what was handed out before there were wishes nothing is made up", async () => {
    await publish("J01DH02");
    await sql`update delivery set wishes = null`.execute(scene.db);
    await digest();
    expect(told()).toEqual([null]);
  });

  it("a wish that has ended meanwhile is no reason to send", async () => {
    await want({ atc: ["N02"] });
    const second = (await readWishes(scene.db, [id])).at(-1);
    await publish("N02BE01");
    await endWish({ db: scene.db, now: scene.clock }, { holder, id, wishId: second?.id ?? 0 });
    await digest();
    expect(told().map((reasons) => reasons?.lines)).toEqual([["prioritet 1 på Region Skånes lista, varje dag 07:00"]]);
  });
});
