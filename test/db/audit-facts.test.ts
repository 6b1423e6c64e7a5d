import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, PostgresDialect, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { DEED_OBJECTS } from "../../src/domain/audit.ts";
import { migrate, migrations } from "../../src/db/migrations.ts";
import type { Db, Schema } from "../../src/db/schema.ts";
import { createEmptyDatabase } from "../support/postgres.ts";

const ANNA = ["Anna Apotekare", 1, "198.51.100.7"] as const;
const BY_ANNA = { actor_kind: "person", actor_name: "Anna Apotekare", account_id: 1, address: "198.51.100.7" };
const BY_COMMAND = { actor_kind: "command-line", actor_name: null, account_id: null, address: null };

/** Lines as versions before wrote them, who, what and object, with the facts that they become. */
const LINES: readonly (readonly [
  who: readonly [name: string, accountId: number | null, origin: string | null],
  what: string,
  object: string,
  after: unknown,
  facts: Record<string, unknown>,
])[] = [
  [ANNA, "draft saved", "case 12", { a: 1 }, { ...BY_ANNA, deed: "draft-saved", object: "case 12", after: { a: 1 } }],
  [["Anna Apotekare", 1, "rule"], "message published", "case 12", null, { ...BY_ANNA, address: null }],
  [
    ["rule", null, "rule"],
    "draft put back",
    "case 12",
    null,
    { actor_kind: "system", actor_name: null, address: null },
  ],
  [
    ["rule Slut på 5 mg", null, "rule"],
    "reminder sent",
    "case 3",
    null,
    {
      actor_kind: "rule",
      actor_name: "Slut på 5 mg",
      address: null,
      deed: "reminder-written",
    },
  ],
  [["rule 3", null, "rule"], "case escalated", "case 3", null, { actor_kind: "rule", actor_name: "3" }],
  [
    ["command line", null, "command line"],
    "list taken into use",
    "list 12",
    null,
    { ...BY_COMMAND, object: "list 12" },
  ],
  [["bo", null, "command line"], "message published", "case 3", null, { ...BY_COMMAND, actor_name: "bo" }],
  [
    ["kim", null, null],
    "snapshot accepted despite a guard",
    "snapshot 17 as 18: 49 % fewer: why?",
    null,
    {
      ...BY_COMMAND,
      actor_name: "kim",
      deed: "snapshot-accepted",
      object: "snapshot 17",
      after: { acceptedAs: 18, guard: "49 % fewer: why?" },
    },
  ],
  [
    ["command line", null, "command line"],
    "snapshot taken back",
    "snapshot 18 of lakemedelsverket",
    { holds: 4 },
    {
      object: "snapshot 18",
      after: { source: "lakemedelsverket", holds: 4 },
    },
  ],
  [ANNA, "list uploaded", "list import 5", null, { object: "list-import 5" }],
  [ANNA, "own notice changed", "own notice 5", null, { deed: "own-notice-changed", object: "own-notice 5" }],
  [
    ANNA,
    "own-notice approved",
    "own-notice 9",
    { hash: "h" },
    {
      deed: "own-notice-approved",
      object: "notice 9",
      after: { hash: "h" },
    },
  ],
  [
    ANNA,
    "tie approved",
    "tie 9 J01DH02/parenteral/500 mg",
    { hash: "h" },
    {
      deed: "tie-approved",
      object: "notice 9",
      after: { entry: "J01DH02/parenteral/500 mg", hash: "h" },
    },
  ],
  [
    ANNA,
    "standing-advice approved",
    "standing-advice EMDN A0101//",
    { hash: "h" },
    {
      deed: "standing-advice-approved",
      object: "list-entry EMDN A0101//",
    },
  ],
  [
    ANNA,
    "account added by the sign-in provider",
    "account 7",
    null,
    {
      deed: "account-added-by-provider",
      object: "account 7",
    },
  ],
  // What no version is known to have written.
  [
    ["Old Hand", null, "203.0.113.9"],
    "lamp lit",
    "case of wine",
    null,
    {
      actor_kind: "person",
      actor_name: "Old Hand",
      account_id: null,
      address: "203.0.113.9",
      deed: "lamp lit",
      object: "other case of wine",
      after: null,
    },
  ],
];

async function fillOldDatabase(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  expect((await migrator.migrateTo("0012-message-facts")).error).toBeUndefined();
  await sql`
    insert into account (email, name, state, created_at) values ('anna@skane.example', 'Anna Apotekare', 'active', now())
  `.execute(db);
  for (const [[who, accountId, origin], what, object, after] of LINES)
    await sql`
      insert into audit (at, who, account_id, origin, what, object, reason, after)
      values (now(), ${who}, ${accountId}, ${origin}, ${what}, ${object}, 'Skäl',
              ${after === null ? null : JSON.stringify(after)}::jsonb)`.execute(db);
  const take = { who: "Anna Apotekare", accountId: 1, origin: "198.51.100.7" };
  await sql`
    insert into list_import (region_code, file_name, content, state, report, created_by, created_at)
    values ('12', 'list.csv', '', 'taken', ${JSON.stringify({ kind: "read", take })}::jsonb, 1, now())`.execute(db);
}

describe.each([
  ["PGlite", openPGlite],
  ["PostgreSQL", openPostgres],
])("a log of before there were codes, on %s", (_name, open) => {
  it("keeps every line as facts, and is as unchangeable as before", async () => {
    const { db, close } = await open();
    try {
      await fillOldDatabase(db);
      await migrate(db);
      const rows = await db.selectFrom("audit").selectAll().orderBy("id").execute();
      expect(
        rows.map(({ object_kind: kind, object_id: id, account_id: by, ...row }) => ({
          ...row,
          object: `${kind} ${id}`,
          // The bare driver reads ids as text.
          account_id: by === null ? null : Number(String(by)),
        })),
      ).toEqual(
        LINES.map(([, what, object, after, facts]) =>
          expect.objectContaining({
            deed: what.replaceAll(" ", "-"),
            object,
            reason: "Skäl",
            before: null,
            after,
            ...facts,
          }),
        ),
      );
      const known = rows.filter(({ deed }) => Object.hasOwn(DEED_OBJECTS, deed));
      expect(known).toHaveLength(LINES.length - 1);
      await expect(db.updateTable("audit").set({ reason: "Annat" }).execute()).rejects.toThrow(/append-only/);
      const report = await db.selectFrom("list_import").select("report").executeTakeFirstOrThrow();
      expect(report).toEqual({
        report: {
          kind: "read",
          take: { kind: "person", id: 1, name: "Anna Apotekare", address: "198.51.100.7" },
        },
      });
    } finally {
      await close();
    }
  });
});

async function openPGlite(): Promise<{ db: Db; close: () => Promise<void> }> {
  const pglite = await PGlite.create();
  return { db: new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) }), close: () => pglite.close() };
}

async function openPostgres(): Promise<{ db: Db; close: () => Promise<void> }> {
  const server = await createEmptyDatabase();
  const pool = new Pool({ connectionString: server.url });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    close: async () => {
      await db.destroy();
      await server.drop();
    },
  };
}
