import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The tests of the file that was changed notice it most often, and the first that does ends the run. */
class OwnTestsFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const changed = new Set((this.ctx.config.related ?? []).map((path) => basename(path, ".ts")));
    const isOwn = ({ moduleId }: TestSpecification): boolean => changed.has(basename(moduleId, ".test.ts"));
    return Promise.resolve([...files.filter(isOwn), ...files.filter((file) => !isOwn(file))]);
  }
}

export default defineConfig({
  root: fileURLToPath(new URL("../../", import.meta.url)),
  test: {
    include: ["test/domain/**/*.test.ts"],
    setupFiles: ["test/mutate/same-examples.ts"],
    testTimeout: 60_000,
    isolate: false,
    sequence: { sequencer: OwnTestsFirst },
  },
});
