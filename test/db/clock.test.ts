import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { startClock } from "../../src/db/clock.ts";
import { createEmptyDatabase } from "../support/postgres.ts";
import { openMemoryDatabase } from "../support/memory-database.ts";

/** The same database, on a machine whose clock is that far from ours. */
async function setClock({ db }: Database, hours: number): Promise<void> {
  await sql`create schema if not exists skewed`.execute(db);
  await sql`
    create or replace function skewed.clock_timestamp() returns timestamptz language sql as
    $$ select pg_catalog.clock_timestamp() + interval '1 hour' * ${sql.lit(hours)} $$`.execute(db);
}

describe("the time that processes go by", () => {
  it.each([-3, 0, 3])("on PostgreSQL is the database's, also where that is %s hours from our own", async (hours) => {
    const server = await createEmptyDatabase();
    const plain = await openDatabase(server.url, { schema: "leave" });
    await setClock(plain, hours);
    // Whoever looks there first finds the other time.
    const url = `${server.url}${server.url.includes("?") ? "&" : "?"}options=-c%20search_path%3Dskewed%2Cpg_catalog`;
    const database = await openDatabase(url, { schema: "leave" });
    const clock = await startClock(database);
    try {
      const offMs = clock.now().getTime() - Date.now() - hours * 3_600_000;
      expect(Math.abs(offMs)).toBeLessThan(1_000);
    } finally {
      clock.stop();
      await database.close();
      await plain.close();
      await server.drop();
    }
  });

  it("on PGlite is the process's own", async () => {
    const database = await openMemoryDatabase();
    const clock = await startClock(database);
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
    clock.stop();
    await database.close();
  });
});
