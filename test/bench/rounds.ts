import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { openDatabase } from "../../src/db/client.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import { importList } from "../../src/services/list-versions.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { createEmptyDatabase } from "../support/postgres.ts";
import type { NationalFiles } from "./input.ts";
import { type Measurement, measurementSchema, type Task } from "./messages.ts";

const MEASURE = fileURLToPath(new URL("measure.ts", import.meta.url));
/**
 * What `npm start` gives Node: V8 takes as much memory as the machine offers, and a machine with much of it gives the
 * youngest objects alone 130 MB.
 */
export const NODE_FLAGS: readonly string[] = readStartFlags();

/** What every peer took in one round, one after the other, so that a slow moment of the machine meets them alike. */
export interface Round {
  readonly xmllintSeconds: number;
  readonly parse: Measurement;
  readonly ingestFirst: Measurement;
  readonly ingestNext: Measurement;
}

export interface RoundInput {
  readonly files: NationalFiles;
  readonly lists: readonly { readonly regionCode: string; readonly entries: readonly ListEntry[] }[];
}

/** Measures every peer once, each in a process of its own and the database new. */
export async function runRound({ files, lists }: RoundInput): Promise<Round> {
  const database = await createEmptyDatabase();
  try {
    await importLists(database.url, lists);
    const xmllintSeconds = await measureXmllint(files.first.path);
    const parse = await measureTask({ what: "parse", file: files.first.path }, database.url);
    const ingestFirst = await measureTask({ what: "ingest", file: files.first.path }, database.url);
    const ingestNext = await measureTask({ what: "ingest", file: files.next.path }, database.url);
    return { xmllintSeconds, parse, ingestFirst, ingestNext };
  } finally {
    await database.drop();
  }
}

export async function importLists(url: string, lists: RoundInput["lists"]): Promise<void> {
  const database = await openDatabase(url);
  try {
    const deps = { db: database.db, now: () => new Date(), digestChannels: new Set<string>() };
    for (const list of lists) await importList(actAtCommandLine(deps), { ...list, fileName: "bench.csv" });
  } finally {
    await database.close();
  }
}

/** The whole process counts, as with any command: its start is a few milliseconds. */
async function measureXmllint(file: string): Promise<number> {
  const begin = performance.now();
  const child = spawn("xmllint", ["--noout", "--huge", file], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`bench: unable to read ${file} with xmllint: it ended with code ${String(code)}`);
  return (performance.now() - begin) / 1000;
}

export async function measureTask(task: Task, databaseUrl: string): Promise<Measurement> {
  const child = fork(MEASURE, [JSON.stringify(task)], {
    execArgv: [...process.execArgv, ...NODE_FLAGS],
    // The address holds a password, and a command line is everyone's to read.
    env: { ...process.env, BENCH_DATABASE_URL: databaseUrl },
  });
  let answer: unknown = null;
  child.on("message", (message) => {
    answer = message;
  });
  const [code] = await once(child, "exit");
  if (code !== 0)
    throw new Error(`bench: unable to ${task.what} ${task.file}: the process ended with code ${String(code)}`);
  return measurementSchema.parse(answer);
}

function readStartFlags(): string[] {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { scripts } = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(text));
  return scripts.start.split(" ").filter((word) => word.startsWith("--") && word !== "--import=tsx");
}
