import { writeFile } from "node:fs/promises";
import { canonicalJson } from "../domain/outreach/document.ts";
import { parsePeriod, periodOf, type Period, type PeriodFault } from "../domain/outreach/period.ts";
import { actAtCommandLine } from "../services/context.ts";
import { readReport, type NoReport } from "../services/outreach.ts";
import { parseCall, UsageError, withDeps, type Command } from "./command.ts";

const OPTIONS = {
  period: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  place: { type: "string", multiple: true },
  out: { type: "string" },
} as const;

const FAULTS: Readonly<Record<PeriodFault, string>> = {
  unreadable: "is no period: write 2026-08, 2026-Q3, 2026, or two real days with --from and --to, such as 2026-08-01",
  reversed: "ends before it begins: change places of --from and --to",
  "too-long": "is longer than five years: ask for one year at a time",
};

export const outreach: Command = {
  usage: ["outreach (--period 2026-08 | --from 2026-08-01 --to 2026-08-31) [--place PLACE]… [--out FILE]"],
  summary:
    "The outreach report as JSON: what was short, who was told, when and how far ahead, for each region, healthcare region and the nation (PLACE is SE, sr:Södra or a region's code; all when none is named), with definitions and what it is made of. The same data give the same bytes.",
  async run(context) {
    const { values } = parseCall(context.args, { options: OPTIONS, words: [] });
    const period = readPeriod(values);
    return withDeps(context, async ({ database: { db } }) => {
      const ctx = actAtCommandLine({ db, now: () => new Date() });
      const report = await readReport(ctx, { period, ...(values.place === undefined ? {} : { places: values.place }) });
      if (report.kind === "forbidden")
        throw new UsageError(
          `--place: ${(values.place ?? []).join(", ")} has what is no place; use SE, sr:Södra or 12`,
        );
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
  },
};

function readPeriod({ period, from, to }: { period?: string; from?: string; to?: string }): Period {
  if (period !== undefined && (from !== undefined || to !== undefined))
    throw new UsageError("--period says the same as --from and --to: use one of them");
  if (period === undefined && (from === undefined || to === undefined))
    throw new UsageError("name the period: --period 2026-08, or both --from and --to");
  const found = period === undefined ? periodOf(from ?? "", to ?? "") : parsePeriod(period);
  if (typeof found === "string") throw new UsageError(`"${period ?? `${from}..${to}`}" ${FAULTS[found]}`);
  return found;
}

function sayNoReport({ why, dataFrom }: NoReport): string {
  if (why === "future") return "it has not begun";
  if (why === "nothing") return "nothing has been taken in yet: run ingest first";
  return `nothing is known of it: the first file was taken in on ${dataFrom}`;
}
