import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Readers get letters at their own asking, with links that open what is theirs, and sign up by themselves. */
const statements = [
  // Whole addresses: gone when the letter's link is.
  `create table reader_letter (
     id bigint generated always as identity primary key,
     address text not null,
     language text not null,
     content jsonb not null,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     -- The network of whoever asked for it, while limits count by it; null of what nobody asked for.
     network text,
     state text not null check (state in ('due', 'sent', 'captured', 'dead')),
     due_at timestamptz not null,
     attempts integer not null default 0,
     claimed_at timestamptz,
     finished_at timestamptz,
     reason text
   )`,
  `create index reader_letter_due on reader_letter (due_at) where state = 'due'`,
  `create index reader_letter_expires on reader_letter (expires_at)`,
  `create index reader_letter_address on reader_letter (address, created_at)`,
  `create index reader_letter_network on reader_letter (network, created_at)`,
  `create index reader_letter_domain on reader_letter (split_part(address, '@', -1), created_at)`,
  // An attempt makes its own link, and all of them open the same: which attempt arrives nobody knows.
  `create table reader_link (
     token_hash text primary key,
     letter_id bigint not null references reader_letter (id) on delete cascade,
     expires_at timestamptz not null
   )`,
  `create index reader_link_letter on reader_link (letter_id)`,
  // What somebody has asked for and not yet shown to be theirs; gone when it has expired, confirmed or not.
  `create table sign_up (
     id bigint generated always as identity primary key,
     address text not null,
     choices jsonb not null,
     agreed_version text not null,
     agreed_text text not null,
     asked_at timestamptz not null,
     expires_at timestamptz not null,
     confirmed_at timestamptz
   )`,
  `create index sign_up_expires on sign_up (expires_at)`,
  // What a subscriber has agreed to, and when: it names nobody.
  `create table consent (
     id bigint generated always as identity primary key,
     subscription_id bigint not null references subscription (id),
     agreed_version text not null,
     agreed_text text not null,
     asked_at timestamptz not null,
     confirmed_at timestamptz not null
   )`,
  `create index consent_of on consent (subscription_id)`,
];

export const signUps: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
