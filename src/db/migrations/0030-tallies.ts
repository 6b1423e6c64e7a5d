import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Figures that grow, counted as things end: whoever asks for them reads some hundred rows, however much there has been. */
const statements = [
  `create table tally (
     figure text not null,
     labels jsonb not null,
     -- The most seconds that what is counted here took; 'Infinity' for what is only counted, or took longer than any.
     bucket double precision not null,
     count bigint not null,
     seconds double precision not null,
     primary key (figure, labels, bucket)
   )`,
  // How far the sendings that have ended are counted.
  `create table tally_mark (
     only_one boolean primary key default true check (only_one),
     reached timestamptz not null
   )`,
  `insert into tally_mark (reached) values (now())`,
  `create index sending_finished on sending (finished_at) where finished_at is not null`,
  `create index sending_unknown on sending (channel) where state = 'unknown'`,
];

export const tallies: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
