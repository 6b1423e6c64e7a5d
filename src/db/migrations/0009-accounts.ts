import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  // Whose word made the password: a region's code, '00' for whoever runs Restsignal, 'owner' for the mailbox; null where
  // nobody knows. Nothing but a new link to the owner makes one region trust another's.
  `alter table account
     add column vouched_by text,
     -- Grows whenever password or second factor change or become void: a sign-in that began before it ends there.
     add column credential integer not null default 1`,
  `alter table account_link
     add column vouched_by text,
     -- The only regions in which the account may have roles when the link is used; null for any.
     add column within jsonb`,
  // Links from before it may have been shown to anybody.
  `delete from account_link`,
  // Roles that begin when their owner has used a link that came by mail.
  `create table pending_role (
     account_id bigint not null references account (id),
     region_code text not null references region (code),
     role text not null check (role in ('reader', 'curator', 'approver', 'region-admin', 'analyst', 'operator')),
     check ((region_code = '00') = (role in ('analyst', 'operator'))),
     given_at timestamptz not null,
     primary key (account_id, region_code)
   )`,
  // What accounts' owners and administrators are told by e-mail. A link is made when its mail is sent, and never stored.
  `create table account_mail (
     id bigint generated always as identity primary key,
     account_id bigint not null references account (id),
     content jsonb not null,
     created_at timestamptz not null,
     state text not null check (state in ('due', 'sent', 'captured', 'dead')),
     due_at timestamptz not null,
     attempts integer not null default 0,
     claimed_at timestamptz,
     finished_at timestamptz,
     reason text
   )`,
  `create index account_mail_due on account_mail (due_at) where state = 'due'`,
];

export const accounts: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
