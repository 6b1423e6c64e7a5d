import { describe, expect, it } from "vitest";
import { insertStop } from "../../src/db/delivery-stops.ts";
import type { DeliveryState, Outcome } from "../../src/domain/delivery.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverQueue } from "../../src/jobs/deliver.ts";
import { FAN_OUT_QUEUE } from "../../src/jobs/fan-out.ts";
import type { JobQueue, WorkOptions } from "../../src/jobs/queue.ts";
import { startDelivering } from "../../src/jobs/run.handler.ts";
import { createLog } from "../../src/log.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { savePolicy } from "../../src/services/policies.ts";
import { DATABASES, useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
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
  useDeliveryDesk((desk) => {
    ({ scene, chat, email, deps, wait, attemptDue } = desk);
  }, place);

  const readStates = async (): Promise<DeliveryState[]> =>
    (await scene.db.selectFrom("delivery").select("state").orderBy("message_id").execute()).map(({ state }) => state);

  it("a message that cannot be written takes no other message of its digest with it", async () => {
    await scene.subscribe({ channel: "email" });
    for (const _ of [1, 2, 3]) await scene.publish({ urgency: "high" });
    const write = email.write.bind(email);
    email.write = async (input) => {
      const written = await write(input);
      const isAtFault = input.views.some(({ message }) => message.id === 2);
      return isAtFault ? { kind: "rejected", reason: "a picture that cannot be read" } : written;
    };
    await attemptDue();
    expect(email.sentMessages()).toEqual([[1, 3]]);
    expect(await readStates()).toEqual(["delivered", "dead", "delivered"]);
  });

  it("a digest that only together cannot be written is a dead letter, whole", async () => {
    await scene.subscribe({ channel: "email" });
    for (const _ of [1, 2]) await scene.publish({ urgency: "high" });
    const write = email.write.bind(email);
    email.write = async (input) => (input.views.length > 1 ? { kind: "rejected", reason: "too long" } : write(input));
    await attemptDue();
    expect(await readStates()).toEqual(["dead", "dead"]);
  });

  describe("where only a person can find out whether something was heard", () => {
    const choose = (resendUrgent: boolean) => {
      const ctx = actAtCommandLine({ db: scene.db, now: deps.now, digestChannels: new Set<string>() });
      return savePolicy(ctx, { regionCode: REGION, policy: { rules: [], ...(resendUrgent ? { resendUrgent } : {}) } });
    };
    async function sendUnheard(urgency: "high" | "normal"): Promise<number> {
      await scene.subscribe();
      await scene.publish({ urgency });
      chat.answer = () => ({ kind: "unknown", reason: "no answer" });
      for (const _ of [1, 2, 3]) {
        await attemptDue();
        wait(3_600_000);
      }
      return chat.sent.length;
    }

    it("an urgent message is sent once more, the same to the byte, when its region chose so", async () => {
      await choose(true);
      expect(await sendUnheard("high")).toBe(2);
      expect(chat.sent[1]).toEqual(chat.sent[0]);
      expect(await readStates()).toEqual(["unknown"]);
    });

    it.each([
      ["urgent", "high", false],
      ["ordinary", "normal", true],
    ] as const)("a person is asked of one that is %s otherwise", async (_what, urgency, chosen) => {
      await choose(chosen);
      expect(await sendUnheard(urgency)).toBe(1);
      expect(await readStates()).toEqual(["unknown"]);
    });
  });

  it.each([
    { kind: "all" } as const,
    { kind: "channel", channel: "chat" } as const,
    { kind: "remote", channel: "chat", remote: "somewhere" } as const,
  ])("what is in hand when %j is stopped does not begin, and counts no attempt", async (scope) => {
    chat.limits = { sendingsPerSecond: 1_000, sendingsAtOnce: 1 };
    for (const _ of [1, 2, 3]) await scene.subscribe();
    await scene.publish();
    chat.answer = async () => {
      await insertStop(scene.db, { scope, reason: "wrong text", by: "anna", now: scene.clock });
      return DELIVERED;
    };
    await attemptDue();
    expect(chat.sent).toHaveLength(1);
    const rest = await scene.db
      .selectFrom("sending")
      .select(["state", "attempts"])
      .where("state", "<>", "delivered")
      .execute();
    expect(rest).toEqual([
      { state: "due", attempts: 0 },
      { state: "due", attempts: 0 },
    ]);
  });

  it("handing out wakes the lanes at once, also that of what was handed out with its publication", async () => {
    await scene.subscribe();
    await scene.publish({ urgency: "high" });
    const handlers = new Map<string, WorkOptions["handle"]>();
    const woken: string[] = [];
    const queue: JobQueue = {
      add: (jobs) => Promise.resolve(void woken.push(...jobs.map((job) => job.queue))),
      work: (work) => Promise.resolve(void handlers.set(work.queue, work.handle)),
      schedule: () => Promise.resolve(),
      count: () => Promise.resolve(0),
      answers: () => Promise.resolve(true),
      stop: () => Promise.resolve(true),
      close: () => Promise.resolve(),
    };
    await startDelivering({ queue, log: createLog("silent"), delivering: deps });
    await handlers.get(FAN_OUT_QUEUE)?.({}, new AbortController().signal);
    expect(woken).toContain(deliverQueue("chat", "urgent"));
  });

  it("a worker that hung before it sent does not send when it wakes", async () => {
    await scene.subscribe();
    await scene.publish();
    const address = chat.address.bind(chat);
    chat.address = (content, envelope) => {
      wait(45_000);
      chat.address = address;
      return address(content, envelope);
    };
    await attemptDue();
    expect(chat.sent).toHaveLength(1);
    const [sending] = await scene.db.selectFrom("sending").select(["log", "state"]).execute();
    expect(sending?.state).toBe("delivered");
    expect(sending?.log[0]).toMatchObject({ startedAt: null, outcome: { reason: "the worker hung as it began" } });
  });
});
