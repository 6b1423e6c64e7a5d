import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What comes back for letters, of which there is no sending; and what came back in some days is found by its time. */
const statements = [
  ...["reader_letter", "account_mail"].map(
    (box) => `alter table ${box}
      add column returned_at timestamptz,
      add column return_verdict text,
      add column return_reason text`,
  ),
  `create index mail_return_received on mail_return (received_at)`,
];

export const letterReturns: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
