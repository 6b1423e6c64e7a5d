import { ConfigError, readProcessConfig, refuseOldNode } from "../src/config.ts";
import { tellError } from "../src/domain/error-text.ts";
import { startService } from "../src/service.ts";
import { waitForStop } from "../src/stop-wish.ts";

// What is written here is for whoever runs it alone.
process.umask(0o077);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Everything in one process: pages, feeds, polling and sending. What `npm start` runs. */
async function start(): Promise<void> {
  const service = await startService(readProcessConfig(), say);
  await waitForStop();
  await service.stop();
  process.exit(0);
}

try {
  refuseOldNode();
  await start();
} catch (cause) {
  const told = cause instanceof ConfigError ? cause.message : `Restsignal did not start: ${tellError(cause)}`;
  process.stderr.write(`${told}\n`);
  process.exit(1);
}
