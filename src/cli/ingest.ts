import { existsSync, statSync } from "node:fs";
import { parseInstant } from "../domain/calendar.ts";
import { fetchSource, type FetchResult } from "../jobs/fetch.handler.ts";
import { ingestFile } from "../jobs/ingest.handler.ts";
import { findSource, sources } from "../sources/index.ts";
import { parseCall, UsageError, withDeps, type Command, type CommandContext } from "./command.ts";

export const ingest: Command = {
  name: "ingest",
  usage: ["ingest SOURCE [--file FILE] [--at ISO-TIME] [--json]"],
  summary: `Takes in a source's newest file, or FILE. Sources: ${sources.map((source) => source.name).join(", ")}.`,
  async run(context) {
    const { values, positionals } = parseCall(context.args, {
      options: { file: { type: "string" }, at: { type: "string" }, json: { type: "boolean" } },
      words: ["SOURCE"],
    });
    const source = findSource(positionals[0] ?? "");
    if (source === null)
      throw new UsageError(
        `"${positionals[0] ?? ""}" is no source; there is ${sources.map(({ name }) => name).join(", ")}`,
      );
    const at = values.at === undefined ? null : parseInstant(values.at);
    if (values.at !== undefined && at === null)
      throw new UsageError(
        `--at should be a time with an offset such as 2026-08-21T06:00:00+02:00, not "${values.at}"`,
      );
    const { file } = values;
    if (file === undefined && at !== null) throw new UsageError("--at goes with --file: what is fetched is of now");
    if (file !== undefined && !(existsSync(file) && statSync(file).isFile())) {
      context.problem(`${file}: there is no such file`);
      return 1;
    }
    return withDeps(context, async (deps) => {
      const { fetching, config } = deps;
      const url = config.LAKEMEDELSVERKET_URL ?? null;
      const result =
        file === undefined
          ? await fetchSource(fetching, { source, url })
          : await ingestFile(fetching, {
              source,
              file,
              maxBytes: fetching.maxBytes,
              at,
              etag: null,
              lastModified: null,
            });
      return report(context, { result, json: values.json === true, place: file ?? source.title });
    });
  },
};

function report(
  context: CommandContext,
  { result, json, place }: { result: FetchResult; json: boolean; place: string },
): number {
  switch (result.kind) {
    case "ingested": {
      const { snapshot, reports, notices, packages, baseline, changes, known, warnings, published } = result;
      for (const warning of warnings) context.problem(`${place}, ${warning.place}: ${warning.problem}`);
      if (json)
        context.out(JSON.stringify({ snapshot, reports, notices, packages, baseline, changes, known, published }));
      else {
        context.out(`Snapshot ${snapshot}: ${reports} reports, ${notices} notices, ${packages} packages.`);
        context.out(known ? "This very file was taken in before: nothing is new." : describeChanges(result));
        if (published > 0) context.out(`Published by the regions' own rules: ${published}.`);
      }
      return 0;
    }
    case "not-modified":
      if (json) context.out(JSON.stringify({ known: true, changes: {} }));
      else context.out("The source has nothing newer.");
      return 0;
    case "rejected":
    case "failed":
      context.problem(`${place}: ${result.reason}`);
      return 1;
  }
}

function describeChanges({ baseline, changes }: Extract<FetchResult, { kind: "ingested" }>): string {
  if (baseline) return "First file of this source: it is the baseline that changes are counted from.";
  const kinds = Object.entries(changes);
  return kinds.length === 0
    ? "No changes."
    : `Changes: ${kinds.map(([kind, count]) => `${kind} ${count}`).join(", ")}.`;
}
