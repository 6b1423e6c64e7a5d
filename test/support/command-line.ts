import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { expect } from "vitest";
import type { z } from "zod";
import { runCommand } from "../../src/cli/run-command.ts";
import { readConfig } from "../../src/config.ts";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { createExampleFiles } from "../../src/demo/example-files.ts";
import { ingestFile } from "../../src/services/intake/ingest-file.ts";
import { importList } from "../../src/services/list-versions.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { createTestDatabase } from "./postgres.ts";
import { RUN_FOLDER } from "./run-folder.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const MAIN = join(repository, "src/cli/main.ts");
/** Node keeps what it compiled for the next process, which saves each a fifth of its time. */
export const COMPILE_CACHE = RUN_FOLDER === undefined ? {} : { NODE_COMPILE_CACHE: join(RUN_FOLDER, "compiled") };

/** What a command left behind. */
export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  /** Settings that differ from the defaults. */
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; none unless told. */
  readonly input?: string;
}

interface ProcessOptions extends CallOptions {
  /** Where the command runs; the repository unless told. */
  readonly cwd?: string;
}

/** A command that goes on until it is told to stop. */
export interface RunningCommand {
  /** What it has written to stdout, once that fits the pattern. Rejects when it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends the signal that a terminal sends for Ctrl-C, and waits for the end. */
  interrupt(): Promise<Answer>;
}

/** The command line as others call it, with a folder and a database that go with the test. */
export interface CommandLine {
  readonly folder: string;
  /** What every call uses unless told otherwise. */
  readonly databaseUrl: string;
  /** Runs a command in this process, as `main.ts` does in its own. */
  run(args: readonly string[], options?: CallOptions): Promise<Answer>;
  /** Runs a command as a process of its own: some seconds of work more, for tests of what only a process has. */
  runProcess(args: readonly string[], options?: ProcessOptions): Promise<Answer>;
  startProcess(args: readonly string[], options?: ProcessOptions): RunningCommand;
  /** Writes a file into the folder, and gives its path. */
  write(name: string, content: string): Promise<string>;
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
}

/** On PostgreSQL, which opens at once, or on a PGlite folder that is not there yet. */
export async function createCommandLine(on: "PostgreSQL" | "new folder" = "PostgreSQL"): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-cli-"));
  const server = on === "PostgreSQL" ? await createTestDatabase() : null;
  const databaseUrl = server?.url ?? `pglite:${join(folder, "db")}`;
  const running = new Set<ChildProcess>();
  // Every setting is given, so that neither the developer's environment nor a file .env has a say.
  const settings = parseEnv(readFileSync(join(repository, ".env.example"), "utf8"));
  const callProcess = (args: readonly string[], { env, input, cwd }: ProcessOptions = {}) => {
    const child = spawn(process.execPath, [`--import=${import.meta.resolve("tsx")}`, MAIN, ...args], {
      cwd: cwd ?? repository,
      env: {
        PATH: `${join(repository, "node_modules/.bin")}${delimiter}${process.env["PATH"] ?? ""}`,
        HOME: folder,
        ...COMPILE_CACHE,
        TSX_TSCONFIG_PATH: join(repository, "tsconfig.json"),
        ...(cwd === undefined ? { ...settings, DATABASE_URL: databaseUrl } : {}),
        ...env,
      },
    });
    running.add(child);
    child.once("close", () => running.delete(child));
    // A command that wants no input may be gone before it is written.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    return listen(child);
  };
  return {
    folder,
    databaseUrl,
    async run(args, { env, input } = {}) {
      const written = { stdout: "", stderr: "" };
      const write = (stream: keyof typeof written) => (text: string) => {
        written[stream] += `${text}\n`;
      };
      const code = await runCommand(args, {
        readConfig: () => readConfig({ ...settings, DATABASE_URL: databaseUrl, ...env }),
        readInput: () => Promise.resolve(input ?? ""),
        out: write("stdout"),
        problem: write("stderr"),
        progress: () => {},
      });
      return { code, ...written };
    },
    runProcess: (args, options) => callProcess(args, options).ended,
    startProcess: callProcess,
    async write(name, content) {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    async close() {
      await Promise.all([...running].map(kill));
      await server?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listen(child: ReturnType<typeof spawn>): RunningCommand & { readonly ended: Promise<Answer> } {
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  const ended = new Promise<Answer>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...written }));
  });
  return {
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(written.stdout);
          if (found !== null) resolve(found);
        };
        child.stdout?.on("data", look);
        look();
        void ended.then(({ stderr }) =>
          reject(new Error(`test: the command ended before it said ${pattern}: ${stderr}`)),
        );
      }),
    async interrupt() {
      child.kill("SIGINT");
      return ended;
    },
  };
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("close", () => resolve());
    // tsx hands this one on to the process that does the work; SIGKILL would leave that behind.
    child.kill("SIGTERM");
  });
}

const REGION = "12";

/**
 * Takes the example's first day and list into the line's database, with one reader in Slack whose overview is due, as
 * a region has it that has just begun. The caller closes the database.
 */
export async function beginRegion(line: CommandLine): Promise<Database> {
  const { days, list } = createExampleFiles({ today: "2026-08-21" });
  const file = await line.write("first-day.xml", days[0].xml);
  const database = await openDatabase(line.databaseUrl);
  const { db } = database;
  const now = () => new Date("2026-08-20T08:00:00Z");
  const deps = { db, now, digestChannels: new Set<string>() };
  const input = { source: lakemedelsverket, file, maxBytes: 10_000_000, at: null, etag: null, lastModified: null };
  await ingestFile(deps, input);
  const reader = { channel: "slack", target: { channelId: "C0EXAMPLE1" }, language: "sv" as const, filter: {} };
  await saveSubscription(db, { ...reader, regionCode: REGION, token: "reader", now: now() });
  const parsed = parseRegionList(Buffer.from(list));
  if (parsed.kind === "refused") throw new Error(`test: the example list is refused: ${parsed.reason}`);
  await importList(actAtCommandLine(deps), { regionCode: REGION, fileName: "list.csv", entries: parsed.entries });
  return database;
}

/** The one JSON document of a command that did its work. */
export function readAnswer<T extends z.ZodType>(answer: Answer, schema: T, code = 0): z.output<T> {
  expect(answer.stderr).not.toMatch(/Warning|\n\s+at /);
  expect(answer).toMatchObject({ code, stdout: expect.stringMatching(/^\S.*\n$/) });
  return schema.parse(JSON.parse(answer.stdout));
}

/** Expects a refusal in one clear sentence on stderr, and nothing on stdout. */
export function expectRefusal(answer: Answer, sentence: RegExp, code = 1): void {
  expect(answer).toEqual({ code, stdout: "", stderr: expect.stringMatching(sentence) });
  expect(answer.stderr).toMatch(/^\S.+\n$/);
}
