import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Who said, and when, that those who were taken in from a file have agreed to it. */
const statements = [
  `create table subscription_import (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     consent text not null,
     imported_by text not null,
     imported_at timestamptz not null
   )`,
  `alter table subscription add column import_id bigint references subscription_import (id)`,
];

export const subscriptionImport: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
