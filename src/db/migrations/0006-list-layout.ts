import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Where in a file a list stands: its sheet and the row that names the columns, as somebody chose them. */
export const listLayout: Migration = { up };

const statements = [
  `alter table list_import add column layout jsonb`,
  // What was chosen last, for the next file.
  `create table list_layout (
     region_code text primary key references region (code),
     layout jsonb not null
   )`,
];

async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
