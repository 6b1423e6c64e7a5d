import { z } from "zod";
import { readSavedSources, removeSavedSource, writeSavedSource } from "../db/saved-sources.ts";
import { readSourceHealth } from "../db/source-health.ts";
import { createSources, findSourceKind, isBuiltIn, sourceKinds } from "../sources/index.ts";
import { stockholmMinute } from "../domain/calendar.ts";
import { parseCall, readAs, runAction, tellFaults, withDeps, type Command, type CommandContext } from "./command.ts";
import { renderTable } from "./table.ts";

const fileSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, "should be small letters, digits and hyphens"),
  kind: z.string(),
  title: z.string().min(1).max(200),
  url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  options: z.unknown().default({}),
});

export const sourceCommand: Command = {
  usage: ["source add FILE.json|- [--json]", "source list [--json]", "source remove NAME [--json]"],
  summary:
    'Adds a source beside the national file: {"name", "kind", "title", "url"?, "options"?}; lists or removes them.',
  run: (context) => runAction(context, "source", { add: runAdd, list: runList, remove: runRemove }),
};

async function runAdd(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: { json: { type: "boolean" } }, words: ["FILE"] });
  const file = positionals[0] ?? "";
  const read = await readAs(context, { file, schema: fileSchema });
  if (read === null) return 1;
  const { name, kind } = read.value;
  const known = findSourceKind(kind);
  if (isBuiltIn(name) || known === undefined) {
    const kinds = sourceKinds.map((item) => item.name).join(", ");
    if (known === undefined) context.problem(`${file}, kind: "${kind}" is not a kind of source; use one of ${kinds}`);
    else context.problem(`${file}, name: ${name} is built in; take another name`);
    return 1;
  }
  const options = z.object({ options: known.optionsSchema }).safeParse(read.value);
  if (!options.success) {
    tellFaults(context, { file, error: options.error });
    return 1;
  }
  return withDeps(context, async ({ database: { db }, now }) => {
    await writeSavedSource(db, { source: { ...read.value, options: options.data.options }, now: now() });
    if (values.json === true) context.out(JSON.stringify({ source: name, kind }));
    else context.out(`${name} is added; take its newest file in with "ingest ${name}".`);
    return 0;
  });
}

async function runList(context: CommandContext): Promise<number> {
  const { values } = parseCall(context.args, { options: { json: { type: "boolean" } }, words: [] });
  return withDeps(context, async ({ database: { db } }) => {
    const all = createSources(await readSavedSources(db));
    const found = await Promise.all(
      all.map(async ({ name, title, defaultUrl, use }) => ({
        name,
        title,
        url: defaultUrl,
        use,
        health: await readSourceHealth(db, name),
      })),
    );
    if (values.json === true) context.out(JSON.stringify({ sources: found }));
    else {
      const rows = found.map(({ name, use, health }) => [
        name,
        use,
        health === null ? "never tried" : `${health.outcome} ${stockholmMinute(health.triedAt)}`,
        health?.reason ?? "",
      ]);
      context.out(renderTable([["source", "use", "last try", "reason"], ...rows]));
    }
    return 0;
  });
}

async function runRemove(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: { json: { type: "boolean" } }, words: ["NAME"] });
  const name = positionals[0] ?? "";
  return withDeps(context, async ({ database: { db } }) => {
    if (await removeSavedSource(db, name)) {
      context.out(
        values.json === true ? JSON.stringify({ removed: name }) : `${name} is read no more; what it told stays.`,
      );
      return 0;
    }
    context.problem(`There is no source "${name}" to remove.`);
    return 1;
  });
}
