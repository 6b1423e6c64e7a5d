import { sql } from "kysely";
import type { BackupSequences } from "../domain/backup-file.ts";
import type { Db } from "./schema.ts";
import { readTableShapes, type TableShape } from "./table-shapes.ts";

/** What a migration itself puts there. */
const SEEDED: ReadonlySet<string> = new Set(["region", "installation_key", "public_version", "tally_mark"]);

/**
 * Tables that hold rows of somebody's, or that are nobody's of ours; none in a database that was made, or only migrated.
 * Holds all of them until the end of the transaction.
 */
export async function holdEmptyTables(trx: Db): Promise<string[]> {
  const { rows: known } = await sql`select from pg_class where oid = to_regclass('kysely_migration')`.execute(trx);
  const tables = await readTableShapes(trx);
  if (tables.length === 0) return [];
  if (known.length === 0) return tables.map(({ name }) => name);
  await sql`lock table ${sql.join(tables.map(({ name }) => sql.id(name)))} in access exclusive mode`.execute(trx);
  const filled: string[] = [];
  for (const { name } of tables) {
    if (SEEDED.has(name)) continue;
    const { rows } = await sql`select from ${sql.id(name)} limit 1`.execute(trx);
    if (rows.length > 0) filled.push(name);
  }
  return filled;
}

/** Takes away all tables and functions, so that the database can be made again in the shape that a backup has. */
export async function dropEverything(trx: Db): Promise<void> {
  await sql`
    do $$ declare at record; begin
      for at in select oid::regclass as it from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
      loop execute format('drop table %s cascade', at.it); end loop;
      for at in select oid::regprocedure as it from pg_proc p where pronamespace = current_schema()::regnamespace
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      loop execute format('drop routine %s cascade', at.it); end loop;
    end $$`.execute(trx);
}

/** How the database looks while it is filled, and what it takes to have it as it was. */
export interface Bared {
  readonly tables: ReadonlyMap<string, TableShape>;
  readonly keys: readonly { readonly table: string; readonly name: string; readonly definition: string }[];
}

/** Empties every table, and lets foreign keys and triggers rest: rows come table by table, in no order. */
export async function bareTables(trx: Db): Promise<Bared> {
  // What waits for the commit would hold its table in its shape.
  await sql`set constraints all immediate`.execute(trx);
  const tables = await readTableShapes(trx);
  const { rows: keys } = await sql<Bared["keys"][number]>`
    select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace order by oid`.execute(trx);
  for (const { table, name } of keys)
    await sql`alter table ${sql.raw(table)} drop constraint ${sql.id(name)}`.execute(trx);
  for (const { name } of tables) await sql`alter table ${sql.id(name)} disable trigger user`.execute(trx);
  await sql`truncate ${sql.join(tables.map(({ name }) => sql.id(name)))}`.execute(trx);
  return { tables: new Map(tables.map((table) => [table.name, table])), keys };
}

/** Puts rows in as `readRowLines` gave them; resolves with how many. */
export async function insertRowLine(trx: Db, { name, columns }: TableShape, text: string): Promise<number> {
  const names = columns.map((column) => sql.id(column.name));
  const texts = columns.map((column) => sql`${sql.id(column.name)} text`);
  // The types are the database's own words, never the file's.
  const values = columns.map(({ name: column, type }) => sql`r.${sql.id(column)}::${sql.raw(type)}`);
  const { numAffectedRows } = await sql`
    insert into ${sql.id(name)} (${sql.join(names)}) overriding system value
    select ${sql.join(values)} from json_to_recordset(${text}::json) as r(${sql.join(texts)})`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

/** Has ids go on where they were, and keys and triggers hold again. Throws when a row points at none. */
export async function finishTables(trx: Db, { tables, keys, sequences }: Bared & BackupSequences): Promise<void> {
  for (const { name, last } of sequences)
    await sql`select setval(quote_ident(${name}::text)::regclass, ${last}::bigint)`.execute(trx);
  for (const name of tables.keys()) await sql`alter table ${sql.id(name)} enable trigger user`.execute(trx);
  for (const { table, name, definition } of keys)
    await sql`alter table ${sql.raw(table)} add constraint ${sql.id(name)} ${sql.raw(definition)}`.execute(trx);
}

/** Ends every session, sign-in under way and unused link: since the backup they may have been ended or used. */
export async function endSignIns(trx: Db): Promise<void> {
  for (const table of ["session", "sign_in_wait", "sign_in_request", "account_link", "reader_link"] as const)
    await trx.deleteFrom(table).execute();
}

export interface WaitingWork {
  /** Deliveries whose time has come, and those that were in a worker's hand: perhaps they were sent. */
  readonly due: number;
  readonly underWay: number;
  readonly oldestDueAt: Date | null;
  /** Drafts whose time of publication has come, mails about accounts, and letters that readers asked for. */
  readonly drafts: number;
  readonly accountMails: number;
  readonly readerLetters: number;
}

/** What is done as soon as the service starts and may send. */
export async function readWaitingWork(db: Db, now: Date): Promise<WaitingWork> {
  const { rows } = await sql<WaitingWork>`
    select (select count(*) from delivery where state = 'due' and due_at <= ${now}::timestamptz) as due,
      (select count(*) from delivery where state = 'sending') as "underWay",
      (select min(due_at) from delivery where state in ('due', 'sending') and due_at <= ${now}::timestamptz) as "oldestDueAt",
      (select count(*) from draft where state = 'scheduled' and publish_at <= ${now}::timestamptz) as drafts,
      (select count(*) from account_mail where state = 'due') as "accountMails",
      (select count(*) from reader_letter where state = 'due') as "readerLetters"`.execute(db);
  return rows[0] ?? { due: 0, underWay: 0, oldestDueAt: null, drafts: 0, accountMails: 0, readerLetters: 0 };
}
