import { mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { migrateUpTo, migrations } from "../../src/db/migrations.ts";
import { insertSession } from "../../src/db/sessions.ts";
import type { Db } from "../../src/db/schema.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { makeBackup } from "../../src/services/backup/make-backup.ts";
import { restoreBackup } from "../../src/services/backup/restore-backup.ts";
import { beginRegion, createCommandLine, type CommandLine } from "../support/command-line.ts";
import { createEmptyDatabase, type TestDatabase } from "../support/postgres.ts";

const NOW = new Date("2026-08-21T06:00:00.123Z");
/** What a restore ends, adds or counts on. */
const TOUCHED = new Set([
  "session",
  "sign_in_wait",
  "sign_in_request",
  "account_link",
  "audit",
  "delivery_stop",
  "public_version",
]);

let folder: string;
let line: CommandLine;
let source: Database;
let kept: TestDatabase;
const opened: Database[] = [];
const servers: TestDatabase[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "restsignal-backup-"));
  line = await createCommandLine();
  source = await beginRegion(line);
  await addOddRows(source.db);
  kept = await createEmptyDatabase();
});
afterAll(async () => {
  await Promise.all([source, ...opened].map((database) => database.close()));
  await line.close();
  await Promise.all([kept, ...servers].map((server) => server.drop()));
  await rm(folder, { recursive: true, force: true });
});

/** Values that a careless copy changes, and ids that were given and are gone. */
async function addOddRows(db: Db): Promise<void> {
  await sql`insert into account (email, name, state, created_at) values
    ('kim@region.example', ${'Kim "\\ \n\t \u{1F600} \u2028 å'}, 'active', '2026-08-20 08:00:00.123456+02'),
    ('gone@region.example', 'Gone', 'active', now())`.execute(db);
  await sql`delete from account where email = 'gone@region.example'`.execute(db);
  await sql`insert into sending (subscription_id, channel, payload, rendered_at)
    select id, channel, payload, '2026-08-20 08:00:00.000001Z' from subscription,
      (values ('null'::jsonb), ('"text"'), ('{"n": 1.10, "big": 123456789012345678901234567890, "s": "\\u00e5 \\\\ \\" "}'))
      as odd(payload)`.execute(db);
  await sql`insert into list_import (region_code, file_name, content, state, created_by, created_at)
    select '12', 'list', decode(repeat('00ff5c0a', 300000), 'hex'), 'read', id, now() from account limit 1`.execute(db);
  await insertSession(db, { token: "t", csrf: "c", accountId: 1, address: "10.0.0.1", now: NOW });
}

async function openNew(kind: "PGlite" | "PostgreSQL"): Promise<Database> {
  let url = `pglite:${join(folder, `db-${opened.length}`)}`;
  if (kind === "PostgreSQL") {
    const server = await createEmptyDatabase();
    servers.push(server);
    url = server.url;
  }
  const database = await openDatabase(url, { schema: "leave" });
  opened.push(database);
  return database;
}

const act = ({ db }: Pick<Database, "db">) => actAtCommandLine({ db, now: () => NOW });

async function save(database: Database, name: string): Promise<string> {
  const file = join(folder, name);
  const given = { file, version: "0.1.0", engine: database.engine.kind, tell: () => {} };
  expect(await makeBackup(act(database), given)).toMatchObject({ kind: "made" });
  return file;
}

const load = (database: Database, file: string) => restoreBackup(act(database), { file, tell: () => {} });

/** Every value of every row, and where ids go on. */
async function dump(db: Db): Promise<Record<string, unknown>> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1`.execute(
    db,
  );
  const all: Record<string, unknown> = {};
  for (const { name } of tables) {
    if (TOUCHED.has(name)) continue;
    const { rows } = await sql<{
      row: string;
    }>`select md5(t::text) as row from ${sql.table(name)} t order by 1`.execute(db);
    all[name] = rows.map(({ row }) => row);
  }
  const { rows: ids } = await sql`
    select sequencename, last_value from pg_sequences
    where schemaname = 'public' and sequencename <> 'audit_id_seq' order by 1`.execute(db);
  return { ...all, ids };
}

/** Constraints, indexes and triggers, each as the database tells it. */
async function dumpShape(db: Db): Promise<unknown> {
  const { rows } = await sql`
    select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) as it from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 'n'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select tgrelid::regclass::text || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal
    order by 1`.execute(db);
  return rows;
}

describe("a backup", () => {
  it("restores on the other kind of database and back again, value for value, and ids go on where they were", async () => {
    const first = await save(source, "first.backup");
    const pglite = await openNew("PGlite");
    expect(await load(pglite, first)).toMatchObject({ kind: "restored" });
    const second = await save(pglite, "second.backup");
    const postgres = await openNew("PostgreSQL");
    expect(await load(postgres, second)).toMatchObject({ kind: "restored" });
    const again = await openNew("PGlite");
    expect(await load(again, second)).toMatchObject({ kind: "restored" });

    const before = await dump(source.db);
    expect(before).toMatchObject({ message: [expect.any(String)], notice: expect.any(Array) });
    for (const { db } of [pglite, postgres, again]) {
      expect(await dump(db)).toEqual(before);
      expect(await dumpShape(db)).toEqual(await dumpShape(source.db));
    }
  });

  it("gives messages back as unchangeable as they were, and ends all sign-ins", async () => {
    const file = await save(source, "unchangeable.backup");
    for (const kind of ["PGlite", "PostgreSQL"] as const) {
      const { db } = await openNew(kind).then(async (database) => {
        await load(database, file);
        return database;
      });
      await expect(sql`update message set kind = 'new'`.execute(db)).rejects.toThrow(/append-only/);
      await expect(sql`delete from sending`.execute(db)).rejects.toThrow(/append-only/);
      await expect(sql`insert into match values ('12', 'k', 999, 'certain', '{}', true)`.execute(db)).rejects.toThrow(
        /known notice/,
      );
      expect(await db.selectFrom("session").selectAll().execute()).toEqual([]);
      const deeds = await db
        .selectFrom("audit")
        .select(["deed", "object_kind"])
        .orderBy("id", "desc")
        .limit(1)
        .execute();
      expect(deeds).toEqual([{ deed: "backup-restored", object_kind: "backup" }]);
    }
  });

  it("is of one moment, whatever is written meanwhile on PostgreSQL", async () => {
    const file = join(folder, "moment.backup");
    let written = false;
    const { db } = source;
    // Between two tables: what is written now may not be in one of them and miss in the other.
    const tell = (table: string) => {
      if (written || table < "message") return;
      written = true;
      writing = sql`with a as (insert into account (email, name, state, created_at)
          values ('later@region.example', 'Later', 'active', now()) returning id)
        insert into session (token_hash, account_id, csrf, created_at, seen_at, address)
        select 'later', id, 'c', now(), now(), '' from a`.execute(db);
    };
    let writing: Promise<unknown> = Promise.resolve();
    const given = { file, version: "0.1.0", engine: "postgres", tell };
    expect(await makeBackup(act(source), given)).toMatchObject({ kind: "made" });
    await writing;
    expect(written).toBe(true);
    const text = gunzipSync(await readFile(file)).toString();
    expect(text).not.toContain("later");
    await sql`delete from session where token_hash = 'later'`.execute(db);
    await sql`delete from account where name = 'Later'`.execute(db);
  });

  it("is its owner's alone, overwrites no file, and has its name only when it is whole", async () => {
    const file = await save(source, "mine.backup");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const given = { version: "0.1.0", engine: "postgres", tell: () => {} };
    const make = (to: string) => makeBackup(act(source), { ...given, file: to });
    expect(await make(file)).toEqual({ kind: "refused", why: "file-exists" });
    await writeFile(join(folder, "begun.backup.part"), "");
    expect(await make(join(folder, "begun.backup"))).toEqual({ kind: "refused", why: "part-exists" });
    expect(await make(join(folder, "nowhere/at.backup"))).toEqual({ kind: "refused", why: "not-writable" });
    const broken = makeBackup(act(source), {
      ...given,
      file: join(folder, "broken.backup"),
      tell: () => {
        throw new Error("the disk is full");
      },
    });
    await expect(broken).rejects.toThrow("the disk is full");
    for (const name of ["broken.backup", "broken.backup.part"])
      await expect(stat(join(folder, name))).rejects.toThrow("ENOENT");
    expect(await makeBackup(act(await openNew("PostgreSQL")), { ...given, file: join(folder, "none.backup") })).toEqual(
      {
        kind: "refused",
        why: "no-database",
      },
    );
  });

  it("of an older shape is brought to the newest one when it is restored, also into a database that has that already", async () => {
    const names = Object.keys(migrations).toSorted();
    const old = await openNew("PostgreSQL");
    await migrateUpTo(old.db, "0020-fan-out");
    await sql`insert into subscription (region_code, channel, target, target_hash, language, filter, state, token, created_at)
      values ('12', 'email', '{"address": "a@b.example"}', 'h', 'sv', '{}', 'active', 'tok', '2026-08-01')`.execute(
      old.db,
    );
    const file = await save(old, "old.backup");
    const fresh = await openNew("PGlite");
    const migrated = await openDatabase(kept.url);
    opened.push(migrated);
    for (const database of [fresh, migrated]) {
      expect(await load(database, file)).toMatchObject({
        kind: "restored",
        header: { migrations: names.filter((name) => name <= "0020-fan-out") },
      });
      const found = await database.db.selectFrom("subscription").select(["token", "import_id"]).execute();
      expect(found).toEqual([{ token: "tok", import_id: null }]);
      expect(await dumpShape(database.db)).toEqual(await dumpShape(source.db));
    }
  });
});

describe("a restore", () => {
  let file: string;
  let bytes: Buffer;
  let empty: Database;
  beforeAll(async () => {
    file = await save(source, "whole.backup");
    bytes = await readFile(file);
    empty = await openNew("PostgreSQL");
  });

  async function refuse(content: Uint8Array): Promise<unknown> {
    const spoilt = join(folder, "spoilt.backup");
    await writeFile(spoilt, content);
    const answer = await load(empty, spoilt);
    const { rows } = await sql`select from pg_tables where schemaname = 'public'`.execute(empty.db);
    expect(rows).toEqual([]);
    return answer;
  }
  const edit = (change: (text: string) => string): Uint8Array => gzipSync(change(gunzipSync(bytes).toString()));

  it("changes nothing when the file is cut off, wherever that was", async () => {
    for (const length of [0, 1, 9, 10, 11, 100, bytes.length >> 1, bytes.length - 9, bytes.length - 1])
      expect({ length, answer: await refuse(bytes.subarray(0, length)) }).toEqual({
        length,
        answer: { kind: "refused", why: "cut-off" },
      });
    const lines = gunzipSync(bytes).toString().split("\n");
    expect(await refuse(gzipSync(`${lines.slice(0, -2).join("\n")}\n`))).toEqual({ kind: "refused", why: "cut-off" });
    const copy = join(folder, "short.backup");
    await writeFile(copy, bytes);
    await truncate(copy, bytes.length - 4);
    expect(await load(empty, copy)).toEqual({ kind: "refused", why: "cut-off" });
  });

  it("changes nothing when the file was altered, in its bytes, in a value, in its lines or at its end", async () => {
    const flipped = Buffer.from(bytes);
    for (const at of [bytes.length >> 2, bytes.length >> 1, bytes.length - 6]) {
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      expect({ at, answer: await refuse(flipped) }).toMatchObject({ at, answer: { kind: "refused", why: "altered" } });
      bytes.copy(flipped);
    }
    const altered = { kind: "refused", why: "altered" };
    expect(await refuse(edit((text) => text.replace("kim@region.example", "tim@region.example")))).toEqual(altered);
    expect(await refuse(edit((text) => text.replace(/\n\{"table":"message"[^\n]*/, "")))).toEqual(altered);
    expect(await refuse(edit((text) => `${text}{"rows":0,"sha256":"${"0".repeat(64)}"}\n`))).toEqual(altered);
    expect(await refuse(Buffer.concat([bytes, Buffer.from("more")]))).toEqual(altered);
    expect(await refuse(Buffer.concat([bytes, gzipSync("more\n")]))).toEqual(altered);
  });

  it("changes nothing when the file is none of ours, or of a newer program", async () => {
    for (const none of ["PK\u0003\u0004 a zip", "pg_dump", "{}"])
      expect(await refuse(Buffer.from(none))).toEqual({ kind: "refused", why: "no-backup" });
    expect(await refuse(gzipSync("a,b\n1,2\n"))).toEqual({ kind: "refused", why: "no-backup" });
    expect(await refuse(edit((text) => text.replace('"restsignalBackup":1', '"restsignalBackup":2')))).toEqual({
      kind: "refused",
      why: "newer",
    });
    const ahead = await openNew("PostgreSQL");
    await load(ahead, file);
    await sql`insert into kysely_migration values ('9999-later', '2099-01-01')`.execute(ahead.db);
    const later = await save(ahead, "later.backup");
    expect(await load(empty, later)).toEqual({ kind: "refused", why: "unknown-shape", version: "0.1.0" });
    expect(await load(empty, join(folder, "no-such"))).toEqual({ kind: "refused", why: "unreadable" });
    expect(await load(empty, folder)).toEqual({ kind: "refused", why: "unreadable" });
  });

  it("overwrites nothing: a database that holds anything is left as it is", async () => {
    const used = await openDatabase(kept.url);
    opened.push(used);
    await sql`insert into alert (source, kind, reason, opened_at) values ('s', 'k', 'r', now())`.execute(used.db);
    const before = await dump(used.db);
    expect(await load(used, file)).toMatchObject({
      kind: "refused",
      why: "not-empty",
      tables: expect.arrayContaining(["alert"]),
    });
    expect(await dump(used.db)).toEqual(before);
    const foreign = await openNew("PostgreSQL");
    await sql`create table somebody_elses (id integer)`.execute(foreign.db);
    expect(await load(foreign, file)).toEqual({ kind: "refused", why: "not-empty", tables: ["somebody_elses"] });
  });

  it("leaves nothing half behind when it breaks off, and then goes through", async () => {
    const broken = restoreBackup(act(empty), {
      file,
      tell: (table) => {
        if (table === "subscription") throw new Error("the server went away");
      },
    });
    await expect(broken).rejects.toThrow("the server went away");
    const { rows } = await sql`select from pg_tables where schemaname = 'public'`.execute(empty.db);
    expect(rows).toEqual([]);
    expect(await load(empty, file)).toMatchObject({ kind: "restored" });
  });
});
