import { readTargets } from "../db/readiness-targets.ts";
import { parseIsoDate, stockholmDate } from "../domain/calendar.ts";
import { findTextFault } from "../domain/free-text.ts";
import { GOODS, MAX_CATEGORY_CHARS, MAX_TARGET_DAYS } from "../domain/outreach/readiness-target.ts";
import { OPERATIONS } from "../domain/region.ts";
import { actAtCommandLine } from "../services/context.ts";
import { setTarget } from "../services/readiness-targets.ts";
import { readReadinessYears } from "../services/readiness-years.ts";
import {
  parseCall,
  parseRegion,
  runAction,
  UsageError,
  withDeps,
  type Command,
  type CommandContext,
} from "./command.ts";
import { renderTable } from "./table.ts";

export const readinessCommand: Command = {
  usage: [
    "readiness targets [--json]",
    "readiness target REGION|00 GOODS DAYS|none [--from DATE] [--category TEXT] [--by NAME] [--json]",
    "readiness costs [--json]",
  ],
  summary:
    `How many days a region's stock is to last, from a day on: GOODS is ${GOODS.join(", ")}, 00 the nation, whose targets ` +
    "hold where a region has none of its own. costs has what the regions signed of their systems and costs, by year.",
  run: (context) => runAction(context, "readiness", { targets: runTargets, target: runTarget, costs: runCosts }),
};

async function runTargets(context: CommandContext): Promise<number> {
  const { values } = parseCall(context.args, { options: { json: { type: "boolean" } }, words: [] });
  return withDeps(context, async ({ database: { db } }) => {
    const targets = await readTargets(db);
    const rows = targets.map((one) => [one.regionCode, one.goods, one.category, one.validFrom, one.days ?? "none"]);
    if (values.json === true) context.out(JSON.stringify({ targets }));
    else context.out(renderTable([["region", "goods", "category", "from", "days"], ...rows]));
    return 0;
  });
}

async function runTarget(context: CommandContext): Promise<number> {
  const options = {
    from: { type: "string" },
    category: { type: "string" },
    by: { type: "string" },
    json: { type: "boolean" },
  } as const;
  const { values, positionals } = parseCall(context.args, { options, words: ["REGION", "GOODS", "DAYS"] });
  const [place, what, text = ""] = positionals;
  const { code } = place === OPERATIONS.code ? OPERATIONS : parseRegion(place);
  const goods = GOODS.find((one) => one === what);
  if (goods === undefined) throw new UsageError(`"${what}" is no goods; use one of ${GOODS.join(", ")}`);
  const days = text === "none" ? null : Number(text);
  if (days !== null && !(/^\d{1,4}$/.test(text) && days <= MAX_TARGET_DAYS))
    throw new UsageError(`DAYS should be whole days from 0 to ${MAX_TARGET_DAYS}, or none, not "${text}"`);
  const validFrom = values.from === undefined ? stockholmDate(new Date()) : parseIsoDate(values.from);
  if (validFrom === null) throw new UsageError("--from should be a day such as 2027-01-01");
  const category = (values.category ?? "").trim();
  if (category !== "" && findTextFault(category, MAX_CATEGORY_CHARS) !== null)
    throw new UsageError("--category should be the name of a category in the lists");
  const target = { regionCode: code, goods, category, validFrom, days };
  return withDeps(context, async ({ publishing }) => {
    const { kind } = await setTarget(actAtCommandLine(publishing, values.by ?? null), target);
    if (values.json === true) context.out(JSON.stringify({ ...target, changed: kind === "set" }));
    else
      context.out(
        `${code}, ${goods}${category === "" ? "" : `, ${category}`}: ${days ?? "no target"} from ${validFrom}.`,
      );
    return 0;
  });
}

async function runCosts(context: CommandContext): Promise<number> {
  const { values } = parseCall(context.args, { options: { json: { type: "boolean" } }, words: [] });
  return withDeps(context, async ({ database: { db } }) => {
    const years = (await readReadinessYears(db)).map(({ round, regions }) => ({ period: round.period, regions }));
    const say = (cost: number | string | null | undefined) => cost ?? "";
    const rows = years.flatMap(({ period, regions }) =>
      regions.map(({ regionCode, progress, signed }) => [
        period,
        regionCode,
        progress,
        say(signed?.systems),
        ...GOODS.flatMap((goods) => [say(signed?.cost[goods]), say(signed?.planned[goods])]),
      ]),
    );
    const header = ["period", "region", "state", "systems", ...GOODS.flatMap((goods) => [goods, `${goods} planned`])];
    if (values.json === true) context.out(JSON.stringify({ years }));
    else context.out(renderTable([header, ...rows]));
    return 0;
  });
}
