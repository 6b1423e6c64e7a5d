import { parsePeriod, periodOf, type Period, type PeriodFault } from "../domain/outreach/period.ts";
import type { NoReport } from "../services/outreach.ts";
import { UsageError } from "./command.ts";

export const PERIOD_OPTIONS = {
  period: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
} as const;

const FAULTS: Readonly<Record<PeriodFault, string>> = {
  unreadable: "is no period: write 2026-08, 2026-Q3, 2026, or two real days with --from and --to, such as 2026-08-01",
  reversed: "ends before it begins: change places of --from and --to",
  "too-long": "is longer than five years: ask for one year at a time",
};

/** The period that the options name. Throws UsageError. */
export function readPeriod({ period, from, to }: { period?: string; from?: string; to?: string }): Period {
  if (period !== undefined && (from !== undefined || to !== undefined))
    throw new UsageError("--period says the same as --from and --to: use one of them");
  if (period === undefined && (from === undefined || to === undefined))
    throw new UsageError("name the period: --period 2026-08, or both --from and --to");
  const found = period === undefined ? periodOf(from ?? "", to ?? "") : parsePeriod(period);
  if (typeof found === "string") throw new UsageError(`"${period ?? `${from}..${to}`}" ${FAULTS[found]}`);
  return found;
}

/** Why there is no report. */
export function sayNoReport({ why, dataFrom }: NoReport): string {
  if (why === "future") return "it has not begun";
  if (why === "after-data") return "nothing has come in since it began, so that nothing is known of it yet";
  if (why === "nothing") return "nothing has been taken in yet: run ingest first";
  return `nothing is known of it: the first file was taken in on ${dataFrom}`;
}
