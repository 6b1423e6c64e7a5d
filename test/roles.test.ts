import { once } from "node:events";
import { createServer } from "node:http";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { openDatabase } from "../src/db/client.ts";
import { migrations, migrateUpTo } from "../src/db/migrations.ts";
import { saveSubscription } from "../src/db/subscriptions.ts";
import { writeMessage } from "../src/services/messages.ts";
import { createCommandLine, readAnswer, type CommandLine } from "./support/command-line.ts";
import { makeNewMessage } from "./support/new-message.ts";
import { PATIENT } from "./support/patience.ts";
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from "./support/postgres.ts";
import { createTestRedisUrl } from "./support/redis.ts";
import { startServiceProcess, type ServiceProcess } from "./support/service-process.ts";

const NAMES = Object.keys(migrations);
const [LAST = "", BEFORE_LAST = ""] = NAMES.toReversed();

/** An authority that takes a question and never answers, so that a worker always has something under way. */
const silent = createServer(() => {});
let line: CommandLine;
let env: Record<string, string>;
const running: ServiceProcess[] = [];

beforeAll(async () => {
  line = await createCommandLine();
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const address = silent.address();
  const host = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  env = {
    REDIS_URL: createTestRedisUrl().url,
    LAKEMEDELSVERKET_URL: `http://${host}/file.xml`,
    LAKEMEDELSVERKET_PRODUCTS_URL: `http://${host}/file.xlsx`,
    ALLOW_PRIVATE_HOSTS: host,
    PORT: "0",
    LOG_LEVEL: "error",
  };
});
afterEach(async () => {
  for (const service of running) service.signal("SIGKILL");
  await Promise.all(running.splice(0).map(({ ended }) => ended));
});
afterAll(async () => {
  silent.closeAllConnections();
  silent.close();
  await line?.close();
});

function start(role: string, over: Record<string, string>): ServiceProcess {
  const service = startServiceProcess({ ...env, ...over }, ["src/cli/main.ts", "serve", "--role", role]);
  running.push(service);
  return service;
}

async function ready(service: ServiceProcess): Promise<string> {
  const [, url = ""] = await service.said(/Ready: (http:\S+)\. /);
  return url;
}

async function ask(url: string): Promise<{ code: number; status: unknown }> {
  const response = await fetch(url);
  const { status } = z.object({ status: z.unknown() }).parse(await response.json());
  return { code: response.status, status };
}

describe("`serve`", () => {
  it.each(["web", "worker"])(
    "refuses the role %s on PGlite, which serves one process, and says what to do",
    async (role) => {
      const service = start(role, { DATABASE_URL: "pglite:memory" });
      expect(await service.ended).toBe(1);
      expect(service.complained()).toBe(
        `The role ${role} needs a database that several processes can use, and PGlite serves one: ` +
          "set DATABASE_URL to a PostgreSQL server, or start with --role all.\n",
      );
      expect(service.written()).toBe("");
    },
  );

  it("does not know a role that there is none of", async () => {
    const answer = await line.run(["serve", "--role", "boss"]);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toMatch(/^--role should be one of all, web, worker, not "boss"\n/);
  });
});

describe("two processes with pages and two workers on one PostgreSQL and one Redis", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it("hand a message to each of 300 subscribers once, answer the same pages, and each says that it is well", async () => {
    const over = { DATABASE_URL: database.url };
    const services = ["web", "web", "worker", "worker"].map((role) => start(role, over));
    const urls = await Promise.all(services.map(ready));
    for (const url of urls) {
      expect(await ask(`${url}/healthz`)).toEqual({ code: 200, status: "degraded" });
      expect((await ask(`${url}/readyz`)).code).toBe(200);
    }
    expect(await Promise.all(urls.map(async (url) => (await fetch(url)).status))).toEqual([200, 200, 404, 404]);

    const opened = await openDatabase(database.url);
    const { db } = opened;
    const now = new Date();
    for (const place of Array(300).keys())
      await saveSubscription(db, {
        regionCode: "12",
        channel: "email",
        target: { address: `lasare-${place}@region.example` },
        language: "sv",
        filter: {},
        token: `size-${place}`,
        now,
      });
    await db.transaction().execute((trx) =>
      writeMessage(trx, {
        ...makeNewMessage({ regionCode: "12", urgency: "high", now }),
        digestChannels: new Set(["email"]),
      }),
    );
    await vi.waitFor(async () => {
      const states = db
        .selectFrom("delivery")
        .select((eb) => ["state", eb.fn.countAll<number>().as("count")])
        .groupBy("state");
      expect(await states.execute()).toEqual([{ state: "captured", count: 300 }]);
    }, PATIENT);
    await opened.close();

    for (const service of services) service.signal("SIGTERM");
    expect(await Promise.all(services.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    for (const service of services) expect(service.written()).toMatch(/Stopped\.\n$/);
  });

  it("a worker whose port another has works without it, and one that has none listens nowhere", async () => {
    const over = { DATABASE_URL: database.url };
    const first = start("worker", over);
    const port = new URL(await ready(first)).port;
    const [second, third] = [start("worker", { ...over, PORT: port }), start("worker", { ...over, PORT: "" })];
    await second.said(
      /This worker answers no \/healthz: 127\.0\.0\.1:\d+ is not to be had\. It works all the same\.\n/,
    );
    for (const worker of [second, third]) await worker.said(/Ready: it works, and listens nowhere/);
  });
});

describe("a process that is asked to stop", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it("says at /readyz that it is stopping while what is under way has its seconds, and is well still", async () => {
    const asked = once(silent, "request");
    const worker = start("worker", { DATABASE_URL: database.url });
    const url = await ready(worker);
    await asked;
    worker.signal("SIGTERM");
    await vi.waitFor(
      async () => expect(await ask(`${url}/readyz`)).toEqual({ code: 503, status: "stopping" }),
      PATIENT,
    );
    expect(await ask(`${url}/healthz`)).toEqual({ code: 200, status: "degraded" });
    await worker.said(/Something is still under way: it is undone, given back, and done by the next who works\./);
    expect(await worker.ended).toBe(0);
  });

  it("answers pages for as long as it was told to, so that whoever is in front hears that it is leaving", async () => {
    const web = start("web", { DATABASE_URL: database.url, STOP_DELAY_SECONDS: "2" });
    const url = await ready(web);
    web.signal("SIGTERM");
    await web.said(/Stopping/);
    expect(await ask(`${url}/readyz`)).toEqual({ code: 503, status: "stopping" });
    expect((await fetch(url)).status).toBe(200);
    expect(await web.ended).toBe(0);
  });
});

describe("a database of another version", () => {
  let database: TestDatabase;
  let over: Record<string, string>;
  beforeEach(async () => {
    database = await createEmptyDatabase();
    over = { DATABASE_URL: database.url };
  });
  afterEach(() => database.drop());

  async function migrateTo(name: string): Promise<void> {
    const opened = await openDatabase(database.url, { schema: "leave" });
    await migrateUpTo(opened.db, name);
    await opened.close();
  }

  /** What each says before it ends, side by side. */
  function refusals(roles: readonly string[]): Promise<string[]> {
    return Promise.all(
      roles.map(async (role) => {
        const service = start(role, over);
        expect([role, await service.ended]).toEqual([role, 1]);
        return service.complained();
      }),
    );
  }

  const migrate = async () => {
    const answer = await line.run(["migrate", "--json"], { env: over });
    return readAnswer(answer, z.object({ ran: z.array(z.string()) })).ran;
  };

  it("is brought to this one by one of four `migrate` at once; the others find it done, and say so", async () => {
    const ran = await Promise.all([1, 2, 3, 4].map(migrate));
    expect(ran.toSorted((one, other) => one.length - other.length)).toEqual([[], [], [], NAMES]);
    const again = await line.run(["migrate"], { env: over });
    const stdout = "Nothing to do. The database has the shape that this version needs.\n";
    expect(again).toEqual({ code: 0, stdout, stderr: "" });
  });

  it("when it is older is refused by a process beside others, with what is missing and what to run", async () => {
    expect((await line.run(["doctor"], { env: over })).stdout).toMatch(
      /missing +database +The database is empty\.\n +→ npm run -s restsignal -- migrate, or npm start\n/,
    );
    const empty = 'The database is empty. Run "restsignal migrate", then start again.\n';
    expect(await refusals(["web", "worker"])).toEqual([empty, empty]);
    await migrateTo(BEFORE_LAST);
    const older = `The database is older than this version of Restsignal: ${LAST} has not run.`;
    expect(await refusals(["web"])).toEqual([`${older} Run "restsignal migrate", then start again.\n`]);
    expect((await line.run(["migrate"], { env: over })).stdout).toBe(`${LAST}: done\n`);
    await ready(start("web", over));
  });

  it("when it is newer is refused by every process and command, with what to start instead", async () => {
    await migrateTo(LAST);
    await query(database.url, "insert into kysely_migration values ('9999-later', '2099-01-01T00:00:00.000Z')");
    const newer =
      "The database is newer than this version of Restsignal, which does not know 9999-later. " +
      "Start the version that migrated it, or a later one.\n";
    expect(await refusals(["web", "worker", "all"])).toEqual([newer, newer, newer]);
    for (const command of ["migrate", "deliver"])
      expect(await line.run([command], { env: over })).toEqual({ code: 1, stdout: "", stderr: newer });
  });

  it("is migrated beside running code: who waits for a table lets those pass who came later, and tries again", async () => {
    await migrateTo("0019-catalogue-source");
    const [writer, passerBy] = [
      new Client({ connectionString: database.url }),
      new Client({ connectionString: database.url }),
    ];
    await Promise.all([writer.connect(), passerBy.connect()]);
    const write = "begin; lock table message in row exclusive mode";
    await writer.query(write);
    let done = false;
    const migrating = migrate().then((ran) => {
      done = true;
      return ran;
    });
    await vi.waitFor(async () => {
      const waiting = await passerBy.query("select from pg_locks where relation = 'message'::regclass and not granted");
      expect(waiting.rowCount).toBe(1);
    }, PATIENT);
    // It stands behind the migration in the queue for the table.
    await passerBy.query(`${write}; commit`);
    expect(done).toBe(false);
    await writer.query("commit");
    expect((await migrating)[0]).toBe("0020-fan-out");
    await Promise.all([writer.end(), passerBy.end()]);
  });
});

async function query(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
