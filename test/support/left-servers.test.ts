import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { endLeftServers } from "./left-servers.ts";
import { HAS_OWN_SERVERS } from "./own-servers.ts";

const PROGRAM = fileURLToPath(new URL("own-servers-process.ts", import.meta.url));
const startedSchema = z.object({ postgres: z.string(), redis: z.string() });
const running: ChildProcess[] = [];

async function startRun() {
  const run = fork(PROGRAM, { execArgv: ["--import=tsx"] });
  running.push(run);
  const [said] = await once(run, "message");
  const { postgres, redis } = startedSchema.parse(said);
  return { run, answers: async () => [await takes(postgres), await takes(redis)] };
}

async function breakOff(run: ChildProcess): Promise<void> {
  const ended = once(run, "exit");
  run.kill("SIGKILL");
  await ended;
}

async function takes(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const taken = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return taken;
}

afterEach(async () => {
  for (const run of running.splice(0)) if (run.exitCode === null && run.signalCode === null) await breakOff(run);
  await endLeftServers();
});

it.skipIf(!HAS_OWN_SERVERS)(
  "servers that a broken-off run left behind are ended by the next, and those of a run that goes on are not",
  async () => {
    const [broken, other] = await Promise.all([startRun(), startRun()]);
    await breakOff(broken.run);
    expect(await broken.answers()).toEqual([true, true]);
    expect(await endLeftServers()).not.toEqual([]);
    expect(await broken.answers()).toEqual([false, false]);
    expect(await other.answers()).toEqual([true, true]);
  },
  60_000,
);
