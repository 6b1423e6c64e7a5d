import { ConfigError, readProcessConfig, refuseOldNode } from "../src/config.ts";
import { tellError } from "../src/domain/error-text.ts";
import { startService } from "../src/service.ts";

// What is written here is for whoever runs it alone.
process.umask(0o077);

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
/** A terminal's Ctrl-C comes twice, to us and again from npm, which hands it on: that is one wish. */
const ECHO_MS = 500;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Everything in one process: pages, feeds, polling and sending. What `npm start` runs. */
async function start(): Promise<void> {
  const service = await startService(readProcessConfig(), say);
  let stopping: Promise<void> | null = null;
  const stop = () => {
    if (stopping !== null) return;
    stopping = service.stop().then(() => process.exit(0));
    // A later Ctrl-C finds nobody listening, and ends the process at once.
    setTimeout(() => SIGNALS.forEach((signal) => process.off(signal, stop)), ECHO_MS);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

try {
  refuseOldNode();
  await start();
} catch (cause) {
  const told = cause instanceof ConfigError ? cause.message : `Restsignal did not start: ${tellError(cause)}`;
  process.stderr.write(`${told}\n`);
  process.exit(1);
}
