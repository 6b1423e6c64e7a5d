import { createHash } from "node:crypto";
import { constants, createWriteStream, existsSync } from "node:fs";
import { access, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { insertAudit } from "../../db/audit.ts";
import { holdShapes, readRowLines, readSequences, writeAlike } from "../../db/backup-rows.ts";
import { readServerVersion } from "../../db/client.ts";
import { migrations, readMigrationsRun } from "../../db/migrations.ts";
import type { Db } from "../../db/schema.ts";
import { readTableShapes } from "../../db/table-shapes.ts";
import { BACKUP_FORMAT, isKnownShape, type BackupHeader } from "../../domain/backup-file.ts";
import { OPERATIONS } from "../../domain/region.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "../context.ts";

/** How far it has come: the rows so far, and the table they are of. */
export type TellProgress = (table: string, rows: number) => void;

export interface BackupMade {
  readonly kind: "made";
  readonly madeAt: Date;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  /** Of the file, as `sha256sum` gives it. */
  readonly sha256: string;
}

export type BackupRefused = {
  readonly kind: "refused";
  /**
   * There is such a file, or one of a backup that is under way or was broken off; nobody may write there; or the database
   * holds nothing of ours.
   */
  readonly why: "file-exists" | "part-exists" | "not-writable" | "no-database";
};

const OWNER_ONLY = 0o600;

/** The name that a file has until it is whole. */
export function partOf(file: string): string {
  return `${file}.part`;
}

/**
 * Writes all of the database into a new file, as it is at one moment, whatever goes on meanwhile. The file has its name when
 * it is whole, and nobody but its owner may read it.
 */
export async function makeBackup(
  ctx: ServiceContext,
  input: { readonly file: string; readonly version: string; readonly engine: string; readonly tell: TellProgress },
): Promise<BackupMade | BackupRefused | Forbidden> {
  const { file } = input;
  if (!mayDo(ctx, "operate", OPERATIONS.code)) return FORBIDDEN;
  const why = await refusePlace(file);
  if (why !== null) return { kind: "refused", why };
  const run = await readMigrationsRun(ctx.db);
  const [first, ...others] = run;
  if (first === undefined) return { kind: "refused", why: "no-database" };
  const header: BackupHeader = {
    restsignalBackup: BACKUP_FORMAT,
    madeAt: ctx.now.toISOString(),
    version: input.version,
    database: `${input.engine} ${await readServerVersion(ctx.db)}`,
    migrations: [first, ...others],
  };
  const counted = { tables: 0, rows: 0 };
  const written = await writeNew(file, () =>
    ctx.db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute((trx) => pack(writeLines(trx, { header, counted, tell: input.tell }), partOf(file))),
  );
  if (written === null) return { kind: "refused", why: "part-exists" };
  // A database that an older or newer program keeps may have another log.
  if (run.length === Object.keys(migrations).length && isKnownShape(run, Object.keys(migrations).toSorted()))
    await insertAudit(ctx.db, {
      at: ctx.now,
      actor: ctx.actor,
      regionCode: null,
      deed: "backup-made",
      objectId: header.madeAt,
      after: { rows: counted.rows, sha256: written.sha256 },
    });
  return { kind: "made", madeAt: ctx.now, ...counted, ...written };
}

async function refusePlace(file: string): Promise<BackupRefused["why"] | null> {
  if (existsSync(file)) return "file-exists";
  if (existsSync(partOf(file))) return "part-exists";
  return access(dirname(file), constants.W_OK).then(
    () => null,
    () => "not-writable" as const,
  );
}

/** Leaves nothing behind when it fails; null when another began to write it at the same time. */
async function writeNew<T>(file: string, write: () => Promise<T>): Promise<T | null> {
  const part = partOf(file);
  try {
    const written = await write();
    await rename(part, file);
    return written;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return null;
    await rm(part, { force: true });
    throw cause;
  }
}

async function pack(lines: AsyncIterable<string>, part: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const to = createWriteStream(part, { flags: "wx", mode: OWNER_ONLY, flush: true });
  await pipeline(lines, createGzip(), count, to);
  return { bytes, sha256: hash.digest("hex") };
}

async function* writeLines(
  trx: Db,
  { header, counted, tell }: { header: BackupHeader; counted: { tables: number; rows: number }; tell: TellProgress },
): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const line = (value: unknown): string => lineOf(JSON.stringify(value));
  const lineOf = (text: string): string => {
    const whole = `${text}\n`;
    hash.update(whole);
    return whole;
  };
  await writeAlike(trx);
  const tables = await readTableShapes(trx);
  await holdShapes(trx, tables);
  yield line(header);
  for (const table of tables) {
    yield line({ table: table.name, columns: table.columns.map(({ name }) => name) });
    for await (const { text, rows } of readRowLines(trx, table)) {
      yield lineOf(text);
      counted.rows += rows;
      tell(table.name, counted.rows);
    }
    counted.tables += 1;
  }
  yield line({ sequences: await readSequences(trx) });
  yield `${JSON.stringify({ rows: counted.rows, sha256: hash.digest("hex") })}\n`;
}
