import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Reports that are frozen: what one says never changes, and a later edition stands beside it. */
const statements = [
  `create table outreach_edition (
     id bigint generated always as identity primary key,
     period_id text not null,
     number integer not null,
     -- As it was written: its bytes are what the checksum is of.
     document text not null,
     checksum text not null,
     -- What was shown and hidden of persons, so that the next edition is judged together with it.
     disclosure jsonb not null,
     -- The version of the program; null where nobody told it.
     program text,
     frozen_at timestamptz not null,
     frozen_by text not null,
     -- Since when anybody may read it; null while only those may who have the right.
     public_at timestamptz,
     unique (period_id, number)
   )`,
  `create function keep_outreach_edition() returns trigger language plpgsql as $$
     begin
       if tg_op = 'DELETE' or (to_jsonb(new) - 'public_at') is distinct from (to_jsonb(old) - 'public_at') then
         raise exception 'outreach_edition is frozen: make a new edition instead';
       end if;
       return new;
     end $$`,
  `create trigger outreach_edition_frozen before update or delete on outreach_edition
     for each row execute function keep_outreach_edition()`,
  `create trigger outreach_edition_not_emptied before truncate on outreach_edition
     for each statement execute function refuse_change()`,
];

export const outreachEditions: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
