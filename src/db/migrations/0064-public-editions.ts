import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Every public page tells whether an edition of the outreach report is public, so an edition is one of what pages show. */
export const publicEditions: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create trigger outreach_edition_is_public after insert or update or delete or truncate on outreach_edition
       for each statement execute function note_public_change()`.execute(db);
  },
};
