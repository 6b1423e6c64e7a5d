import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/db/client.ts";
import { COMPILE_CACHE } from "../support/command-line.ts";
import { listStopRows } from "../support/stop-row.ts";
import { FolderLockedError, lockFolder } from "../../src/db/folder-lock.ts";

const SCRIPT = fileURLToPath(new URL("../support/folder-process.ts", import.meta.url));
const RACERS = 4;
const RACES = 25;

interface FolderProcess {
  readonly pid: number;
  ask(line: string): Promise<string>;
  kill(): Promise<void>;
}

const children: ChildProcess[] = [];

function startProcess(): FolderProcess {
  const child = spawn(process.execPath, ["--import", "tsx", SCRIPT], {
    env: { ...process.env, ...COMPILE_CACHE },
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const answer = await lines.next();
      return answer.done === true ? "the process ended" : answer.value;
    },
    async kill() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

let root = "";
let folders = 0;

/** A new path that nobody has made yet. */
function nextFolder(): string {
  folders += 1;
  return join(root, `folder-${folders}`, "data");
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "restsignal-lock-"));
});
afterEach(async () => {
  const living = children.splice(0).filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(
    living.map((child) => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      return ended;
    }),
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("a database folder belongs to one process at a time", () => {
  it("refuses a second process with an error that names the first one's pid and what to do", async () => {
    const folder = nextFolder();
    const [first, second] = [startProcess(), startProcess()];
    expect(await first.ask(`open ${folder}`)).toBe("ok");
    const refusal = await second.ask(`open ${folder}`);
    expect(refusal).toContain(`The database folder ${folder} is in use by process ${first.pid}.`);
    expect(refusal).toContain("stop that process first, or set DATABASE_URL to a PostgreSQL server");
    await expect(openDatabase(`pglite:${folder}`)).rejects.toBeInstanceOf(FolderLockedError);

    expect(await first.ask("close")).toBe("ok");
    expect(await second.ask(`open ${folder}`)).toBe("ok");
  });

  it("refuses a second opening in the same process, and opens again after a close", async () => {
    const folder = nextFolder();
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
    await lock.release();
    await lock.release();
    const again = await lockFolder(folder);
    await lock.release();
    await expect(lockFolder(folder)).rejects.toThrow(FolderLockedError);
    await again.release();
    expect(await readdir(folder)).toEqual(["restsignal.lock"]);
  });

  it("opens after its holder was killed, with everything in it that was committed", async () => {
    const folder = nextFolder();
    const holder = startProcess();
    await holder.ask(`open ${folder}`);
    for (const channel of ["slack", "teams"]) expect(await holder.ask(`write ${channel}`)).toBe("ok");
    await holder.kill();
    expect(await readFile(join(folder, "restsignal.pid"), "utf8")).toBe(`${holder.pid}\n`);

    const database = await openDatabase(`pglite:${folder}`);
    const stops = await listStopRows(database.db);
    await database.close();
    expect(stops).toEqual(["slack", "teams"]);
  });

  it("lets go when the database cannot be opened", async () => {
    const folder = nextFolder();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "pgdata"), "a file where a folder belongs");
    await expect(openDatabase(`pglite:${folder}`)).rejects.toThrow(`unable to open the PGlite folder ${folder}`);
    await (await lockFolder(folder)).release();
  });
});

describe("what a dead process left behind stops nobody", () => {
  it.each([
    ["the pid of a dead process", `{"pid":4194300,"startedAt":"1"}`],
    ["a pid that is somebody else's by now", `{"pid":1,"startedAt":"99999999"}`],
    ["this process's own pid, from an earlier life", `{"pid":${process.pid},"startedAt":"1"}`],
    ["nothing", ""],
    ["half a word", `{"pi`],
    ["bytes", "\u0000\u0001\u0002".repeat(500)],
    ["much text", "lock ".repeat(2000)],
  ])("a lock file that holds %s", async (_name, text) => {
    const folder = nextFolder();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "restsignal.lock"), text);
    await writeFile(join(folder, "restsignal.pid"), "4194300\n");
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
    await lock.release();
  });

  // A lock judged by pid could be taken from its new holder by a process that had read the dead one's a moment before.
  it(`is won by exactly one of ${RACERS} processes that race for it, ${RACES} times`, async () => {
    const racers = Array.from({ length: RACERS }, startProcess);
    const dead = startProcess();
    const prizes = Array.from({ length: RACES }, nextFolder);
    for (const prize of prizes) expect(await dead.ask(`lock ${prize}`)).toBe("ok");
    await dead.kill();
    for (const racer of racers) await racer.ask(`lock ${nextFolder()}`);
    for (const prize of prizes) {
      const answers = await Promise.all(racers.map((racer) => racer.ask(`lock ${prize}`)));
      expect(answers.filter((answer) => answer === "ok")).toHaveLength(1);
      expect(answers.filter((answer) => answer.includes("is in use by"))).toHaveLength(RACERS - 1);
    }
  });
});
