import { parseIsoDate } from "../domain/calendar.ts";
import { actAtCommandLine } from "../services/context.ts";
import { giveHeadcount, type HeadcountRefusal } from "../services/headcounts.ts";
import { parseCall, parseRegion, UsageError, withDeps, type CommandContext } from "./command.ts";

const OPTIONS = {
  from: { type: "string" },
  role: { type: "string" },
  source: { type: "string" },
  json: { type: "boolean" },
} as const;

const REFUSALS: Readonly<Record<HeadcountRefusal, string>> = {
  count: "NUMBER should be a whole number from 1 to 1000000, or - where nobody knows any more",
  role: "--role should be a role as readers choose it, such as läkare",
  source: "--source should say in some words where the number is from",
  personal: "--source holds what looks like a personnummer: leave it out",
};

/** Says how many there are to reach in a region. */
export async function runHeadcount(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: OPTIONS, words: ["REGION", "NUMBER"] });
  const region = parseRegion(positionals[0]);
  const number = positionals[1] ?? "";
  const validFrom = parseIsoDate(values.from ?? "");
  if (validFrom === null) throw new UsageError("--from should be the day from which it holds, such as 2026-01-01");
  return withDeps(context, async ({ database: { db } }) => {
    const given = await giveHeadcount(actAtCommandLine({ db, now: () => new Date() }), {
      regionCode: region.code,
      role: values.role ?? null,
      validFrom,
      count: number === "-" ? null : /^\d+$/.test(number) ? Number(number) : 0,
      source: values.source ?? "",
    });
    if (given.kind === "forbidden") throw new Error("cli/headcount: the command line may do all");
    if (given.kind === "refused") {
      context.problem(REFUSALS[given.why]);
      return 1;
    }
    const role = values.role === undefined ? "prescribers" : `of the role ${values.role}`;
    const said = number === "-" ? `nobody knows how many ${role}` : `${number} ${role}`;
    if (values.json === true)
      context.out(
        JSON.stringify({
          region: region.code,
          role: values.role ?? null,
          from: validFrom,
          count: number === "-" ? null : Number(number),
        }),
      );
    else context.out(`${region.name}: ${said} from ${validFrom}`);
    return 0;
  });
}
