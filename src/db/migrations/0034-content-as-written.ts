import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** jsonb puts the fields of an object into an order of its own: what was sent again was not the same to the byte. */
const statements = [`alter table sending_content alter column content type json using content::json`];

export const contentAsWritten: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
