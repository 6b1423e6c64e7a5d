import { writeFile } from "node:fs/promises";
import { canonicalJson } from "../domain/outreach/document.ts";
import { actAtCommandLine } from "../services/context.ts";
import { readReport } from "../services/outreach.ts";
import { parseCall, runAction, UsageError, withDeps, type Command, type CommandContext } from "./command.ts";
import { runHeadcount } from "./headcount.ts";
import { differences, editions, freeze, setPublic } from "./outreach-editions.ts";
import { PERIOD_OPTIONS, readPeriod, sayNoReport } from "./outreach-period.ts";

const ACTIONS = { freeze, editions, public: setPublic, differences, headcount: runHeadcount };

export const outreach: Command = {
  usage: [
    "outreach (--period 2026-08 | --from 2026-08-01 --to 2026-08-31) [--place PLACE]… [--out FILE]",
    "outreach freeze (--period 2026-08 | --from 2026-08-01 --to 2026-08-31)",
    "outreach editions [--json]",
    "outreach public EDITION yes|no",
    "outreach differences EARLIER LATER",
    "outreach headcount REGION NUMBER|- --from 2026-01-01 --source TEXT [--role ROLE]",
  ],
  summary:
    "The outreach report as JSON: what was short, who was told, when and how far ahead, for each region, healthcare region and the nation (PLACE is SE, sr:Södra or a region's code; all when none is named), with definitions and what it is made of. The same data give the same bytes. freeze keeps the report of a period that is over as an edition that never changes, public lets anybody read it, and differences tells what a later one says otherwise. headcount: how many prescribers a region says that it has, which its readers are set against; - takes it back.",
  async run(context) {
    const [word] = context.args;
    if (word !== undefined && !word.startsWith("-")) return runAction(context, "outreach", ACTIONS);
    return writeReport(context);
  },
};

async function writeReport(context: CommandContext): Promise<number> {
  const options = { ...PERIOD_OPTIONS, place: { type: "string", multiple: true }, out: { type: "string" } } as const;
  const { values } = parseCall(context.args, { options, words: [] });
  const period = readPeriod(values);
  return withDeps(context, async ({ database: { db } }) => {
    const ctx = actAtCommandLine({ db, now: () => new Date() });
    const report = await readReport(ctx, { period, ...(values.place === undefined ? {} : { places: values.place }) });
    if (report.kind === "forbidden")
      throw new UsageError(`--place: ${(values.place ?? []).join(", ")} has what is no place; use SE, sr:Södra or 12`);
    if (report.kind === "no-data") {
      context.problem(`${period.id}: ${sayNoReport(report)}`);
      return 1;
    }
    if (!report.isClosed) context.problem(`${period.id} is not over: its figures will change`);
    const text = canonicalJson({ ...report.document, checksum: report.checksum });
    if (values.out === undefined) context.out(text);
    else await writeFile(values.out, `${text}\n`);
    return 0;
  });
}
