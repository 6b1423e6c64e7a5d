import { expect, it } from "vitest";
import { summarizeRun } from "./closing-line.ts";

function makeReport(over: object): string {
  const zeros = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  return JSON.stringify({ ...zeros, ...over });
}

it("names passed and failed tests, and skipped ones when there are any", () => {
  const clean = summarizeRun({ report: makeReport({ numPassedTests: 3 }), exitCode: 0 });
  expect(clean).toEqual({ line: "3 passed, 0 failed", exitCode: 0 });
  const mixed = makeReport({ numPassedTests: 3, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
  expect(summarizeRun({ report: mixed, exitCode: 1 })).toEqual({ line: "3 passed, 2 failed, 2 skipped", exitCode: 1 });
});

it("fails when no test ran, even if vitest was content", () => {
  const onlySkipped = makeReport({ numPendingTests: 4 });
  expect(summarizeRun({ report: onlySkipped, exitCode: 0 })).toEqual({
    line: "0 passed, 0 failed, 4 skipped",
    exitCode: 1,
  });
});

it("counts a file that could not be loaded as a failure", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  const report = makeReport({ numPassedTests: 9, testResults });
  expect(summarizeRun({ report, exitCode: 1 })).toEqual({ line: "9 passed, 1 failed", exitCode: 1 });
});

it("shows a failure that no test owns, and a run that wrote no report", () => {
  const report = makeReport({ numPassedTests: 9 });
  expect(summarizeRun({ report, exitCode: 1 })).toEqual({ line: "9 passed, 1 failed", exitCode: 1 });
  expect(summarizeRun({ report: null, exitCode: 137 })).toEqual({ line: "0 passed, 1 failed", exitCode: 137 });
});
