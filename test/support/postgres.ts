import { randomUUID } from "node:crypto";
import { Client } from "pg";

export interface TestDatabase {
  readonly url: string;
  /** Drops the database; connections still open are cut, so close yours first. */
  drop(): Promise<void>;
}

/** A new, empty database on the test server, so that no test sees another's rows. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env["TEST_POSTGRES_URL"];
  if (serverUrl === undefined || serverUrl === "") {
    throw new Error("test database: unable to reach PostgreSQL: TEST_POSTGRES_URL is not set; run through npm test");
  }
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  // Nobody can be connected to template0, so tests that run side by side never wait for each other here.
  await runStatement(serverUrl, `create database ${name} template template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => runStatement(serverUrl, `drop database if exists ${name} with (force)`),
  };
}

async function runStatement(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
