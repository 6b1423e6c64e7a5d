import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Who had nothing in a month is told so, once, unless they would rather not be. */
const statements = [
  `alter table subscription
     add column tells_silence boolean not null default true,
     -- The last month of which it was told, such as 2026-11.
     add column silence_told_for text`,
];

export const silence: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
