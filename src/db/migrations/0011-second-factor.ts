import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  // When whoever is signed in last proved who they are; null when they never did here, as after a provider's sign-in.
  `alter table session add column fresh_at timestamptz`,
  `update session set fresh_at = created_at`,
  `alter table sign_in_request add column fresh boolean not null default false`,
  // The secret lies sealed: see src/web/seal.ts.
  `create table second_factor (
     account_id bigint primary key references account (id),
     sealed text not null,
     -- Null until its owner has shown a code of it.
     confirmed_at timestamptz,
     -- Of the newest code that was taken: none is taken twice.
     last_step bigint not null default 0,
     failures integer not null default 0,
     failed_at timestamptz
   )`,
  `create table recovery_code (
     account_id bigint not null references account (id),
     code_hash text not null,
     used_at timestamptz,
     primary key (account_id, code_hash)
   )`,
  // A sign-in whose password was right and whose code is asked for.
  `create table sign_in_wait (
     token_hash text primary key,
     account_id bigint not null references account (id),
     credential integer not null,
     started_by text not null,
     return_to text not null,
     tries integer not null default 0,
     created_at timestamptz not null
   )`,
];

export const secondFactor: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
