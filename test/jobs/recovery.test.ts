import { Redis } from "ioredis";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { writeMessage } from "../../src/services/messages.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { HAS_OWN_SERVERS, startOwnServers, type OwnServers } from "../support/own-servers.ts";
import { PATIENT } from "../support/patience.ts";
import { startServiceProcess, type ServiceProcess } from "../support/service-process.ts";

/** In each round the trouble comes once; the quickest counts, since a busy machine may hold any of them up. */
const ROUNDS = [1, 2, 3];
/** The most that may pass from the moment in which the server is there again until what is due is sent. */
const PICKED_UP_MS = 2_000;

interface Trouble {
  readonly name: string;
  /** What happens to a server; resolves when it is there again. */
  readonly strike: (servers: OwnServers) => Promise<void>;
}

/** Ends the sessions of others that fit, as soon as there are any. */
async function endSessions({ postgres }: OwnServers, which: string): Promise<void> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await vi.waitFor(async () => {
    const ended = await client.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and application_name <> '${OURS}' and datname is not null and ${which}`);
    expect(ended.rowCount).toBeGreaterThan(0);
  }, PATIENT);
  await client.end();
}

async function emptyRedis(servers: OwnServers): Promise<void> {
  const redis = new Redis(servers.redis.url);
  await redis.flushall();
  await redis.quit();
}

const LISTENING = "query ilike '%listen %'";
/** The test's own sessions are named, and left alone. */
const OURS = "recovery-test";
/** By what carries the queue; one worker goes through all troubles of a kind, one after the other. */
const KINDS: readonly { readonly queue: "Redis" | "PostgreSQL"; readonly troubles: readonly Trouble[] }[] = [
  {
    queue: "Redis",
    troubles: [
      { name: "Redis is emptied while it runs", strike: emptyRedis },
      {
        name: "Redis crashes and comes back with nothing in it",
        strike: async ({ redis }) => {
          await redis.crash();
          await redis.startAgain();
        },
      },
      { name: "PostgreSQL is restarted", strike: restart },
      {
        name: "PostgreSQL crashes",
        strike: async ({ postgres }) => {
          await postgres.crash();
          await postgres.startAgain();
        },
      },
      { name: "every session at PostgreSQL is ended", strike: (servers) => endSessions(servers, "true") },
    ],
  },
  {
    queue: "PostgreSQL",
    troubles: [
      { name: "PostgreSQL is restarted", strike: restart },
      { name: "PostgreSQL ends the sessions that listen", strike: (servers) => endSessions(servers, LISTENING) },
      { name: "PostgreSQL ends every session", strike: (servers) => endSessions(servers, "true") },
    ],
  },
];

async function restart({ postgres }: OwnServers): Promise<void> {
  await postgres.stop();
  await postgres.startAgain();
}

describe.skipIf(!HAS_OWN_SERVERS)(
  "a worker whose servers fail comes back by itself, loses nothing and sends nothing twice",
  () => {
    let servers: OwnServers;
    let database: Database;
    beforeAll(async () => {
      servers = await startOwnServers();
      database = await openDatabase(`${servers.postgres.url}?application_name=${OURS}`);
      await saveSubscription(database.db, {
        regionCode: "12",
        channel: "slack",
        target: { channelId: "C0RECOVERY" },
        language: "sv",
        filter: {},
        token: "recovery",
        now: new Date(),
      });
    });
    afterAll(async () => {
      await database?.close();
      await servers?.close();
    });

    function startWorker(queue: "Redis" | "PostgreSQL"): ServiceProcess {
      return startServiceProcess(
        {
          DATABASE_URL: servers.postgres.url,
          REDIS_URL: queue === "Redis" ? servers.redis.url : "",
          LAKEMEDELSVERKET_URL: "http://127.0.0.1:1/file.xml",
          LAKEMEDELSVERKET_PRODUCTS_URL: "http://127.0.0.1:1/file.xlsx",
          LOG_LEVEL: "error",
        },
        ["src/cli/main.ts", "serve", "--role", "worker"],
      );
    }

    async function publish(): Promise<number> {
      const message = makeNewMessage({ regionCode: "12", urgency: "high", now: new Date() });
      const { id } = await database.db
        .transaction()
        .execute((trx) => writeMessage(trx, { ...message, digestChannels: new Set() }));
      return id;
    }

    async function sent(messageId: number): Promise<void> {
      await vi.waitFor(async () => {
        const states = await database.db
          .selectFrom("delivery")
          .select("state")
          .where("message_id", "=", messageId)
          .execute();
        expect(states).toEqual([{ state: "captured" }]);
      }, PATIENT);
    }

    describe.each(KINDS)("while $queue carries the queue:", ({ queue, troubles }) => {
      let worker: ServiceProcess;
      beforeAll(async () => {
        worker = startWorker(queue);
        await worker.said(/Ready: /);
        await sent(await publish());
      });
      afterAll(async () => {
        worker.signal("SIGTERM");
        expect(await worker.ended).toBe(0);
      });

      it.each(troubles)("$name", async ({ strike }) => {
        const waits: number[] = [];
        for (const _ of ROUNDS) {
          const due = await publish();
          await strike(servers);
          const back = performance.now();
          await sent(due);
          waits.push(performance.now() - back);
        }
        expect(Math.min(...waits)).toBeLessThan(PICKED_UP_MS);
        await expectNothingTwice();
      });

      it("every session is ended again and again in the midst of work", async () => {
        const due: number[] = [];
        for (const _ of Array(30)) {
          due.push(await publish());
          await endSessions(servers, "true");
        }
        for (const id of due) await sent(id);
        await expectNothingTwice();
      });
    });

    async function expectNothingTwice(): Promise<void> {
      const sendings = await database.db.selectFrom("sending").select("id").execute();
      const deliveries = await database.db.selectFrom("delivery").select("id").execute();
      expect(sendings).toHaveLength(deliveries.length);
    }
  },
);
