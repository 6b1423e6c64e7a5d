import { expect, it } from "vitest";
import { summarizeRun } from "./closing-line.ts";

function makeReport(over: object): string {
  const zeros = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  return JSON.stringify({ ...zeros, ...over });
}

function makeFile(path: string, over: object = {}) {
  return { name: `/checkout/${path}`, status: "passed", startTime: 0, endTime: 0, assertionResults: [], ...over };
}

it("names passed and failed tests, and skipped ones when there are any", () => {
  const clean = summarizeRun({ report: makeReport({ numPassedTests: 3 }), exitCode: 0 });
  expect(clean).toMatchObject({ line: "3 passed, 0 failed", exitCode: 0 });
  const mixed = makeReport({ numPassedTests: 3, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
  expect(summarizeRun({ report: mixed, exitCode: 1 })).toMatchObject({
    line: "3 passed, 2 failed, 2 skipped",
    exitCode: 1,
  });
});

it("fails when no test ran, even if vitest was content", () => {
  const onlySkipped = makeReport({ numPendingTests: 4 });
  expect(summarizeRun({ report: onlySkipped, exitCode: 0 })).toMatchObject({
    line: "0 passed, 0 failed, 4 skipped",
    exitCode: 1,
  });
});

it("counts a file that could not be loaded as a failure", () => {
  const testResults = [makeFile("test/broken.test.ts", { status: "failed" })];
  const report = makeReport({ numPassedTests: 9, testResults });
  expect(summarizeRun({ report, exitCode: 1 })).toMatchObject({ line: "9 passed, 1 failed", exitCode: 1 });
});

it("shows a failure that no test owns, and a run that wrote no report", () => {
  const report = makeReport({ numPassedTests: 9 });
  expect(summarizeRun({ report, exitCode: 1 })).toMatchObject({ line: "9 passed, 1 failed", exitCode: 1 });
  expect(summarizeRun({ report: null, exitCode: 137 })).toMatchObject({ line: "0 passed, 1 failed", exitCode: 137 });
});

it("names the eight files that took longest, the longest first, and none of a run of a few", () => {
  const files = Array.from({ length: 9 }, (_, place) =>
    makeFile(`test/web/${place}.test.ts`, { endTime: place * 1_000 }),
  );
  const report = makeReport({ numPassedTests: 9, testResults: files });
  expect(summarizeRun({ report, exitCode: 0 }).slowest).toMatch(/^web\/8\.test\.ts 8 s, .*, web\/1\.test\.ts 1 s$/);
  const few = makeReport({ numPassedTests: 9, testResults: files.slice(0, 7) });
  expect(summarizeRun({ report: few, exitCode: 0 }).slowest).toBeNull();
});
