import { CATALOGUE_SOURCE } from "../domain/source-health.ts";
import { existsSync, statSync } from "node:fs";
import { parseInstant } from "../domain/calendar.ts";
import { readSavedSources } from "../db/saved-sources.ts";
import type { Deps } from "../deps.ts";
import { actAtCommandLine } from "../services/context.ts";
import { acceptSnapshot } from "../services/intake/accept-snapshot.ts";
import { pollSource, type FetchDeps, type FetchResult } from "../jobs/fetch.handler.ts";
import { ingestFile } from "../services/intake/ingest-file.ts";
import { retractFile } from "../services/intake/retract-file.ts";
import { createSources } from "../sources/index.ts";
import type { AnySource } from "../sources/source.ts";
import { parseCall, parseId, UsageError, withDeps, type Command, type CommandContext } from "./command.ts";

export const ingest: Command = {
  usage: [
    "ingest SOURCE [--file FILE] [--at ISO-TIME] [--json]",
    "ingest accept SNAPSHOT --reason WHY [--by NAME] [--json]",
    "ingest retract SNAPSHOT --reason WHY [--by NAME] [--json]",
  ],
  summary:
    "Takes in a source's newest file, or FILE. accept takes in a file that a guard held back, on your word. retract takes " +
    "back a file that was believed and should not have been, such as one of a time that has not come: the file before it " +
    "holds again, what the wrong one ended is open again and comes to the desk as a change, what only it told of is " +
    "withdrawn, and the log says who did it and why.",
  async run(context) {
    if (context.args[0] === "accept") return runAccept(context);
    return context.args[0] === "retract" ? runRetract(context) : runIngest(context);
  },
};

async function runIngest(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { file: { type: "string" }, at: { type: "string" }, json: { type: "boolean" } },
    words: ["SOURCE"],
  });
  const at = values.at === undefined ? null : parseInstant(values.at);
  if (values.at !== undefined && at === null)
    throw new UsageError(`--at should be a time with an offset such as 2026-08-21T06:00:00+02:00, not "${values.at}"`);
  const { file } = values;
  if (file === undefined && at !== null) throw new UsageError("--at goes with --file: what is fetched is of now");
  if (file !== undefined && !(existsSync(file) && statSync(file).isFile())) {
    context.problem(`${file}: there is no such file`);
    return 1;
  }
  return withDeps(context, async (deps) => {
    const { intake, polling } = deps;
    const source = await findSource(deps, positionals[0] ?? "");
    const result =
      file === undefined
        ? await pollSource({ ...polling, ...tellPause(context, polling) }, source)
        : await ingestFile(intake, { source, file, maxBytes: intake.maxBytes, at, etag: null, lastModified: null });
    return report(context, { result, json: values.json === true, place: file ?? source.title });
  });
}

async function runAccept(context: CommandContext): Promise<number> {
  const { decision, by, json } = parseDecision(context, { word: "accept", why: "right" });
  return withDeps(context, async (deps) => {
    const ctx = actAtCommandLine(deps.intake, by);
    const result = await acceptSnapshot(ctx, { ...decision, ...(await openSources(deps)) });
    return report(context, { result, json, place: `snapshot ${decision.snapshot}` });
  });
}

/** What somebody says of a file, and why. Throws UsageError. */
function parseDecision(context: CommandContext, { word, why }: { word: string; why: string }) {
  const { values, positionals } = parseCall(context.args, {
    options: { reason: { type: "string" }, by: { type: "string" }, json: { type: "boolean" } },
    words: [word, "SNAPSHOT"],
  });
  const snapshot = parseId(positionals[1], "SNAPSHOT");
  const { reason } = values;
  if (reason === undefined || reason.trim() === "") throw new UsageError(`--reason should say why the file is ${why}`);
  return { decision: { snapshot, reason }, by: values.by ?? null, json: values.json === true };
}

async function openSources({ database: { db } }: Deps) {
  const sources = createSources(await readSavedSources(db));
  return { findSource: (name: string) => Promise.resolve(sources.find((source) => source.name === name) ?? null) };
}

async function runRetract(context: CommandContext): Promise<number> {
  const { decision, by, json } = parseDecision(context, { word: "retract", why: "wrong" });
  const { snapshot } = decision;
  return withDeps(context, async (deps) => {
    const ctx = actAtCommandLine(deps.intake, by);
    const result = await retractFile(ctx, { ...decision, ...(await openSources(deps)) });
    if (result.kind === "rejected") {
      context.problem(`snapshot ${snapshot}: ${result.reason}`);
      return 1;
    }
    const { source, holds, changes, published } = result;
    if (json) {
      context.out(JSON.stringify({ retracted: snapshot, source, holds, changes, published }));
      return 0;
    }
    const again =
      holds === null
        ? "It was the only one: the next file is the first."
        : `Snapshot ${holds.snapshot} holds again, read once more as snapshot ${holds.as}.`;
    context.out(`Snapshot ${snapshot} of ${source} is retracted. ${again}`);
    context.out(
      source === CATALOGUE_SOURCE
        ? "How much of each line is hit has been measured again."
        : describeChanges({ baseline: false, changes }),
    );
    if (published > 0) context.out(`Published by the regions' own rules: ${published}.`);
    return 0;
  });
}

/** Fewer tries than the service makes, and a word on each wait: somebody sits there and can try again. */
function tellPause(context: CommandContext, { pause }: Pick<FetchDeps, "pause">): Pick<FetchDeps, "pause" | "tries"> {
  return {
    tries: 2,
    pause: (ms) => {
      context.problem(`No valid response; retrying in ${Math.ceil(ms / 1_000)} s.`);
      return pause(ms);
    },
  };
}

async function findSource({ database: { db } }: Deps, name: string): Promise<AnySource> {
  const sources = createSources(await readSavedSources(db));
  const source = sources.find((item) => item.name === name);
  if (source === undefined)
    throw new UsageError(`"${name}" is not a source; use one of ${sources.map((item) => item.name).join(", ")}`);
  return source;
}

function report(
  context: CommandContext,
  { result, json, place }: { result: FetchResult; json: boolean; place: string },
): number {
  switch (result.kind) {
    case "ingested": {
      const { snapshot, reports, notices, packages, products, baseline, changes, known, warnings, published } = result;
      for (const warning of warnings) context.problem(`${place}, ${warning.place}: ${warning.problem}`);
      const counts = { snapshot, reports, notices, packages, baseline, changes, known, published };
      if (json) context.out(JSON.stringify(products === null ? counts : { ...counts, catalogue: products }));
      else {
        context.out(`Snapshot ${snapshot}: ${describeContent(result)}.`);
        context.out(known ? "This very file was taken in before: nothing is new." : describeChanges(result));
        if (published > 0) context.out(`Published by the regions' own rules: ${published}.`);
      }
      return 0;
    }
    case "not-modified":
      if (json) context.out(JSON.stringify({ known: true, changes: {} }));
      else context.out("The source has nothing newer.");
      return 0;
    case "held":
      context.problem(
        `${place}: ${result.reason}. The file is kept as snapshot ${result.snapshot} and changed nothing; ` +
          `if it is right, run "ingest accept ${result.snapshot} --reason …"`,
      );
      return 1;
    case "rejected":
      context.problem(`${place}: ${result.reason}`);
      return 1;
    case "failed":
      // It names its source itself.
      context.problem(result.reason);
      return 1;
  }
}

type Ingested = Extract<FetchResult, { kind: "ingested" }>;

function describeContent({ reports, notices, packages, products }: Ingested): string {
  return products === null
    ? `${reports} reports, ${notices} notices, ${packages} packages`
    : `${products.products} products of ${products.asOf}`;
}

function describeChanges({
  baseline,
  changes,
  products = null,
}: Pick<Ingested, "baseline" | "changes"> & Partial<Ingested>) {
  if (products !== null)
    return `Products: added ${products.added}, altered ${products.altered}, removed ${products.removed}.`;
  if (baseline) return "First file of this source: it is the baseline that changes are counted from.";
  const kinds = Object.entries(changes);
  return kinds.length === 0
    ? "No changes."
    : `Changes: ${kinds.map(([kind, count]) => `${kind} ${count}`).join(", ")}.`;
}
