import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** How many there are to reach in a region, as the region says: what the report sets subscribers against. Append-only. */
const statements = [
  `create table region_headcount (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     -- As readers' roles are written; null for all who may prescribe.
     role text,
     valid_from date not null,
     -- Null takes an earlier number back: from that day on nobody knows.
     count integer check (count > 0),
     source text not null check (source <> ''),
     noted_at timestamptz not null
   )`,
  `create index region_headcount_of on region_headcount (region_code, role, valid_from, id)`,
];

export const regionHeadcounts: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
