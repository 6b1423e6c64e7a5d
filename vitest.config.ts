import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx" } },
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    // Against hanging only: on a busy machine a second of work may take a minute.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 240_000 } },
    // Much of the time a test waits for another process: a browser, a server, a command.
    maxWorkers: 3,
    // No test leaves anything behind in a module: read once by each worker, the modules cost a quarter less of the whole.
    isolate: false,
  },
});
