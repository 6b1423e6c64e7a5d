import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Each end of a delivery and each attempt is counted, and none twice. */
const statements = [
  // What nobody need send and belongs to no sending: few of all there are, so that their index is small.
  `create index delivery_cancelled_alone on delivery (finished_at) where state = 'cancelled' and sending_id is null`,
  // So many lines of its log are counted, of a sending that may go on.
  `alter table sending add column tallied_lines integer not null default 0`,
  `update sending set tallied_lines = jsonb_array_length(log)
     where state = 'unknown' and finished_at <= (select reached from tally_mark)`,
  // What waits for another attempt, whose last ones are not counted yet.
  `create index sending_untallied on sending (id) where state = 'due' and jsonb_array_length(log) > tallied_lines`,
];

export const wholeTallies: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
