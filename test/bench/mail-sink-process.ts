import { fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";

/** Starts the mail server that keeps nothing. */
export async function startSink(): Promise<{ url: string; stop: () => void }> {
  const child = fork(new URL("./mail-sink.ts", import.meta.url), { execArgv: ["--import=tsx"] });
  const [said] = await once(child, "message");
  const { port } = z.object({ port: z.int() }).parse(said);
  return { url: `smtp://127.0.0.1:${port}`, stop: () => child.disconnect() };
}
