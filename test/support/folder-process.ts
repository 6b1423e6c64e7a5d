/**
 * A process of its own for tests of the folder lock. Takes lines `lock FOLDER`, `open FOLDER`, `write CHANNEL` and
 * `close` on stdin, answers each with one line: `ok` or the error's message. Ends when stdin does.
 */
import { createInterface } from "node:readline";
import type { Database } from "../../src/db/client.ts";
import { lockFolder } from "../../src/db/folder-lock.ts";

let database: Database | null = null;

// What a database needs is read once it is asked for: a process that only races for a lock starts in half the time.
const commands: Readonly<Record<string, (argument: string) => Promise<unknown>>> = {
  lock: (folder) => lockFolder(folder),
  open: async (folder) => {
    const { openDatabase } = await import("../../src/db/client.ts");
    database = await openDatabase(`pglite:${folder}`);
  },
  write: async (name) => {
    const { writeStopRow } = await import("./stop-row.ts");
    if (database !== null) await writeStopRow(database.db, { name });
  },
  close: async () => database?.close(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [command = "", argument = ""] = line.split(" ");
  const answer = await (commands[command] ?? (() => Promise.reject(new Error(`no command ${command}`))))(argument).then(
    () => "ok",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  console.log(answer);
}
