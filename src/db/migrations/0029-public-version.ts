import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Every table that something public is made from; a later migration that adds one gives it the same trigger. */
const PUBLIC_TABLES = [
  "advice_fall",
  "advice_mending",
  "alert",
  "list_entry",
  "list_version",
  "match",
  "message",
  "notice",
  "product",
  "region",
  "region_case",
  "saved_source",
  "snapshot",
  "source_health",
  "source_state",
];

/**
 * A number that grows with each transaction that changes what is public, so that whoever keeps an answer sees that it is
 * old. It is written at the commit and not before: a long transaction would have all others wait, and whoever read the
 * new number before the commit would keep the old state under it.
 */
const statements = [
  `create table public_version (
     only_one boolean primary key default true check (only_one),
     version bigint not null
   )`,
  `insert into public_version (version) values (1)`,
  // Empty but within a transaction.
  `create table public_change (id bigint generated always as identity primary key)`,
  `create function note_public_change() returns trigger language plpgsql as $$
     begin
       if coalesce(current_setting('restsignal.public_change', true), '') <> pg_current_xact_id()::text then
         perform set_config('restsignal.public_change', pg_current_xact_id()::text, true);
         insert into public_change default values;
       end if;
       return null;
     end $$`,
  `create function count_public_change() returns trigger language plpgsql as $$
     begin
       update public_version set version = version + 1;
       delete from public_change where id = new.id;
       return null;
     end $$`,
  `create constraint trigger public_change_counted after insert on public_change
     deferrable initially deferred for each row execute function count_public_change()`,
  ...PUBLIC_TABLES.map(
    (table) => `create trigger ${table}_is_public after insert or update or delete or truncate on ${table}
       for each statement execute function note_public_change()`,
  ),
];

export const publicVersion: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
