import { truncateSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

/** Somebody else has the folder: `pid` is the living process that holds it, null when it has not said so yet. */
export class FolderLockedError extends Error {
  /** Such as `process 4711`. */
  readonly holder: string;
  constructor(folder: string, pid: number | null) {
    const holder = pid === null ? "another process" : `process ${pid}`;
    super(
      `The database folder ${folder} is in use by ${holder}. ` +
        `PGlite serves one process at a time: stop that process first, or set DATABASE_URL to a PostgreSQL server.`,
    );
    this.name = "FolderLockedError";
    this.holder = holder;
  }
}

/** Held here so that no garbage collection lets go of a lock whose owner forgot it. */
const openLocks = new Set<DatabaseSync>();

/**
 * Takes the folder for this process, since two PGlite processes on one folder corrupt it. The lock is one of the
 * operating system's, through SQLite, which ships with Node: it ends with its process, however that ends, so there is
 * no stale lock to judge by pid, and it holds between containers too, where pids tell nothing. Throws FolderLockedError.
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pidFile = join(folder, "restsignal.pid");
  const lock = await acquireLock(join(folder, "restsignal.lock"));
  if (lock === null) throw new FolderLockedError(folder, await readPid(pidFile));
  openLocks.add(lock);
  await writeFile(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return {
    release: async () => {
      if (!openLocks.delete(lock)) return;
      await rm(pidFile, { force: true });
      lock.close();
    },
  };
}

const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

/** An exclusive lock on the file, or null when somebody has it. What the file holds never matters. */
async function acquireLock(file: string): Promise<DatabaseSync | null> {
  // Loaded here, since an older Node has none and must live long enough to say which Node it needs.
  const { DatabaseSync } = await import("node:sqlite");
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("pragma journal_mode = memory; begin exclusive");
    return lock;
  } catch (cause) {
    lock.close();
    if (isSqliteError(cause, SQLITE_BUSY)) return null;
    if (!isSqliteError(cause, SQLITE_NOTADB))
      throw new Error(`db/folder-lock: unable to lock ${file}: ${String(cause)}`, { cause });
    // Emptied in place: the file, and with it the lock of anybody who gets it first, stays the same.
    truncateSync(file);
    return acquireLock(file);
  }
}

/** For the error only; a holder that is just starting has not written it yet. */
async function readPid(file: string): Promise<number | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^\d+\n$/.test(text) ? Number(text) : null;
}

function isSqliteError(error: unknown, code: number): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === code;
}
