import { describe, expect, it, vi } from "vitest";
import { workLane, type DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import { gatherDue } from "../../src/services/sendings.ts";
import { DATABASES, useDeliveryDesk } from "../support/delivery-desk.ts";
import { PATIENT } from "../support/patience.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import type { Scene } from "../support/scene.ts";

const MESSAGES = 40;

describe.each(DATABASES)("on $name", (place) => {
  let scene: Scene;
  let chat: RecordingChannel;
  let deps: DeliverDeps;
  useDeliveryDesk((desk) => {
    ({ scene, chat, deps } = desk);
  }, place);

  async function countSendings(): Promise<Record<string, number>> {
    const rows = await scene.db
      .selectFrom("sending")
      .select((eb) => ["state", eb.fn.countAll<number>().as("count")])
      .groupBy("state")
      .execute();
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  it("a worker that is to stop lets what is on its way end, and gives the rest back at once, as if it had not been taken", async () => {
    for (const _ of Array(MESSAGES)) await scene.subscribe();
    await scene.publish();
    await fanOut(deps);
    const gate = Promise.withResolvers<void>();
    chat.answer = () => gate.promise.then(() => ({ kind: "delivered", externalId: "x" }));
    const stop = new AbortController();
    const working = workLane(deps, { channel: chat, lane: "ordinary", all: false, report() {}, stop: stop.signal });
    await vi.waitFor(() => expect(chat.sent.length).toBeGreaterThan(0), PATIENT);
    stop.abort();
    await vi.waitFor(async () => {
      const { claimed = 0, due = 0 } = await countSendings();
      expect([claimed, claimed + due]).toEqual([chat.sent.length, MESSAGES]);
    }, PATIENT);
    gate.resolve();
    await working;
    expect(await countSendings()).toEqual({ delivered: chat.sent.length, due: MESSAGES - chat.sent.length });
    const left = scene.db.selectFrom("sending").select("attempts").distinct().where("state", "=", "due");
    expect(await left.execute()).toEqual([{ attempts: 0 }]);
  });

  it("what a stopping worker had noted as begun, ahead of a free line, is given back as if it had not been: it was sent nowhere", async () => {
    chat.whenUnsure = { kind: "repeat" };
    for (const _ of Array(2 * MESSAGES)) await scene.subscribe();
    await scene.publish();
    await fanOut(deps);
    const gate = Promise.withResolvers<void>();
    let answered = 0;
    chat.answer = async () => {
      if ((answered += 1) > MESSAGES) await gate.promise;
      return { kind: "delivered", externalId: "x" };
    };
    const countBegun = async () => {
      const begun = scene.db.selectFrom("sending").select("id").where("state", "=", "claimed");
      return (await begun.where("started_at", "is not", null).execute()).length;
    };
    const stop = new AbortController();
    const working = workLane(deps, { channel: chat, lane: "ordinary", all: false, report() {}, stop: stop.signal });
    const onLines = () => chat.sent.length - MESSAGES;
    await vi.waitFor(async () => {
      expect(onLines()).toBe(3);
      expect(await countBegun()).toBeGreaterThan(onLines());
    }, PATIENT);
    stop.abort();
    await vi.waitFor(async () => expect(await countBegun()).toBe(onLines()), PATIENT);
    gate.resolve();
    await working;
    expect(await countSendings()).toEqual({ delivered: chat.sent.length, due: 2 * MESSAGES - chat.sent.length });
    const left = scene.db.selectFrom("sending").select(["attempts", "started_at", "lease_until"]).distinct();
    expect(await left.where("state", "=", "due").execute()).toEqual([
      { attempts: 0, started_at: null, lease_until: null },
    ]);
    chat.answer = () => ({ kind: "delivered", externalId: "x" });
    await workLane(deps, { channel: chat, lane: "ordinary", all: false, report() {} });
    expect(await countSendings()).toEqual({ delivered: 2 * MESSAGES });
    expect(new Set(chat.sent.map(({ sendingKey }) => sendingKey)).size).toBe(2 * MESSAGES);
  });

  it("what may have been heard once is noted as begun only when a line is free, so that a crash leaves no second doubt of it", async () => {
    chat.whenUnsure = { kind: "repeat" };
    for (const _ of Array(MESSAGES)) await scene.subscribe();
    await scene.publish();
    await fanOut(deps);
    chat.answer = () => ({ kind: "delivered", externalId: "x" });
    const work = { channel: chat, lane: "ordinary", all: false, report() {} } as const;
    await gatherDue(deps, work);
    await scene.db.updateTable("sending").set({ unsure: true, repeats: 1 }).execute();
    const gate = Promise.withResolvers<void>();
    let answered = 0;
    chat.answer = async () => {
      if ((answered += 1) > MESSAGES / 2) await gate.promise;
      return { kind: "delivered", externalId: "x" };
    };
    const working = workLane(deps, work);
    await vi.waitFor(() => expect(chat.sent).toHaveLength(MESSAGES / 2 + 3), PATIENT);
    const begun = scene.db
      .selectFrom("sending")
      .select("id")
      .where("state", "=", "claimed")
      .where("started_at", "is not", null);
    await vi.waitFor(async () => expect(await begun.execute()).toHaveLength(3), PATIENT);
    gate.resolve();
    await working;
    expect(await countSendings()).toEqual({ delivered: MESSAGES });
  });
});
