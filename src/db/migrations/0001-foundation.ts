import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { REGIONS } from "../../domain/region.ts";

const statements = [
  `create table region (
     code text primary key,
     name text not null,
     policy jsonb not null
   )`,
  `create table snapshot (
     id bigint generated always as identity primary key,
     source text not null,
     fetched_at timestamptz not null,
     created_at timestamptz,
     as_of date,
     sha256 text not null,
     byte_count bigint not null,
     content bytea not null,
     etag text,
     last_modified text,
     status text not null check (status in ('accepted', 'rejected', 'held', 'released')),
     reason text,
     baseline boolean not null default false,
     report_count integer not null,
     notice_count integer not null,
     package_count integer not null,
     warnings jsonb not null
   )`,
  `create unique index snapshot_once on snapshot (source, sha256) where status = 'accepted'`,
  `create table source_state (
     source text primary key,
     as_of date not null,
     snapshot_id bigint not null references snapshot (id)
   )`,
  `create table notice (
     id bigint generated always as identity primary key,
     source text not null,
     report_id text not null,
     npl_id text not null,
     product_name text not null,
     atc text,
     status text not null check (status in ('withdrawn', 'ended', 'upcoming', 'ongoing')),
     vanished boolean not null default false,
     content jsonb not null,
     content_hash text not null,
     first_seen_at timestamptz not null,
     changed_snapshot_id bigint not null references snapshot (id),
     unique (source, report_id, npl_id)
   )`,
  `create index notice_atc on notice (atc text_pattern_ops)`,
  `create table notice_history (
     id bigint generated always as identity primary key,
     notice_id bigint not null references notice (id),
     replaced_by_snapshot_id bigint not null references snapshot (id),
     content jsonb not null
   )`,
  `create index notice_history_notice on notice_history (notice_id)`,
  `create table notice_change (
     id bigint generated always as identity primary key,
     snapshot_id bigint not null references snapshot (id),
     notice_id bigint not null references notice (id),
     kind text not null,
     from_date date,
     to_date date,
     on_date date not null,
     unique (snapshot_id, notice_id, kind, on_date)
   )`,
  `create index notice_change_notice on notice_change (notice_id)`,
  `create table list_version (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     imported_at timestamptz not null,
     file_name text not null,
     active boolean not null
   )`,
  `create unique index list_version_active on list_version (region_code) where active`,
  `create table list_entry (
     id bigint generated always as identity primary key,
     version_id bigint not null references list_version (id),
     key text not null,
     row integer not null,
     atc text not null,
     substance text not null,
     form_group text,
     strength text,
     priority integer,
     category text,
     stock_days integer,
     unique (version_id, key)
   )`,
  `create table match (
     region_code text not null references region (code),
     entry_key text not null,
     notice_id bigint not null references notice (id),
     verdict text not null check (verdict in ('certain', 'possible')),
     why jsonb not null,
     owns boolean not null,
     primary key (region_code, entry_key, notice_id)
   )`,
  `create unique index match_owner on match (region_code, notice_id) where owns`,
  `create index match_notice on match (notice_id)`,
  `create table region_case (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     entry_key text not null,
     entry jsonb not null,
     status text not null check (status in ('open', 'closed')),
     opened_at timestamptz not null,
     closed_at timestamptz,
     unique (region_code, entry_key)
   )`,
  `create table message (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     case_id bigint references region_case (id),
     version integer not null,
     kind text not null,
     urgency text not null,
     facts jsonb not null,
     advice jsonb,
     audience jsonb not null,
     reviewed boolean not null,
     published_at timestamptz not null,
     published_by text not null,
     unique (case_id, version)
   )`,
  `create index message_region on message (region_code, published_at desc)`,
  // A message is an official document from the moment it is sent: the database itself refuses to change it.
  `create function refuse_change() returns trigger language plpgsql as $$
     begin raise exception '% is append-only: publish a new version instead', tg_table_name; end $$`,
  `create trigger message_immutable before update or delete on message
     for each row execute function refuse_change()`,
  `create trigger message_not_emptied before truncate on message
     for each statement execute function refuse_change()`,
  `create table case_update (
     id bigint generated always as identity primary key,
     case_id bigint not null references region_case (id),
     snapshot_id bigint references snapshot (id),
     on_date date,
     kind text not null check (kind in ('baseline', 'change', 'clock', 'list')),
     changes jsonb not null,
     created_at timestamptz not null,
     decision text not null check (decision in ('baseline', 'pending', 'published')),
     message_id bigint references message (id)
   )`,
  `create unique index case_update_once on case_update (case_id, snapshot_id, kind, on_date) where snapshot_id is not null`,
  `create index case_update_pending on case_update (case_id) where decision = 'pending'`,
  `create table subscription (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     channel text not null,
     target jsonb not null,
     target_hash text not null,
     language text not null,
     filter jsonb not null,
     state text not null check (state in ('active', 'paused', 'ended')),
     state_reason text,
     token text not null unique,
     created_at timestamptz not null,
     unique (region_code, channel, target_hash)
   )`,
  `create table sending (
     id bigint generated always as identity primary key,
     subscription_id bigint not null references subscription (id),
     channel text not null,
     payload jsonb not null,
     rendered_at timestamptz not null
   )`,
  `create table delivery (
     id bigint generated always as identity primary key,
     message_id bigint not null references message (id),
     subscription_id bigint not null references subscription (id),
     channel text not null,
     state text not null check (state in ('due', 'sending', 'delivered', 'captured', 'dead')),
     attempts integer not null default 0,
     due_at timestamptz not null,
     claimed_at timestamptz,
     sending_id bigint references sending (id),
     outcome jsonb,
     finished_at timestamptz,
     unique (message_id, subscription_id)
   )`,
  `create index delivery_due on delivery (due_at) where state = 'due'`,
  `create table channel_stop (
     channel text primary key,
     reason text not null,
     stopped_at timestamptz not null
   )`,
];

export const foundation: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  for (const region of REGIONS)
    await sql`insert into region (code, name, policy) values (${region.code}, ${region.name}, '{"rules":[]}'::jsonb)`.execute(
      db,
    );
}
