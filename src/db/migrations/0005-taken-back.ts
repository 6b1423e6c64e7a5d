import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  // `retracted` was believed, and taken back by a person.
  `alter table snapshot drop constraint snapshot_status_check`,
  `alter table snapshot add constraint snapshot_status_check
     check (status in ('accepted', 'rejected', 'held', 'released', 'retracted'))`,
  // The same bytes may be news again: a table that says what it said before the last one.
  `drop index snapshot_once`,
  `create index snapshot_accepted on snapshot (source, id) where status = 'accepted'`,
];

export const takenBack: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
