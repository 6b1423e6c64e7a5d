import { addDays, type IsoDate } from "../../../domain/calendar.ts";
import { isClosed, parsePeriod, periodOf, type Period, type PeriodFault } from "../../../domain/outreach/period.ts";

const MONTHS = 13;
const YEARS = 3;

/** The whole periods that there are to choose, the newest first: months, then quarters, then years. */
export function listPeriods(dataFrom: IsoDate | null, today: IsoDate): Period[] {
  const months: string[] = [];
  for (let day = today; months.length < MONTHS; day = addDays(`${day.slice(0, 7)}-01`, -1))
    months.push(day.slice(0, 7));
  const years = Array.from({ length: YEARS }, (_, index) => String(Number(today.slice(0, 4)) - index));
  const quarters = years.flatMap((year) => [4, 3, 2, 1].map((number) => `${year}-Q${number}`));
  return [...months, ...quarters, ...years]
    .map((id) => parsePeriod(id))
    .filter((period) => typeof period !== "string")
    .filter(({ from, to, kind }) => from <= today && (kind === "month" || to < today))
    .filter(({ to }) => dataFrom === null || to >= dataFrom);
}

/** The newest month that is over; the one that goes on where there is no other. */
export function defaultPeriod(periods: readonly Period[], today: IsoDate): Period {
  const months = periods.filter(({ kind }) => kind === "month");
  const found = months.find((month) => isClosed(month, today)) ?? months[0];
  if (found !== undefined) return found;
  const month = parsePeriod(today.slice(0, 7));
  if (typeof month === "string") throw new Error(`web/desk/outreach: ${today} is in no month`);
  return month;
}

/** What an address asks for; null where it asks for none. */
export function readAskedPeriod(query: URLSearchParams): Period | PeriodFault | null {
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  if (from !== "" || to !== "") return periodOf(from, to);
  const word = query.get("period") ?? "";
  return word === "" ? null : parsePeriod(word);
}
