import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LosableClient } from "../../src/db/losable-client.ts";
import { openBreakableLine, type BreakableLine } from "../support/breakable-line.ts";
import { PATIENT } from "../support/patience.ts";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";

describe("a session at PostgreSQL", () => {
  let server: TestDatabase;
  let line: BreakableLine;
  let clients: LosableClient[] = [];
  beforeEach(async () => {
    server = await createTestDatabase();
    line = await openBreakableLine(server.url);
  });
  afterEach(async () => {
    // One that was hushed hears no farewell.
    const farewells = clients.map((client) => client.end());
    await line.close();
    await Promise.all(farewells);
    await server.drop();
    clients = [];
  });

  function makeClient(patience: { answerMs: number | null; connectionTimeoutMillis?: number }): LosableClient {
    const client = new LosableClient({ connectionString: line.url, ...patience });
    clients.push(client);
    return client;
  }

  it("ends when a question has no answer in time, and whoever waits hears of it, also who asks after it", async () => {
    const client = makeClient({ answerMs: 200 });
    await client.connect();
    expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    line.hush();
    const asked = await Promise.allSettled([client.query("select 1"), client.query("select 2")]);
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(client.query("select 3")).rejects.toThrow(/not queryable/);
  });

  it("lives on though nothing is said for longer than that, when nothing is asked", async () => {
    const client = makeClient({ answerMs: 50 });
    const heard: (string | undefined)[] = [];
    client.on("notification", ({ payload }) => void heard.push(payload));
    await client.connect();
    await client.query("listen news");
    const other = makeClient({ answerMs: null });
    await other.connect();
    await other.query("select pg_sleep(0.3)");
    await other.query("notify news, 'late'");
    await vi.waitFor(() => expect(heard).toEqual(["late"]), PATIENT);
  });

  it("is not begun at a server that lets in and says nothing", async () => {
    line.hush();
    await expect(makeClient({ answerMs: null, connectionTimeoutMillis: 200 }).connect()).rejects.toThrow();
  });
});
