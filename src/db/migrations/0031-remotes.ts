import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** A remote's pace is learned, and it is left alone while it does not answer; what nobody needs any more has an end. */
const statements = [
  `alter table remote
     -- Null while it goes as fast as its channel does.
     add column learned_per_second real,
     add column paced_at timestamptz,
     -- It asked for a pause until then.
     add column not_before timestamptz,
     -- In a row; so many times in a row it was left alone, since when, and until when.
     add column failures integer not null default 0,
     add column openings integer not null default 0,
     add column opened_at timestamptz,
     add column open_until timestamptz`,
  `alter table delivery drop constraint delivery_state_check`,
  `alter table delivery add constraint delivery_state_check
     check (state in ('due', 'sending', 'delivered', 'accepted', 'unknown', 'captured', 'dead', 'cancelled'))`,
  `alter table sending drop constraint sending_state_check`,
  `alter table sending add constraint sending_state_check
     check (state in ('due', 'claimed', 'delivered', 'accepted', 'unknown', 'captured', 'dead', 'cancelled'))`,
  // When the next may go to a target, of channels that ask for a pause between two.
  `create table target_gap (
     channel text not null,
     target_hash text not null,
     next_at timestamptz not null,
     primary key (channel, target_hash)
   )`,
  `create index sending_waiting_for on sending (subscription_id) where state in ('due', 'claimed')`,
  `create index delivery_in_sending_for on delivery (subscription_id) where state = 'sending'`,
];

export const remotes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
