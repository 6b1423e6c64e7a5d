import { gunzipSync, gzipSync } from "node:zlib";
import { Kysely, PostgresDialect, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { Pool } from "pg";
import { expect, it } from "vitest";
import { openDatabase } from "../../src/db/client.ts";
import { foundation } from "../../src/db/migrations/0001-foundation.ts";
import { sources } from "../../src/db/migrations/0002-sources.ts";
import { joinNotice, splitNotice } from "../../src/db/notice-content.ts";
import { readPieces } from "../../src/db/snapshots.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { makeNotice, makePackage } from "../support/builders.ts";
import { createEmptyDatabase } from "../support/postgres.ts";
import { createScene, REGION } from "../support/scene.ts";

const informed = makeNotice({
  packages: [
    makePackage({ information: '<a>Påhittat, \u2028 & "så"</a>' }),
    makePackage({ nplPackId: "20990000100028" }),
    makePackage({ nplPackId: "20990000100029", information: "<b/>" }),
  ],
});
const plain = makeNotice({ reportId: "report-2" });
const bare = makeNotice({ reportId: "report-3", packages: [] });

it("information blocks come back to the packages they belong to", () => {
  for (const notice of [informed, plain, bare]) {
    const { content, information } = splitNotice(notice);
    expect(JSON.stringify(content)).not.toContain("<");
    expect(joinNotice({ content, information })).toEqual(notice);
  }
  expect(splitNotice(plain).information).toBeNull();
});

it("a database from before keeps its notices, their history and its files when the blocks move apart", async () => {
  const server = await createEmptyDatabase();
  try {
    await fillOldDatabase(server.url, [informed, plain, bare]);
    const database = await openDatabase(server.url);
    const { db } = database;
    try {
      for (const table of ["notice", "notice_history"] as const) {
        const rows = await db.selectFrom(table).select(["content", "information"]).orderBy("id").execute();
        expect(rows.map(joinNotice)).toEqual([informed, plain, bare]);
        expect(rows.map((row) => row.information === null)).toEqual([false, true, true]);
        expect(JSON.stringify(rows.map((row) => row.content))).not.toContain("<");
      }
      const pieces: Uint8Array[] = [];
      for await (const piece of readPieces(db, 1)) pieces.push(piece);
      expect(gunzipSync(Buffer.concat(pieces)).toString()).toBe("the file");
    } finally {
      await database.close();
    }
  } finally {
    await server.drop();
  }
});

it("a match of an unknown notice or region is refused, and so is removing a notice that is matched", async () => {
  const scene = await createScene();
  try {
    await scene.ingest({ at: "2026-08-20", notices: [plain] });
    const insertMatch = (over: { region_code?: string; notice_id?: number }) =>
      scene.db
        .insertInto("match")
        .values({
          region_code: REGION,
          entry_key: "x",
          notice_id: 1,
          verdict: "possible",
          why: "{}",
          owns: false,
          ...over,
        })
        .execute();
    await expect(insertMatch({ notice_id: 99 })).rejects.toMatchObject({ code: "23503" });
    await expect(insertMatch({ region_code: "99" })).rejects.toMatchObject({ code: "23503" });
    await insertMatch({});
    await expect(scene.db.updateTable("match").set({ notice_id: 99 }).execute()).rejects.toMatchObject({
      code: "23503",
    });
    await expect(scene.db.deleteFrom("notice").execute()).rejects.toMatchObject({ code: "23503" });
    expect(await scene.db.selectFrom("match").select("notice_id").execute()).toEqual([{ notice_id: 1 }]);
  } finally {
    await scene.close();
  }
});

/** A database as the migrations before left it, with notices that hold their blocks and a file in its row. */
async function fillOldDatabase(url: string, notices: readonly Notice[]): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }) });
  try {
    const migrations = { "0001-foundation": foundation, "0002-sources": sources };
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
    const { error } = await migrator.migrateToLatest();
    expect(error).toBeUndefined();
    await sql`
      insert into snapshot (source, fetched_at, sha256, byte_count, content, status, report_count, notice_count, package_count, warnings)
      values ('old', now(), 'a', 8, ${gzipSync("the file")}, 'accepted', 3, 3, 4, '[]')`.execute(db);
    for (const [place, notice] of notices.entries()) {
      const text = JSON.stringify(notice);
      await sql`
        insert into notice (source, report_id, npl_id, product_name, status, content, content_hash, first_seen_at, changed_snapshot_id)
        values ('old', ${notice.reportId}, ${notice.nplId}, '', 'ongoing', ${text}::jsonb, ${String(place)}, now(), 1)`.execute(
        db,
      );
      await sql`
        insert into notice_history (notice_id, replaced_by_snapshot_id, content)
        values (${place + 1}, 1, ${text}::jsonb)`.execute(db);
    }
  } finally {
    await db.destroy();
  }
}
