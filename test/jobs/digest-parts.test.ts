import { beforeEach, afterEach, describe, expect, it } from "vitest";
import type { Channel } from "../../src/channels/channel.ts";
import { createEmailChannel } from "../../src/channels/email.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { DATABASES } from "../support/delivery-desk.ts";
import { makeFacts, makeHugeView } from "../support/message-views.ts";
import type { Scene } from "../support/scene.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";
import { useScene } from "../support/use-scene.ts";
import { beginCase, ongoing } from "../support/meropenem-case.ts";
import { factsOf } from "../support/message-facts.ts";

describe.each(DATABASES)("a digest in parts on $name", (place) => {
  let scene: Scene;
  let double: SmtpDouble;
  let email: Channel;
  let deps: DeliverDeps;

  useScene((opened) => {
    scene = opened;
  }, place.open);
  beforeEach(async () => {
    double = await startSmtpDouble();
    email = createEmailChannel({ smtpUrl: double.url, from: "Restsignal <utskick@restsignal.example.se>" });
    deps = {
      db: scene.db,
      channels: new Map([["email", email]]),
      mode: "live",
      publicUrl: "https://rest.example",
      now: () => scene.clock,
      pause: async (ms) => {
        scene.clock = new Date(scene.clock.getTime() + ms);
      },
    };
    await scene.subscribe({ channel: "email", target: { address: "kim@region.example" } });
  });
  afterEach(async () => {
    await email.close();
    await double.stop();
  });

  /** As many messages, each of which takes most of a mail; and one that takes more than one, when told. */
  async function publishLong(count: number, { huge = 0 } = {}): Promise<void> {
    for (let index = 0; index < count; index++)
      await scene.publish({ facts: makeFacts({ notices: factsOf("case", makeHugeView(150).message).notices }) });
    if (huge > 0)
      await scene.publish({ facts: makeFacts({ notices: factsOf("case", makeHugeView(huge).message).notices }) });
  }

  async function deliverAt(at: string): Promise<void> {
    scene.clock = new Date(at);
    await deliverDue(deps, { all: false });
  }

  function readSendings() {
    return scene.db
      .selectFrom("sending")
      .select(["state", "part", "parts", "attempts", "key"])
      .orderBy("part")
      .execute();
  }

  function readStates() {
    return scene.db.selectFrom("delivery").select(["state", "sending_id"]).orderBy("id").execute();
  }

  it("goes out as sendings of their own, in order and once, kept together by their headers", async () => {
    await publishLong(3);
    await deliverAt("2026-08-21T05:00:00Z");
    await deliverAt("2026-08-21T05:01:00Z");
    const mails = double.mails.map(({ parsed }) => parsed);
    expect(mails.map(({ subject }) => subject?.slice(0, 11))).toEqual(["Del 1 av 3:", "Del 2 av 3:", "Del 3 av 3:"]);
    expect(mails.map(({ references }) => references)).toEqual([undefined, mails[0]?.messageId, mails[0]?.messageId]);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(3);
    expect((await readSendings()).map(({ state, part, parts }) => [state, part, parts])).toEqual([
      ["delivered", 1, 3],
      ["delivered", 2, 3],
      ["delivered", 3, 3],
    ]);
    const states = await readStates();
    expect(states.map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
    expect(new Set(states.map((row) => row.sending_id)).size).toBe(3);
  });

  it("is frozen whole before its first part goes: what fails is sent again as it was, whatever has become due", async () => {
    await publishLong(2);
    double.answerNext({ step: "receiver", code: 451, text: "4.3.0 Try again later" });
    await deliverAt("2026-08-21T05:00:00Z");
    expect((await readSendings()).map(({ state }) => state)).toEqual(["due", "delivered"]);
    await publishLong(1);
    await deliverAt("2026-08-21T05:10:00Z");
    const subjects = double.mails.map(({ parsed }) => parsed.subject);
    expect(subjects.map((subject) => subject?.slice(0, 10))).toEqual(["Del 2 av 2", "Del 1 av 2"]);
  });

  it("has a fate for each part: one that cannot be sent is a dead letter with its messages, and the others arrive", async () => {
    await publishLong(2);
    double.answerNext({ step: "message", code: 554, text: "5.6.0 Message content rejected" });
    await deliverAt("2026-08-21T05:00:00Z");
    await deliverAt("2026-08-21T05:10:00Z");
    expect((await readSendings()).map(({ state }) => state)).toEqual(["dead", "delivered"]);
    expect((await readStates()).map(({ state }) => state).toSorted()).toEqual(["dead", "delivered"]);
  });

  it("holds a message that stands in several parts for sent only when all of them are", async () => {
    await publishLong(0, { huge: 500 });
    double.answerNext({ step: "message", code: 554, text: "5.6.0 Message content rejected" });
    scene.clock = new Date("2026-08-21T05:00:00Z");
    await deliverDue(deps, { all: false });
    const sendings = await readSendings();
    expect(sendings.length).toBeGreaterThan(1);
    expect(sendings[0]?.state).toBe("dead");
    expect(sendings.slice(1).every(({ state }) => state === "delivered")).toBe(true);
    expect((await readStates()).map(({ state }) => state)).toEqual(["dead"]);
  });

  it("is delivered when all parts of a message are", async () => {
    await publishLong(1, { huge: 300 });
    await deliverAt("2026-08-21T05:00:00Z");
    await deliverAt("2026-08-21T05:10:00Z");
    expect((await readStates()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect((await readSendings()).every(({ state }) => state === "delivered")).toBe(true);
    expect(double.mails).toHaveLength((await readSendings()).length);
  });

  it("does not go on with a message of which a newer version has come between its parts", async () => {
    await beginCase(scene, ongoing);
    const { id: caseId } = await scene.db.selectFrom("region_case").select("id").executeTakeFirstOrThrow();
    const facts = makeFacts({ notices: factsOf("case", makeHugeView(300).message).notices });
    await scene.publish({ caseId, facts });
    let sent = 0;
    const send: Channel["send"] = async (input) =>
      ++sent === 2 ? { kind: "retry", reason: "451 4.3.0 Try again later" } : email.send(input);
    deps = { ...deps, channels: new Map([["email", { ...email, send }]]) };
    await deliverAt("2026-08-21T05:00:00Z");
    expect((await readSendings()).slice(0, 2).map(({ state }) => state)).toEqual(["delivered", "due"]);
    const before = double.mails.length;
    await scene.publish({ caseId, kind: "update", urgency: "high" });
    // Not yet time for the part's next attempt.
    await deliverAt("2026-08-21T05:00:10Z");
    await deliverAt("2026-08-21T05:10:00Z");
    await deliverAt("2026-08-21T05:20:00Z");
    const kinds = double.mails.slice(before).map(({ parsed }) => parsed.subject?.split(":")[0]);
    // What else its parts held comes by itself.
    expect(kinds).toEqual(["Brådskande", "Läget nu"]);
    expect((await readStates()).map(({ state }) => state)).toEqual(["delivered", "cancelled", "delivered"]);
  });

  it("is not called off because a part of it has told the newer version of a case", async () => {
    await beginCase(scene, ongoing);
    const { id: caseId } = await scene.db.selectFrom("region_case").select("id").executeTakeFirstOrThrow();
    for (const kind of ["new", "update"] as const)
      await scene.publish({
        caseId,
        kind,
        facts: makeFacts({ notices: factsOf("case", makeHugeView(150).message).notices }),
      });
    await deliverAt("2026-08-21T05:00:00Z");
    await deliverAt("2026-08-21T05:10:00Z");
    expect(new Set((await readStates()).map(({ state }) => state))).toEqual(new Set(["delivered"]));
    expect((await readSendings()).filter(({ parts }) => parts > 1)).toHaveLength(2);
  });
});
