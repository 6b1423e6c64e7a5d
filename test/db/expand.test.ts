import { readFile } from "node:fs/promises";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/db/client.ts";
import { migrations, migrateUpTo } from "../../src/db/migrations.ts";
import { createEmptyDatabase, type TestDatabase } from "../support/postgres.ts";
import { decodeValue, type Session } from "../support/recorded-session.ts";

const sessionSchema = z.object({
  migration: z.string(),
  statements: z.array(z.string()),
  steps: z.array(z.tuple([z.int(), z.array(z.unknown()), z.int()])),
});

/** What the version before the delivery engine said to its database in a small day's work; see test/record. */
const session: Session = sessionSchema.parse(
  JSON.parse(await readFile(new URL("../fixtures/previous-version/session.json", import.meta.url), "utf8")),
);
const later = Object.keys(migrations).filter((name) => name > session.migration);

async function migrateTo(url: string, name: string): Promise<void> {
  const database = await openDatabase(url, { schema: "leave" });
  try {
    await migrateUpTo(database.db, name);
  } finally {
    await database.close();
  }
}

/** Says what the version said, and gives what it would not have got: statement, and what came instead. */
async function replay(client: Client, steps: Session["steps"]): Promise<string[]> {
  const faults: string[] = [];
  for (const [place, values, rows] of steps) {
    const text = session.statements[place] ?? "";
    const told = await client.query(text, values.map(decodeValue)).catch((cause: Error) => cause);
    if (told instanceof Error) {
      faults.push(`${told.message}: ${text.trim().slice(0, 300)}`);
      // Nothing after it in its transaction would say more.
      return faults;
    }
    if ((told.rowCount ?? 0) !== rows)
      faults.push(`${told.rowCount} rows instead of ${rows}: ${text.trim().slice(0, 300)}`);
  }
  return faults;
}

/** Where a process of the version before may be when the database is migrated: between two of its transactions. */
function halfway(): number {
  const half = Math.floor(session.steps.length / 2);
  const begins = session.steps.map(([place], step) => ({ step, isEnd: session.statements[place] === "commit" }));
  return (begins.find(({ step, isEnd }) => isEnd && step >= half)?.step ?? half) + 1;
}

/** Brings a database to that migration, and then says there what the version said. */
async function work(url: string, at: { migration: string; steps: Session["steps"] }): Promise<string[]> {
  await migrateTo(url, at.migration);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await replay(client, at.steps);
  } finally {
    await client.end();
  }
}

describe("a process of the version before goes on working beside a database that is already migrated", () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createEmptyDatabase();
  });
  afterEach(() => database.drop());
  const [morning, evening] = [session.steps.slice(0, halfway()), session.steps.slice(halfway())];

  it("on its own database, to begin with, what it says gives what it gave", async () => {
    expect(await work(database.url, { migration: session.migration, steps: session.steps })).toEqual([]);
  });

  it.each(later)("in the middle of its day the database takes %s, and the rest gives what it gave", async (name) => {
    expect(await work(database.url, { migration: session.migration, steps: morning })).toEqual([]);
    expect(await work(database.url, { migration: name, steps: evening })).toEqual([]);
  });

  it.each(later)("the database has %s before its first word, as when it is started again", async (name) => {
    expect(await work(database.url, { migration: name, steps: session.steps })).toEqual([]);
  });
});
