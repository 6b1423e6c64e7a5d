import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { beginRegion, createCommandLine, type CommandLine } from "../support/command-line.ts";
import { createEmptyDatabase, type TestDatabase } from "../support/postgres.ts";

let folder: string;
let line: CommandLine;
let source: Database;
const opened: Database[] = [];
const servers: TestDatabase[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "restsignal-restore-"));
  line = await createCommandLine();
  source = await beginRegion(line);
  await sql`insert into account (email, name, state, created_at) values ('kim@region.example', 'Kim', 'active', now())`.execute(
    source.db,
  );
});
afterAll(async () => {
  await Promise.all([source, ...opened].map((database) => database.close()));
  await line.close();
  await Promise.all(servers.map((server) => server.drop()));
  await rm(folder, { recursive: true, force: true });
});

describe("after a restore", () => {
  it("nothing is sent, not even a mail about an account, until somebody resumes; what is due is told, and can be put aside", async () => {
    const { db } = source;
    const [{ id: subscriptionId }, { id: messageId }] = await Promise.all([
      db.selectFrom("subscription").select("id").limit(1).executeTakeFirstOrThrow(),
      db.selectFrom("message").select("id").limit(1).executeTakeFirstOrThrow(),
    ]);
    await sql`delete from delivery`.execute(db);
    await sql`insert into delivery (message_id, subscription_id, channel, state, due_at) values
      (${messageId}, ${subscriptionId}, 'slack', 'due', '2026-08-21 05:00Z')`.execute(db);
    const file = join(folder, "due.backup");
    expect(await line.run(["backup", file])).toMatchObject({ code: 0 });
    const server = await createEmptyDatabase();
    servers.push(server);
    const env = { DATABASE_URL: server.url };
    const told = await line.run(["restore", file], { env });
    expect(told).toMatchObject({ code: 0, stderr: "" });
    expect(told.stdout).toMatch(
      /Nothing is sent: all is stopped\. 1 deliveries are due and 0 were under way, the oldest since 2026/,
    );

    expect(await line.run(["deliver", "--json"], { env })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /all is stopped: Återläst ur säkerhetskopian från \d{4}-\d\d-\d\d \d\d:\d\d: .*--resume/,
      ),
    });
    const restored = await openDatabase(server.url);
    opened.push(restored);
    const states = () => restored.db.selectFrom("delivery").select(["state", "outcome"]).execute();
    expect(await states()).toEqual([{ state: "sending", outcome: null }]);
    expect(await restored.db.selectFrom("sending").select("attempts").where("state", "=", "due").execute()).toEqual([
      { attempts: 0 },
    ]);
    const account = await restored.db.selectFrom("account").select("id").limit(1).executeTakeFirstOrThrow();
    await sql`insert into account_mail (account_id, content, created_at, state, due_at)
      values (${account.id}, '{"kind": "password-changed"}', now(), 'due', now() - interval '1 hour')`.execute(
      restored.db,
    );
    await line.run(["deliver"], { env });
    expect(await restored.db.selectFrom("account_mail").select("state").execute()).toEqual([{ state: "due" }]);
    await sql`delete from account_mail`.execute(restored.db);

    expect(await line.run(["deliver", "--maybe-sent", "2026-08-21T04:00:00Z", "--json"], { env })).toMatchObject({
      stdout: '{"putAside":0}\n',
    });
    expect(await line.run(["deliver", "--maybe-sent", "2026-08-21T06:00:00Z", "--json"], { env })).toMatchObject({
      stdout: '{"putAside":1}\n',
    });
    expect(await states()).toEqual([
      { state: "unknown", outcome: { kind: "unknown", reason: expect.stringContaining("restored") } },
    ]);
    for (const wrong of ["yesterday", "2099-01-01T00:00:00Z"])
      expect(await line.run(["deliver", "--maybe-sent", wrong], { env })).toMatchObject({ code: 2 });
    await line.run(["deliver", "--resume", "all"], { env });
    expect(await states()).toMatchObject([{ state: "unknown" }]);
    expect(await line.run(["deliver", "--maybe-sent", "2026-08-21T06:00:00Z"], { env })).toMatchObject({ code: 1 });
  });
});

describe("what may have been sent before a restore", () => {
  it("waits for a person where people look, though no worker had made a sending of it, also of a paused receiver", async () => {
    const { db } = source;
    const made = await db.selectFrom("subscription").select("id").limit(1).executeTakeFirstOrThrow();
    const { id: messageId } = await db.selectFrom("message").select("id").limit(1).executeTakeFirstOrThrow();
    await sql`delete from delivery`.execute(db);
    await sql`update subscription set state = 'paused' where id = ${made.id}`.execute(db);
    await sql`insert into delivery (message_id, subscription_id, channel, state, due_at) values
      (${messageId}, ${made.id}, 'slack', 'due', '2026-08-21 05:00Z')`.execute(db);
    await line.run(["deliver", "--stop", "all", "--reason", "Återläst"]);
    const aside = ["deliver", "--maybe-sent", "2026-08-21T06:00:00Z", "--json"];
    expect(await line.run(aside)).toMatchObject({ code: 0, stdout: '{"putAside":1}\n' });
    expect(await line.run(aside)).toMatchObject({ stdout: '{"putAside":0}\n' });
    expect((await line.run(["deliveries", "list"])).stdout).toContain("0 did not arrive, and of 1 nobody knows");
    expect(await line.run(["deliveries", "settle", "--all", "--as", "delivered"])).toMatchObject({
      code: 0,
      stdout: "1 done.\n",
    });
    expect(await db.selectFrom("delivery").select("state").execute()).toEqual([{ state: "delivered" }]);
    expect((await line.run(["deliveries", "list"])).stdout).toContain("Nothing waits for a person.");
  });
});

describe("the commands", () => {
  it("back up and restore, and say in a sentence what they refuse", async () => {
    const file = join(folder, "by-command.backup");
    const made = await line.run(["backup", file, "--json"]);
    expect(JSON.parse(made.stdout)).toMatchObject({
      file,
      rows: expect.any(Number),
      sha256: expect.stringMatching(/^\w{64}$/),
    });
    expect(await line.run(["backup", file])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("never overwrites"),
    });
    expect(await line.run(["restore", file])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/is not empty .*new one/),
    });
    const env = { DATABASE_URL: `pglite:${join(folder, "by-command")}` };
    expect(await line.run(["backup", join(folder, "x"), "--json"], { env })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("nothing to back up"),
    });
    await expect(stat(join(folder, "by-command"))).rejects.toThrow("ENOENT");
    const restored = await line.run(["restore", file, "--json"], { env });
    expect({ ...restored, stdout: JSON.parse(restored.stdout) }).toMatchObject({
      code: 0,
      stderr: "",
      stdout: { file },
    });
    expect(await line.run(["restore", file], { env })).toMatchObject({ code: 1 });
    expect(await line.run(["backup"])).toMatchObject({ code: 2 });
  });
});
