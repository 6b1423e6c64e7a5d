import { z } from "zod";

/** What is read of the report that `vitest --reporter=json` writes. */
const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

type Report = z.infer<typeof reportSchema>;

const SLOWEST_FILES = 8;

export interface Closing {
  /** `N passed, N failed[, N skipped]`: the last line of a test run. */
  readonly line: string;
  /** The files that took longest, with their seconds; null when there is nothing to compare. */
  readonly slowest: string | null;
  /** Zero only when at least one test ran and nothing failed. */
  readonly exitCode: number;
}

/** Sums up a run: `report` is vitest's JSON, null when it wrote none; `exitCode` is vitest's own. */
export function summarizeRun({ report, exitCode }: { report: string | null; exitCode: number }): Closing {
  const parsed = report === null ? null : reportSchema.parse(JSON.parse(report));
  const counts = parsed === null ? { passed: 0, failed: 0, skipped: 0 } : countTests(parsed);
  // What fails outside any test (an unhandled rejection, a crash) is still a failure that the line must show.
  const failed = counts.failed === 0 && exitCode !== 0 ? 1 : counts.failed;
  const skipped = counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`;
  const holds = failed === 0 && counts.passed > 0;
  const slowest = parsed === null ? null : nameSlowest(parsed);
  return { line: `${counts.passed} passed, ${failed} failed${skipped}`, slowest, exitCode: holds ? 0 : exitCode || 1 };
}

function nameSlowest({ testResults }: Report): string | null {
  const times = testResults.map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1_000 }));
  const first = times.toSorted((one, other) => other.seconds - one.seconds).slice(0, SLOWEST_FILES);
  if (first.length < SLOWEST_FILES) return null;
  return first.map(({ name, seconds }) => `${name.split("/test/").at(-1)} ${Math.round(seconds)} s`).join(", ");
}

function countTests(parsed: Report): { passed: number; failed: number; skipped: number } {
  // A file that cannot be loaded fails without a single failed test in it.
  const brokenFiles = parsed.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    passed: parsed.numPassedTests,
    failed: parsed.numFailedTests + brokenFiles.length,
    skipped: parsed.numPendingTests + parsed.numTodoTests,
  };
}
