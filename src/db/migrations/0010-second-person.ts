import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  // Everybody who wrote in a draft, in whatever revision: none of them is the second person.
  `create table draft_writer (
     draft_id bigint not null references draft (id),
     account_id bigint not null references account (id),
     primary key (draft_id, account_id)
   )`,
  `insert into draft_writer (draft_id, account_id)
     select id, created_by from draft
     union select id, updated_by from draft
     union select id, submitted_by from draft where submitted_by is not null`,
  // What a second person has approved before a rule may send it, by a hash of what they saw.
  `create table approval (
     region_code text not null references region (code),
     kind text not null check (kind in ('standing-advice', 'own-notice', 'tie')),
     object text not null,
     hash text not null,
     approved_by bigint not null references account (id),
     approved_at timestamptz not null,
     primary key (region_code, kind, object, hash)
   )`,
  // A change of a region's rules or settings that waits for a second person.
  `create table policy_proposal (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     kind text not null check (kind in ('rules', 'second-person-off', 'contact')),
     content jsonb not null,
     -- Of what stood there when it was proposed: over anything else it is not taken into use.
     mark text not null,
     proposed_by bigint not null references account (id),
     proposed_at timestamptz not null,
     -- When it takes effect though nobody has approved it; null for never.
     effective_at timestamptz,
     state text not null check (state in ('waiting', 'taken', 'refused', 'replaced', 'outdated')),
     decided_by bigint references account (id),
     decided_at timestamptz
   )`,
  `create unique index policy_proposal_waiting on policy_proposal (region_code, kind) where state = 'waiting'`,
];

export const secondPerson: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
