import { OPERATIONS, type Region } from "../domain/region.ts";
import { RETENTION_DEFAULTS, retentionSchemaOf } from "../domain/retention.ts";
import { actAtCommandLine } from "../services/context.ts";
import { decideRetention, keepRetention, readRetention } from "../services/retention.ts";
import { parseCall, parseRegion, readAs, runAction, withDeps, type Command, type CommandContext } from "./command.ts";
import { renderTable } from "./table.ts";

const OPTIONS = { by: { type: "string" }, json: { type: "boolean" } } as const;

export const retentionCommand: Command = {
  usage: [
    "retention show REGION|00 [--json]",
    "retention set REGION|00 FILE.json|- [--by NAME] [--json]",
    "retention run [--by NAME] [--json]",
  ],
  summary:
    "What a region keeps how many days, by its own decision; null keeps it for ever. For a region " +
    '{"endedSubscriptions"?, "sentAddresses"?, "questions"?, "audit"?}, for the nation (00) {"signIns"?, "fanOuts"?, "audit"?}; ' +
    "what is left out has its default. run takes away what is older now; the service does it each night. Messages are never taken away.",
  run: (context) => runAction(context, "retention", { show: runShow, set: runSet, run: runNow }),
};

function runShow(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: OPTIONS, words: ["REGION"] });
  return show(context, { region: parsePlace(positionals[0]), json: values.json === true });
}

async function runSet(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: OPTIONS, words: ["REGION", "FILE"] });
  const region = parsePlace(positionals[0]);
  const read = await readAs(context, { file: positionals[1] ?? "", schema: retentionSchemaOf(region.code) });
  if (read === null) return 1;
  await withDeps(context, ({ publishing }) =>
    decideRetention(actAtCommandLine(publishing, values.by ?? null), {
      regionCode: region.code,
      retention: read.value,
    }),
  );
  return show(context, { region, json: values.json === true });
}

function show(context: CommandContext, { region, json }: { region: Region; json: boolean }): Promise<number> {
  return withDeps(context, async ({ database: { db } }) => {
    const kept = await readRetention({ db }, region.code);
    if (json) context.out(JSON.stringify({ region: region.code, retention: kept }));
    else
      context.out(
        renderTable([
          ["what", "days", ""],
          ...kept.map(({ kind, days, decided }) => [
            kind,
            days ?? "for ever",
            decided ? "decided" : `the default (${RETENTION_DEFAULTS[kind] ?? "for ever"})`,
          ]),
        ]),
      );
    return 0;
  });
}

async function runNow(context: CommandContext): Promise<number> {
  const { values } = parseCall(context.args, { options: OPTIONS, words: [] });
  const forgotten = await withDeps(context, ({ publishing }) =>
    keepRetention(actAtCommandLine(publishing, values.by ?? null)),
  );
  if (values.json === true) context.out(JSON.stringify({ forgotten }));
  else if (forgotten.length === 0) context.out("Nothing is older than it is to be kept.");
  else
    context.out(
      renderTable([
        ["region", "what", "taken away"],
        ...forgotten.map(({ regionCode, what, rows }) => [regionCode, what, rows]),
      ]),
    );
  return 0;
}

/** A region, or the nation as 00. Throws UsageError. */
function parsePlace(code: string | undefined): Region {
  return code === OPERATIONS.code ? OPERATIONS : parseRegion(code);
}
