import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * Each sending is written four times, and each time into every index that it fits in. Those that go are parts of
 * `sending_waiting_for`, which is as short; most sendings are replayed as no other. Queries of before are answered all the same.
 */
const statements = [
  `drop index sending_claimed`,
  `drop index sending_due_to`,
  `create unique index sending_replay on sending (replayed_as) where replayed_as is not null`,
  `alter table sending drop constraint sending_replayed_as_key`,
];

export const fewerIndexes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
