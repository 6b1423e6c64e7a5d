import { z } from "zod";

/** What is read of the report that `vitest --reporter=json` writes. */
const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

export interface Closing {
  /** `N passed, N failed[, N skipped]`: the last line of a test run. */
  readonly line: string;
  /** Zero only when at least one test ran and nothing failed. */
  readonly exitCode: number;
}

/** Sums up a run: `report` is vitest's JSON, null when it wrote none; `exitCode` is vitest's own. */
export function summarizeRun({ report, exitCode }: { report: string | null; exitCode: number }): Closing {
  const counts = report === null ? { passed: 0, failed: 0, skipped: 0 } : countTests(report);
  // What fails outside any test (an unhandled rejection, a crash) is still a failure that the line must show.
  const failed = counts.failed === 0 && exitCode !== 0 ? 1 : counts.failed;
  const skipped = counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`;
  const holds = failed === 0 && counts.passed > 0;
  return { line: `${counts.passed} passed, ${failed} failed${skipped}`, exitCode: holds ? 0 : exitCode || 1 };
}

function countTests(report: string): { passed: number; failed: number; skipped: number } {
  const parsed = reportSchema.parse(JSON.parse(report));
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
