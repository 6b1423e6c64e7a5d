import { ConfigError, readProcessConfig } from "../src/config.ts";
import { createDeps, webDeps } from "../src/deps.ts";
import { startJobs } from "../src/jobs/run.handler.ts";
import { createJobQueue } from "../src/jobs/queue.ts";
import { createApp } from "../src/web/app.ts";
import { startServer } from "../src/web/server.ts";

/** Everything in one process: pages, feeds, polling and sending. What `npm start` runs. */
async function start(): Promise<void> {
  const config = readProcessConfig();
  const deps = await createDeps(config);
  const { database, log, fetching, delivering } = deps;
  const queue = await createJobQueue({ redisUrl: config.REDIS_URL ?? null, prefix: "restsignal", database, log });
  const server = await startServer(createApp(webDeps(deps)), { host: config.HOST, port: config.PORT });
  await startJobs({ queue, log, fetching, delivering });
  log.info({ url: server.url, mode: config.DELIVERY_MODE }, "Restsignal is running; Ctrl-C stops it");

  const stop = async (): Promise<void> => {
    await server.close();
    await queue.close();
    await deps.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

try {
  await start();
} catch (cause) {
  const message = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`${cause instanceof ConfigError ? message : `Restsignal did not start: ${message}`}\n`);
  process.exit(1);
}
