import { readFile, stat } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { OddCell } from "../domain/table-cell.ts";
import {
  readFileBytes,
  type FileBytes,
  type RejectedTable,
  type Table,
  type TableChoice,
  type TableFile,
} from "./table-file.ts";

/** What the thread is asked to read. */
export interface TableTask {
  readonly from:
    | { readonly kind: "bytes"; readonly bytes: Uint8Array }
    | { readonly kind: "file"; readonly file: string; readonly maxBytes: number };
  readonly choice: TableChoice;
}

/** What the thread answers: rows in portions, each when it is asked for, then the rest. */
export type TableAnswer =
  | {
      readonly kind: "rows";
      readonly rows: readonly (readonly string[])[];
      readonly odd: ReadonlyMap<number, ReadonlyMap<number, OddCell>>;
    }
  | { readonly kind: "done"; readonly table: Omit<TableFile, "rows"> }
  | RejectedTable
  /** The disk failed. */
  | { readonly kind: "failed"; readonly message: string };

/** What a thread that reads a table may cost. */
export interface ThreadLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** Twenty megabytes of an ordinary list take some seconds and 200 MB. */
const LIMITS: ThreadLimits = { timeoutMs: 120_000, memoryMb: 512 };

/**
 * Reads a table from a file in a thread of its own, so that nobody waits for it, and ends the thread when it takes too much
 * time or memory. Throws only when the disk fails.
 */
export async function readTable(
  { file, maxBytes, ...choice }: { readonly file: string; readonly maxBytes: number } & TableChoice,
  limits?: Partial<ThreadLimits>,
): Promise<TableFile | RejectedTable> {
  return runTask({ from: { kind: "file", file, maxBytes }, choice }, { ...LIMITS, ...limits });
}

/** The same for bytes in memory. */
export async function readTableBytes(
  bytes: Uint8Array,
  choice: TableChoice,
  limits?: Partial<ThreadLimits>,
): Promise<Table | RejectedTable> {
  return runTask({ from: { kind: "bytes", bytes }, choice }, { ...LIMITS, ...limits });
}

/** A text this small is read in less time than a thread needs to begin; a workbook may unfold to anything. */
const SMALL_BYTES = 50_000;

async function runTask(task: TableTask, limits: ThreadLimits): Promise<TableFile | RejectedTable> {
  const small = await readSmallFile(task.from);
  return small === null ? runThread(task, limits) : readFileBytes(small, task.choice);
}

/** Null for what is not small, and for a file that the thread will say cannot be read. */
async function readSmallFile(from: TableTask["from"]): Promise<FileBytes | null> {
  const isPlain = (bytes: Uint8Array): boolean =>
    bytes.length <= SMALL_BYTES && !(bytes[0] === 0x50 && bytes[1] === 0x4b);
  if (from.kind === "bytes") return isPlain(from.bytes) ? { bytes: from.bytes, modifiedAt: new Date(0) } : null;
  try {
    const { size, mtime } = await stat(from.file);
    if (size > Math.min(SMALL_BYTES, from.maxBytes)) return null;
    const bytes = await readFile(from.file);
    return isPlain(bytes) ? { bytes, modifiedAt: mtime } : null;
  } catch {
    return null;
  }
}

async function runThread(task: TableTask, limits: ThreadLimits): Promise<TableFile | RejectedTable> {
  // The thread needs nothing of how this process was started: Node reads its TypeScript by itself.
  const worker = new Worker(new URL("./table-worker.ts", import.meta.url), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
  });
  const timer = { id: undefined as NodeJS.Timeout | undefined };
  try {
    return await new Promise<TableFile | RejectedTable>((resolve, reject) => {
      const rows: (readonly string[])[] = [];
      const odd = new Map<number, ReadonlyMap<number, OddCell>>();
      timer.id = setTimeout(() => {
        const seconds = Math.round(limits.timeoutMs / 1000);
        resolve(refuse(`the file was not read within ${seconds} s: is it a table? Save it as .xlsx or CSV again`));
      }, limits.timeoutMs);
      worker.on("message", (answer: TableAnswer) => {
        if (answer.kind === "done") return resolve({ ...answer.table, rows, marks: { ...answer.table.marks, odd } });
        if (answer.kind === "rejected") return resolve(answer);
        if (answer.kind === "failed") return reject(new Error(answer.message));
        for (const row of answer.rows) rows.push(row);
        for (const [at, cells] of answer.odd) odd.set(at, cells);
        // The next portion comes when everybody else has had their turn.
        // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        void nextTurn().then(() => worker.postMessage("next"));
      });
      worker.on("error", (error: Error & { code?: string }) => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
          resolve(refuse(`the file needs more than ${limits.memoryMb} MB to be read: is it a table?`));
        else reject(new Error("table-thread: unable to read the table", { cause: error }));
      });
      worker.on("exit", () => reject(new Error("table-thread: the thread ended without an answer")));
    });
  } finally {
    clearTimeout(timer.id);
    await worker.terminate();
  }
}

/** Rows that are worked on before everybody else has their turn. */
const PORTION_ROWS = 500;

/** The rows of a table with their places, so that work on many of them holds nobody up. */
export async function* iterateRows(rows: Table["rows"]): AsyncGenerator<readonly [at: number, row: readonly string[]]> {
  for (const [at, row] of rows.entries()) {
    if (at % PORTION_ROWS === PORTION_ROWS - 1) await nextTurn();
    yield [at, row];
  }
}

function refuse(reason: string): RejectedTable {
  return { kind: "rejected", reason };
}
