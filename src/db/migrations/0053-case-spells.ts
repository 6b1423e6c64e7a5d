import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * When a case was open: a case that opens again keeps its row, and would forget when it was open before. The database
 * notes it itself. Of cases that opened more than once before there was this table, the latest time alone is known.
 */
const statements = [
  `create table case_spell (
     id bigint generated always as identity primary key,
     case_id bigint not null references region_case (id),
     opened_at timestamptz not null,
     closed_at timestamptz
   )`,
  `create unique index case_spell_open on case_spell (case_id) where closed_at is null`,
  `create index case_spell_case on case_spell (case_id, opened_at)`,
  `create function note_case_spell() returns trigger language plpgsql as $$
     begin
       if new.status = 'open' then
         if tg_op = 'INSERT' or old.status = 'closed' then
           insert into case_spell (case_id, opened_at) values (new.id, new.opened_at);
         end if;
       elsif tg_op = 'INSERT' then
         insert into case_spell (case_id, opened_at, closed_at) values (new.id, new.opened_at, coalesce(new.closed_at, new.opened_at));
       elsif old.status = 'open' then
         update case_spell set closed_at = coalesce(new.closed_at, now()) where case_id = new.id and closed_at is null;
       end if;
       return null;
     end $$`,
  `create trigger region_case_spell after insert or update of status on region_case
     for each row execute function note_case_spell()`,
  `insert into case_spell (case_id, opened_at, closed_at)
     select id, opened_at, case when status = 'closed' then coalesce(closed_at, opened_at) end from region_case order by id`,
];

export const caseSpells: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
