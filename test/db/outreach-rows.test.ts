import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { readDeliveryRows, readReplayRows } from "../../src/db/outreach-deliveries.ts";
import { readListRows } from "../../src/db/outreach-lists.ts";
import { readFallRows, readMessageRows, readQuestionRows } from "../../src/db/outreach-messages.ts";
import { insertHeadcount, readHeadcounts, readReachRows } from "../../src/db/outreach-reach.ts";
import type { Scene } from "../support/scene.ts";
import { createPostgresScene, createScene, REGION } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";
import { makeEntry } from "../support/builders.ts";
import { beginCase, ongoing } from "../support/meropenem-case.ts";
import { askQuestion } from "../../src/services/questions.ts";

const SPAN = {
  from: new Date("2026-07-31T22:00:00Z"),
  to: new Date("2026-08-31T22:00:00Z"),
  until: new Date("2026-09-30T22:00:00Z"),
};
const MONTH = { from: SPAN.from, until: SPAN.to };
const DAYS = { from: "2026-08-01", to: "2026-08-31" };

describe.each([
  ["PGlite", createScene],
  ["PostgreSQL", createPostgresScene],
])("on %s", (_, open) => {
  let scene: Scene;
  useScene((opened) => {
    scene = opened;
  }, open);

  /** Says that a delivery to that subscription ended so, some minutes after its message. */
  async function end(subscriptionId: number, state: string, over: { minutes?: number; why?: string } = {}) {
    const { minutes = 5, why } = over;
    const outcome = why === undefined ? null : JSON.stringify({ kind: "cancelled", why, reason: why });
    await sql`update delivery d set state = ${state}, outcome = ${outcome}::jsonb,
        finished_at = m.published_at + make_interval(mins => ${minutes}::int)
      from message m where m.id = d.message_id and d.subscription_id = ${subscriptionId}`.execute(scene.db);
  }

  it("deliveries are counted by message, channel and what became of them, and what came back is not delivered", async () => {
    const ids: number[] = [];
    for (let count = 0; count < 7; count += 1) ids.push(await scene.subscribe({ channel: "email" }));
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = ids;
    await scene.publish();
    await handOut();
    await end(first, "delivered");
    await end(second, "delivered");
    await end(third, "delivered", { minutes: 60 });
    await end(fourth, "cancelled", { why: "superseded" });
    await end(fifth, "dead");
    // So late that nobody follows it any longer.
    await end(sixth, "delivered", { minutes: 60 * 24 * 60 });
    await comeBack(second);
    const rows = await readDeliveryRows(scene.db, SPAN);
    expect(rows.map(({ channel, fate, minutes, weight }) => [channel, fate, minutes, weight])).toEqual([
      ["email", "delivered", 5, 1],
      ["email", "delivered", 60, 1],
      ["email", "failed", null, 1],
      ["email", "returned", null, 1],
      ["email", "superseded", null, 1],
      ["email", "waiting", null, 2],
    ]);
    expect(rows[0]).toMatchObject({ regionCode: REGION, urgency: "normal" });
    expect(await readDeliveryRows(scene.db, { ...SPAN, from: SPAN.to, to: SPAN.until })).toEqual([]);
    expect(await readReplayRows(scene.db, MONTH)).toEqual([]);
  });

  async function handOut(): Promise<void> {
    await sql`insert into delivery (message_id, subscription_id, channel, state, attempts, due_at)
      select m.id, u.id, u.channel, 'due', 0, m.published_at from message m, subscription u
      where u.region_code = m.region_code and u.confirmed_at <= m.published_at on conflict do nothing`.execute(
      scene.db,
    );
  }

  async function comeBack(subscriptionId: number): Promise<void> {
    await sql`with sent as (
        insert into sending (subscription_id, channel, state, key) values (${subscriptionId}, 'email', 'delivered', 'key-1') returning id
      ), named as (
        update delivery set sending_id = (select id from sent) where subscription_id = ${subscriptionId} returning 1
      )
      insert into mail_return (sending_id, verdict, reason, via, received_at)
      select id, 'hard', 'no such mailbox', 'inbox', '2026-08-25T10:00:00Z' from sent`.execute(scene.db);
  }

  it("subscriptions stand as they stood at the period's end, and what they were sent is counted for the days they stood", async () => {
    const at = (time: string) => {
      scene.clock = new Date(time);
    };
    at("2026-08-11T08:00:00Z");
    const begun = await scene.subscribe({ channel: "email", filter: { roles: ["läkare"] } });
    const left = await scene.subscribe({ channel: "email" });
    const paused = await scene.subscribe({ channel: "email" });
    const back = await scene.subscribe({ channel: "slack" });
    await scene.subscribe({ channel: "email", purpose: "desk" });
    at("2026-09-02T08:00:00Z");
    await scene.subscribe({ channel: "email" });
    await sql`update subscription set state = 'ended', ended_at = '2026-08-20T10:00:00Z', ended_reason = 'too-many' where id = ${left}`.execute(
      scene.db,
    );
    await sql`update subscription set state = 'paused', paused_at = '2026-08-21T10:00:00Z' where id = ${paused}`.execute(
      scene.db,
    );
    await sql`update subscription set paused_at = '2026-08-13T10:00:00Z', resumed_at = '2026-08-21T10:00:00Z' where id = ${back}`.execute(
      scene.db,
    );
    await scene.publish({ now: new Date("2026-08-12T08:00:00Z") });
    await handOut();
    await end(begun, "delivered");
    await end(back, "accepted");
    const rows = await readReachRows(scene.db, { ...SPAN, days: DAYS });
    expect(
      rows.map(({ channel, filters, isActive, ended, messages, days, weight }) => [
        channel,
        filters,
        isActive,
        ended,
        messages,
        days,
        weight,
      ]),
    ).toEqual([
      // From the 11th to the 20th, to the 21st, to the 31st.
      ["email", [{}], false, "too-many", 0, 10, 1],
      ["email", [{}], false, null, 0, 11, 1],
      ["email", [{ roles: ["läkare"] }], true, null, 1, 21, 1],
      // Seven days of it in a pause.
      ["slack", [{}], true, null, 1, 14, 1],
    ]);
    const september = {
      from: SPAN.to,
      to: SPAN.until,
      until: SPAN.until,
      days: { from: "2026-09-01", to: "2026-09-30" },
    };
    expect((await readReachRows(scene.db, september)).map(({ isActive, weight }) => [isActive, weight])).toEqual([
      [false, 1],
      [true, 1],
      [true, 1],
      [true, 1],
    ]);
  });

  it("a list holds on the days at whose end it was in use", async () => {
    scene.clock = new Date("2026-08-05T08:00:00Z");
    await scene.importList([makeEntry()]);
    scene.clock = new Date("2026-08-10T08:00:00Z");
    await scene.importList([makeEntry({ priority: 2 })]);
    scene.clock = new Date("2026-08-10T09:00:00Z");
    await scene.importList([makeEntry({ priority: 3 })]);
    const rows = await readListRows(scene.db, MONTH);
    expect(rows.map(({ from, to, entries }) => [from, to, entries[0]?.priority])).toEqual([
      ["2026-08-05", "2026-08-09", 1],
      ["2026-08-10", null, 3],
    ]);
    expect(await readListRows(scene.db, { from: MONTH.from, until: new Date("2026-08-02T00:00:00Z") })).toEqual([]);
  });

  it("messages, questions, numbers of prescribers and stale advice are read with what belongs to the period", async () => {
    await beginCase(scene, ongoing);
    await scene.publish({ now: new Date("2026-08-12T08:00:00Z"), audience: { areas: ["Akut"], roles: [] } });
    await scene.publish({ now: new Date("2026-09-12T08:00:00Z") });
    await scene.publish({ now: new Date("2026-08-13T08:00:00Z"), purpose: "desk" });
    const [message, ...others] = (await readMessageRows(scene.db, MONTH)).filter(({ kind }) => kind !== "overview");
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      regionCode: REGION,
      areas: ["Akut"],
      minutes: null,
      originRegionCode: null,
      takesOver: false,
    });
    const asked = { regionCode: REGION, caseId: 1, text: "Finns den?", replyTo: null };
    await askQuestion({ db: scene.db, now: new Date("2026-08-12T08:00:00Z") }, asked);
    await askQuestion({ db: scene.db, now: new Date("2026-09-12T08:00:00Z") }, asked);
    expect(await readQuestionRows(scene.db, SPAN)).toMatchObject([{ regionCode: REGION, answeredAt: null }]);
    await insertHeadcount(scene.db, {
      regionCode: REGION,
      role: null,
      validFrom: "2026-08-01",
      count: 4100,
      source: "Personalregistret",
      now: scene.clock,
    });
    expect(await readHeadcounts(scene.db)).toEqual([
      { regionCode: REGION, role: null, validFrom: "2026-08-01", count: 4100 },
    ]);
    expect(await readFallRows(scene.db, SPAN)).toEqual([]);
  });
});
