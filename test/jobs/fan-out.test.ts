import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/db/client.ts";
import { readCaseExport } from "../../src/db/case-export.ts";
import { countFanOuts } from "../../src/db/fan-outs.ts";
import { countReceivers } from "../../src/db/receivers.ts";
import type { Db } from "../../src/db/schema.ts";
import { saveSubscription, setSubscriptionState } from "../../src/db/subscriptions.ts";
import { EVERYBODY } from "../../src/domain/audience.ts";
import { findRegion } from "../../src/domain/region.ts";
import { listSlots } from "../../src/domain/rhythm.ts";
import { fanOut, fanOutMessage } from "../../src/services/fan-outs.ts";
import { makeEntry, makeNotice } from "../support/builders.ts";
import { findTestCase } from "../support/draft-desk.ts";
import { makeEntryFact, makeFacts } from "../support/message-views.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { writeMessage } from "../../src/services/messages.ts";
import { PATIENT } from "../support/patience.ts";
import { createPostgresScene, createScene, REGION, type Scene } from "../support/scene.ts";
import { subscribeMany } from "../support/subscribe-many.ts";

const SCRIPT = fileURLToPath(new URL("../support/fan-out-process.ts", import.meta.url));

const later = (scene: Scene) => ({ db: scene.db, now: () => scene.clock });

function startProcess(environment: Record<string, string>) {
  const child = spawn(process.execPath, ["--import", "tsx", SCRIPT], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { child, ended: once(child, "exit") };
}

/** Which subscriptions have a delivery of a message, in the order of their ids. */
async function readTargets(db: Db, messageId: number): Promise<number[]> {
  const rows = await db
    .selectFrom("delivery")
    .select("subscription_id")
    .where("message_id", "=", messageId)
    .orderBy("subscription_id")
    .execute();
  return rows.map((row) => row.subscription_id);
}

async function readSubscriptionIds(db: Db): Promise<number[]> {
  return (await db.selectFrom("subscription").select("id").orderBy("id").execute()).map(({ id }) => id);
}

describe("a message to many", () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.close());

  it("goes to more than one statement could name, each once, and to as many as were counted before", async () => {
    await subscribeMany(scene.db, { regionCode: REGION, count: 10_000, now: scene.clock });
    const entry = makeEntryFact({ atc: "B01AB05", priority: 1 });
    const audience = { areas: ["akut"], roles: ["läkare"] };
    const topic = { entry, caseId: null, extents: [], news: [] };
    const turns = await countReceivers(scene.db, {
      ...topic,
      regionCode: REGION,
      purpose: "readers",
      audience,
      urgent: false,
      dueAt: scene.clock,
      digestChannels: new Set(["email"]),
      slots: listSlots({ at: scene.clock, after: scene.clock }),
      takesBack: null,
    });
    const { id, deliveries } = await scene.publish({ facts: makeFacts({ entry }), audience });
    expect(deliveries).toBeNull();
    expect(await countFanOuts(scene.db)).toBe(1);
    await fanOut(later(scene));
    expect(await countFanOuts(scene.db)).toBe(0);
    const targets = await readTargets(scene.db, id);
    expect(turns.map(({ channel, lane, receivers }) => ({ channel, lane, receivers }))).toEqual([
      { channel: "email", lane: "digest", receivers: targets.length },
    ]);
    expect(new Set(targets).size).toBe(6_666);
    expect(await fanOut(later(scene))).toBe(0);
    expect(await readTargets(scene.db, id)).toEqual(targets);
  });

  it("goes to those who subscribed when it was published: not to who left meanwhile, came later or came back", async () => {
    await subscribeMany(scene.db, { regionCode: REGION, count: 1_000, now: scene.clock });
    const { id } = await scene.publish();
    const published = scene.clock;
    scene.clock = new Date(published.getTime() + 60_000);
    const ids = await readSubscriptionIds(scene.db);
    const [left, back, paused, resumed] = ids.slice(-4);
    const move = (subscription: number | undefined, state: "active" | "paused" | "ended") =>
      setSubscriptionState(scene.db, { id: subscription ?? 0, state, reason: null, now: scene.clock });
    await move(left, "ended");
    await move(back, "ended");
    await move(back, "active");
    await move(paused, "paused");
    await move(resumed, "paused");
    await move(resumed, "active");
    await scene.subscribe();
    await fanOut(later(scene));
    expect(await readTargets(scene.db, id)).toEqual(ids.filter((one) => one !== left && one !== back));
  });

  it("does not go to who was paused when it was published and went on before it was handed out", async () => {
    await subscribeMany(scene.db, { regionCode: REGION, count: 300, now: scene.clock });
    const [last = 0] = (await readSubscriptionIds(scene.db)).slice(-1);
    const move = (state: "active" | "paused") =>
      setSubscriptionState(scene.db, { id: last, state, reason: null, now: scene.clock });
    await move("paused");
    const { id } = await scene.publish();
    scene.clock = new Date(scene.clock.getTime() + 60_000);
    await move("active");
    await fanOut(later(scene));
    expect(await readTargets(scene.db, id)).not.toContain(last);
    const next = await scene.publish();
    await fanOut(later(scene));
    expect(await readTargets(scene.db, next.id)).toContain(last);
  });

  it("who subscribes again to what they have keeps their place", async () => {
    await subscribeMany(scene.db, { regionCode: REGION, count: 300, now: scene.clock });
    const again = {
      regionCode: REGION,
      channel: "chat",
      target: { place: "again" },
      language: "sv",
      filter: {},
    } as const;
    const id = await saveSubscription(scene.db, { ...again, token: "again-1", now: scene.clock });
    const message = await scene.publish();
    scene.clock = new Date(scene.clock.getTime() + 60_000);
    expect(await saveSubscription(scene.db, { ...again, token: "again-2", now: scene.clock })).toBe(id);
    await fanOut(later(scene));
    expect(await readTargets(scene.db, message.id)).toContain(id);
  });

  it("is said in the case's record to be on its way for as long as it is", async () => {
    await scene.importList([makeEntry()]);
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
    await subscribeMany(scene.db, { regionCode: REGION, count: 300, now: scene.clock });
    const { id: caseId } = await scene.db.selectFrom("region_case").select("id").executeTakeFirstOrThrow();
    await scene.publish({ caseId });
    const region = findRegion(REGION);
    if (region === undefined) throw new Error("test: the region is unknown");
    const readRecord = async () => {
      const found = await findTestCase(scene, caseId);
      const { messages } = await readCaseExport(scene.db, { region, found, now: scene.clock });
      return messages.map(({ handingOut, deliveries }) => [handingOut, deliveries.map(({ count }) => count)]);
    };
    expect(await readRecord()).toEqual([[true, [200]]]);
    await fanOut(later(scene));
    expect(await readRecord()).toEqual([[false, [300]]]);
  });

  it("is handed out before one that was published earlier when it is urgent", async () => {
    await subscribeMany(scene.db, { regionCode: REGION, count: 1_200, now: scene.clock });
    const ordinary = await scene.publish();
    const urgent = await scene.publish({ urgency: "high" });
    await fanOut(later(scene));
    const rows = await scene.db.selectFrom("delivery").select(["id", "message_id"]).orderBy("id").execute();
    const afterFirst = rows.slice(400).map(({ message_id }) => message_id);
    expect(afterFirst.lastIndexOf(urgent.id)).toBeLessThan(afterFirst.indexOf(ordinary.id));
    expect(rows).toHaveLength(2_400);
  });
});

describe("handing out that is broken off", () => {
  it("in the midst of a step leaves nothing of the step; several finish it together, each target once", async () => {
    const scene = await createPostgresScene();
    try {
      await subscribeMany(scene.db, { regionCode: REGION, count: 4_000, now: scene.clock });
      const { id } = await scene.publish();
      const ids = await readSubscriptionIds(scene.db);
      const readReached = async () =>
        (await scene.db.selectFrom("fan_out").select("reached").executeTakeFirstOrThrow()).reached;
      for (const place of [700, 2_300]) {
        // A delivery to this one has to wait, and the step with it.
        const holding = await scene.db.startTransaction().execute();
        await holding
          .selectFrom("subscription")
          .select("id")
          .where("id", "=", ids[place] ?? 0)
          .forUpdate()
          .execute();
        const { child, ended } = startProcess({ DATABASE_URL: databaseUrl(scene) });
        const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        await vi.waitUntil(async () => (await waiting.execute(scene.db)).rows.length > 0, PATIENT);
        child.kill("SIGKILL");
        await ended;
        await holding.rollback().execute();
        await vi.waitUntil(async () => (await waiting.execute(scene.db)).rows.length === 0, PATIENT);
        const reached = await readReached();
        expect(reached).toBeLessThan(ids[place] ?? 0);
        expect(await readTargets(scene.db, id)).toEqual(ids.filter((one) => one <= reached));
      }
      await Promise.all([fanOut(later(scene)), fanOut(later(scene)), fanOutMessage(later(scene), id)]);
      expect(await readTargets(scene.db, id)).toEqual(ids);
      expect(await scene.db.selectFrom("fan_out").select("deliveries").execute()).toEqual([{ deliveries: 4_000 }]);
    } finally {
      await scene.close();
    }
  });

  it("between steps goes on where it was, in a folder of PGlite as well", async () => {
    const scene = await createScene();
    const url = `pglite:${join(scene.folder, "data")}`;
    try {
      let database = await openDatabase(url);
      await subscribeMany(database.db, { regionCode: REGION, count: 2_500, now: scene.clock });
      const message = {
        ...makeNewMessage({ regionCode: REGION, now: scene.clock }),
        digestChannels: new Set<string>(),
      };
      const { id } = await database.db
        .transaction()
        .execute((trx) => writeMessage(trx, { ...message, audience: EVERYBODY }));
      await database.close();
      for (const killAt of [700, 1_300]) {
        const { ended } = startProcess({ DATABASE_URL: url, KILL_AT: String(killAt) });
        expect(await ended).toEqual([null, "SIGKILL"]);
      }
      database = await openDatabase(url);
      const made = await readTargets(database.db, id);
      expect(made.length).toBeGreaterThanOrEqual(1_300);
      expect(made.length).toBeLessThan(2_500);
      await fanOut({ db: database.db, now: () => scene.clock });
      expect(await readTargets(database.db, id)).toEqual(await readSubscriptionIds(database.db));
      await database.close();
    } finally {
      await scene.close();
    }
  });
});

function databaseUrl({ database }: Scene): string {
  return database.engine.kind === "postgres" ? database.engine.url : "";
}
