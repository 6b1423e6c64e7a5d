import { describe, expect, it } from "vitest";
import { createChannels } from "../../src/channels/index.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { DATABASES, useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import type { Scene } from "../support/scene.ts";
import { startSlackDouble } from "../support/slack-double.ts";
import { startSmtpDouble } from "../support/smtp-double.ts";
import { startTeamsDouble } from "../support/teams-double.ts";

const HOURS = Array.from({ length: 24 });

describe.each(DATABASES)("on $name", (place) => {
  let scene: Scene;
  let desk: DeliveryDesk;
  useDeliveryDesk((opened) => {
    desk = opened;
    ({ scene } = opened);
  }, place);

  /** All that an installation sends with, and the far ends of it. */
  async function openChannels() {
    const token = "xoxb-test";
    const [slack, teams, smtp] = await Promise.all([
      startSlackDouble({ token }),
      startTeamsDouble(),
      startSmtpDouble(),
    ]);
    const channels = createChannels({
      slack: { token, http: slack.http, apiUrl: slack.apiUrl },
      teams: { http: teams.http },
      email: { smtpUrl: smtp.url, from: "Restsignal <utskick@restsignal.example.se>" },
    });
    const deps: DeliverDeps = { ...desk.deps, channels };
    return {
      slack,
      teams,
      smtp,
      /** Tries for as long as anything may be tried. */
      async exhaust() {
        for (const _ of HOURS) {
          await deliverDue(deps, { all: true });
          desk.wait(3_600_000);
        }
        return scene.db.selectFrom("sending").select(["state", "log"]).executeTakeFirstOrThrow();
      },
      async close() {
        await Promise.all([...channels.values()].map((channel) => channel.close()));
        await Promise.all([slack.stop(), teams.stop(), smtp.stop()]);
      },
    };
  }

  const slackTarget = { channel: "slack", target: { channelId: "C0123ABCDEF" } };
  const teamsTarget = { channel: "teams", target: { webhookUrl: "https://prod-1.westeurope.logic.azure.com/x?sig=y" } };
  const mailTarget = { channel: "email", target: { address: "anna@skane.example" } };

  describe("a message whose answer was lost", () => {
    it.each([
      ["was taken is found in Slack's history and never sent twice", true],
      ["was not is missing there and is sent, once", false],
    ])("and that %s", async (_what, isTaken) => {
      const open = await openChannels();
      await scene.subscribe(slackTarget);
      await scene.publish();
      open.slack.answerNext({ kind: "break", when: "before-answer", isTaken });
      expect(await open.exhaust()).toMatchObject({ state: "delivered" });
      expect(open.slack.posts).toHaveLength(1);
      await open.close();
    });

    it("where Slack does not let its history be read is a person's, and never sent twice", async () => {
      const open = await openChannels();
      await scene.subscribe(slackTarget);
      await scene.publish();
      open.slack.answerNext({ kind: "break", when: "before-answer", isTaken: true });
      open.slack.answerNext({ kind: "error", code: "missing_scope" });
      expect(await open.exhaust()).toMatchObject({ state: "unknown" });
      expect(open.slack.posts).toHaveLength(1);
      await open.close();
    });

    it.each([
      ["was taken comes once more, the same to the byte", true, 2],
      ["was not comes once", false, 1],
    ])("and that %s by e-mail", async (_what, isTaken, mails) => {
      const open = await openChannels();
      await scene.subscribe(mailTarget);
      await scene.publish();
      open.smtp.hangUpNext({ isTaken });
      expect(await open.exhaust()).toMatchObject({ state: "delivered" });
      expect(open.smtp.mails).toHaveLength(mails);
      expect(new Set(open.smtp.mails.map(({ raw }) => raw)).size).toBe(1);
      await open.close();
    });

    it("twice is a person's by e-mail, which got it at most once more", async () => {
      const open = await openChannels();
      await scene.subscribe(mailTarget);
      await scene.publish();
      for (const isTaken of [true, true, true]) open.smtp.hangUpNext({ isTaken });
      expect(await open.exhaust()).toMatchObject({ state: "unknown" });
      expect(open.smtp.mails).toHaveLength(2);
      await open.close();
    });

    it("is a person's in Teams at once, and never sent again", async () => {
      for (const isTaken of [true, false]) {
        await scene.reset();
        const open = await openChannels();
        await scene.subscribe(teamsTarget);
        await scene.publish();
        open.teams.answerNext({ kind: "break", when: "before-answer", isTaken });
        const { state, log } = await open.exhaust();
        expect([state, log.length, open.teams.posts.length]).toEqual(["unknown", 1, isTaken ? 1 : 0]);
        await open.close();
      }
    });
  });

  it("a receiver whose answers are all nonsense holds up nobody, and each sending ends by name", async () => {
    const open = await openChannels();
    for (const target of [slackTarget, teamsTarget, mailTarget]) await scene.subscribe(target);
    await scene.publish();
    for (const body of ["", "<html>", '{"ok":', "null"].flatMap((one) => [one, one, one])) {
      open.slack.answerNext({ kind: "raw", body });
      open.teams.answerNext({ kind: "raw", status: 500, body });
    }
    open.smtp.answerNext({ step: "receiver", code: 599, text: "?" });
    await open.exhaust();
    const sendings = await scene.db
      .selectFrom("sending")
      .select(["channel", "state", "outcome"])
      .orderBy("channel")
      .execute();
    expect(sendings.map(({ channel, state }) => [channel, state])).toEqual([
      ["email", "dead"],
      ["slack", "unknown"],
      ["teams", "unknown"],
    ]);
    for (const { outcome } of sendings)
      expect(outcome).toMatchObject({ reason: expect.stringMatching(/^\P{C}{1,250}$/u) });
    await open.close();
  });
});
