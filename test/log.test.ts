import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../src/db/client.ts";
import { describeError } from "../src/domain/error-text.ts";
import { createLog } from "../src/log.ts";
import { openMemoryDatabase } from "./support/memory-database.ts";
import { createTestDatabase, type TestDatabase } from "./support/postgres.ts";

const SECRET = "Hemligt-lösen-8507099805";

/** A log that is read as it is written. */
function openLog() {
  const lines: string[] = [];
  return { lines, log: createLog("info", { write: (line: string) => void lines.push(line) }) };
}

describe("a line of the log", () => {
  it.each<[string, object]>([
    ["a long list", { result: { warnings: Array.from({ length: 400 }, (_, row) => `row ${row} is unknown`) } }],
    ["a long text", { reason: "å".repeat(20_000) }],
    ["many fields", Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`field${i}`, "value"]))],
    ["a deep value", { result: JSON.parse(`${"[".repeat(2_000)}1${"]".repeat(2_000)}`) }],
    ["names that are long", { ["n".repeat(9_000)]: 1 }],
    ["half of a character at the cut", { reason: `${"x".repeat(299)}${"😀".repeat(2_000)}` }],
    ["an error with a long text", { err: new Error("x".repeat(50_000), { cause: new Error("y".repeat(50_000)) }) }],
  ])("with %s is cut to two kilobytes, is JSON and says that it was cut", (_what, fields) => {
    const { lines, log } = openLog();
    log.info(fields, "polled");
    expect(Buffer.byteLength(lines[0] ?? "")).toBeLessThanOrEqual(2_000);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msg: "polled" });
    expect(lines[0]).toContain("cut");
  });

  it.each([
    ["550 5.1.1 <anna.lakare@region.example>: user unknown", "550 5.1.1 <[address]>: user unknown"],
    ["åsa+x@sjukhus.region.se bounced, kim@a.b too", "[address] bounced, [address] too"],
    ["GET https://flow.example/invoke?sig=hemligt&sp=1 failed", "GET https://flow.example/invoke?[hidden] failed"],
    ["smtp://user:hemligt@mail.example:587 refused", "smtp://[hidden]@mail.example:587 refused"],
    ["postgres://u:p@localhost/x", "postgres://[hidden]@localhost/x"],
    ["550-no such user:\nanna@region.example\r\n550 end", "550-no such user:\n[address]\r\n550 end"],
    ["to\tkim@a.example\tåsa@b.example", "to\t[address]\t[address]"],
    ["DOMAIN\\kim@a.example and \\\nbo@b.example", "DOMAIN\\[address] and \\\n[address]"],
    ['"anna@region.example" said "no"', '"[address]" said "no"'],
    ["https://flow.example/a?sig=hemligt\nnext", "https://flow.example/a?[hidden]\nnext"],
    ["at node_modules/@hono/node-server/dist/index.mjs:12:3", "at node_modules/@hono/node-server/dist/index.mjs:12:3"],
    ["http://127.0.0.1:8080/r/12", "http://127.0.0.1:8080/r/12"],
  ])("that quotes %s hides who and what must not be read", (reason, told) => {
    const { lines, log } = openLog();
    log.warn({ outcome: { kind: "rejected", reason } }, "delivery failed");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ outcome: { reason: told } });
  });

  it("that is too long and has an address at the beginning of a line is cut, and nobody who writes it fails", () => {
    const { lines, log } = openLog();
    log.warn({ reason: `550 no\r\nanna@region.example ${"x".repeat(5_000)}` }, "delivery failed");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msg: "delivery failed" });
    expect(lines[0]).toContain("550 no");
    expect(lines[0]).not.toContain("anna");
  });

  it("that is short is left as it is", () => {
    const { lines, log } = openLog();
    log.info({ source: "lakemedelsverket", bytes: 12 }, "polled");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ source: "lakemedelsverket", bytes: 12, msg: "polled" });
    expect(lines[0]).not.toContain("cut");
  });
});

describe("an error of the database", () => {
  let postgres: TestDatabase;
  const databases: Database[] = [];
  beforeAll(async () => {
    postgres = await createTestDatabase();
    databases.push(await openMemoryDatabase(), await openDatabase(postgres.url));
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
    await postgres?.drop();
  });

  it.each([
    ["a number that is none", () => sql`select ${SECRET}::text::int`],
    ["a date that is none", () => sql`select ${SECRET}::text::date`],
    ["JSON that is none", () => sql`select ${`{"a": ${SECRET}`}::text::jsonb`],
    ["a column that must be given", () => sql`insert into account (email) values (${SECRET})`],
    ["a row that is there already", () => sql`insert into source_state (source) values (${SECRET}), (${SECRET})`],
    ["a table that is not there", () => sql`select * from nowhere where secret = ${SECRET}`],
    ["a value that is too long", () => sql`select ${SECRET}::varchar(2)::int`],
    ["a setting that is none", () => sql`select set_config('timezone', ${SECRET}, true)`],
  ])("about %s tells its code and text to log and terminal, and never what it was about", async (_what, statement) => {
    for (const { db } of databases) {
      const error: unknown = await statement()
        .execute(db)
        .then(
          () => null,
          (cause: unknown) => cause,
        );
      expect(error).toBeInstanceOf(Error);
      const outer = new Error(`jobs/test: unable to write: ${String(error)}`, { cause: error });
      const { lines, log } = openLog();
      log.error({ err: error }, "request failed");
      log.error({ error: outer }, "job failed");
      log.error(outer);
      const told = `${lines.join("")} ${JSON.stringify(describeError(outer))}`;
      expect(told).not.toContain(SECRET);
      expect(told).toMatch(/"code":"[0-9A-Z]{5}"/);
      expect(told).toContain("unable to write: ");
    }
  });
});

it("a text that is no JSON is not quoted", () => {
  const { lines, log } = openLog();
  try {
    JSON.parse(`{"password": ${SECRET}`);
  } catch (cause) {
    log.error({ err: cause }, "unreadable");
  }
  expect(lines[0]).toContain("not valid JSON");
  expect(lines[0]).not.toContain("lösen");
});
