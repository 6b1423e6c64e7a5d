import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** When an alternative that an advice names became worse than it was told, why, and when that was mended: append-only. */
const statements = [
  `create table advice_fall (
     id bigint generated always as identity primary key,
     case_id bigint not null references region_case (id),
     -- The message that told the advice.
     message_id bigint not null references message (id),
     alternative jsonb not null,
     -- What was known of it when it was told, or when somebody last decided that the advice stands; and what it is now.
     told jsonb not null,
     state jsonb not null,
     -- The day that the state is known on.
     known_on date,
     fell_at timestamptz not null
   )`,
  `create index advice_fall_case on advice_fall (case_id)`,
  `create table advice_mending (
     fall_id bigint primary key references advice_fall (id),
     -- A newer message took its place; the alternative came back by itself; or somebody decided that the advice stands.
     kind text not null check (kind in ('message', 'returned', 'kept')),
     mended_at timestamptz not null,
     message_id bigint references message (id),
     check ((kind = 'message') = (message_id is not null))
   )`,
  ...["advice_fall", "advice_mending"].flatMap((table) => [
    `create trigger ${table}_immutable before update or delete on ${table}
       for each row execute function refuse_change()`,
    `create trigger ${table}_not_emptied before truncate on ${table}
       for each statement execute function refuse_change()`,
  ]),
  // Few messages name an alternative, and they are looked for in every round.
  `create index message_alternatives on message (case_id) where advice ? 'alternatives'`,
  `alter table case_update drop constraint case_update_kind_check`,
  `alter table case_update
     add constraint case_update_kind_check
       check (kind in ('baseline', 'change', 'clock', 'list', 'expired', 'fallen'))`,
];

export const adviceFalls: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
