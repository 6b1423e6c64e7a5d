import { actAtCommandLine } from "../services/context.ts";
import { readReport } from "../services/outreach.ts";
import { parseCall, runAction, UsageError, withDeps, type Command, type CommandContext } from "./command.ts";
import { runHeadcount } from "./headcount.ts";
import { differences, editions, freeze, setPublic, show } from "./outreach-editions.ts";
import { FORM_OPTIONS, readForm, writeForm } from "./outreach-file.ts";
import { PERIOD_OPTIONS, readPeriod, sayNoReport } from "./outreach-period.ts";

const ACTIONS = { freeze, editions, show, public: setPublic, differences, headcount: runHeadcount };

export const outreach: Command = {
  usage: [
    "outreach (--period 2026-08 | --from 2026-08-01 --to 2026-08-31) [--place PLACE]… [--format FORM] [--lang sv|en] [--out FILE]",
    "outreach freeze --period 2026-08",
    "outreach editions [--json]",
    "outreach show EDITION [--format FORM] [--lang sv|en] [--out FILE]",
    "outreach public EDITION yes|no",
    "outreach differences EARLIER LATER",
    "outreach headcount REGION NUMBER|- --from 2026-01-01 --source TEXT [--role ROLE]",
  ],
  summary:
    "The outreach report: what was short, who was told, when and how far ahead, for each region, healthcare region and the nation (PLACE is SE, sr:Södra or a region's code; all when none is named), with definitions and what it is made of. FORM is json (the default), csv, zip (all data, with what they are), xlsx, docx, pdf (PDF/UA, to read), pdfa (PDF/A, to keep) or html; the same data give the same bytes. freeze keeps the report of a period that is over as an edition that never changes, public lets anybody read it, and differences tells what a later one says otherwise. headcount: how many prescribers a region says that it has, which its readers are set against; - takes it back.",
  async run(context) {
    const [word] = context.args;
    if (word !== undefined && !word.startsWith("-")) return runAction(context, "outreach", ACTIONS);
    return writeReport(context);
  },
};

async function writeReport(context: CommandContext): Promise<number> {
  const options = { ...PERIOD_OPTIONS, ...FORM_OPTIONS, place: { type: "string", multiple: true } } as const;
  const { values } = parseCall(context.args, { options, words: [] });
  const period = readPeriod(values);
  const asked = readForm(values);
  return withDeps(context, async ({ database: { db } }) => {
    const ctx = actAtCommandLine({ db, now: () => new Date() });
    context.progress(`counting ${period.id}`);
    const places = values.place;
    const report = await readReport(ctx, { period, ...(places === undefined ? {} : { places }) });
    if (report.kind === "forbidden")
      throw new UsageError(`--place: ${(places ?? []).join(", ")} has what is no place; use SE, sr:Södra or 12`);
    if (report.kind === "no-data") {
      context.problem(`${period.id}: ${sayNoReport(report)}`);
      return 1;
    }
    const { document, checksum, isClosed } = report;
    if (!isClosed) context.problem(`${period.id} is not over: its figures will change`);
    const where = (places ?? []).map((place) => ` --place ${place}`).join("");
    const command = `restsignal outreach --from ${period.from} --to ${period.to}${where}`;
    const around = { checksum, edition: null, isClosed, command };
    await writeForm(context, asked, { document, around, language: asked.language });
    return 0;
  });
}
