import { ConfigError, readProcessConfig, refuseOldNode, type Config } from "./config.ts";
import { SchemaVersionError } from "./db/schema-version.ts";
import { tellError } from "./domain/error-text.ts";
import { RoleError, startService, type Role } from "./service.ts";
import { waitForStop } from "./stop-wish.ts";

/** Runs the service until somebody wishes it to stop, and ends the process: what is under way for too long ends with it. */
export async function serve(config: Config, role: Role): Promise<never> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  // From the beginning: the first process of a container is not ended by a signal that it does not listen for.
  const stopped = waitForStop();
  const service = await Promise.race([startService(config, { role, say }), stopped]);
  // Broken off while it starts it has taken nothing on.
  if (service !== undefined) {
    await stopped;
    await service.stop();
  }
  process.exit(0);
}

/** All of a process that does nothing else, with its settings from the environment. Says why when it cannot start. */
export async function runServiceProcess(role: Role): Promise<void> {
  // What is written here is for whoever runs it alone.
  process.umask(0o077);
  try {
    refuseOldNode();
    await serve(readProcessConfig(), role);
  } catch (cause) {
    process.stderr.write(`${explainStart(cause)}\n`);
    process.exit(1);
  }
}

function explainStart(cause: unknown): string {
  if (cause instanceof ConfigError || cause instanceof RoleError || cause instanceof SchemaVersionError)
    return cause.message;
  return `Restsignal did not start: ${tellError(cause)}`;
}
