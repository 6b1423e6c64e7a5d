import { ConfigError, readProcessConfig, refuseOldNode } from "../src/config.ts";

// What is written here is for whoever runs it alone.
process.umask(0o077);

/** Everything in one process: pages, feeds, polling and sending. What `npm start` runs. */
async function start(): Promise<void> {
  const config = readProcessConfig();
  // Loaded late, since on an old Node the libraries fail before anybody could say why.
  const { createDeps, webDeps } = await import("../src/deps.ts");
  const { startJobs } = await import("../src/jobs/run.handler.ts");
  const { createJobQueue } = await import("../src/jobs/queue.ts");
  const { createApp } = await import("../src/web/app.ts");
  const { startServer } = await import("../src/web/server.ts");

  const deps = await createDeps(config);
  const { database, log, fetching, delivering } = deps;
  const queue = await createJobQueue({ redisUrl: config.REDIS_URL ?? null, prefix: "restsignal", database, log });
  const server = await startServer(createApp(webDeps(deps, (jobs) => queue.add(jobs))), {
    host: config.HOST,
    port: config.PORT,
  });
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
  refuseOldNode();
  await start();
} catch (cause) {
  const message = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`${cause instanceof ConfigError ? message : `Restsignal did not start: ${message}`}\n`);
  process.exit(1);
}
