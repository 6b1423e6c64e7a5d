import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { insertFanOut } from "../../src/db/fan-outs.ts";
import { insertMessage } from "../../src/db/messages.ts";
import { setSubscriptionState } from "../../src/db/subscriptions.ts";
import type { Cadence } from "../../src/domain/digest-run.ts";
import { DAILY, WEEKLY } from "../../src/domain/rhythm.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import { changeRhythm } from "../../src/services/subscriptions.ts";
import { DATABASES, useDeliveryDesk } from "../support/delivery-desk.ts";
import { makeNewMessage } from "../support/new-message.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import { REGION, type Scene } from "../support/scene.ts";

/** `daily 2026-08-21: 2 of 3`, and whether another told it. */
async function readRuns({ db }: Scene): Promise<string[]> {
  const rows = await db.selectFrom("digest_run").selectAll().orderBy("due_at").orderBy("cadence").execute();
  return rows.map(
    (row) =>
      `${row.cadence} ${row.run_date}: ${row.deliveries} to ${row.sendings}` +
      (row.caught_up_by === null ? "" : " later") +
      (row.finished_at === null ? " open" : ""),
  );
}

describe.each(DATABASES)("digest runs on $name", (place) => {
  let scene: Scene;
  let email: RecordingChannel;
  let deps: DeliverDeps;

  useDeliveryDesk((desk) => {
    ({ scene, email, deps } = desk);
  }, place);

  beforeEach(async () => {
    // A Thursday, ten in the morning in Stockholm; the first time that anything runs.
    await runDigests(deps, { waitForNews: false });
  });

  /** What the jobs do at that moment. */
  async function workAt(at: string): Promise<void> {
    scene.clock = new Date(at);
    await deliverDue(deps, { all: false });
  }

  async function publishAt(at: string, over: { urgency?: "high" | "normal" } = {}): Promise<number> {
    scene.clock = new Date(at);
    return (await scene.publish(over)).id;
  }

  const subscribe = () => scene.subscribe({ channel: "email" });

  async function choose(id: number, cadence: Cadence): Promise<void> {
    const { token } = await scene.db
      .selectFrom("subscription")
      .select("token")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const rhythm = cadence === "daily" ? DAILY : WEEKLY;
    await changeRhythm({ db: scene.db, now: scene.clock }, { token, rhythm });
  }

  it("take what is due to each subscriber in one digest a day, and are written down once", async () => {
    for (const _ of [1, 2]) await subscribe();
    for (const _ of [1, 2]) await scene.publish();
    await workAt("2026-08-21T04:59:59Z");
    expect(await readRuns(scene)).toEqual([]);
    await workAt("2026-08-21T05:00:00Z");
    await workAt("2026-08-21T05:00:01Z");
    expect(email.sentMessages()).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(await readRuns(scene)).toEqual(["daily 2026-08-21: 4 to 2"]);
  });

  it("that have nothing to tell are written down, and send nothing", async () => {
    await subscribe();
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sent).toEqual([]);
    expect(await readRuns(scene)).toEqual(["daily 2026-08-21: 0 to 0"]);
  });

  it("are none for days before the first start", async () => {
    await workAt("2026-08-20T08:00:01Z");
    await workAt("2026-08-20T20:00:00Z");
    expect(await readRuns(scene)).toEqual([]);
  });

  it("on Mondays take what came in the week to those who read once a week, and daily ones leave it to them", async () => {
    const [daily, weekly] = [await subscribe(), await subscribe()];
    await choose(weekly, "weekly");
    await publishAt("2026-08-20T09:00:00Z");
    await workAt("2026-08-21T05:00:00Z");
    await publishAt("2026-08-22T09:00:00Z");
    for (const day of ["22", "23", "24"]) await workAt(`2026-08-${day}T05:00:00Z`);
    const told = await scene.db
      .selectFrom("delivery")
      .innerJoin("sending", "sending.id", "delivery.sending_id")
      .innerJoin("digest_run", "digest_run.id", "sending.digest_run_id")
      .select(["delivery.subscription_id as who", "message_id as message", "cadence", "run_date as date"])
      .orderBy("delivery.id")
      .execute();
    expect(told).toEqual([
      { who: daily, message: 1, cadence: "daily", date: "2026-08-21" },
      { who: weekly, message: 1, cadence: "weekly", date: "2026-08-24" },
      { who: daily, message: 2, cadence: "daily", date: "2026-08-23" },
      { who: weekly, message: 2, cadence: "weekly", date: "2026-08-24" },
    ]);
  });

  it("that never were are told in one digest at once, not one for each day", async () => {
    const [daily, weekly] = [await subscribe(), await subscribe()];
    await choose(weekly, "weekly");
    for (const day of ["20", "21", "22"]) await publishAt(`2026-08-${day}T09:00:00Z`);
    // Down from Saturday to Tuesday.
    await workAt("2026-08-25T14:00:00Z");
    expect(email.sentMessages()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(await readRuns(scene)).toEqual([
      "daily 2026-08-21: 0 to 0 later",
      "daily 2026-08-22: 0 to 0 later",
      "daily 2026-08-23: 0 to 0 later",
      "daily 2026-08-24: 0 to 0 later",
      "weekly 2026-08-24: 3 to 1",
      "daily 2026-08-25: 3 to 1",
    ]);
    await workAt("2026-08-25T14:00:01Z");
    await workAt("2026-08-26T05:00:00Z");
    expect(email.sent).toHaveLength(2);
    expect(daily).not.toBe(weekly);
  });

  it("are looked for a week back, and what is older is not lost", async () => {
    await subscribe();
    await scene.publish();
    await workAt("2026-10-01T14:00:00Z");
    expect(email.sentMessages()).toEqual([[1]]);
    expect((await readRuns(scene)).filter((run) => run.startsWith("daily"))).toHaveLength(8);
  });

  it("begin only when all that belongs in them is handed out; what is urgent waits for none of it", async () => {
    await subscribe();
    scene.clock = new Date("2026-08-20T12:00:00Z");
    // A message whose handing out has not begun.
    await scene.db.transaction().execute(async (trx) => {
      const { id } = await insertMessage(trx, makeNewMessage({ regionCode: REGION, now: scene.clock }));
      const digestAt = new Date("2026-08-21T05:00:00Z");
      await insertFanOut(trx, {
        messageId: id,
        urgent: false,
        dueAt: scene.clock,
        digestAt,
        digestChannels: new Set(["email"]),
      });
    });
    await scene.publish();
    scene.clock = new Date("2026-08-21T05:00:00Z");
    const urgent = await scene.publish({ urgency: "high" });
    await runDigests(deps, { waitForNews: false });
    expect(await readRuns(scene)).toEqual(["daily 2026-08-21: 0 to 0 open"]);
    await fanOut(deps);
    await runDigests(deps, { waitForNews: false });
    expect(await readRuns(scene)).toEqual(["daily 2026-08-21: 2 to 1"]);
    await workAt("2026-08-21T05:00:02Z");
    expect(email.sentMessages()).toEqual([[urgent.id], [1, 2]]);
  });

  it("leave what is due later to the next one, once: a pause that ends, what is late", async () => {
    const [paused] = [await subscribe(), await subscribe()];
    await scene.publish();
    await setSubscriptionState(scene.db, { id: paused, state: "paused", reason: "full", now: scene.clock });
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1]]);
    await setSubscriptionState(scene.db, { id: paused, state: "active", reason: null, now: scene.clock });
    await workAt("2026-08-21T06:00:00Z");
    // Due with a run that has told its subscriber already.
    await scene.publish();
    await scene.db
      .updateTable("delivery")
      .set({ due_at: new Date("2026-08-21T05:00:00Z") })
      .where("state", "=", "due")
      .execute();
    await workAt("2026-08-21T07:00:00Z");
    expect(email.sent).toHaveLength(1);
    await workAt("2026-08-22T05:00:00Z");
    await workAt("2026-08-23T05:00:00Z");
    expect(email.sentMessages().map(String).toSorted()).toEqual(["1", "1,2", "2"]);
  });

  it("tell nothing to who has left, before or after the digest was made", async () => {
    const [before, after] = [await subscribe(), await subscribe()];
    await scene.publish();
    const leave = (id: number) =>
      setSubscriptionState(scene.db, { id, state: "ended", reason: "ended by the subscriber", now: scene.clock });
    await leave(before);
    scene.clock = new Date("2026-08-21T05:00:00Z");
    await runDigests(deps, { waitForNews: false });
    await leave(after);
    await workAt("2026-08-21T05:00:01Z");
    expect(email.sent).toEqual([]);
  });

  it("make nothing of what went out early, and what comes after that goes with them, once", async () => {
    await subscribe();
    await scene.publish();
    await deliverDue(deps, { all: true });
    expect(email.sentMessages()).toEqual([[1]]);
    await scene.publish();
    await workAt("2026-08-21T05:00:00Z");
    await deliverDue(deps, { all: true });
    await workAt("2026-08-22T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1], [2]]);
    expect(await readRuns(scene)).toEqual(["daily 2026-08-21: 1 to 1", "daily 2026-08-22: 0 to 0"]);
  });

  it.each([
    ["the night the clocks go forward", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T05:00:00Z"],
    ["the night the clocks go back", "2026-10-24T12:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T06:00:00Z"],
    ["New Year", "2026-12-31T12:00:00Z", "2027-01-01T05:59:59Z", "2027-01-01T06:00:00Z"],
    ["a leap day", "2028-02-28T12:00:00Z", "2028-02-29T05:59:59Z", "2028-02-29T06:00:00Z"],
  ])("go out once at seven in Stockholm: %s", async (_night, published, tooEarly, due) => {
    scene.clock = new Date(published);
    await scene.db.deleteFrom("digest_start").execute();
    await subscribe();
    await workAt(published);
    await scene.publish();
    // At 02:30 in that night.
    await publishAt(tooEarly);
    await workAt(tooEarly);
    expect(email.sent).toEqual([]);
    await workAt(due);
    await workAt(new Date(new Date(due).getTime() + 3_600_000).toISOString());
    expect(email.sentMessages()).toEqual([[1, 2]]);
    expect(await readRuns(scene)).toHaveLength(1);
  });

  it("double nothing when the clock is set back an hour, and lose nothing that comes in the hour that is lived twice", async () => {
    await subscribe();
    await scene.publish();
    await workAt("2026-08-21T05:10:00Z");
    await publishAt("2026-08-21T04:30:00Z");
    await workAt("2026-08-21T04:40:00Z");
    await workAt("2026-08-21T05:00:00Z");
    await workAt("2026-08-21T05:30:00Z");
    expect(email.sentMessages()).toEqual([[1]]);
    await workAt("2026-08-22T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1], [2]]);
  });

  it("are made again on their day when a clock that was days ahead had ended them", async () => {
    await workAt("2026-08-24T05:00:00Z");
    scene.clock = new Date("2026-08-20T10:00:00Z");
    await subscribe();
    await workAt("2026-08-20T10:00:00Z");
    await scene.publish();
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1]]);
  });

  it.each([
    ["daily", "weekly"],
    ["weekly", "daily"],
  ] as const)("lose and double nothing when %s becomes %s, in whatever moment", async (from, to) => {
    const ids = [await subscribe(), await subscribe(), await subscribe(), await subscribe()];
    for (const id of ids) await choose(id, from);
    // Sunday at noon; Monday's runs are due at 05:00 in UTC.
    await publishAt("2026-08-23T10:00:00Z");
    const [before = 0, twice = 0, under = 0, after = 0] = ids;
    await choose(before, to);
    await choose(twice, to);
    await choose(twice, from);
    scene.clock = new Date("2026-08-24T05:00:00Z");
    // The run of the one cadence is over; then the reader changes, before the other one comes to them.
    await runDigests({ ...deps, db: scene.db }, { waitForNews: false });
    await scene.db.updateTable("digest_run").set({ finished_at: null, reached: 0 }).where("cadence", "=", to).execute();
    await choose(under, to);
    await workAt("2026-08-24T05:00:00.500Z");
    await choose(after, to);
    await workAt("2026-08-24T05:00:02Z");
    for (const day of ["25", "26", "31"]) await workAt(`2026-08-${day}T05:00:00Z`);
    expect(email.sentMessages()).toEqual(ids.map(() => [1]));
    const told = await scene.db
      .selectFrom("sending")
      .innerJoin("digest_run", "digest_run.id", "digest_run_id")
      .select("run_date")
      .distinct()
      .execute();
    expect(told).toEqual([{ run_date: "2026-08-24" }]);
  });

  it("let a reader who changes while they are under way have the digest that is due, whichever run comes to them first", async () => {
    const id = await subscribe();
    await choose(id, "daily");
    await publishAt("2026-08-23T10:00:00Z");
    scene.clock = new Date("2026-08-24T05:00:00Z");
    await runDigests({ ...deps, channels: new Map() }, { waitForNews: false });
    // The weekly run has passed the reader, and the daily one has not: now they choose weekly, with a slow clock.
    await scene.db
      .updateTable("digest_run")
      .set({ finished_at: null, reached: 0 })
      .where("cadence", "=", "daily")
      .execute();
    scene.clock = new Date("2026-08-24T04:59:59Z");
    await choose(id, "weekly");
    await workAt("2026-08-24T05:00:01Z");
    expect(email.sentMessages()).toEqual([[1]]);
  });

  it("tell every message to every reader once, whatever is published, missed, chosen and paused in between", async () => {
    const act = fc.record({
      hours: fc.integer({ min: 0, max: 40 }),
      what: fc.constantFrom("publish", "work", "weekly", "daily", "pause", "resume", "early"),
      who: fc.integer({ min: 0, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
        await scene.reset();
        await runDigests(deps, { waitForNews: false });
        const ids = [await subscribe(), await subscribe(), await subscribe()];
        email.sent.length = 0;
        let published = 0;
        for (const { hours, what, who } of acts) {
          scene.clock = new Date(scene.clock.getTime() + hours * 3_600_000);
          const id = ids[who] ?? 0;
          const state = what === "pause" ? ("paused" as const) : ("active" as const);
          if (what === "publish") {
            // Who is paused when it is published does not get it.
            for (const one of ids)
              await setSubscriptionState(scene.db, { id: one, state: "active", reason: null, now: scene.clock });
            await scene.publish();
            published += 1;
          } else if (what === "work") await deliverDue(deps, { all: false });
          else if (what === "early") await deliverDue(deps, { all: true });
          else if (what === "weekly" || what === "daily") await choose(id, what);
          else await setSubscriptionState(scene.db, { id, state, reason: null, now: scene.clock });
        }
        for (const id of ids)
          await setSubscriptionState(scene.db, { id, state: "active", reason: null, now: scene.clock });
        scene.clock = new Date(scene.clock.getTime() + 8 * 86_400_000);
        await deliverDue(deps, { all: false });
        const rows = await scene.db.selectFrom("delivery").select(["state", "subscription_id", "message_id"]).execute();
        expect(rows).toHaveLength(published * ids.length);
        expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(published === 0 ? [] : ["delivered"]));
        expect(email.sentMessages().flat()).toHaveLength(published * ids.length);
        expect(email.sentMessages().every((messages) => messages.length > 0)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });
});
