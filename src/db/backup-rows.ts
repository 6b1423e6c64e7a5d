import { sql } from "kysely";
import type { BackupSequences } from "../domain/backup-file.ts";
import type { Db } from "./schema.ts";
import type { TableShape } from "./table-shapes.ts";

/** About so much is in one line; a row that is larger is alone in its own. */
const LINE_CHARS = 1_000_000;
const MOST_ROWS = 5_000;
/** Of a table that holds files. */
const MOST_FILES = 4;

/** So that every value is written alike wherever it is written. */
export async function writeAlike(trx: Db): Promise<void> {
  await sql`
    select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true), set_config('IntervalStyle', 'iso_8601', true),
      set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true),
      set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`.execute(
    trx,
  );
}

/** Nobody changes the shape of a table while it is read. */
export async function holdShapes(trx: Db, tables: readonly TableShape[]): Promise<void> {
  const names = tables.map(({ name }) => sql.id(name));
  if (names.length > 0) await sql`lock table ${sql.join(names)} in access share mode`.execute(trx);
}

/** The rows of a table as texts of JSON arrays of objects, each value as text. Call it inside a transaction. */
export async function* readRowLines(
  trx: Db,
  { name, columns }: TableShape,
): AsyncGenerator<{ readonly text: string; readonly rows: number }> {
  const values = columns.map((column) => sql`${sql.id(column.name)}::text as ${sql.id(column.name)}`);
  const most = columns.some(({ type }) => type === "bytea") ? MOST_FILES : MOST_ROWS;
  await sql`
    declare backup_rows no scroll cursor for
    select row_to_json(r)::text as row from (select ${sql.join(values)} from ${sql.id(name)}) r`.execute(trx);
  for (let count = 1; ;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(count)} from backup_rows`.execute(trx);
    let chars = 0;
    let line: string[] = [];
    let inLine = 0;
    for (const { row } of rows) {
      chars += row.length;
      if (line.length > 0 && inLine + row.length > LINE_CHARS) {
        yield { text: `[${line.join(",")}]`, rows: line.length };
        line = [];
        inLine = 0;
      }
      line.push(row);
      inLine += row.length;
    }
    if (line.length > 0) yield { text: `[${line.join(",")}]`, rows: line.length };
    if (rows.length < count) break;
    count = Math.max(1, Math.min(most, count * 4, Math.floor((LINE_CHARS * rows.length) / Math.max(1, chars))));
  }
  await sql`close backup_rows`.execute(trx);
}

/** The last id that each sequence gave; one that has given none is left out. */
export async function readSequences(trx: Db): Promise<BackupSequences["sequences"]> {
  const { rows } = await sql<{ name: string; last: number }>`
    select sequencename as name, last_value as last from pg_sequences
    where schemaname = current_schema() and last_value is not null order by sequencename collate "C"`.execute(trx);
  return rows;
}
