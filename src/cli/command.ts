import { parseRowId } from "../domain/row-id.ts";
import { readFile } from "node:fs/promises";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import type { z } from "zod";
import type { Config } from "../config.ts";
import { FolderOpenError } from "../db/folder-access.ts";
import { FolderLockedError } from "../db/folder-lock.ts";
import { SchemaVersionError } from "../db/schema-version.ts";
import { createDeps, type Deps } from "../deps.ts";
import { findRegion, REGIONS, type Region } from "../domain/region.ts";

/** The command was called in a way it does not have: exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** Where commands are called from: what they find there beside their words, and where they answer. */
export interface Terminal {
  /** Throws ConfigError. */
  readonly readConfig: () => Config;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** A line on stdout: the answer. */
  readonly out: (text: string) => void;
  /** A line on stderr: a problem or a warning. */
  readonly problem: (text: string) => void;
  /** How far long work has come: seen on a terminal only, each word in the place of the last one. */
  readonly progress: (text: string) => void;
}

/** What a command was given and where it answers. */
export interface CommandContext extends Omit<Terminal, "readConfig"> {
  readonly config: Config;
  /** The words after the command's name. */
  readonly args: readonly string[];
}

export interface Command {
  /** The forms of the call, each a line. */
  readonly usage: readonly string[];
  readonly summary: string;
  /** It is the service itself: its log is told as the settings say. */
  readonly isService?: true;
  /** Resolves with the exit code: 0 done, 1 refused input or failed work. Throws UsageError for 2. */
  run(context: CommandContext): Promise<number>;
}

/** Reads options and words. Throws UsageError for an unknown option, or a number of words that does not fit. */
export function parseCall<T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  shape: { options: T; words: readonly string[]; more?: boolean },
) {
  try {
    const parsed = parseArgs({ args: [...args], options: shape.options, allowPositionals: true, strict: true });
    const missing = shape.words[parsed.positionals.length];
    if (missing !== undefined) throw new UsageError(`${missing} is missing`);
    // A word too many is not repeated: it may be a webhook address, which is a secret.
    if (parsed.positionals.length > shape.words.length && shape.more !== true)
      throw new UsageError("too many arguments");
    return parsed;
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Runs the action that the first word names. Throws UsageError. */
export function runAction(
  context: CommandContext,
  command: string,
  actions: Readonly<Record<string, (context: CommandContext) => Promise<number>>>,
): Promise<number> {
  const [word, ...args] = context.args;
  const run = word !== undefined && Object.hasOwn(actions, word) ? actions[word] : undefined;
  if (run !== undefined) return run({ ...context, args });
  const fault = word === undefined ? "the action is missing" : `"${word}" is not an action`;
  throw new UsageError(`${command}: ${fault}; use one of ${Object.keys(actions).join(", ")}`);
}

/** The region of a code such as `12`. Throws UsageError. */
export function parseRegion(code: string | undefined): Region {
  const region = findRegion(code ?? "");
  if (region === undefined)
    throw new UsageError(
      `"${code ?? ""}" is not a region code; use one of ${REGIONS.map((item) => item.code).join(", ")}`,
    );
  return region;
}

/** A whole number above 0, such as a case's. Throws UsageError. */
export function parseId(text: string | undefined, what: string): number {
  const id = parseRowId(text);
  if (id === null) throw new UsageError(`${what} should be a whole number, not "${text ?? ""}"`);
  return id;
}

/** What a JSON file holds, checked; null, with every fault told, when it does not hold such a thing. */
export async function readAs<T>(
  context: Pick<CommandContext, "readInput" | "problem">,
  { file, schema }: { file: string; schema: z.ZodType<T> },
): Promise<{ value: T } | null> {
  const read = await readJson(context, file);
  if (read === null) return null;
  const parsed = schema.safeParse(read.value);
  if (parsed.success) return { value: parsed.data };
  tellFaults(context, { file, error: parsed.error });
  return null;
}

/** What a JSON file holds, `-` being standard input; null, with the problem told, when it is not there or no JSON. */
export async function readJson(
  context: Pick<CommandContext, "readInput" | "problem">,
  file: string,
): Promise<{ value: unknown } | null> {
  const text = await (file === "-" ? context.readInput() : readFile(file, "utf8")).catch(() => null);
  if (text === null) {
    context.problem(`${file}: there is no such file, or it may not be read`);
    return null;
  }
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    // Of what the parser says only the place is told: it quotes the text around it, which may be a secret.
    const place = /line \d+ column \d+/.exec(cause instanceof Error ? cause.message : "")?.[0];
    context.problem(`${[file, ...(place === undefined ? [] : [place])].join(", ")}: is not JSON; mend it there`);
    return null;
  }
}

/** Tells what is wrong in a file, a line each: `policy.json, rules.0.action: Invalid option: expected …`. */
export function tellFaults(context: Pick<CommandContext, "problem">, input: { file: string; error: z.ZodError }): void {
  for (const { path, message } of input.error.issues) {
    const fault = message.endsWith("received undefined") ? "is missing" : message;
    context.problem(`${[input.file, ...(path.length === 0 ? [] : [path.join(".")])].join(", ")}: ${fault}`);
  }
}

/** Opens everything, does the work, and closes it whatever happens. Throws with the setting to mend when it cannot. */
export async function withDeps<T>(
  context: Pick<CommandContext, "config">,
  work: (deps: Deps) => Promise<T>,
): Promise<T> {
  const deps = await createDeps(context.config).catch((cause: unknown) => {
    if ([FolderLockedError, FolderOpenError, SchemaVersionError].some((kind) => cause instanceof kind)) throw cause;
    throw new Error("The database that DATABASE_URL names could not be opened.", { cause });
  });
  try {
    return await work(deps);
  } finally {
    await deps.close();
  }
}
