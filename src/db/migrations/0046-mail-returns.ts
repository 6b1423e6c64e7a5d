import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What comes back for mails that were delivered, and addresses that nothing is sent to. */
const statements = [
  `create table mail_return (
     id bigint generated always as identity primary key,
     sending_id bigint not null references sending (id),
     verdict text not null check (verdict in ('hard', 'soft', 'delayed', 'content', 'misconfigured', 'complaint')),
     -- The enhanced status code, where there is one.
     status text,
     reason text not null,
     via text not null check (via in ('inbox', 'webhook')),
     received_at timestamptz not null,
     -- What is said of a sending again says nothing more.
     unique (sending_id, verdict)
   )`,
  `create table suppression (
     id bigint generated always as identity primary key,
     channel text not null,
     -- As subscriptions have it.
     target_hash text not null,
     reason text not null check (reason in ('complaint', 'by-hand')),
     source text not null check (source in ('inbox', 'webhook', 'desk', 'command-line')),
     note text,
     region_code text references region (code),
     since timestamptz not null,
     lifted_at timestamptz
   )`,
  `create unique index suppression_open on suppression (channel, target_hash) where lifted_at is null`,
];

export const mailReturns: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
