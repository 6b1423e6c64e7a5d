import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** How many minutes a decision took, as whoever took it says: of a draft that became a message, or of what was put aside. */
const statements = [
  `create table decision_minutes (
     id bigint generated always as identity primary key,
     case_id bigint not null references region_case (id),
     -- Null where the case was put aside, at that very time.
     draft_id bigint references draft (id),
     account_id bigint not null references account (id),
     minutes integer not null check (minutes between 1 and 600),
     noted_at timestamptz not null,
     unique (draft_id, account_id)
   )`,
  `create index decision_minutes_of on decision_minutes (case_id, noted_at)`,
];

export const decisionMinutes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
