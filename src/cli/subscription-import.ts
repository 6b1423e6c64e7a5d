import { readFile } from "node:fs/promises";
import { cleanText } from "../domain/clean-text.ts";
import { actAtCommandLine } from "../services/context.ts";
import { importSubscribers } from "../services/subscription-imports.ts";
import { readSubscriberList } from "../sources/subscriber-list.ts";
import { parseCall, parseRegion, UsageError, withDeps, type CommandContext } from "./command.ts";

const MAX_CONSENT_CHARS = 2_000;

/** `subscription import REGION FILE.csv --consent TEXT`: readers by e-mail who have agreed to it elsewhere. */
export async function runSubscriptionImport(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: {
      consent: { type: "string" },
      by: { type: "string" },
      "dry-run": { type: "boolean" },
      json: { type: "boolean" },
    },
    words: ["REGION", "FILE"],
  });
  const region = parseRegion(positionals[0]);
  const consent = cleanText(values.consent ?? "");
  if (consent === "" || consent.length > MAX_CONSENT_CHARS)
    throw new UsageError(
      `--consent should say what they have agreed to, and how, in at most ${MAX_CONSENT_CHARS} characters`,
    );
  const file = positionals[1] ?? "";
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) {
    context.problem(`${file}: there is no such file, or it may not be read`);
    return 1;
  }
  const list = readSubscriberList(bytes);
  if (list.kind === "rejected") {
    context.problem(`${file}: ${list.reason}`);
    return 1;
  }
  const { subscribers, rejected } = list;
  const dryRun = values["dry-run"] === true;
  const result = await withDeps(context, ({ publishing }) => {
    const input = { regionCode: region.code, channel: "email", consent, subscribers, dryRun };
    return importSubscribers(actAtCommandLine(publishing, values.by), input);
  });
  if (result.kind === "forbidden") {
    context.problem(`${region.name}: the command line may not import`);
    return 1;
  }
  const { imported, known } = result;
  for (const { row, column, problem } of rejected) context.problem(`${file}, row ${row}, column ${column}: ${problem}`);
  if (values.json === true) context.out(JSON.stringify({ imported, known, rejected }));
  else {
    const does = dryRun ? "would be imported" : "are imported";
    context.out(`${region.name}: ${imported} ${does}, ${known} were known and stay as they are.`);
  }
  return rejected.length > 0 && subscribers.length === 0 ? 1 : 0;
}
