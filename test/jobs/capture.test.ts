import { describe, expect, it } from "vitest";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { readLatestPayload } from "../../src/services/sent-payloads.ts";
import { DATABASES, useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import { REGION, type Scene } from "../support/scene.ts";

describe.each(DATABASES)("capture mode on $name", (place) => {
  let scene: Scene;
  let chat: RecordingChannel;
  let deps: DeliverDeps;
  let attemptDue: DeliveryDesk["attemptDue"];
  useDeliveryDesk((desk) => {
    ({ scene, chat, deps, attemptDue } = desk);
  }, place);

  /** Every delivery, oldest first, as the table has it. */
  function readDeliveries() {
    return scene.db.selectFrom("delivery").select(["state", "outcome", "finished_at"]).orderBy("id").execute();
  }
  it("waits for no pace, since nothing goes anywhere, and leaves no doubt where its worker dies", async () => {
    const slow = { ...chat, limits: { ...chat.limits, sendingsPerSecond: 1, targetGapMs: 60_000 } };
    await scene.subscribe();
    for (const _ of [1, 2, 3]) await scene.publish();
    const pause = () => Promise.reject(new Error("test: it waits"));
    const results = await deliverDue(
      { ...deps, mode: "capture", channels: new Map([["chat", slow]]), pause },
      { all: false },
    );
    expect(results).toHaveLength(3);
    expect(
      (await scene.db.selectFrom("sending").select("started_at").execute()).map((sending) => sending.started_at),
    ).toEqual([null, null, null]);
  });

  it("renders, validates and records everything, and sends nothing", async () => {
    await scene.subscribe();
    await scene.publish();
    await deliverDue({ ...deps, mode: "capture" }, { all: false });
    expect(chat.sent).toEqual([]);
    expect((await readDeliveries())[0]).toMatchObject({
      state: "captured",
      outcome: null,
      finished_at: scene.clock,
    });
    expect(await readLatestPayload(deps, { channel: "chat", regionCode: REGION })).toEqual({ messages: [1] });
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
