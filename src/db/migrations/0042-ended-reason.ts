import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Why a subscriber left, where they said so. Whoever begins anew has left for no reason. */
const statements = [
  `alter table subscription add column ended_reason text`,
  `create or replace function note_ended() returns trigger language plpgsql as $$
     begin
       if new.state <> 'ended' then new.ended_at := null; new.erased_at := null; new.ended_reason := null;
       elsif new.ended_at is null then new.ended_at := now(); end if;
       return new;
     end $$`,
];

export const endedReason: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
