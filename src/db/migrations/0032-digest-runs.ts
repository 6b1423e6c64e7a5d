import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Digests go out in runs, and who subscribes has them each day or each week. */
const statements = [
  `alter table subscription add column cadence text not null default 'daily' check (cadence in ('daily', 'weekly'))`,
  // What it was before: a run takes those who had its cadence at its own time, whenever it comes to them.
  `create table cadence_change (
     id bigint generated always as identity primary key,
     subscription_id bigint not null references subscription (id),
     cadence_before text not null check (cadence_before in ('daily', 'weekly')),
     changed_at timestamptz not null
   )`,
  `create index cadence_change_of on cadence_change (subscription_id, changed_at)`,
  // Since when digests are made at all: no run is made for a day before it.
  `create table digest_start (
     time_zone text primary key,
     started_at timestamptz not null
   )`,
  `create table digest_run (
     id bigint generated always as identity primary key,
     cadence text not null check (cadence in ('daily', 'weekly')),
     run_date date not null,
     time_zone text not null,
     due_at timestamptz not null,
     created_at timestamptz not null,
     -- It takes nothing before all that belongs in it is handed out.
     begun_at timestamptz,
     -- The last subscription that was looked at.
     reached bigint not null default 0,
     sendings integer not null default 0,
     deliveries integer not null default 0,
     finished_at timestamptz,
     -- The later run that tells what this one should have told.
     caught_up_by bigint references digest_run (id),
     unique (cadence, run_date, time_zone)
   )`,
  `create index digest_run_open on digest_run (due_at) where finished_at is null`,
  `create index digest_run_due on digest_run (due_at)`,
  `alter table sending
     add column digest_run_id bigint references digest_run (id),
     -- A digest that is too long for one mail goes out in several.
     add column part integer not null default 1,
     add column parts integer not null default 1`,
  `create unique index sending_of_run on sending (digest_run_id, subscription_id, part) where digest_run_id is not null`,
  // Only of what stands in several parts, since it is too long for one: it has arrived when all of them have.
  `create table delivery_part (
     delivery_id bigint not null references delivery (id),
     sending_id bigint not null references sending (id),
     primary key (sending_id, delivery_id)
   )`,
  `create index delivery_part_of on delivery_part (delivery_id)`,
];

export const digestRuns: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
