import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createChannels } from "../../src/channels/index.ts";
import { readSubscriptions, setSubscriptionState } from "../../src/db/subscriptions.ts";
import { NATIONAL_SOURCE } from "../../src/domain/source-health.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { sendReaderLetters } from "../../src/jobs/reader-letter.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { tellSilence } from "../../src/services/silence.ts";
import { snooze } from "../../src/services/subscriptions.ts";
import { chooseSilence, endByToken } from "../../src/services/unsubscribing.ts";
import { makeEntry, makeNotice } from "../support/builders.ts";
import { createPostgresScene, createScene, REGION, sourceDouble, type Scene } from "../support/scene.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";

const ADDRESS = "anna@skane.example";

describe.each([
  ["PGlite", createScene],
  ["PostgreSQL", createPostgresScene],
])("after a month in which nothing came, on %s,", (_name, openScene) => {
  let scene: Scene;
  let double: SmtpDouble;
  let delivering: DeliverDeps;
  let id: number;

  beforeAll(async () => {
    scene = await openScene();
    double = await startSmtpDouble();
    const channels = createChannels({
      slack: { token: null },
      teams: { http: { request: () => Promise.reject(new Error("test: no network")) } },
      email: { smtpUrl: double.url, from: "Restsignal <utskick@restsignal.example>" },
    });
    const publicUrl = "https://restsignal.example";
    delivering = { db: scene.db, channels, mode: "live", publicUrl, now: () => scene.clock };
  });
  afterAll(async () => {
    for (const channel of delivering?.channels.values() ?? []) await channel.close();
    await scene?.close();
    await double?.stop();
  });

  const holder = { channel: "email", target: { address: ADDRESS } };
  const ctx = () => ({ db: scene.db, now: scene.clock });
  const tokenOf = async () => (await readSubscriptions(scene.db, REGION)).find((one) => one.id === id)?.token ?? "";
  const tellAt = async (at: string) => {
    scene.clock = new Date(at);
    return tellSilence(ctx());
  };
  const ingestAt = async (at: string) => {
    scene.clock = new Date(at);
    const day = { at, notices: [makeNotice()] };
    await scene.ingestText({ ...sourceDouble, name: NATIONAL_SOURCE }, JSON.stringify(day));
  };
  async function letters() {
    const before = double.mails.length;
    await sendReaderLetters(delivering);
    return double.mails.slice(before).map(({ parsed }) => parsed);
  }

  beforeEach(async () => {
    await scene.reset();
    await scene.takeList([makeEntry()]);
    await ingestAt("2026-08-20T06:00:00Z");
    await runDigests(delivering, { waitForNews: false });
    id = await scene.subscribe({ ...holder, filter: { atc: ["N02"] } });
    await ingestAt("2026-11-30T06:00:00Z");
  });

  it("who subscribes is told once that all works, by when the newest file is from", async () => {
    expect(await tellAt("2026-12-01T07:30:00Z")).toBe(1);
    expect(await tellAt("2026-12-01T08:30:00Z")).toBe(0);
    expect(await tellAt("2026-12-02T07:30:00Z")).toBe(0);
    scene.clock = new Date("2026-12-01T07:31:00Z");
    const [letter, ...others] = await letters();
    expect(others).toEqual([]);
    expect(letter?.subject).toBe("Inget för dig i november: Region Skåne");
    for (const body of [letter?.text ?? "", String(letter?.html)]) {
      expect(body).toContain("Allt fungerar: den senaste filen från Läkemedelsverket är från 2026-11-30 07:00.");
      expect(body).toContain(`https://restsignal.example/preferences/${await tokenOf()}`);
      expect(body).not.toContain("undefined");
    }
  });

  it("and of the next month once more, but not of a month whose first week has passed", async () => {
    expect(await tellAt("2026-12-01T07:30:00Z")).toBe(1);
    expect(await tellAt("2026-12-08T07:30:00Z")).toBe(0);
    expect(await tellAt("2027-01-07T22:59:59Z")).toBe(1);
    expect(await tellAt("2027-02-07T23:00:00Z")).toBe(0);
  });

  it("nothing is said to work when the newest file is old", async () => {
    expect(await tellAt("2026-12-03T07:30:00Z")).toBe(1);
    const [letter] = await letters();
    expect(letter?.text).toContain("Men något kan saknas: den senaste filen från Läkemedelsverket är från 2026-11-30");
    expect(letter?.text).not.toContain("Allt fungerar");
  });

  it("an address with several regions has one letter, of those in which nothing came", async () => {
    await scene.takeList([makeEntry()], "13");
    scene.clock = new Date("2026-10-01T08:00:00Z");
    await scene.subscribe({ ...holder, regionCode: "13" });
    await scene.subscribe({ ...holder, regionCode: "14" });
    await scene.subscribe({ channel: "email", target: { address: "bo@skane.example" } });
    expect(await tellAt("2026-12-01T07:30:00Z")).toBe(2);
    const told = await letters();
    expect(told.map(({ subject }) => subject)).toEqual([
      "Inget för dig i november: Region Skåne och Region Halland",
      "Inget för dig i november: Region Skåne",
    ]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["turned it off", async () => chooseSilence(ctx(), { token: await tokenOf(), tellsSilence: false })],
    ["left", async () => endByToken(ctx(), { token: await tokenOf() })],
    ["rests", async () => snooze(ctx(), { holder, id, until: new Date("2026-12-24T06:00:00Z") })],
    [
      "was paused in it",
      async () => {
        await setSubscriptionState(scene.db, { id, state: "paused", reason: "gone", now: scene.clock });
        await setSubscriptionState(scene.db, { id, state: "active", reason: null, now: scene.clock });
      },
    ],
    [
      "is held back by the region",
      () =>
        scene.db
          .insertInto("delivery_stop")
          .values({ scope: `subscription ${id}`, reason: "byter adress", stopped_at: scene.clock, stopped_by: null })
          .execute(),
    ],
    ["began in it", () => scene.db.updateTable("subscription").set({ confirmed_at: scene.clock }).execute()],
    ["wants nothing any more", () => scene.db.updateTable("wish").set({ ended_at: scene.clock }).execute()],
    ["had a message", () => scene.publish()],
    [
      "had one of the month before, in it",
      async () => {
        scene.clock = new Date("2026-10-31T22:30:00Z");
        await scene.publish();
        scene.clock = new Date("2026-11-01T06:30:00Z");
        await deliverDue(delivering, { all: true });
      },
    ],
    [
      "has one that waits",
      async () => {
        scene.clock = new Date("2026-10-20T06:30:00Z");
        await scene.publish();
      },
    ],
    [
      "has one of this month",
      async () => {
        scene.clock = new Date("2026-12-01T06:30:00Z");
        await scene.publish();
      },
    ],
    [
      "subscribes to a region without a list",
      () => scene.db.updateTable("list_version").set({ active: false }).execute(),
    ],
  ])("who %s is told nothing", async (_who, act) => {
    await scene.db
      .updateTable("wish")
      .set({ filter: JSON.stringify({}) })
      .execute();
    await act();
    expect(await tellAt("2026-12-01T07:30:00Z")).toBe(0);
  });

  it("who leaves before the letter goes does not get it", async () => {
    await tellAt("2026-12-01T07:30:00Z");
    await endByToken(ctx(), { token: await tokenOf() });
    expect(await letters()).toEqual([]);
  });

  it("before the first file nothing is said", async () => {
    await scene.db.deleteFrom("source_state").execute();
    expect(await tellAt("2026-12-01T07:30:00Z")).toBe(0);
  });
});
