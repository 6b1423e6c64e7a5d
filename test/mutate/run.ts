/**
 * `npm run mutate`: makes small changes in a copy of `src/domain`, one at a time, and reports which of them the tests of
 * `test/domain` do not notice. It ends with 1 when they notice fewer than 90 of 100, or when the name of a survivor no
 * longer holds. It takes the same sample each time: `--sample N` takes about N, `--seed TEXT` others, `--all` every
 * change, which takes hours, `--file NAME` every change of one file, and `--patterns` changes within patterns, too.
 */
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { MutantResult, PartialStrykerOptions } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import { readChange } from "./change.ts";
import { type FileScore, judgeChanges, type Judgement, shareNoticed, type TriedChange } from "./judge.ts";
import type { SampleOptions } from "./sample.ts";
import { survivors } from "./survivors.ts";

const LEAST_SHARE = 0.9;
const SAMPLE_SIZE = 600;

/** The type checker refuses nearly all of these, and words are held by the tests of what shows them. */
const LEFT_OUT = ["StringLiteral", "ObjectLiteral", "OptionalChaining"];

const root = fileURLToPath(new URL("../../", import.meta.url));

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      sample: { type: "string" },
      seed: { type: "string", default: "1" },
      all: { type: "boolean", default: false },
      patterns: { type: "boolean", default: false },
      file: { type: "string", multiple: true, default: [] },
    },
  });
  const takesAll = values.sample === undefined && (values.all || values.file.length > 0);
  const size = takesAll ? Number.MAX_SAFE_INTEGER : Number(values.sample ?? SAMPLE_SIZE);
  const files = values.file.length > 0 ? values.file : ["*.ts"];
  const changes = await tryChanges({
    files,
    leftOut: values.patterns ? LEFT_OUT : [...LEFT_OUT, "Regex"],
    sample: { size, seed: values.seed },
  });
  return report(judgeChanges(changes, survivors));
}

async function tryChanges(
  input: { files: readonly string[]; leftOut: string[] } & SampleOptions,
): Promise<TriedChange[]> {
  const { files, leftOut, sample } = input;
  const folder = mkdtempSync(join(tmpdir(), "restsignal-mutate-"));
  // StrykerJS links only a folder of its own; a node_modules that is a link itself would be passed by.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.chdir(root);
  const options: PartialStrykerOptions & SampleOptions = {
    mutate: files.map((file) => `src/domain/${file}`),
    mutator: { plugins: null, excludedMutations: leftOut },
    testRunner: "vitest",
    vitest: { configFile: "test/mutate/vitest.config.ts" },
    plugins: [import.meta.resolve("@stryker-mutator/vitest-runner"), join(import.meta.dirname, "sample.ts")],
    checkers: ["sample"],
    sample,
    coverageAnalysis: "perTest",
    concurrency: 1,
    timeoutMS: 20_000,
    dryRunTimeoutMinutes: 60,
    tempDirName: folder,
    symlinkNodeModules: false,
    // TypeScript 7 has no compiler interface in JavaScript, with which StrykerJS would rewrite this file.
    tsconfigFile: "none.json",
    reporters: ["progress-append-only"],
    warnings: false,
  };
  // Read now: somebody may write in these files meanwhile.
  const texts = new Map(globSync(`${root}src/domain/*.ts`).map((path) => [path, readFileSync(path, "utf8")]));
  const results = await new Stryker(options).runMutationTest();
  return results.map((result) => ({
    ...readChange(result, { text: texts.get(result.fileName) ?? "", linesFrom: 1 }),
    line: result.location.start.line,
    outcome: readOutcome(result),
  }));
}

function readOutcome({ status }: MutantResult): TriedChange["outcome"] {
  switch (status) {
    case "Killed":
    case "Timeout":
    case "RuntimeError":
      return "noticed";
    case "Survived":
    case "NoCoverage":
      return "survived";
    case "CompileError":
    case "Ignored":
    case "Pending":
      return "untried";
  }
}

function report({ total, files, named, unnamed, stale }: Judgement): number {
  for (const change of named) print(`named     ${describeChange(change)}\n          ${change.why}`);
  for (const change of unnamed) print(`survived  ${describeChange(change)}`);
  for (const { survivor, fault } of stale) {
    print(
      `STALE     ${survivor.file}: ${survivor.was} → ${survivor.now}\n          ${fault}; take it out of survivors.ts`,
    );
  }
  print("");
  for (const score of [...files, total]) print(describeScore(score));
  return shareNoticed(total) >= LEAST_SHARE && stale.length === 0 ? 0 : 1;
}

function describeChange({ file, line, was, now }: TriedChange): string {
  return `src/domain/${file}:${line}: ${was} → ${now}`;
}

function describeScore(score: FileScore): string {
  const share = shareNoticed(score).toFixed(2);
  return `${share}  ${String(score.noticed).padStart(5)} of ${String(score.tried).padStart(5)}  ${score.file}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
