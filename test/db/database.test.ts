import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/db/client.ts";
import { REGIONS } from "../../src/domain/region.ts";
import { createExampleFiles } from "../../src/demo/example-files.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { describeDatabase } from "../contracts/database.contract.ts";
import { createEmptyDatabase, createTestDatabase } from "../support/postgres.ts";
import { createScene, dumpTables, NO_GUARDS } from "../support/scene.ts";

describeDatabase({
  name: "PGlite in memory",
  open: () => openDatabase("pglite:memory"),
  remove: () => Promise.resolve(),
});

const folder = await mkdtemp(join(tmpdir(), "restsignal-database-"));
describeDatabase({
  name: "PGlite in a folder",
  open: () => openDatabase(`pglite:${folder}/new/data`),
  remove: () => rm(folder, { recursive: true, force: true }),
});

const server = await createEmptyDatabase();
describeDatabase({ name: "PostgreSQL", open: () => openDatabase(server.url), remove: () => server.drop() });

describe("a database opened by many", () => {
  it("is migrated once when several processes start at the same time on PostgreSQL", async () => {
    const empty = await createEmptyDatabase();
    const opened = await Promise.all(Array.from({ length: 6 }, () => openDatabase(empty.url)));
    try {
      const [first] = opened;
      const codes = await first?.db.selectFrom("region").select("code").execute();
      expect(codes?.map(({ code }) => code)).toEqual(expect.arrayContaining(REGIONS.map(({ code }) => code)));
    } finally {
      await Promise.all(opened.map((database) => database.close()));
      await empty.drop();
    }
  });

  it("says that the server does not answer, and shows no password", async () => {
    const error: unknown = await openDatabase("postgres://someone:hush-hush@127.0.0.1:1/none").catch((cause) => cause);
    const told = inspect(error, { depth: 9 });
    expect(told).toContain("db/migrations: unable to read which migrations the database has had");
    expect(told).toContain("ECONNREFUSED 127.0.0.1:1");
    expect(told).not.toContain("hush-hush");
  });
});

describe("the demo's two days", () => {
  it("give the same rows in every table on PGlite and on PostgreSQL", async () => {
    const postgres = await createTestDatabase();
    const dumps: Record<string, string[]>[] = [];
    for (const url of [undefined, postgres.url]) dumps.push(await takeExample(url));
    await postgres.drop();
    const [onPGlite, onPostgres] = dumps;
    expect(onPGlite?.["notice_change"]?.length).toBeGreaterThan(25);
    expect(onPostgres).toEqual(onPGlite);
  });
});

async function takeExample(url?: string): Promise<Record<string, string[]>> {
  const scene = await createScene(url);
  try {
    scene.clock = new Date("2026-08-21T08:00:00Z");
    const example = createExampleFiles({ today: "2026-08-21" });
    const list = parseRegionList(Buffer.from(example.list));
    if (list.kind === "refused") throw new Error(list.reason);
    await scene.takeList(list.entries);
    await scene.subscribe();
    for (const day of example.days) {
      const file = join(scene.folder, day.name);
      await writeFile(file, day.xml);
      const result = await scene.ingestFrom(lakemedelsverket, { file, guards: NO_GUARDS });
      expect(result).toMatchObject({ kind: "ingested", known: false });
    }
    return await dumpTables(scene.db);
  } finally {
    await scene.close();
  }
}
