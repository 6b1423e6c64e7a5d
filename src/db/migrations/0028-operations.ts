import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What the log has told of, so that each is told once, whoever did it and whoever tells. */
const statements = [
  // What is there already is told: the default is for those rows alone.
  ...["case_update", "fan_out"].flatMap((table) => [
    `alter table ${table} add column told_at timestamptz default now()`,
    `alter table ${table} alter column told_at drop default`,
  ]),
  `create index case_update_untold on case_update (id) where told_at is null and decision <> 'baseline'`,
  `create index fan_out_untold on fan_out (message_id) where told_at is null and finished_at is not null`,
  `create index case_update_message on case_update (message_id) where message_id is not null`,
  `create index draft_message on draft (message_id) where message_id is not null`,
];

export const operations: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
