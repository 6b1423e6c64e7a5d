import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * A sending is what goes out in one attempt, and is frozen at its first. Only adds: a process from before it can go on
 * beside it, and what it leaves claimed is given back as it did itself.
 */
const statements = [
  `alter table delivery drop constraint delivery_state_check`,
  `alter table delivery add constraint delivery_state_check
     check (state in ('due', 'sending', 'delivered', 'accepted', 'unknown', 'captured', 'dead'))`,
  `alter table delivery add column lane text not null default 'ordinary' check (lane in ('urgent', 'ordinary', 'digest'))`,
  `create index delivery_due_in_lane on delivery (channel, lane, due_at, id) where state = 'due'`,
  `create index delivery_of_sending on delivery (sending_id) where sending_id is not null`,
  // What all get who get the same messages in one language, kept once.
  `create table sending_content (
     hash text primary key,
     content jsonb not null,
     written_at timestamptz not null
   )`,
  `alter table sending alter column payload drop not null`,
  `alter table sending alter column rendered_at drop not null`,
  `alter table sending
     -- Null of what was sent before sendings had states: what became of it is with its deliveries.
     add column state text check (state in ('due', 'claimed', 'delivered', 'accepted', 'unknown', 'captured', 'dead')),
     add column lane text not null default 'ordinary' check (lane in ('urgent', 'ordinary', 'digest')),
     add column remote text not null default '',
     add column key text unique,
     add column due_at timestamptz,
     add column attempts integer not null default 0,
     -- Whoever ends an attempt must name it: a late worker cannot end another's.
     add column claim_generation integer not null default 0,
     add column lease_until timestamptz,
     -- Of the attempt in hand: from here on it may have been heard.
     add column started_at timestamptz,
     -- An earlier attempt may have been heard, and how often it was sent again all the same.
     add column unsure boolean not null default false,
     add column repeats integer not null default 0,
     add column content_hash text references sending_content (hash),
     add column envelope jsonb,
     add column outcome jsonb,
     add column log jsonb not null default '[]',
     add column created_at timestamptz not null default now(),
     add column finished_at timestamptz`,
  // What was sent stays as it was sent; how far it has come does not.
  `drop trigger sending_immutable on sending`,
  `create trigger sending_immutable before update on sending for each row
     when ((old.payload is not null and old.payload <> 'null'::jsonb and new.payload is distinct from old.payload)
       or (old.content_hash is not null and new.content_hash is distinct from old.content_hash)
       or (old.envelope is not null and new.envelope is distinct from old.envelope)
       or (old.rendered_at is not null and old.content_hash is not null and new.rendered_at is distinct from old.rendered_at))
     execute function refuse_sending_change()`,
  `create trigger sending_not_deleted before delete on sending for each row execute function refuse_sending_change()`,
  `create trigger sending_content_immutable before update on sending_content
     for each row execute function refuse_change()`,
  `create index sending_due on sending (channel, lane, remote, due_at, id) where state = 'due'`,
  `create index sending_due_in_lane on sending (channel, lane, due_at) where state = 'due'`,
  `create index sending_claimed on sending (subscription_id) where state = 'claimed'`,
  `create index sending_lease on sending (lease_until) where state = 'claimed'`,
  // One workspace, mail domain or host; with an empty name what all of a channel goes through.
  `create table remote (
     channel text not null,
     name text not null,
     per_second real not null,
     -- When the next sending may start.
     next_at timestamptz,
     primary key (channel, name)
   )`,
  // What nothing is sent to: everything, a channel, a remote of it, one subscription.
  `create table delivery_stop (
     scope text primary key,
     reason text not null,
     stopped_at timestamptz not null,
     stopped_by text
   )`,
  `insert into delivery_stop (scope, reason, stopped_at)
     select 'channel ' || channel, reason, stopped_at from channel_stop`,
];

export const sendings: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
