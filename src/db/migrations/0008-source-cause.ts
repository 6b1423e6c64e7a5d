import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Why a try brought no file, in parts that can be worded in any language; `reason` says it in technical English. */
export const sourceCause: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table source_health add column cause jsonb`).execute(db);
}
