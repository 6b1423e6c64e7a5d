import { sql } from "kysely";
import type { Db } from "./schema.ts";

/** A table as the database itself describes it. */
export interface TableShape {
  readonly name: string;
  /** Those that are written; what the database works out by itself is left out. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Every table of ours, by name, without those that note which migrations have run. */
export async function readTableShapes(db: Db): Promise<TableShape[]> {
  const { rows } = await sql<TableShape>`
    select c.relname as name,
      jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in ('kysely_migration', 'kysely_migration_lock')
    group by c.relname order by c.relname collate "C"`.execute(db);
  return rows;
}
