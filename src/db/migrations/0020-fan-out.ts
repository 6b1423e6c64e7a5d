import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** A message is handed out to its subscribers in steps, which begin again where they were broken off. */
const statements = [
  `create table fan_out (
     message_id bigint primary key references message (id),
     urgent boolean not null,
     -- When it is due on a channel that sends one by one, and on one that gathers.
     due_at timestamptz not null,
     digest_at timestamptz not null,
     digest_channels jsonb not null,
     -- The last subscription that was looked at, in the order of their ids.
     reached bigint not null default 0,
     deliveries integer not null default 0,
     finished_at timestamptz
   )`,
  `create index fan_out_waiting on fan_out (urgent desc, message_id) where finished_at is null`,
  `create index subscription_in_order on subscription (region_code, purpose, id) where state <> 'ended'`,
  // With a value of its own, so that a process from before it can still write.
  // What is due is taken from the front, and then all that is due to the same subscription.
  `create index delivery_due_in_order on delivery (due_at, id) where state = 'due'`,
  `create index delivery_due_to on delivery (subscription_id, due_at) where state = 'due'`,
  `drop index delivery_due`,
  `alter table subscription
     add column confirmed_at timestamptz not null default now(),
     -- The last time that it was paused, and when it went on; null when it goes on no more, or never was.
     add column paused_at timestamptz,
     add column resumed_at timestamptz`,
  `update subscription set confirmed_at = created_at, paused_at = case when state = 'paused' then created_at end`,
];

export const fanOut: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
