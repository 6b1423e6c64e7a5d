import { text as readText } from "node:stream/consumers";
import { ConfigError, readProcessConfig, type Config } from "../config.ts";
import { tellError } from "../domain/error-text.ts";
import { FolderOpenError } from "../db/folder-access.ts";
import { FolderLockedError } from "../db/folder-lock.ts";
import { SchemaVersionError } from "../db/schema-version.ts";
import { RoleError } from "../service.ts";
import { backup, restore } from "./backup.ts";
import { cases } from "./cases.ts";
import { catalogue } from "./catalogue.ts";
import { changes } from "./changes.ts";
import { UsageError, type Command, type Terminal } from "./command.ts";
import { deliverCommand } from "./deliver.ts";
import { deliveries } from "./deliveries.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import { extent } from "./extent.ts";
import { feed } from "./feed.ts";
import { ingest } from "./ingest.ts";
import { list } from "./list.ts";
import { outreach } from "./outreach.ts";
import { matches } from "./matches.ts";
import { migrateCommand } from "./migrate.ts";
import { policy } from "./policy.ts";
import { publish } from "./publish.ts";
import { serveCommand } from "./serve.ts";
import { questionnaireCommand } from "./questionnaire.ts";
import { readinessCommand } from "./readiness.ts";
import { retentionCommand } from "./retention.ts";
import { sourceCommand } from "./source.ts";
import { subscription } from "./subscription.ts";
import { suppression } from "./suppression.ts";
import { user } from "./user.ts";

/** By the word that calls it. */
const commands: Readonly<Record<string, Command>> = {
  ingest,
  changes,
  list,
  matches,
  extent,
  outreach,
  cases,
  catalogue,
  publish,
  policy,
  subscription,
  suppression,
  source: sourceCommand,
  retention: retentionCommand,
  questionnaire: questionnaireCommand,
  readiness: readinessCommand,
  user,
  deliver: deliverCommand,
  deliveries,
  feed,
  backup,
  restore,
  doctor,
  demo,
  migrate: migrateCommand,
  serve: serveCommand,
};

/** Errors that say themselves what to do. */
const TOLD_ERRORS = [ConfigError, FolderLockedError, FolderOpenError, SchemaVersionError, RoleError];

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const PROCESS_TERMINAL: Terminal = {
  readConfig: readProcessConfig,
  // Read as a stream: under /dev/stdin it cannot be opened when it is a socket.
  readInput: () => readText(process.stdin),
  out: (text) => void process.stdout.write(`${text}\n`),
  problem: (text) => void process.stderr.write(`${text}\n`),
  progress: (text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
  },
};

/** Runs the command that the words name. Resolves with the exit code: 0 done, 1 refused or failed, 2 wrong usage. */
export async function runCommand(argv: readonly string[], terminal: Terminal = PROCESS_TERMINAL): Promise<number> {
  const { readConfig, ...place } = terminal;
  const { out, problem } = place;
  const [name, ...args] = argv;
  if (name === undefined || name === "help" || name === "--help") {
    out(renderHelp());
    return name === undefined ? EXIT_USAGE : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    problem(`"${name}" is no command.\n${renderHelp()}`);
    return EXIT_USAGE;
  }
  if (args.includes("--help")) {
    out(`${command.summary}\n${renderUsage(command)}`);
    return 0;
  }
  try {
    const settings = readConfig();
    // Whoever runs a command reads its answer, not the service's diary.
    const isQuiet = command.isService !== true && settings.LOG_LEVEL === "info";
    const config: Config = isQuiet ? { ...settings, LOG_LEVEL: "warn" } : settings;
    return await command.run({ config, args, ...place });
  } catch (cause) {
    return explain(cause, { command, problem });
  }
}

function explain(cause: unknown, { command, problem }: { command: Command; problem: Terminal["problem"] }): number {
  if (cause instanceof UsageError) {
    problem(`${cause.message}\n${renderUsage(command)}`);
    return EXIT_USAGE;
  }
  if (cause instanceof Error && TOLD_ERRORS.some((kind) => cause instanceof kind)) problem(cause.message);
  else problem(tellError(cause));
  return EXIT_FAILED;
}

function renderUsage(command: Command): string {
  return command.usage.map((line) => `  restsignal ${line}`).join("\n");
}

function renderHelp(): string {
  return [
    "Usage:",
    ...Object.values(commands).flatMap((command) => [renderUsage(command), `      ${command.summary}`]),
  ].join("\n");
}
