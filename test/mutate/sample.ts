/** The plugin with which StrykerJS leaves out what is not in the sample. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type CheckResult, type Checker, CheckStatus } from "@stryker-mutator/api/check";
import type { Mutant, StrykerOptions } from "@stryker-mutator/api/core";
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import { z } from "zod";
import { type Change, readChange } from "./change.ts";

const optionsSchema = z.object({ sample: z.object({ size: z.number(), seed: z.string() }) });

export type SampleOptions = z.infer<typeof optionsSchema>;

/**
 * About `size` of the changes and at least one of each file, the same for the same seed. They are chosen by their text, so
 * that a line which moves does not change the choice.
 */
function takeSample(mutants: readonly Mutant[], { size, seed }: SampleOptions["sample"]): readonly string[] {
  return [...Map.groupBy(mutants, ({ fileName }) => fileName)].flatMap(([fileName, ofFile]) => {
    const text = readFileSync(fileName, "utf8");
    return ofFile
      .map((mutant) => ({ id: mutant.id, rank: rankChange(readChange(mutant, { text, linesFrom: 0 }), seed) }))
      .toSorted((one, other) => (one.rank < other.rank ? -1 : 1))
      .slice(0, Math.ceil((size * ofFile.length) / mutants.length))
      .map(({ id }) => id);
  });
}

function rankChange({ file, was, now }: Change, seed: string): string {
  return createHash("sha256").update([seed, file, was, now].join("\n")).digest("hex");
}

function createSampleChecker(options: StrykerOptions): Checker {
  const { sample } = optionsSchema.parse(options);
  const taken = new Set<string>();
  const judge = (id: string): CheckResult =>
    taken.has(id) ? { status: CheckStatus.Passed } : { status: CheckStatus.CompileError, reason: "not in the sample" };
  return {
    init: () => Promise.resolve(),
    group: (mutants) => {
      for (const id of takeSample(mutants, sample)) taken.add(id);
      return Promise.resolve([mutants.map(({ id }) => id)]);
    },
    check: (mutants) => Promise.resolve(Object.fromEntries(mutants.map(({ id }) => [id, judge(id)]))),
  };
}
createSampleChecker.inject = tokens(commonTokens.options);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, "sample", createSampleChecker)];
