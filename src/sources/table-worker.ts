import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { OddCell } from "../domain/table-cell.ts";
import { readFileBytes, type Table } from "./table-file.ts";
import type { TableAnswer, TableTask } from "./table-thread.ts";

/** What is handed over at once: taking it costs the other side some milliseconds. */
const PORTION_CELLS = 4_000;
const PORTION_CHARS = 400_000;

answer(await readTask(readTaskData()));

/** The thread is begun by `table-thread.ts` alone, in the same program, which gives it this. */
function readTaskData(): TableTask {
  return workerData as TableTask;
}

async function readTask({ from, choice }: TableTask): Promise<TableAnswer> {
  const read =
    from.kind === "bytes"
      ? { kind: "read" as const, bytes: from.bytes, modifiedAt: new Date(0) }
      : await readBytes(from);
  if (read.kind !== "read") return read;
  const table = readFileBytes(read, choice);
  if (table.kind === "rejected") return table;
  await handOver(table);
  const { rows: _, marks, ...rest } = table;
  return { kind: "done", table: { ...rest, marks: { ...marks, odd: new Map() } } };
}

async function readBytes({ file, maxBytes }: { file: string; maxBytes: number }) {
  try {
    const { size, mtime } = await stat(file);
    if (size > maxBytes)
      return { kind: "rejected" as const, reason: `the file is larger than the ${maxBytes} bytes allowed` };
    return { kind: "read" as const, bytes: await readFile(file), modifiedAt: mtime };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { kind: "failed" as const, message: `table-file: unable to read ${file}: ${message}` };
  }
}

async function handOver({ rows, marks }: Table): Promise<void> {
  let portion: (readonly string[])[] = [];
  let odd = new Map<number, ReadonlyMap<number, OddCell>>();
  let [cells, chars] = [0, 0];
  const send = async (): Promise<void> => {
    answer({ kind: "rows", rows: portion, odd });
    if (parentPort !== null) await once(parentPort, "message");
    portion = [];
    odd = new Map();
    [cells, chars] = [0, 0];
  };
  for (const [at, row] of rows.entries()) {
    portion.push(row);
    const oddCells = marks.odd.get(at);
    if (oddCells !== undefined) odd.set(at, oddCells);
    cells += row.length + 1;
    for (const cell of row) chars += cell.length;
    if (cells >= PORTION_CELLS || chars >= PORTION_CHARS) await send();
  }
  if (portion.length > 0) await send();
}

function answer(told: TableAnswer): void {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(told);
}
