import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What a region buys itself, by line; lines that are kept already tell of nothing. */
const statements = [
  `alter table list_entry add column own jsonb not null default '[]'`,
  `update region_case set entry = entry || '{"own": []}' where not entry ? 'own'`,
];

export const ownProducts: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
