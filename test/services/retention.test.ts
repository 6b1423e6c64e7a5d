import { sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import { insertAudit } from "../../src/db/audit.ts";
import { readRetentions } from "../../src/db/retention.ts";
import { saveSubscription, setSubscriptionState } from "../../src/db/subscriptions.ts";
import { insertSubscribers, insertSubscriptionImport } from "../../src/db/subscription-imports.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { logNews } from "../../src/jobs/news-log.handler.ts";
import { actAsSystem, actAtCommandLine, SYSTEM } from "../../src/services/context.ts";
import { decideRetention, keepRetention } from "../../src/services/retention.ts";
import { useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { REGION, type Scene } from "../support/scene.ts";

const DAY_MS = 86_400_000;

let scene: Scene;
let deps: DeliverDeps;
let wait: DeliveryDesk["wait"];
let attemptDue: DeliveryDesk["attemptDue"];
useDeliveryDesk((desk) => {
  ({ scene, deps, wait, attemptDue } = desk);
});

const keep = () => keepRetention(actAsSystem({ db: scene.db, now: () => scene.clock }));
const decide = (retention: object, regionCode = REGION) =>
  decideRetention(actAtCommandLine({ db: scene.db, now: () => scene.clock }, "Kim"), { regionCode, retention });
const reader = () => ({
  regionCode: REGION,
  channel: "chat",
  target: { place: 4711 },
  language: "sv" as const,
  filter: {},
  token: "reader",
  now: scene.clock,
});

describe("by default", () => {
  let subscription: number;
  beforeEach(async () => {
    subscription = await saveSubscription(scene.db, reader());
    await scene.publish();
    await attemptDue();
    await logNews({ ...deps, log: { info() {} } });
  });
  const readTarget = () =>
    scene.db
      .selectFrom("subscription")
      .select(["target", "state"])
      .where("id", "=", subscription)
      .executeTakeFirstOrThrow();
  const readSending = () =>
    scene.db
      .selectFrom("sending")
      .select(["envelope", "content_hash", "state", "outcome", "log"])
      .executeTakeFirstOrThrow();

  it("the address of whoever left is erased after 90 days, everywhere, and what was sent and what became of it stays", async () => {
    const { content_hash: hash } = await readSending();
    await setSubscriptionState(scene.db, { id: subscription, state: "ended", reason: null, now: scene.clock });
    wait(89 * DAY_MS);
    expect(await keep()).toEqual([]);
    expect(await readTarget()).toMatchObject({ target: { place: 4711 } });
    wait(2 * DAY_MS);
    expect(await keep()).toEqual([{ regionCode: REGION, what: "endedSubscriptions", rows: 1 }]);
    expect(await readTarget()).toEqual({ target: {}, state: "ended" });
    expect(await readSending()).toMatchObject({
      envelope: null,
      content_hash: hash,
      state: "delivered",
      log: [{ generation: 1 }],
    });
    expect(JSON.stringify(await scene.db.selectFrom("sending_content").selectAll().execute())).not.toContain("4711");
    expect(await scene.db.selectFrom("delivery").select("state").execute()).toEqual([{ state: "delivered" }]);
    const line = await scene.db
      .selectFrom("audit")
      .select(["deed", "after"])
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    expect(line).toEqual({ deed: "retention-kept", after: { retained: "endedSubscriptions", days: 90, rows: 1 } });
    expect(await keep()).toEqual([]);
  });

  it("whoever left is known still, so that no list takes them in again, and gets their place when they come back themselves", async () => {
    await setSubscriptionState(scene.db, { id: subscription, state: "ended", reason: null, now: scene.clock });
    wait(91 * DAY_MS);
    await keep();
    const { db } = scene;
    const importId = await insertSubscriptionImport(db, {
      regionCode: REGION,
      consent: "c",
      by: "Kim",
      now: scene.clock,
    });
    const subscribers = [{ target: reader().target, language: "sv" as const, filter: {}, token: "again" }];
    expect(
      await insertSubscribers(db, { regionCode: REGION, channel: "chat", importId, now: scene.clock, subscribers }),
    ).toBe(0);
    expect(await saveSubscription(db, { ...reader(), token: "back" })).toBe(subscription);
    expect(await readTarget()).toEqual({ target: { place: 4711 }, state: "active" });
    wait(400 * DAY_MS);
    expect((await keep()).filter(({ what }) => what === "endedSubscriptions")).toEqual([]);
  });

  it("no message, question, note or line of the log is ever taken away", async () => {
    const { db } = scene;
    await sql`insert into question (region_code, text, asked_at, state, closed_at) values (${REGION}, 'q', now(), 'closed', ${scene.clock}::timestamptz)`.execute(
      db,
    );
    await insertAudit(db, {
      at: scene.clock,
      actor: SYSTEM,
      regionCode: REGION,
      deed: "message-published",
      objectId: 1,
    });
    wait(50 * 365 * DAY_MS);
    expect(await keep()).toEqual([{ regionCode: "00", what: "fanOuts", rows: 1 }]);
    for (const table of ["message", "question", "sending", "delivery", "sending_content"] as const)
      expect([table, (await db.selectFrom(table).selectAll().execute()).length]).toEqual([table, 1]);
    expect(await readSending()).toMatchObject({ envelope: expect.anything() });
  });
});

describe("by a region's decision", () => {
  it("is kept as long as it says, in no other region, and the decision is in the log with what stood before", async () => {
    const { db } = scene;
    for (const [region, id] of [
      [REGION, 1],
      ["14", 2],
    ] as const) {
      await sql`insert into question (region_code, text, asked_at, state, closed_at)
        values (${region}, 'q', now(), 'closed', ${scene.clock}::timestamptz)`.execute(db);
      await insertAudit(db, {
        at: scene.clock,
        actor: SYSTEM,
        regionCode: region,
        deed: "message-published",
        objectId: id,
      });
    }
    await sql`insert into question (region_code, text, asked_at, state) values (${REGION}, 'open', ${scene.clock}::timestamptz, 'open')`.execute(
      db,
    );
    wait(731 * DAY_MS);
    await decide({ questions: 30 });
    await decide({ questions: 60, audit: 730 });
    expect(await keep()).toEqual([
      { regionCode: REGION, what: "questions", rows: 1 },
      { regionCode: REGION, what: "audit", rows: 1 },
    ]);
    expect(await db.selectFrom("question").select(["region_code", "state"]).orderBy("id").execute()).toEqual([
      { region_code: "14", state: "closed" },
      { region_code: REGION, state: "open" },
    ]);
    const deeds = await db
      .selectFrom("audit")
      .select(["deed", "region_code", "before", "after"])
      .orderBy("id")
      .execute();
    expect(deeds.map(({ deed }) => deed)).toEqual([
      "message-published",
      "retention-decided",
      "retention-decided",
      "retention-kept",
      "retention-kept",
    ]);
    expect(deeds[2]).toMatchObject({ before: { questions: 30 }, after: { questions: 60, audit: 730 } });
  });

  it("where a sending went is forgotten and what it said is not; what still waits, or for a person, is left alone", async () => {
    const subscription = await saveSubscription(scene.db, reader());
    await scene.publish();
    await attemptDue();
    await sql`insert into sending (subscription_id, channel, state, envelope, finished_at)
      values (${subscription}, 'chat', 'unknown', '{"target": 1}', ${scene.clock}::timestamptz)`.execute(scene.db);
    await decide({ sentAddresses: 90, endedSubscriptions: null });
    wait(91 * DAY_MS);
    expect((await keep()).filter(({ regionCode }) => regionCode === REGION)).toEqual([
      { regionCode: REGION, what: "sentAddresses", rows: 1 },
    ]);
    const rows = await scene.db.selectFrom("sending").select(["state", "envelope"]).orderBy("id").execute();
    expect(rows).toEqual([
      { state: "delivered", envelope: null },
      { state: "unknown", envelope: { target: 1 } },
    ]);
    await setSubscriptionState(scene.db, { id: subscription, state: "ended", reason: null, now: scene.clock });
    wait(4_000 * DAY_MS);
    expect((await keep()).some(({ what }) => what === "endedSubscriptions")).toBe(false);
  });

  it("takes many in short steps, and who signed in is the nation's to decide", async () => {
    const { db } = scene;
    await sql`insert into audit (at, deed, object_kind, object_id, actor_kind, address)
      select ${scene.clock}::timestamptz, 'signed-in', 'account', '1', 'person', '10.0.0.1' from generate_series(1, 1203)`.execute(
      db,
    );
    wait(200 * DAY_MS);
    expect(await keep()).toEqual([]);
    await decide({ signIns: 90 }, "00");
    expect(await keep()).toEqual([{ regionCode: "00", what: "signIns", rows: 1_203 }]);
  });

  it("that a newer version wrote and this one cannot read takes nothing away", async () => {
    await sql`update region set retention = '{"endedSubscriptions": "soon"}' where code = ${REGION}`.execute(scene.db);
    const subscription = await saveSubscription(scene.db, reader());
    await setSubscriptionState(scene.db, { id: subscription, state: "ended", reason: null, now: scene.clock });
    wait(4_000 * DAY_MS);
    expect(await keep()).toEqual([]);
    expect((await readRetentions(scene.db)).find(({ regionCode }) => regionCode === REGION)?.decided).toEqual({
      endedSubscriptions: "soon",
    });
  });
});

it("what retention may take nobody else may: the log and what was sent refuse every other change", async () => {
  const { db } = scene;
  await saveSubscription(db, reader());
  await scene.publish();
  await attemptDue();
  await insertAudit(db, { at: scene.clock, actor: SYSTEM, regionCode: REGION, deed: "message-published", objectId: 1 });
  for (const statement of [
    "delete from audit",
    "update audit set reason = 'x'",
    "delete from message",
    "update sending set envelope = null",
    "delete from sending",
  ])
    await expect(sql.raw(statement).execute(db)).rejects.toThrow(/append-only/);
  const retained = (statement: string) =>
    db.transaction().execute(async (trx) => {
      await sql`select set_config('restsignal.retention', 'on', true)`.execute(trx);
      await sql.raw(statement).execute(trx);
    });
  for (const statement of [
    "update audit set reason = 'x'",
    "delete from message",
    "update message set kind = 'new'",
    "delete from sending",
    `update sending set envelope = '{"target": 2}'`,
    "update sending set content_hash = null, envelope = null",
  ])
    await expect(retained(statement)).rejects.toThrow(/append-only/);
});
