import { sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import { cancelDeliveries } from "../../src/db/cancellations.ts";
import { insertStop } from "../../src/db/delivery-stops.ts";
import { writeSentAgain } from "../../src/db/sending-deeds.ts";
import { writeEnds } from "../../src/db/sendings.ts";
import { setSubscriptionState } from "../../src/db/subscriptions.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { logNews } from "../../src/jobs/news-log.handler.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { tallySendings } from "../../src/services/tallies.ts";
import { createApp } from "../../src/web/app.ts";
import { useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { createDraftDesk } from "../support/draft-desk.ts";
import { parseMetrics } from "../support/metrics-text.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import type { Scene } from "../support/scene.ts";
import { createWebDeps, METRICS_TOKEN } from "../web/site.ts";

let scene: Scene;
let chat: RecordingChannel;
let deps: DeliverDeps;
let wait: DeliveryDesk["wait"];
let attemptDue: DeliveryDesk["attemptDue"];
useDeliveryDesk((desk) => {
  ({ scene, chat, deps, wait, attemptDue } = desk);
});
beforeEach(() => sql`update tally_mark set reached = '2026-01-01'`.execute(scene.db));

async function scrape(): Promise<Map<string, number>> {
  const app = createApp(createWebDeps(scene.db, { now: () => scene.clock, channels: deps.channels }));
  const response = await app.request("/metrics", { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  expect(response.status).toBe(200);
  return parseMetrics(await response.text());
}
const named = (samples: Map<string, number>, pattern: RegExp) =>
  Object.fromEntries([...samples].filter(([name]) => pattern.test(name)));

describe("what has ended", () => {
  it("is counted once, whoever counts and however often, by channel, remote, outcome and what became of it", async () => {
    await scene.subscribe();
    await scene.publish();
    await scene.publish();
    chat.answer = ({ payload }) =>
      JSON.stringify(payload).includes("[1]")
        ? { kind: "delivered", externalId: "x" }
        : { kind: "rejected", reason: "too long" };
    await attemptDue();
    wait(60_000);
    await Promise.all([tallySendings(deps), tallySendings(deps), tallySendings(deps)]);
    await tallySendings(deps);
    expect(named(await scrape(), /(attempts|deliveries)_total/)).toEqual({
      'restsignal_attempts_total{channel="chat",outcome="delivered",remote="somewhere"}': 1,
      'restsignal_attempts_total{channel="chat",outcome="rejected",remote="somewhere"}': 1,
      'restsignal_deliveries_total{channel="chat",lane="ordinary",state="delivered"}': 1,
      'restsignal_deliveries_total{channel="chat",lane="ordinary",state="dead"}': 1,
    });
    await scene.publish();
    await attemptDue();
    wait(60_000);
    await tallySendings(deps);
    expect((await scrape()).get('restsignal_deliveries_total{channel="chat",lane="ordinary",state="dead"}')).toBe(2);
  });

  it("is counted though it never came to a sending, or was taken out of one: who left, and what a newer version made needless", async () => {
    const leaving = await scene.subscribe();
    await scene.publish();
    await setSubscriptionState(scene.db, { id: leaving, state: "ended", reason: null, now: scene.clock });
    await scene.subscribe({ channel: "email" });
    const { id: older } = await scene.publish();
    wait(86_400_000);
    await runDigests(deps, { waitForNews: false });
    await cancelDeliveries(scene.db, {
      ids: (await scene.db.selectFrom("delivery").select("id").where("message_id", "=", older).execute()).map(
        ({ id }) => id,
      ),
      outcome: { kind: "cancelled", why: "superseded", reason: "r" },
      now: scene.clock,
    });
    wait(60_000);
    for (let times = 0; times < 2; times += 1) await tallySendings(deps);
    expect(named(await scrape(), /deliveries_total/)).toEqual({
      'restsignal_deliveries_total{channel="chat",lane="ordinary",state="cancelled"}': 1,
      'restsignal_deliveries_total{channel="email",lane="digest",state="cancelled"}': 1,
    });
  });

  it.each([
    ["delivered", "delivered", "delivered"],
    ["delivered", "dead", "dead"],
    ["dead", "delivered", "dead"],
    ["delivered", "unknown", "unknown"],
  ] as const)(
    "is counted once of a message in two parts, with the last of them, as what became of both: %s and %s is %s",
    async (first, second, both) => {
      const subscription_id = await scene.subscribe({ channel: "email" });
      const { id: message_id } = await scene.publish();
      const { db } = scene;
      const ids: number[] = [];
      for (const part of [1, 2]) {
        const row = { subscription_id, channel: "email", lane: "digest" as const, state: "claimed" as const };
        const made = db.insertInto("sending").values({ ...row, key: `k-${part}`, part, parts: 2 });
        ids.push((await made.returning("id").executeTakeFirstOrThrow()).id);
      }
      const delivery = db.updateTable("delivery").set({ state: "sending", lane: "digest", sending_id: ids[0] ?? 0 });
      const { id: delivery_id } = await delivery
        .where("message_id", "=", message_id)
        .returning("id")
        .executeTakeFirstOrThrow();
      await db
        .insertInto("delivery_part")
        .values(ids.map((sending_id) => ({ delivery_id, sending_id })))
        .execute();
      const end = async (id: number | undefined, state: "delivered" | "dead" | "unknown") => {
        const outcome =
          state === "delivered"
            ? ({ kind: state, externalId: "x" } as const)
            : ({ kind: state === "dead" ? "rejected" : state, reason: "r" } as const);
        const line = { generation: 0, startedAt: null, endedAt: scene.clock.toISOString(), outcome };
        const how = { state, outcome, line, dueAt: null, counted: true, unsure: false, repeats: 0 };
        await writeEnds(db, { ends: [{ id: id ?? 0, generation: 0, ...how }], now: scene.clock });
        wait(60_000);
        await tallySendings(deps);
        return named(await scrape(), /(deliveries_total|sent_seconds_count)/);
      };
      expect(await end(ids[0], first)).toEqual({});
      const place = 'channel="email",lane="digest"';
      expect(await end(ids[1], second)).toEqual({
        [`restsignal_deliveries_total{${place},state="${both}"}`]: 1,
        ...(both === "delivered" ? { [`restsignal_sent_seconds_count{${place}}`]: 1 } : {}),
      });
    },
  );

  it("is counted by attempt, each once, though it waited for a person and was let go on", async () => {
    await scene.subscribe();
    await scene.publish();
    chat.answer = () => ({ kind: "unknown", reason: "no answer" });
    await attemptDue();
    wait(60_000);
    await tallySendings(deps);
    const ids = (await scene.db.selectFrom("sending").select("id").where("state", "=", "unknown").execute()).map(
      ({ id }) => id,
    );
    expect(ids).toHaveLength(1);
    await writeSentAgain(scene.db, { ids, now: scene.clock });
    chat.answer = () => ({ kind: "delivered", externalId: "x" });
    await attemptDue();
    wait(60_000);
    await tallySendings(deps);
    expect(named(await scrape(), /attempts_total/)).toEqual({
      'restsignal_attempts_total{channel="chat",outcome="unknown",remote="somewhere"}': 1,
      'restsignal_attempts_total{channel="chat",outcome="delivered",remote="somewhere"}': 1,
    });
  });

  it("is counted by attempt while a receiver refuses for now, not only when it gives in", async () => {
    await scene.subscribe();
    await scene.publish();
    chat.answer = () => ({ kind: "retry", reason: "503", afterMs: 60_000 });
    const attempts = async () => {
      await attemptDue();
      wait(120_000);
      for (let times = 0; times < 2; times += 1) await tallySendings(deps);
      return named(await scrape(), /attempts_total/);
    };
    const refused = 'restsignal_attempts_total{channel="chat",outcome="retry",remote="somewhere"}';
    expect(await attempts()).toEqual({ [refused]: 1 });
    expect(await attempts()).toEqual({ [refused]: 2 });
    chat.answer = () => ({ kind: "delivered", externalId: "x" });
    expect(await attempts()).toEqual({
      [refused]: 2,
      'restsignal_attempts_total{channel="chat",outcome="delivered",remote="somewhere"}': 1,
    });
  });

  it("is timed from the source's file to when it was seen, decided on and sent", async () => {
    // A file of 00:30 that was taken in at 08:00 when the clock says so, decided on at 09:00 and sent at 09:02.
    const desk = await createDraftDesk(scene);
    await scene.subscribe();
    const anna = await desk.addPerson("anna");
    await sql`update snapshot set created_at = fetched_at - interval '2 hours'`.execute(scene.db);
    await sql`update case_update set kind = 'change', decision = 'pending'`.execute(scene.db);
    await sql`update snapshot set fetched_at = ${scene.clock}::timestamptz, created_at = ${scene.clock}::timestamptz - interval '2 hours'`.execute(
      scene.db,
    );
    wait(3_600_000);
    await desk.write(anna);
    await desk.handOver(anna);
    wait(120_000);
    expect(await desk.publishDue()).toMatchObject([{ kind: "published" }]);
    wait(20_000);
    await attemptDue();
    await logNews({ ...deps, log: { info() {} } });
    wait(60_000);
    await tallySendings(deps);
    const samples = await scrape();
    expect(named(samples, /_seconds_(sum|count)/)).toEqual({
      'restsignal_seen_seconds_sum{source="double"}': 7_200,
      'restsignal_seen_seconds_count{source="double"}': 1,
      'restsignal_decided_seconds_sum{by="person"}': 3_720,
      'restsignal_decided_seconds_count{by="person"}': 1,
      'restsignal_sent_seconds_sum{channel="chat",lane="ordinary"}': 20,
      'restsignal_sent_seconds_count{channel="chat",lane="ordinary"}': 1,
      'restsignal_told_seconds_sum{channel="chat",lane="ordinary"}': 7_200 + 3_740,
      'restsignal_told_seconds_count{channel="chat",lane="ordinary"}': 1,
    });
    const sent = (le: string) =>
      samples.get(`restsignal_sent_seconds_bucket{channel="chat",lane="ordinary",le="${le}"}`);
    expect([sent("10"), sent("30"), sent("60"), sent("+Inf")]).toEqual([0, 1, 1, 1]);
  });

  it("has a name of its own for so many mail domains, and one for all others", async () => {
    const subscriptionId = await scene.subscribe();
    await sql`insert into sending (subscription_id, channel, remote, state, finished_at, log)
      select ${subscriptionId}, 'chat', 'domain-' || n || '.example', 'delivered', ${scene.clock}::timestamptz,
        '[{"outcome": {"kind": "delivered"}}]' from generate_series(1, 300) n`.execute(scene.db);
    wait(60_000);
    await tallySendings(deps);
    const attempts = named(await scrape(), /attempts_total/);
    expect(Object.keys(attempts)).toHaveLength(101);
    expect(attempts['restsignal_attempts_total{channel="chat",outcome="delivered",remote="other"}']).toBe(200);
    expect(Object.keys(attempts).join()).not.toContain("@");
  });
});

describe("what waits", () => {
  it("is told by channel and lane, with its age; not what waits for a later digest, nor for whoever has paused", async () => {
    await scene.subscribe();
    const paused = await scene.subscribe();
    await scene.subscribe({ channel: "email" });
    await scene.publish({ urgency: "high" });
    await setSubscriptionState(scene.db, { id: paused, state: "paused", reason: null, now: scene.clock });
    await scene.publish();
    chat.answer = () => ({ kind: "retry", reason: "503", afterMs: 1_000 });
    wait(10_000);
    let samples = await scrape();
    expect(samples.get('restsignal_due{channel="chat",lane="urgent"}')).toBe(1);
    expect(samples.get('restsignal_due_oldest_seconds{channel="chat",lane="urgent"}')).toBe(10);
    expect(samples.get('restsignal_due{channel="email",lane="digest"}')).toBe(0);
    await attemptDue();
    wait(2_000);
    samples = await scrape();
    expect(samples.get('restsignal_due_again{channel="chat",lane="urgent"}')).toBe(1);
  });

  it("tells what stands in its way, and what waits for a person", async () => {
    await insertStop(scene.db, { scope: { kind: "all" }, reason: "r", by: null, now: scene.clock });
    for (const remote of ["a.example", "b.example"])
      await insertStop(scene.db, {
        scope: { kind: "remote", channel: "email", remote },
        reason: "r",
        by: null,
        now: scene.clock,
      });
    await scene.subscribe();
    await sql`insert into sending (subscription_id, channel, state) select id, 'chat', 'unknown' from subscription`.execute(
      scene.db,
    );
    expect(named(await scrape(), /_(stops|unknown)\{/)).toEqual({
      'restsignal_stops{kind="all",channel=""}': 1,
      'restsignal_stops{kind="remote",channel="email"}': 2,
      'restsignal_unknown{channel="chat"}': 1,
      'restsignal_unknown{channel="email"}': 0,
    });
  });
});

it("a scrape reads none of the large tables whole, however much has been sent", async () => {
  const subscriptionId = await scene.subscribe();
  const { id } = await scene.publish();
  const { db } = scene;
  await sql`insert into sending (subscription_id, channel, remote, state, key, finished_at, log)
    select ${subscriptionId}, 'chat', 'r', 'delivered', 'k' || n, ${scene.clock}::timestamptz, '[]' from generate_series(1, 60000) n`.execute(
    db,
  );
  await sql`alter table delivery drop constraint delivery_message_id_subscription_id_key`.execute(db);
  await sql`insert into delivery (message_id, subscription_id, channel, state, due_at, sending_id, finished_at)
    select ${id}, ${subscriptionId}, 'chat', 'delivered', ${scene.clock}::timestamptz, s.id, ${scene.clock}::timestamptz
    from sending s, generate_series(1, 2)`.execute(db);
  await sql`analyze`.execute(db);
  // An idle session tells what it did seconds later, and when it ends: nothing of the tests before may come meanwhile.
  await sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
  const { rows: plans } = await sql<{ table: string; scans: number }>`select 1`.execute(db).then(() => readScans());
  await scrape();
  const { rows: after } = await readScans();
  expect(after).toEqual(plans);

  async function readScans() {
    await sql`select pg_stat_force_next_flush()`.execute(db);
    return sql<{ table: string; scans: number }>`
      select relname as table, seq_scan as scans from pg_stat_user_tables
      where relname in ('delivery', 'sending', 'message', 'case_update', 'snapshot', 'notice_history') order by 1`.execute(
      db,
    );
  }
});

it("a scrape tells of the process: memory, and for how long it answered nobody", async () => {
  const app = createApp(createWebDeps(scene.db, { now: () => scene.clock, channels: deps.channels }));
  const ask = async () => {
    const response = await app.request("/metrics", { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    return parseMetrics(await response.text());
  };
  expect((await ask()).get("process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
  await new Promise((resolve) => void setTimeout(resolve, 50));
  const until = performance.now() + 200;
  while (performance.now() < until);
  await new Promise((resolve) => void setTimeout(resolve, 50));
  const samples = await ask();
  expect(samples.get('restsignal_event_loop_lag_seconds{quantile="1"}')).toBeGreaterThan(0.1);
});
