import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../../", import.meta.url)),
  test: {
    include: ["test/domain/**/*.test.ts"],
    setupFiles: ["test/mutate/same-examples.ts"],
    testTimeout: 60_000,
  },
});
