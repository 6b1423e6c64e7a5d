import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { writeMessage } from "../../src/services/messages.ts";
import { createWorkers } from "../crash/workers.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { PATIENT } from "../support/patience.ts";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";
import { createTestRedisUrl } from "../support/redis.ts";
import type { ServiceProcess } from "../support/service-process.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";
import { subscribeMany } from "../support/subscribe-many.ts";

/** More than one worker is asked for: the lane is shared. */
const SUBSCRIBERS = 1_000;
const NOBODY = "http://127.0.0.1:1";

describe.each([
  ["in PostgreSQL", () => ""],
  ["on Redis", () => createTestRedisUrl().url],
])("two worker processes of one queue %s", (_where, redisUrl) => {
  let server: TestDatabase;
  let database: Database;
  let smtp: SmtpDouble;
  beforeAll(async () => {
    server = await createTestDatabase();
    database = await openDatabase(server.url);
    smtp = await startSmtpDouble();
  });
  afterAll(async () => {
    await database.close();
    await server.drop();
    await smtp.stop();
  });

  it("both send, and never the same row: each reaches the mail server once, under its own key", async () => {
    const { db } = database;
    const now = new Date();
    await subscribeMany(db, { regionCode: "12", count: SUBSCRIBERS, now });
    const workers = createWorkers(
      {
        DATABASE_URL: server.url,
        REDIS_URL: redisUrl(),
        DELIVERY_MODE: "live",
        PUBLIC_URL: "https://rest.example",
        SMTP_URL: smtp.url,
        LAKEMEDELSVERKET_URL: `${NOBODY}/file.xml`,
        LAKEMEDELSVERKET_PRODUCTS_URL: `${NOBODY}/file.xlsx`,
      },
      "worker",
    );
    const both = await Promise.all([workers.start(), workers.start()]);
    const message = makeNewMessage({ regionCode: "12", urgency: "high", now });
    await db.transaction().execute((trx) => writeMessage(trx, { ...message, digestChannels: new Set(["email"]) }));
    await vi.waitFor(async () => {
      const open = db.selectFrom("fan_out").select("message_id").where("finished_at", "is", null);
      const unsent = db.selectFrom("delivery").select("id").where("state", "!=", "delivered").limit(1);
      expect([await open.execute(), await unsent.execute()]).toEqual([[], []]);
    }, PATIENT);
    for (const worker of both) worker.signal("SIGTERM");
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);

    const sendings = await db.selectFrom("sending").select(["id", "attempts"]).execute();
    const keys = smtp.mails.map(({ parsed }) => parsed.messageId);
    expect(sendings.length).toBeGreaterThan(SUBSCRIBERS / 3);
    expect(new Set(sendings.map(({ attempts }) => attempts))).toEqual(new Set([1]));
    expect([keys.length, new Set(keys).size]).toEqual([sendings.length, sendings.length]);
    const told = both.map(readSent);
    expect(Math.min(...told.map(({ length }) => length))).toBeGreaterThan(0);
    expect(told.flat().toSorted()).toEqual(sendings.map(({ id }) => `sending:${id}`).toSorted());
  });
});

/** What a process says in its log that it has sent. */
function readSent(worker: ServiceProcess): string[] {
  const lines = worker.complained().split("\n");
  return lines.flatMap((line) => (line.includes('"delivery sent"') ? (/"(sending:\d+)"/.exec(line)?.[1] ?? []) : []));
}
