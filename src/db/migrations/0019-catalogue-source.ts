import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** The product catalogue becomes a source like the others: its files are snapshots, and its day is the file's own. */
const statements = [
  // How many products a file of the catalogue holds; null of a file of notices.
  `alter table snapshot add column product_count integer`,
  // What it takes to read a kept file again as it was read: what somebody said of its table, and when it was written.
  `alter table snapshot add column layout jsonb, add column modified_at timestamptz`,
  // So that a product that did not change is neither read nor written.
  `alter table product add column content_hash text not null default ''`,
  // A catalogue that was taken in before has no file: it stands as it was.
  `insert into snapshot (source, fetched_at, created_at, as_of, sha256, byte_count, status, baseline, report_count, notice_count,
                         package_count, product_count, warnings)
     select 'lakemedelsverket-products', max(as_of), max(as_of), max(as_of), '', 0, 'accepted', true, 0, 0, 0, count(*), '[]'
     from product having count(*) > 0`,
  `insert into source_state (source, as_of, snapshot_id)
     select source, as_of, id from snapshot where source = 'lakemedelsverket-products'`,
  `alter table product drop column as_of`,
];

export const catalogueSource: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
