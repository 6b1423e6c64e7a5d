import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * Each message's own date and number in feeds. Readers pass over what is dated no later than what they have seen, so the
 * dates rise by whole seconds in the order in which messages come to be seen. That order is the one of the commits: it is
 * given then and not before, one commit after the other, under the lock that `count_public_change` takes, too, so that
 * neither waits for the other.
 */
const statements = [
  `create table feed_entry (
     message_id bigint primary key references message (id),
     region_code text not null,
     region_at timestamptz not null,
     region_no integer not null,
     nation_at timestamptz not null unique,
     nation_no integer not null unique,
     unique (region_code, region_at),
     unique (region_code, region_no)
   )`,
  `create function write_feed_entry() returns trigger language plpgsql as $$
     declare
       published timestamptz := date_trunc('second', new.published_at);
     begin
       perform from public_version for update;
       insert into feed_entry (message_id, region_code, region_at, region_no, nation_at, nation_no)
       select new.id, new.region_code,
         greatest(published, region.at + interval '1 second'), coalesce(region.no, 0) + 1,
         greatest(published, nation.at + interval '1 second'), coalesce(nation.no, 0) + 1
       from (select max(region_at) as at, max(region_no) as no from feed_entry where region_code = new.region_code) region,
         (select max(nation_at) as at, max(nation_no) as no from feed_entry) nation;
       return null;
     end $$`,
  `create constraint trigger message_feed_entry after insert on message deferrable initially deferred
     for each row when (new.purpose = 'readers' and new.region_code <> '00') execute function write_feed_entry()`,
  `insert into feed_entry (message_id, region_code, region_at, region_no, nation_at, nation_no)
     select id, region_code,
       max(published - region_no * interval '1 second') over (partition by region_code order by id) + region_no * interval '1 second',
       region_no,
       max(published - nation_no * interval '1 second') over (order by id) + nation_no * interval '1 second',
       nation_no
     from (
       select id, region_code, date_trunc('second', published_at) as published,
         row_number() over (partition by region_code order by id) as region_no, row_number() over (order by id) as nation_no
       from message where purpose = 'readers' and region_code <> '00'
     ) told order by id`,
  `create trigger feed_entry_is_public after insert or update or delete or truncate on feed_entry
     for each statement execute function note_public_change()`,
];

export const feedEntries: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
