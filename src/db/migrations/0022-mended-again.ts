import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** By what somebody has decided to stand may come back, too, and then it may fall again. */
const statements = [
  `alter table advice_mending drop constraint advice_mending_pkey`,
  `alter table advice_mending add column id bigint generated always as identity primary key`,
  `alter table advice_mending add constraint advice_mending_once unique (fall_id, kind)`,
];

export const mendedAgain: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
