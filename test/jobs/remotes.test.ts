import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { insertStop } from "../../src/db/delivery-stops.ts";
import { countWaiting } from "../../src/db/sending-archive.ts";
import { setSubscriptionState } from "../../src/db/subscriptions.ts";
import type { Outcome } from "../../src/domain/delivery.ts";
import { MAX_FAILURES } from "../../src/domain/remote.ts";
import { HANGS_AFTER_MS } from "../../src/domain/slots.ts";
import { workLane, type DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { claimSendings } from "../../src/services/claims.ts";
import { gatherDue } from "../../src/services/sendings.ts";
import { DATABASES, useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import { PATIENT } from "../support/patience.ts";
import { type Scene } from "../support/scene.ts";

const targetSchema = z.object({ place: z.int() });
const HOSTS = ["down.se", "up.se", "a.se", "b.se", "slow.se", "fast.se"];
const PLACES_AT_HOST = 1_000;
const hostOf = (target: unknown): string => HOSTS[Math.floor(targetSchema.parse(target).place / PLACES_AT_HOST)] ?? "";
const DELIVERED: Outcome = { kind: "delivered", externalId: "x" };
const REFUSED: Outcome = { kind: "retry", reason: "ECONNREFUSED", scope: "installation" };

describe.each(DATABASES)("on $name", (place) => {
  let scene: Scene;
  let chat: RecordingChannel;
  let deps: DeliverDeps;
  let wait: DeliveryDesk["wait"];
  let attemptDue: DeliveryDesk["attemptDue"];
  useDeliveryDesk((desk) => {
    ({ scene, chat, deps, wait, attemptDue } = desk);
    chat.remoteOf = hostOf;
    chat.limits = { sendingsPerSecond: 100, sendingsAtOnce: 4 };
  }, place);

  let places = 0;
  async function subscribeAt(at: string, count: number): Promise<void> {
    for (let left = count; left > 0; left -= 1)
      await scene.subscribe({ target: { place: HOSTS.indexOf(at) * PLACES_AT_HOST + (places += 1) } });
  }
  const sentTo = (at: string): number => chat.sent.filter(({ target }) => hostOf(target) === at).length;
  const readRemote = (name: string) =>
    scene.db.selectFrom("remote").selectAll().where("channel", "=", "chat").where("name", "=", name).executeTakeFirst();
  const readSendings = () => scene.db.selectFrom("sending").selectAll().orderBy("id").execute();
  const countIn = async (state: string) => (await readSendings()).filter((row) => row.state === state).length;
  const claim = async (lane: "urgent" | "ordinary" = "ordinary") => {
    await gatherDue(deps, { channel: chat, lane, all: false });
    return (await claimSendings(deps, { channel: chat, lane, limit: 100 })).claimed;
  };

  describe("a host that is down", () => {
    beforeEach(async () => {
      await subscribeAt("down.se", 12);
      await subscribeAt("up.se", 3);
      chat.answer = ({ target }) => (hostOf(target) === "down.se" ? REFUSED : DELIVERED);
      await scene.publish();
    });

    it("is left alone after some failures in a row: the rest waits with its time and its attempts untouched", async () => {
      const published = scene.clock;
      await attemptDue();
      expect(sentTo("up.se")).toBe(3);
      // What was under way together with the last of them.
      expect(sentTo("down.se")).toBeLessThan(MAX_FAILURES + chat.limits.sendingsAtOnce);
      const waiting = (await readSendings()).filter(({ state, attempts }) => state === "due" && attempts === 0);
      expect(waiting).toHaveLength(12 - sentTo("down.se"));
      expect(new Set(waiting.map(({ due_at: dueAt }) => dueAt?.getTime()))).toEqual(new Set([published.getTime()]));
      expect(await claim()).toEqual([]);
    });

    it("is asked by one sending, whoever works, and all is sent when that one is taken", async () => {
      await attemptDue();
      const tried = sentTo("down.se");
      wait(5_000);
      const [first, second] = await Promise.all([claim(), claim()]);
      expect([...first, ...second].filter(({ remote }) => remote === "down.se")).toMatchObject([{ isProbe: true }]);
      expect(await claim()).toEqual([]);
      await scene.db
        .updateTable("sending")
        .set({ state: "due", lease_until: null })
        .where("state", "=", "claimed")
        .execute();
      chat.answer = () => DELIVERED;
      await attemptDue();
      wait(120_000);
      await attemptDue();
      expect(sentTo("down.se")).toBe(tried + 12);
      expect(await readRemote("down.se")).toMatchObject({ failures: 0, openings: 0, open_until: null });
    });

    it("costs whoever asks no attempt, however long it is down, and is asked ever more seldom", async () => {
      await attemptDue();
      const tried = sentTo("down.se");
      for (let minute = 0; minute < 60; minute += 1) {
        wait(60_000);
        await attemptDue();
      }
      expect(sentTo("down.se") - tried).toBeLessThan(25);
      expect(sentTo("down.se") - tried).toBeGreaterThan(8);
      const states = (await readSendings()).map(({ state }) => state);
      expect(states.filter((state) => state === "dead")).toEqual([]);
      expect(Math.max(...(await readSendings()).map(({ attempts }) => attempts))).toBeLessThanOrEqual(2);
    });

    it("lets go of what was in a worker's hand when it was found to be down", async () => {
      chat.limits = { sendingsPerSecond: 100, sendingsAtOnce: 1 };
      await attemptDue();
      expect(sentTo("down.se")).toBe(MAX_FAILURES);
      const rest = (await readSendings()).filter(({ state, attempts }) => state === "due" && attempts === 0);
      expect(rest).toHaveLength(12 - MAX_FAILURES);
    });

    it("holds up no urgent message to others, and gets none itself", async () => {
      await attemptDue();
      chat.sent.length = 0;
      await scene.publish({ urgency: "high" });
      await attemptDue();
      expect([sentTo("up.se"), sentTo("down.se")]).toEqual([3, 0]);
    });
  });

  it("where all of a channel is down, nothing of it is claimed, and one asks for all", async () => {
    await subscribeAt("a.se", 10);
    await subscribeAt("b.se", 10);
    await scene.publish();
    chat.answer = () => ({ kind: "retry", reason: "ECONNREFUSED", scope: "app" });
    await attemptDue();
    const tried = chat.sent.length;
    expect(tried).toBeLessThan(MAX_FAILURES + chat.limits.sendingsAtOnce);
    wait(5_000);
    expect(await claim()).toMatchObject([{ isProbe: true }]);
    expect(await claim()).toEqual([]);
  });

  describe("the pace", () => {
    beforeEach(async () => {
      await subscribeAt("slow.se", 3);
      await subscribeAt("fast.se", 2);
      await scene.publish();
    });

    it("of a host that says 429 is halved once, and what it asks for is kept by all that go there", async () => {
      chat.answer = ({ target }) =>
        hostOf(target) === "slow.se"
          ? { kind: "retry", reason: "429", scope: "installation", afterMs: 60_000 }
          : DELIVERED;
      await attemptDue();
      expect(await readRemote("slow.se")).toMatchObject({ learned_per_second: 50 });
      expect(await readRemote("fast.se")).toMatchObject({ learned_per_second: null });
      expect(sentTo("fast.se")).toBe(2);
      await subscribeAt("slow.se", 1);
      await scene.publish({ urgency: "high" });
      const before = sentTo("slow.se");
      wait(58_000);
      await attemptDue();
      expect(sentTo("slow.se")).toBe(before);
      chat.answer = () => DELIVERED;
      wait(2_000);
      await attemptDue();
      expect(sentTo("slow.se")).toBeGreaterThan(before);
    });

    it("rises again while it goes well, up to what the channel may", async () => {
      chat.answer = ({ target }) => (hostOf(target) === "slow.se" ? REFUSED : DELIVERED);
      await attemptDue();
      chat.answer = () => DELIVERED;
      const speeds: number[] = [];
      for (let round = 0; round < 13; round += 1) {
        wait(30_000);
        await scene.publish();
        await attemptDue();
        speeds.push((await readRemote("slow.se"))?.learned_per_second ?? 100);
      }
      expect(speeds).toEqual(speeds.toSorted((one, other) => one - other));
      expect(speeds[0]).toBeLessThan(100);
      expect(speeds.at(-1)).toBe(100);
    });
  });

  it("what urgent messages take of the pace holds up the rest, and is waited out where one process sends all", async () => {
    chat.limits = { sendingsPerSecond: 5, sendingsAtOnce: 4 };
    await subscribeAt("a.se", 20);
    await scene.publish({ urgency: "high" });
    await scene.publish();
    const begun = scene.clock.getTime();
    await attemptDue();
    const twenty = (ids: number[]) => Array.from({ length: 20 }, () => ids);
    expect(chat.sentMessages()).toEqual([...twenty([1]), ...twenty([2])]);
    expect(scene.clock.getTime() - begun).toBeGreaterThanOrEqual(6_000);
    expect(await countWaiting(scene.db, { regionCode: null, now: scene.clock, onlyDue: true })).toEqual([]);
  });

  it("of what is due and left it is known how many wait for whom", async () => {
    await subscribeAt("down.se", 12);
    chat.answer = () => REFUSED;
    await scene.publish();
    await attemptDue();
    const tried = chat.sent.length;
    const { open_until: nextAt } = (await readRemote("down.se")) ?? {};
    const readLeft = () => countWaiting(scene.db, { regionCode: null, now: scene.clock, onlyDue: true });
    const left = { kind: "sending", channel: "chat", lane: "ordinary", count: 12 - tried };
    expect(await readLeft()).toEqual([{ ...left, why: "later", nextAt }]);
    await insertStop(scene.db, { scope: { kind: "all" }, reason: "wrong text", by: "anna", now: scene.clock });
    expect(await readLeft()).toMatchObject([{ ...left, why: "stopped" }]);
  });

  it("hosts with nothing but what waits for its next attempt, or for who is paused, hold up none that could be sent", async () => {
    chat.remoteOf = (target) => `${targetSchema.parse(target).place}.se`;
    chat.limits = { sendingsPerSecond: 5, remotePerSecond: 5, sendingsAtOnce: 4 };
    const HOUR = 3_600_000;
    const setAll = async (ids: readonly number[], state: "paused" | "active") => {
      for (const id of ids) await setSubscriptionState(scene.db, { id, state, reason: null, now: scene.clock });
    };
    const waiting: number[] = [];
    for (const number of Array.from({ length: 12 }).keys())
      waiting.push(await scene.subscribe({ target: { place: number } }));
    await scene.subscribe({ target: { place: 99 } });
    const isWell = ({ target }: { target: unknown }) => targetSchema.parse(target).place === 99;
    chat.answer = (input) => (isWell(input) ? DELIVERED : { kind: "retry", reason: "greylisted", afterMs: HOUR });
    await scene.publish();
    await attemptDue();
    await setAll(waiting, "paused");
    wait(1_000);
    await scene.publish();
    await attemptDue();
    expect(chat.sent.filter(isWell)).toHaveLength(2);
    wait(HOUR);
    await scene.publish();
    await attemptDue();
    expect(chat.sent.filter(isWell)).toHaveLength(3);
    chat.answer = () => DELIVERED;
    await setAll(waiting.slice(6), "active");
    await attemptDue();
    const left = (await readSendings()).filter(({ state }) => state === "due");
    expect(left.map((row) => row.subscription_id)).toEqual(waiting.slice(0, 6));
  });

  it("of more hosts than a worker takes at once, each has its turn", async () => {
    for (const host of HOSTS) await subscribeAt(host, 4);
    await scene.publish();
    await gatherDue(deps, { channel: chat, lane: "ordinary", all: false });
    const turns: string[] = [];
    for (const _ of [1, 2, 3]) {
      const { claimed } = await claimSendings(deps, { channel: chat, lane: "ordinary", limit: 2 });
      turns.push(...claimed.map(({ remote }) => remote));
      wait(1_000);
    }
    expect(turns.toSorted()).toEqual(HOSTS.toSorted());
  });

  describe("hosts that take forever", () => {
    const slow = new Set(["slow.se", "a.se", "b.se"]);
    let letGo = Promise.withResolvers<Outcome>();
    beforeEach(() => {
      letGo = Promise.withResolvers();
      chat.answer = ({ target }) => (slow.has(hostOf(target)) ? letGo.promise : DELIVERED);
    });
    const work = (lane: "urgent" | "ordinary") => workLane(deps, { channel: chat, lane, all: false, report: () => {} });

    it("hold up nobody else, in their lane or in a more urgent one", async () => {
      for (const host of slow) await subscribeAt(host, 6);
      await subscribeAt("up.se", 20);
      await scene.publish();
      const working = work("ordinary");
      await vi.waitFor(() => expect(sentTo("up.se")).toBe(20), PATIENT);
      await subscribeAt("fast.se", 3);
      await scene.publish({ urgency: "high" });
      const urgent = work("urgent");
      await vi.waitFor(() => expect(sentTo("fast.se")).toBe(3), PATIENT);
      letGo.resolve(DELIVERED);
      await Promise.all([working, urgent]);
    });

    it("hold up nobody who comes when they have all that is to be had, and have no more in hand for it", async () => {
      for (const host of ["a.se", "b.se"]) await subscribeAt(host, 10);
      await scene.publish();
      const working = work("ordinary");
      await vi.waitFor(() => expect(chat.sent).toHaveLength(4), PATIENT);
      await subscribeAt("up.se", 5);
      await scene.publish();
      wait(HANGS_AFTER_MS);
      // Its end is written after the channel has answered: until then what is sent is in hand too.
      await vi.waitFor(async () => expect(await countIn("delivered")).toBe(5), PATIENT);
      expect(sentTo("up.se")).toBe(5);
      expect(await countIn("claimed")).toBeLessThanOrEqual(4);
      letGo.resolve(DELIVERED);
      await working;
      await attemptDue();
      expect(new Set((await readSendings()).map(({ state }) => state))).toEqual(new Set(["delivered"]));
    });
  });

  it("a channel whose targets want a pause between two gets one at a time, and the next after it", async () => {
    chat.limits = { sendingsPerSecond: 100, sendingsAtOnce: 4, targetGapMs: 1_000 };
    await subscribeAt("a.se", 2);
    for (const _ of [1, 2, 3]) await scene.publish();
    const times: [number, number][] = [];
    chat.answer = ({ target }) => {
      times.push([targetSchema.parse(target).place, scene.clock.getTime()]);
      return DELIVERED;
    };
    await attemptDue();
    expect(times).toHaveLength(6);
    for (const own of Map.groupBy(times, ([target]) => target).values())
      for (const [index, [, time]] of own.entries())
        expect(time - (own[index - 1]?.[1] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });
});
