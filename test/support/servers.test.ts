import { Redis } from "ioredis";
import { Client } from "pg";
import { expect, it } from "vitest";
import { connectChromium } from "./chromium.ts";
import { createEmptyDatabase } from "./postgres.ts";
import { createTestRedisUrl } from "./redis.ts";

async function queryDatabase(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

it("gives each caller an empty database of its own that takes Swedish text", async () => {
  const [one, other] = await Promise.all([createEmptyDatabase(), createEmptyDatabase()]);
  try {
    await queryDatabase(one.url, "create table medicine (name text)");
    await queryDatabase(one.url, "insert into medicine values ('Läkemedel på öra')");
    expect(await queryDatabase(one.url, "select name from medicine")).toEqual([{ name: "Läkemedel på öra" }]);
    expect(await queryDatabase(other.url, "select to_regclass('medicine') as found")).toEqual([{ found: null }]);
  } finally {
    await Promise.all([one.drop(), other.drop()]);
  }
  await expect(queryDatabase(one.url, "select 1")).rejects.toThrow("does not exist");
});

it("gives a Redis that answers, with a key prefix of its own for each caller", async () => {
  const one = createTestRedisUrl();
  expect(createTestRedisUrl().prefix).not.toBe(one.prefix);
  const redis = new Redis(one.url);
  try {
    expect(await redis.ping()).toBe("PONG");
  } finally {
    await redis.quit();
  }
});

it("opens a page in the Chromium that all share, which stays open when another connection is closed", async () => {
  const [one, other] = await Promise.all([connectChromium(), connectChromium()]);
  try {
    const page = await one.newPage();
    await page.goto("data:text/html,<h1>Rest</h1>");
    expect(other.contexts()).toEqual([]);
    await (await other.newPage()).goto("data:text/html,<h1>Other</h1>");
    await other.close();
    expect(await page.textContent("h1")).toBe("Rest");
  } finally {
    await one.close();
  }
});
