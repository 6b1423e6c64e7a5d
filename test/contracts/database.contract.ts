import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { insertAudit } from "../../src/db/audit.ts";
import { readAuditLog } from "../../src/db/audit-log.ts";
import { json } from "../../src/db/client.ts";
import { insertCaseNote } from "../../src/db/case-notes.ts";
import { readFeed, type FeedChoice } from "../../src/db/feed-entries.ts";
import { insertMessage, type NewMessage } from "../../src/db/messages.ts";
import { migrate } from "../../src/db/migrations.ts";
import type { Db } from "../../src/db/schema.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { insertPiece, insertSnapshot, readPieces } from "../../src/db/snapshots.ts";
import { findRegion, REGIONS } from "../../src/domain/region.ts";
import { makeEntry } from "../support/builders.ts";
import { listStopRows, writeStopRow } from "../support/stop-row.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { makeEntryFact, makeFacts, makeOverviewFacts } from "../support/message-views.ts";

const NOW = new Date("2026-08-20T08:00:00.123Z");
const LATER = new Date("2026-08-21T09:00:00Z");

/** What every engine must do alike; `open` gives a migrated database that nobody else uses. */
export function describeDatabase(under: { name: string; open(): Promise<Database>; remove(): Promise<void> }): void {
  describe(`a database on ${under.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await under.open();
    });
    afterAll(async () => {
      await database.close();
      await database.close();
      await under.remove();
    });

    it("is migrated when it opens, knows all regions, and may be migrated again without harm", async () => {
      const { db } = database;
      const readNames = async () => {
        const rows = await db.selectFrom("region").select(["code", "name"]).orderBy("code").execute();
        return rows.filter(({ code }) => findRegion(code) !== undefined);
      };
      const names = REGIONS.map(({ code, name }) => ({ code, name }));
      expect(await readNames()).toEqual(names);
      await migrate(db);
      expect(await readNames()).toEqual(names);
    });

    it("reads bigint as number, date as text, time as Date and bytes as they were", async () => {
      const { db } = database;
      const bytes = [[0, 1, 255, 39, 92], [], [7]];
      const byteCount = 2 ** 40 + 1;
      const about = { source: "types", fetchedAt: NOW, sha256: "a", etag: null, lastModified: null, modifiedAt: NOW };
      const file = { ...about, layout: null, byteCount };
      const id = await insertSnapshot(db, { file, status: "accepted", reason: null, baseline: false });
      for (const [place, piece] of bytes.entries())
        await insertPiece(db, { snapshotId: id, place, content: new Uint8Array(piece) });
      await db.updateTable("snapshot").set({ as_of: "2026-03-29" }).where("id", "=", id).execute();
      const row = await db
        .selectFrom("snapshot")
        .select(["id", "byte_count", "as_of", "fetched_at", "created_at", "baseline"])
        .where("source", "=", "types")
        .executeTakeFirstOrThrow();
      expect(row).toEqual({
        id,
        byte_count: byteCount,
        as_of: "2026-03-29",
        fetched_at: NOW,
        created_at: null,
        baseline: false,
      });
      expect(typeof id).toBe("number");
      const pieces: number[][] = [];
      for await (const piece of readPieces(db, id)) pieces.push([...piece]);
      expect(pieces).toEqual(bytes);
    });

    it.each([[[]], [["a", 'b"\\', "å", "'"]], [[1, [2, { x: null }]]], [{ list: [], none: null }], ["text"], [null]])(
      "gives %j back from a jsonb column as it was",
      async (value) => {
        const { db } = database;
        await db
          .updateTable("region")
          .set({ policy: json(value) })
          .where("code", "=", "01")
          .execute();
        const { policy } = await db
          .selectFrom("region")
          .select("policy")
          .where("code", "=", "01")
          .executeTakeFirstOrThrow();
        expect(policy).toEqual(value);
      },
    );

    it("tells a breach of uniqueness by the code 23505", async () => {
      const insert = () =>
        database.db.insertInto("delivery_stop").values({ scope: "twice", reason: "", stopped_at: NOW }).execute();
      await insert();
      await expect(insert()).rejects.toMatchObject({ code: "23505" });
    });

    it("leaves nothing of a transaction that fails, and works on after it", async () => {
      const { db } = database;
      const failing = db.transaction().execute(async (trx) => {
        await writeStopRow(trx, { name: "failed" });
        await sql`select 1 / 0`.execute(trx);
      });
      await expect(failing).rejects.toMatchObject({ code: "22012" });
      expect(await listStopRows(database.db, "failed")).toEqual([]);
    });

    it("runs a query beside an open transaction outside of it: it neither sees it nor dies with it", async () => {
      const { db } = database;
      const trx = await db.startTransaction().execute();
      await writeStopRow(trx, { name: "beside-inner" });
      const [write, read] = [writeStopRow(db, { name: "beside-outer" }), listStopRows(database.db, "beside-inner")];
      await writeStopRow(trx, { name: "beside-inner-2" });
      await trx.rollback().execute();
      await write;
      expect(await read).toEqual([]);
      expect(await listStopRows(database.db, "beside-")).toEqual(["beside-outer"]);
    });

    it("lets transactions at once follow each other on a row they hold, also when some of them fail", async () => {
      const { db } = database;
      await writeStopRow(db, { name: "counter", reason: "0" });
      const count = (fails: boolean) =>
        db.transaction().execute(async (trx) => {
          const held = trx
            .selectFrom("delivery_stop")
            .select("reason")
            .where("scope", "=", "channel counter")
            .forUpdate();
          const { reason } = await held.executeTakeFirstOrThrow();
          await writeStopRow(trx, { name: "counter", reason: String(Number(reason) + 1) });
          if (fails) throw new Error("changed my mind");
        });
      const outcomes = await Promise.allSettled(Array.from({ length: 30 }, (_, place) => count(place % 3 === 0)));
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
      const counter = db.selectFrom("delivery_stop").select("reason").where("scope", "=", "channel counter");
      expect(await counter.executeTakeFirst()).toEqual({ reason: "20" });
    });

    it("refuses to change, delete or empty messages: what was sent stays as it was", async () => {
      const { db } = database;
      const { id } = await insertMessage(db, makeNewMessage());
      const refusal = /message is append-only: publish a new version instead/;
      await expect(db.updateTable("message").set({ kind: "update" }).where("id", "=", id).execute()).rejects.toThrow(
        refusal,
      );
      await expect(db.deleteFrom("message").where("id", "=", id).execute()).rejects.toThrow(refusal);
      await expect(sql`truncate message cascade`.execute(db)).rejects.toThrow(refusal);
      const left = await db.selectFrom("message").select("kind").where("id", "=", id).execute();
      expect(left).toEqual([{ kind: "new" }]);
    });

    it("gives an audit entry back as it was written, and refuses to change, delete or empty it", async () => {
      const { db } = database;
      const before = { rules: [], contact: null };
      const after = { rules: [{ action: "ignore", reason: 'å "b" \\ c' }], contact: "040-12 34 56" };
      const actor = { kind: "rule", name: "Avslut" } as const;
      const told = { at: NOW, deed: "rules-changed", reason: "Skäl" } as const;
      const entry = { ...told, actor, regionCode: "12", objectId: "12" };
      await insertAudit(db, { ...entry, before, after });
      await insertAudit(db, entry);
      const filter = { regionCode: "12", actor: null, deed: "rules-changed", objects: null, from: NOW, to: null };
      const [plain, whole] = await readAuditLog(db, { ...filter, before: null, limit: 10 });
      const facts = { actor: { ...actor, id: null }, object: { kind: "rules", id: "12" }, address: null };
      expect(whole).toEqual({ id: whole?.id, ...told, ...facts, before, after });
      expect(plain).toMatchObject({ before: null, after: null });
      const refusal = /audit is append-only/;
      await expect(db.updateTable("audit").set({ reason: "Annat" }).execute()).rejects.toThrow(refusal);
      await expect(db.deleteFrom("audit").execute()).rejects.toThrow(refusal);
      await expect(sql`truncate audit cascade`.execute(db)).rejects.toThrow(refusal);
      expect(await readAuditLog(db, { ...filter, before: null, limit: 10 })).toEqual([plain, whole]);
    });
    it.each(["sending", "audit", "case_note"] as const)(
      "refuses to change, delete or empty what %s holds: it is an official document",
      async (table) => {
        const { db } = database;
        await insertArchived(db, table);
        const name = sql.table(table);
        const count = async () =>
          (await sql<{ n: number }>`select count(*)::int as n from ${name}`.execute(db)).rows[0]?.n;
        const before = await count();
        const refusal = /append-only/;
        const change = { sending: sql`payload = '{}'`, audit: sql`deed = 'x'`, case_note: sql`text = 'x'` }[table];
        await expect(sql`update ${name} set ${change}`.execute(db)).rejects.toThrow(refusal);
        await expect(sql`delete from ${name}`.execute(db)).rejects.toThrow(refusal);
        await expect(sql`truncate ${name} cascade`.execute(db)).rejects.toThrow(refusal);
        expect(await count()).toBe(before);
      },
    );

    it("finds a feed's messages by region, ATC wider or narrower, priority and area", async () => {
      const { db } = database;
      const regionCode = "25";
      const insert = async (over: Partial<NewMessage>) =>
        (await insertMessage(db, makeNewMessage({ regionCode, ...over }))).id;
      const meropenem = await insert({});
      const trombolytics = await insert({
        facts: makeFacts({ entry: makeEntryFact({ atc: "B01AD", priority: 2 }) }),
        audience: { areas: ["akutsjukvård"], roles: [] },
      });
      const overview = await insert({ kind: "overview", facts: makeOverviewFacts() });
      const find = async (filter: FeedChoice["filter"], over: { regionCode?: string } = {}) => {
        const part = await readFeed(db, { regionCode, filter, archive: null, now: LATER, ...over });
        return part?.entries.map(({ message }) => message.id);
      };
      expect(await find({})).toEqual([overview, trombolytics, meropenem]);
      expect(await find({ atc: ["J"] })).toEqual([overview, meropenem]);
      expect(await find({ atc: ["B01AD02", "N"] })).toEqual([overview, trombolytics]);
      expect(await find({ priorities: [2, 3] })).toEqual([overview, trombolytics]);
      expect(await find({ areas: ["akutsjukvård"] })).toEqual([overview, trombolytics, meropenem]);
      expect(await find({ areas: ["psykiatri"] })).toEqual([overview, meropenem]);
      expect(await find({}, { regionCode: "24" })).toEqual([]);
    });
  });
}

/** A row of that table, with what it needs around it. */
async function insertArchived(db: Db, table: "sending" | "audit" | "case_note"): Promise<void> {
  const actor = { kind: "command-line", name: "test" } as const;
  if (table === "audit")
    return insertAudit(db, { at: NOW, actor, regionCode: "12", deed: "case-assigned", objectId: 1 });
  if (table === "case_note") {
    const who = { email: "note@region.example", name: "Kim", subject: null, grants: [], now: NOW };
    const entry = makeEntry();
    const { id: caseId } = await db
      .insertInto("region_case")
      .values({ region_code: "23", entry_key: entry.key, entry: json(entry), status: "open", opened_at: NOW })
      .returning("id")
      .executeTakeFirstOrThrow();
    await insertCaseNote(db, { caseId, text: "Internt.", accountId: await insertAccount(db, who), now: NOW });
    return;
  }
  const choices = { regionCode: "23", channel: "chat", target: {}, language: "sv", filter: {} } as const;
  const subscriptionId = await saveSubscription(db, { ...choices, token: "archive", now: NOW });
  const sending = {
    subscription_id: subscriptionId,
    channel: "chat",
    payload: json({ text: "sent" }),
    rendered_at: NOW,
  };
  await db
    .insertInto("sending")
    .values({ ...sending, created_at: NOW })
    .execute();
}
