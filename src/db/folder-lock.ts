import { mkdir, open, readFile, rm, rename } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

/** Somebody else has the folder: `pid` is the living process that holds it. */
export class FolderLockedError extends Error {
  constructor(folder: string, pid: number) {
    super(
      `The database folder ${folder} is in use by process ${pid}. PGlite serves one process at a time: ` +
        `stop that process first, or set DATABASE_URL to a PostgreSQL server.`,
    );
    this.name = "FolderLockedError";
  }
}

/**
 * Takes the folder for this process, since two PGlite processes on one folder corrupt it. The lock is a file with our
 * pid, made with O_EXCL; a lock whose process is gone is taken over. Throws FolderLockedError.
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, "restsignal.lock");
  for (;;) {
    if (await createLock(file)) return { release: () => rm(file, { force: true }) };
    const holder = await readHolder(file);
    if (holder !== null && isAlive(holder)) throw new FolderLockedError(folder, holder.pid);
    // Renaming is atomic: of two processes that find the same stale lock, one moves it away and the other gets ENOENT.
    const stale = `${file}.${randomUUID()}`;
    try {
      await rename(file, stale);
      await rm(stale, { force: true });
    } catch (cause) {
      if (!isErrorCode(cause, "ENOENT")) throw cause;
    }
  }
}

interface Holder {
  readonly pid: number;
  /** When the process started, from /proc, so that a reused pid is not taken for the holder; null where unknown. */
  readonly startedAt: string | null;
}

async function createLock(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx", 0o600);
    const holder: Holder = { pid: process.pid, startedAt: await readStartTime(process.pid) };
    await handle.writeFile(JSON.stringify(holder));
    await handle.close();
    return true;
  } catch (cause) {
    if (isErrorCode(cause, "EEXIST")) return false;
    throw cause;
  }
}

const EMPTY_LOCK_WAIT_MS = 250;

async function readHolder(file: string): Promise<(Holder & { aliveStart: string | null }) | null> {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const text = await readFile(file, "utf8");
      const match = /^\{"pid":(\d+),"startedAt":(?:null|"([^"]*)")\}$/.exec(text);
      if (match?.[1] !== undefined) {
        const pid = Number(match[1]);
        return { pid, startedAt: match[2] ?? null, aliveStart: await readStartTime(pid) };
      }
    } catch (cause) {
      if (isErrorCode(cause, "ENOENT")) return null;
      throw cause;
    }
    // The holder may be between creating the file and writing its pid.
    await new Promise((resolve) => setTimeout(resolve, EMPTY_LOCK_WAIT_MS));
  }
  return null;
}

function isAlive(holder: Holder & { aliveStart: string | null }): boolean {
  if (holder.pid === process.pid) return holder.startedAt === holder.aliveStart;
  try {
    process.kill(holder.pid, 0);
  } catch (cause) {
    if (isErrorCode(cause, "ESRCH")) return false;
  }
  return holder.startedAt === null || holder.aliveStart === null || holder.startedAt === holder.aliveStart;
}

async function readStartTime(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
