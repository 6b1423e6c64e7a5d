import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Facts say what they are facts of; until now that was read from what was empty in them. Nothing else of a message changes. */
const statements = [
  `alter table message disable trigger message_immutable`,
  `update message set facts = facts || jsonb_build_object('kind', case
     when facts ? 'alert' then 'alert'
     when facts ? 'reminder' then 'reminder'
     when kind = 'overview' then 'overview'
     else 'case' end)`,
  `alter table message enable trigger message_immutable`,
];

export const messageFacts: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
