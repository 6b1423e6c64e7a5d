import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { OPERATIONS } from "../../domain/region.ts";

const statements = [
  `alter table notice add column use text not null default 'facts' check (use in ('facts', 'candidates', 'signals'))`,
  `alter table snapshot add column warning_count integer not null default 0, add column unknown_count integer not null default 0`,
  `alter table list_entry add column emdn text`,
  // Sources that were added beside the built-in ones: their kind's own options, as its schema took them.
  `create table saved_source (
     name text primary key,
     kind text not null,
     title text not null,
     url text,
     options jsonb not null,
     created_at timestamptz not null
   )`,
  `create index notice_signal on notice using gin (content jsonb_path_ops) where use = 'signals'`,
  `create table product (
     npl_id text primary key,
     atc text,
     content jsonb not null,
     as_of date not null
   )`,
  `create index product_atc on product (atc)`,
  `create table source_health (
     source text primary key,
     tried_at timestamptz not null,
     outcome text not null,
     reason text,
     good_at timestamptz,
     -- Where the last good file came from, so that it is found again when the configuration says nothing.
     good_url text,
     etag text,
     last_modified text,
     byte_count bigint,
     failures integer not null default 0
   )`,
  `create table alert (
     id bigint generated always as identity primary key,
     source text not null,
     kind text not null,
     reason text not null,
     opened_at timestamptz not null,
     closed_at timestamptz
   )`,
  // One open alert of a kind a source: the same trouble is told once.
  `create unique index alert_open on alert (source, kind) where closed_at is null`,
  `create table audit (
     id bigint generated always as identity primary key,
     at timestamptz not null,
     who text not null,
     what text not null,
     object text not null,
     reason text
   )`,
  `create trigger audit_immutable before update or delete on audit for each row execute function refuse_change()`,
  `create trigger audit_not_emptied before truncate on audit for each statement execute function refuse_change()`,
];

export const sources: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await sql`insert into region (code, name, policy)
    values (${OPERATIONS.code}, ${OPERATIONS.name}, '{"rules":[]}'::jsonb)`.execute(db);
}
