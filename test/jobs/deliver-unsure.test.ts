import { describe, expect, it } from "vitest";
import type { RecordingChannel } from "../support/recording-channel.ts";
import type { Scene } from "../support/scene.ts";
import { SIZES, useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";

describe.each(SIZES)("on $name", (place) => {
  let scene: Scene;
  let chat: RecordingChannel;

  let wait: DeliveryDesk["wait"];
  let attemptDue: DeliveryDesk["attemptDue"];
  useDeliveryDesk((desk) => {
    ({ scene, chat, wait, attemptDue } = desk);
  }, place);

  function readDeliveries() {
    return scene.db.selectFrom("delivery").select(["state", "outcome"]).orderBy("id").execute();
  }

  describe("workers that do not know whether they were heard", () => {
    it("ask the receiver where it can be asked, and send again only what it has not", async () => {
      const asked: Date[] = [];
      const answers = [{ kind: "not-heard" } as const, { kind: "heard", externalId: "17.1" } as const];
      chat.whenUnsure = {
        kind: "look-up",
        lookUp: async ({ startedAt }) => {
          asked.push(startedAt);
          return answers.shift() ?? { kind: "not-known", reason: "no scope" };
        },
      };
      await scene.subscribe();
      await scene.publish();
      const begun = scene.clock;
      chat.answer = () => ({ kind: "unknown", reason: "no answer" });
      for (const _ of [1, 2, 3]) {
        await attemptDue();
        wait(5_000);
      }
      expect(chat.sent).toHaveLength(2);
      expect(asked).toEqual([begun, begun]);
      expect((await readDeliveries())[0]).toMatchObject({
        state: "delivered",
        outcome: { kind: "delivered", externalId: "17.1" },
      });
    });

    it("ask no sooner than the receiver wants, and a person once it says that it will not tell", async () => {
      const answers = [{ kind: "not-known", reason: "rate limited", afterMs: 60_000 } as const];
      let asked = 0;
      chat.whenUnsure = {
        kind: "look-up",
        lookUp: async () => {
          asked++;
          return answers.shift() ?? { kind: "not-known", reason: "missing_scope" };
        },
      };
      await scene.subscribe();
      await scene.publish();
      chat.answer = () => ({ kind: "unknown", reason: "no answer" });
      for (const seconds of [0, 5, 59, 1]) {
        wait(seconds * 1_000);
        await attemptDue();
      }
      expect([asked, chat.sent.length]).toEqual([2, 1]);
      expect((await readDeliveries())[0]).toMatchObject({ state: "unknown", outcome: { reason: "missing_scope" } });
    });

    it("send again in the very order of its fields what was sent before", async () => {
      chat.whenUnsure = { kind: "repeat" };
      chat.write = async () => ({
        kind: "written",
        content: { type: "message", attachments: [{ zeta: 1, alpha: 2 }] },
      });
      await scene.subscribe();
      await scene.publish();
      chat.answer = () => ({ kind: "unknown", reason: "no answer" });
      await attemptDue();
      wait(30_000);
      await attemptDue();
      const [first, second] = chat.sent.map(({ payload }) => JSON.stringify(payload));
      expect(first).toBe('{"type":"message","attachments":[{"zeta":1,"alpha":2}]}');
      expect(second).toBe(first);
    });

    it("send again with the time that stood in it, however long the beginning took", async () => {
      chat.whenUnsure = { kind: "repeat" };
      chat.answer = () => ({ kind: "unknown", reason: "no answer" });
      const address = chat.address.bind(chat);
      // Between writing it and the note that it starts time goes by.
      chat.address = (content, envelope) => {
        wait(1_500);
        return address(content, envelope);
      };
      await scene.subscribe();
      await scene.publish();
      await attemptDue();
      wait(30_000);
      await attemptDue();
      const [first, second] = chat.addressed.map(({ now }) => now);
      expect(chat.sent).toHaveLength(2);
      expect(second).toEqual(first);
    });

    it.each([
      ["may have been taken, and is not called undelivered", "repeat", "unknown"],
      ["was not, says the receiver, and is a dead letter", "look-up", "dead"],
    ] as const)("what is refused when it is sent once more %s", async (_what, kind, state) => {
      chat.whenUnsure = kind === "repeat" ? { kind } : { kind, lookUp: async () => ({ kind: "not-heard" }) };
      await scene.subscribe();
      await scene.publish();
      const outcomes = [{ kind: "unknown", reason: "no answer" } as const];
      chat.answer = () => outcomes.shift() ?? { kind: "rejected", reason: "refused" };
      for (const _ of [1, 2]) {
        await attemptDue();
        wait(60_000);
      }
      expect(chat.sent).toHaveLength(2);
      expect((await readDeliveries())[0]).toMatchObject({ state, outcome: { reason: "refused" } });
    });
  });
});
