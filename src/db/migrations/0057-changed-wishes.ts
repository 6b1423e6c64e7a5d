import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What a reader has changed is looked at again before anything goes by it; what came back for somebody else is told apart. */
const statements = [
  `alter table wish add column changed boolean not null default false`,
  `create function note_changed_wish() returns trigger language plpgsql as $$
     begin
       new.changed := true;
       return new;
     end $$`,
  `create trigger wish_changed before update of filter on wish
     for each row when (old.filter is distinct from new.filter) execute function note_changed_wish()`,
  // About somebody behind the address that we sent to, such as one of thirty behind a ward's mailbox.
  `alter table mail_return add column behind boolean not null default false`,
];

export const changedWishes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
