import { sql } from "kysely";
import type { Db } from "../../src/db/schema.ts";

export type Row = Readonly<Record<string, unknown>>;
const CHUNK = 4_000;

/** Rows as they are called in their table; what a table fills in by itself may be left out by all of them. */
export async function insert(db: Db, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  for (let from = 0; from < rows.length; from += CHUNK)
    await sql`insert into ${sql.table(table)} (${names}) overriding system value
      select ${names} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows.slice(from, from + CHUNK))}::json)`.execute(
      db,
    );
}
