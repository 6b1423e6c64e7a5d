import { randomUUID } from "node:crypto";
import { Client, type QueryResult } from "pg";
import { openDatabase } from "../../src/db/client.ts";

export interface TestDatabase {
  readonly url: string;
  /** Drops the database; connections still open are cut, so close yours first. */
  drop(): Promise<void>;
}

/** A new, migrated database on the test server, so that no test sees another's rows. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = process.env["TEST_POSTGRES_TEMPLATE"];
  // A server that is not ours keeps nothing of ours: whoever opens the database migrates it.
  if (template === undefined) return createEmptyDatabase();
  await takeTurn(async () => {
    if (await databaseExists(template)) return;
    const unfinished = await createDatabase(`${template}_unfinished`, "template0");
    await (await openDatabase(unfinished.url)).close();
    await runStatement(`alter database ${template}_unfinished rename to ${template}`);
  });
  return createDatabase(newName(), template);
}

/** A new database without a table. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  // Nobody can be connected to template0, so tests that run side by side never wait for each other here.
  return createDatabase(newName(), "template0");
}

function newName(): string {
  return `test_${randomUUID().replaceAll("-", "")}`;
}

async function createDatabase(name: string, template: string): Promise<TestDatabase> {
  await runStatement(`create database ${name} template ${template}`);
  const url = new URL(readServerUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: async () => void (await runStatement(`drop database if exists ${name} with (force)`)) };
}

async function databaseExists(name: string): Promise<boolean> {
  return (await runStatement(`select from pg_database where datname = '${name}'`)).rowCount === 1;
}

function readServerUrl(): string {
  const url = process.env["TEST_POSTGRES_URL"];
  if (url !== undefined && url !== "") return url;
  throw new Error("test database: unable to reach PostgreSQL: TEST_POSTGRES_URL is not set; run through npm test");
}

async function runStatement(statement: string): Promise<QueryResult> {
  return withClient((client) => client.query(statement));
}

/** Test files that run side by side do this work one after the other. */
async function takeTurn(work: () => Promise<void>): Promise<void> {
  await withClient(async (client) => {
    await client.query("select pg_advisory_lock(1)");
    await work();
  });
}

async function withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: readServerUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
