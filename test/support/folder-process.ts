/**
 * A process of its own for tests of the folder lock. Takes lines `lock FOLDER`, `open FOLDER`, `write CHANNEL` and
 * `close` on stdin, answers each with one line: `ok` or the error's message. Ends when stdin does.
 */
import { createInterface } from "node:readline";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { stopChannel } from "../../src/db/deliveries.ts";
import { lockFolder } from "../../src/db/folder-lock.ts";

let database: Database | null = null;

const commands: Readonly<Record<string, (argument: string) => Promise<unknown>>> = {
  lock: (folder) => lockFolder(folder),
  open: async (folder) => {
    database = await openDatabase(`pglite:${folder}`);
  },
  write: async (channel) => {
    if (database !== null) await stopChannel(database.db, { channel, reason: "", now: new Date(0) });
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
