import { describe, expect, it } from "vitest";
import { readSubscriptionsOf } from "../../src/db/subscriptions.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { endByToken, explainEnd, resumeByToken } from "../../src/services/unsubscribing.ts";
import { DATABASES, useDeliveryDesk } from "../support/delivery-desk.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import type { Scene } from "../support/scene.ts";

const HOLDER = { channel: "chat", target: { place: 70 } };

describe.each(DATABASES)("a reader who ends by the token of a message, on $name", (size) => {
  let scene: Scene;
  let chat: RecordingChannel;
  let deps: DeliverDeps;
  useDeliveryDesk((desk) => {
    ({ scene, chat, deps } = desk);
  }, size);

  const ctx = () => ({ db: scene.db, now: scene.clock });
  /** Subscribes them, and gives the token that their messages carry. */
  async function subscribe(): Promise<string> {
    await scene.subscribe(HOLDER);
    return (await readSubscriptionsOf(scene.db, HOLDER))[0]?.token ?? "";
  }
  const attempt = () => deliverDue(deps, { all: false });
  const states = async () =>
    (await scene.db.selectFrom("delivery").select("state").orderBy("id").execute()).map(({ state }) => state);

  it("while a message is being written to them gets nothing, and it is no loss", async () => {
    const token = await subscribe();
    await scene.publish();
    const write = chat.write.bind(chat);
    chat.write = async (input) => {
      await endByToken(ctx(), { token });
      return write(input);
    };
    await attempt();
    expect(chat.sent).toEqual([]);
    scene.clock = new Date(scene.clock.getTime() + 3_600_000);
    await attempt();
    expect(chat.sent).toEqual([]);
    expect(await states()).toEqual(["cancelled"]);
  });

  it("at the same moment as all is sent has it whole or not at all, and nothing after that", async () => {
    const token = await subscribe();
    for (let message = 0; message < 5; message += 1) await scene.publish();
    await Promise.all([attempt(), endByToken(ctx(), { token }), endByToken(ctx(), { token })]);
    const { length: sent } = chat.sent;
    await scene.publish();
    scene.clock = new Date(scene.clock.getTime() + 3_600_000);
    await attempt();
    await attempt();
    expect(chat.sent).toHaveLength(sent);
    expect((await states()).filter((state) => state === "delivered")).toHaveLength(sent);
    expect((await states()).filter((state) => state !== "delivered" && state !== "cancelled")).toEqual([]);
  });

  it("has what comes after they have taken it back, and not what came meanwhile", async () => {
    const token = await subscribe();
    await scene.publish();
    const wait = () => (scene.clock = new Date(scene.clock.getTime() + 60_000));
    expect(await endByToken(ctx(), { token })).toEqual({ kind: "changed" });
    expect(await endByToken(ctx(), { token })).toEqual({ kind: "unchanged" });
    wait();
    await scene.publish();
    await explainEnd(ctx(), { token, reason: "too-many" });
    wait();
    expect(await resumeByToken(ctx(), { token })).toEqual({ kind: "changed" });
    expect(await resumeByToken(ctx(), { token })).toEqual({ kind: "unchanged" });
    wait();
    const { id } = await scene.publish();
    await attempt();
    expect(chat.sentMessages()).toEqual([[id]]);
    expect(await endByToken(ctx(), { token: "nobody's" })).toEqual({ kind: "unknown" });
  });
});
