import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { PGlite, types as pgliteTypes } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, PostgresDialect, sql, type Dialect, type RawBuilder } from "kysely";
import { Pool, TypeOverrides } from "pg";
import { closeToOthers, FolderOpenError } from "./folder-access.ts";
import { lockFolder } from "./folder-lock.ts";
import { attachWrites, countCommits, countWrites } from "./local-writes.ts";
import { migrate, readSchemaState, requireCurrentSchema } from "./migrations.ts";
import { LosableClient, type SessionPatience } from "./losable-client.ts";
import type { Db, Schema } from "./schema.ts";

/** An open database. `engine` is for what the queue needs to know; everything else speaks to `db`. */
export interface Database {
  readonly db: Db;
  readonly engine:
    | { readonly kind: "pglite"; readonly pglite: PGlite }
    | { readonly kind: "postgres"; readonly url: string };
  /** Safe to call again. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** What a database in PGlite holds from the start, as PGlite's `dumpDataDir` gives it. */
  readonly image?: Blob;
  /**
   * `migrate`, unless told; `require`: it must be of the right shape already; `leave`: of whatever shape it is, for work
   * on all of it, whose statements may take as long as they need.
   */
  readonly schema?: "migrate" | "require" | "leave";
}

/**
 * Opens and migrates the database at `pglite:FOLDER`, `pglite:memory` or `postgres://…`.
 * Throws FolderLockedError when another process has the folder, SchemaVersionError when it is not of the right shape,
 * and an error naming the server when it does not answer.
 */
export async function openDatabase(url: string, { image, schema = "migrate" }: OpenOptions = {}): Promise<Database> {
  const database = url.startsWith("pglite:")
    ? await openPGlite(url.slice("pglite:".length), image)
    : openPostgres(url, { answerMs: schema === "leave" ? null : ANSWER_MS });
  try {
    if (schema === "migrate") await bringUp(database);
    if (schema === "require") await requireCurrentSchema(database.db);
    return database;
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

async function openPGlite(folder: string, image?: Blob): Promise<Database> {
  const parsers = {
    [pgliteTypes.INT8]: Number,
    [pgliteTypes.DATE]: (text: string) => text,
    [pgliteTypes.BYTEA]: (text: string) => new Uint8Array(Buffer.from(text.slice(2), "hex")),
  };
  const start = image === undefined ? {} : { loadDataDir: image };
  const options = { parsers, serializers: { [pgliteTypes.BYTEA]: writeBytes }, ...start };
  if (folder === "memory") {
    const pglite = await PGlite.create(options);
    return wrapPGlite(pglite, async () => {});
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(folder);
  try {
    await closeToOthers(folder);
    const pglite = await PGlite.create(`${folder}/pgdata`, options);
    // Once more: what it has just made is open to all.
    await closeToOthers(folder);
    return wrapPGlite(pglite, async () => {
      await closeToOthers(folder);
      await lock.release();
    });
  } catch (cause) {
    await lock.release();
    if (cause instanceof FolderOpenError) throw cause;
    throw new Error(`db/client: unable to open the PGlite folder ${folder}`, { cause });
  }
}

/** PGlite's own way makes a text of every byte: a file of some megabytes held the process for seconds. */
function writeBytes(bytes: unknown): string {
  if (!(bytes instanceof Uint8Array)) throw new Error("db/client: unable to write bytes: the value is not bytes");
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

/** Kysely lets one user at a time have PGlite's one connection, so a query beside a transaction waits for its end. */
function wrapPGlite(pglite: PGlite, release: () => Promise<void>): Database {
  const db = openKysely(new PGliteDialect({ pglite }), { alone: true });
  return {
    db,
    engine: { kind: "pglite", pglite },
    close: async () => {
      if (!pglite.closed) await pglite.close();
      await release();
    },
  };
}

const INT8 = 20;
const DATE = 1082;

/**
 * A server that is gone without a word, or hangs, answers nothing, and nobody may wait for it without end. Longer than any
 * statement of ours takes, and than a row can be held by a process that hangs.
 */
const ANSWER_MS = 90_000;

/** What changes a large table may take long: it has sessions of its own. */
async function bringUp({ db, engine }: Database): Promise<void> {
  if (engine.kind === "pglite") return void (await migrate(db));
  if ((await readSchemaState(db)).kind === "current") return;
  const patient = openPostgres(engine.url, { answerMs: null });
  try {
    await migrate(patient.db);
  } finally {
    await patient.close();
  }
}

/**
 * Compiling a statement takes longer than any of ours runs. A process that hangs, or whose machine is gone, in the middle of
 * a transaction holds rows that others wait for: after a minute its session ends.
 */
const SESSION_OPTIONS = "-c jit=off -c idle_in_transaction_session_timeout=60000";

function openPostgres(url: string, { answerMs }: SessionPatience): Database {
  // The same reading as PGlite's: bigint ids as numbers (they stay far below 2^53), dates as the text they are.
  const types = new TypeOverrides();
  types.setTypeParser(INT8, Number);
  types.setTypeParser(DATE, (text: string) => text);
  const options = {
    connectionString: url,
    max: 10,
    types,
    options: SESSION_OPTIONS,
    keepAlive: true,
    answerMs,
    Client: LosableClient,
  };
  const pool = new Pool(options);
  // An idle connection that drops is replaced by the pool.
  pool.on("error", () => {});
  const db = openKysely(new PostgresDialect({ pool }), { alone: false });
  return { db, engine: { kind: "postgres", url }, close: () => db.destroy() };
}

function openKysely(dialect: Dialect, { alone }: { alone: boolean }): Db {
  const writes = { count: 0, alone, isInTransaction: false };
  const watched = { dialect: countCommits(dialect, writes), log: countWrites(writes) };
  return attachWrites(new Kysely<Schema>(watched), writes);
}

/** JSON text for a jsonb column. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}

/** A set of rows sent as one jsonb parameter, so that a bulk write is one statement whatever its size. */
export function jsonRows(rows: readonly unknown[]): RawBuilder<unknown> {
  return sql`${JSON.stringify(rows)}::jsonb`;
}

/** SHA-256 as hex, of the JSON text of a value. */
export function hashContent(value: unknown): string {
  return hashText(JSON.stringify(value));
}

/** SHA-256 as hex. */
export function hashText(text: string): string {
  return hash("sha256", text, "hex");
}

/**
 * For the rest of the transaction large values are compressed with LZ4 where the server has it, as PostgreSQL in all
 * distributions does: its own pglz takes half the time of storing a national file.
 */
export async function preferFastCompression(db: Db): Promise<void> {
  await sql`
    select set_config(name, 'lz4', true) from pg_settings
    where name = 'default_toast_compression' and 'lz4' = any(enumvals)`.execute(db);
}

/** Whether there is a database at that address; of a server only asking tells. */
export function isMade(url: string): boolean {
  return !url.startsWith("pglite:") || existsSync(`${url.slice("pglite:".length)}/pgdata`);
}

/** Such as `15.18`. */
export async function readServerVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  return rows[0]?.version ?? "";
}
