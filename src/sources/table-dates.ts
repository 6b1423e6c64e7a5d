import type { IsoDate } from "../domain/calendar.ts";
import { MISSING, type Field, type Package } from "../domain/notice.ts";
import type { StatusWord } from "../domain/status-word.ts";
import { parseWrittenDay } from "../domain/written-time.ts";

/** What a row says of when. */
interface SaidDates {
  /** Null when the row has no status, or one that nobody knows. */
  readonly status: StatusWord | null;
  readonly statusText: string;
  readonly start: IsoDate | null;
  readonly forecastEnd: IsoDate | null;
  readonly end: IsoDate | null;
  /** When the row was last written. */
  readonly updated: IsoDate | null;
  /** The last day that the file can tell of. */
  readonly writtenOn: IsoDate;
}

type PackageDates = Pick<Package, "start" | "forecastEnd" | "actualEnd" | "endSeen">;
type Warn = (field: "status" | "start" | "end", problem: string) => void;

/**
 * The dates of a package, with its status above them. What a status says is over has ended, whatever was forecast. Where
 * status and dates gainsay each other otherwise, the reading that keeps the shortage in sight counts, with a warning:
 * a shortage that is told a day too long costs less than one that is hidden.
 */
export function judgeDates(said: SaidDates, warn: Warn): PackageDates {
  switch (said.status) {
    case "over":
      return judgeOver(said, warn);
    case "ongoing":
      return judgeOngoing(said, warn);
    case "upcoming":
      return judgeUpcoming(said, warn);
    case null:
      return { start: toField(said.start), forecastEnd: toField(said.forecastEnd), actualEnd: toField(said.end) };
  }
}

/** Ended on the day that the row tells; without one, on the day on which the file was seen to say so. */
function judgeOver(said: SaidDates, warn: Warn): PackageDates {
  const { start, forecastEnd, end, updated, statusText, writtenOn } = said;
  const told = readDateIn(statusText);
  if (told !== null && told > writtenOn && (end === null || end > writtenOn)) {
    warn("status", `${told} has not come: read as a forecast, and the shortage is not over`);
    return { start: toField(start), forecastEnd: { value: told }, actualEnd: MISSING };
  }
  if (end !== null && end > writtenOn)
    warn("end", `${end} has not come, but the status says that it is over, which counts`);
  const hasCome = (date: IsoDate | null): date is IsoDate =>
    date !== null && date <= writtenOn && (start === null || date >= start);
  const since = end !== null && end <= writtenOn ? end : [told, forecastEnd, updated].find(hasCome);
  const dates = { start: toField(start), forecastEnd: MISSING };
  return since === undefined
    ? { ...dates, actualEnd: { value: writtenOn }, endSeen: true }
    : { ...dates, actualEnd: { value: since } };
}

/** `Avslutad 2026-08-01` */
function readDateIn(statusText: string): IsoDate | null {
  const found = /\d{1,4}[-./]\d{1,2}[-./]\d{2,4}/.exec(statusText) ?? /\d.*$/.exec(statusText.replace(/[)\]]$/, ""));
  return parseWrittenDay(found?.[0] ?? "");
}

function judgeOngoing({ start, forecastEnd, end, writtenOn }: SaidDates, warn: Warn): PackageDates {
  if (end !== null && end <= writtenOn)
    warn(
      "end",
      `${end} has passed, but the status says that it goes on, which counts: the date is taken as a forecast`,
    );
  const isAhead = start !== null && start > writtenOn;
  if (isAhead) warn("start", `${start} has not come, but the status says that it goes on, which counts`);
  // What goes on has no end yet: whatever is written as its end is expected.
  return { start: toField(isAhead ? null : start), forecastEnd: toField(forecastEnd ?? end), actualEnd: MISSING };
}

function judgeUpcoming({ start, forecastEnd, end, writtenOn }: SaidDates, warn: Warn): PackageDates {
  if (start === null) warn("status", "it is to come, but no start is written: read as going on");
  else if (start <= writtenOn)
    warn("start", `${start} has come, but the status says that it is to come: read as going on`);
  if (end !== null && end <= writtenOn)
    warn("end", `${end} has passed, but the status says that it is to come, which counts`);
  return { start: toField(start), forecastEnd: toField(forecastEnd ?? end), actualEnd: MISSING };
}

function toField(value: IsoDate | null): Field<IsoDate> {
  return value === null ? MISSING : { value };
}
