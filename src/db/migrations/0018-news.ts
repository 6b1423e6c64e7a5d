import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * The grade that a case had when news came to it. News that a rule gathers for the week's digest, and news that went back
 * before anybody decided.
 */
const statements = [
  `alter table case_update add column extent text`,
  `alter table case_update drop constraint case_update_decision_check`,
  `alter table case_update add constraint case_update_decision_check
     check (decision in ('baseline', 'pending', 'gathered', 'published', 'ignored', 'dismissed', 'returned'))`,
  `create index case_update_gathered on case_update (case_id) where decision = 'gathered'`,
];

export const news: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
