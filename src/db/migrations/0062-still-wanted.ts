import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Whoever shares a mailbox is asked once a year whether it still wants what it gets. */
const statements = [
  `alter table subscription
     add column reconfirm_asked_at timestamptz,
     -- Of the last time that it was asked; null until then.
     add column reconfirm_reminded_at timestamptz`,
];

export const stillWanted: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
