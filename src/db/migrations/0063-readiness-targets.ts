import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** How many days a region's stock is to last, by what it is and from when: data, since law and regions change it. */
const statements = [
  `create table readiness_target (
     id bigint generated always as identity primary key,
     -- The nation's under the operations' code.
     region_code text not null references region (code),
     goods text not null check (goods in ('medicine', 'device', 'protective')),
     -- As the lists write it; empty for all of those goods.
     category text not null,
     valid_from date not null,
     -- Null from when there is no target any more.
     days integer check (days between 0 and 3650),
     set_at timestamptz not null,
     set_by text not null,
     unique (region_code, goods, category, valid_from)
   )`,
];

export const readinessTargets: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
