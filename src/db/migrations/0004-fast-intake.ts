import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  // The information blocks are most of a notice's bytes and no query looks into them: apart, they are never parsed.
  `alter table notice add column information bytea`,
  `alter table notice_history add column information bytea`,
  ...["notice", "notice_history"].map(
    (table) => `
      update ${table} set
        information = (
          select string_agg(convert_to(coalesce(p.pack ->> 'information', ''), 'UTF8'), '\\x00' order by p.place)
          from jsonb_array_elements(content -> 'packages') with ordinality as p(pack, place)),
        content = jsonb_set(content, '{packages}', (
          select jsonb_agg(p.pack || '{"information": null}' order by p.place)
          from jsonb_array_elements(content -> 'packages') with ordinality as p(pack, place)))
      where jsonb_path_exists(content, '$.packages[*].information ? (@ != null)')`,
  ),
  // A file comes in pieces, so that neither it nor its packed form is ever whole in memory.
  `create table snapshot_piece (
     snapshot_id bigint not null references snapshot (id),
     place integer not null,
     content bytea not null,
     primary key (snapshot_id, place)
   )`,
  // It is gzip already.
  `alter table snapshot_piece alter column content set storage external`,
  `insert into snapshot_piece (snapshot_id, place, content) select id, 0, content from snapshot`,
  `alter table snapshot drop column content`,
  // A foreign key asks row by row, which was half the time of matching a national file: this asks once a statement.
  `alter table match drop constraint match_notice_id_fkey, drop constraint match_region_code_fkey`,
  `create function refuse_stray_match() returns trigger language plpgsql as $$
     begin
       if exists (
         select from (select distinct notice_id as id from added) a
         left join lateral (select true as known from notice where notice.id = a.id limit 1) n on true
         where n.known is null
       ) or exists (
         select from (select distinct region_code as code from added) a
         left join region on region.code = a.code where region.code is null
       ) then
         raise exception 'a match must be of a known notice and a known region' using errcode = 'foreign_key_violation';
       end if;
       return null;
     end $$`,
  `create trigger match_known after insert on match
     referencing new table as added for each statement execute function refuse_stray_match()`,
  `create trigger match_moved after update on match
     referencing new table as added for each statement execute function refuse_stray_match()`,
  `create function keep_matched() returns trigger language plpgsql as $$
     begin
       if exists (select from gone join match on match.notice_id = gone.id) then
         raise exception 'a notice that is matched cannot be removed' using errcode = 'foreign_key_violation';
       end if;
       return null;
     end $$`,
  `create trigger notice_matched after delete on notice
     referencing old table as gone for each statement execute function keep_matched()`,
  // Matches come notice by notice: keys that begin with it are added at the end of the index, and serve look-ups by it.
  `alter table match drop constraint match_pkey, add primary key (notice_id, region_code, entry_key)`,
  `drop index match_owner, match_notice`,
  `create unique index match_owner on match (notice_id, region_code) where owns`,
  `create index match_entry on match (region_code, entry_key)`,
];

export const fastIntake: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
