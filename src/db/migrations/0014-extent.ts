import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** How much of what a case covers is hit, and that it came to be another grade. */
const statements = [
  `alter table region_case add column extent jsonb`,
  `alter table case_update add column moved jsonb`,
];

export const extent: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
