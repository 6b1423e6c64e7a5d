import { addDays, stockholmDate, type IsoDate } from "../calendar.ts";
import { openingOf, seenOn, type CaseRow } from "./case-row.ts";
import type { Dimension, FigureSpec, Frame, PlacedRow } from "./figure.ts";

/** A version of a region's list, on the days at whose end it was in use; `to` is null while it is. */
export interface ListVersionRow {
  readonly id: number;
  readonly regionCode: string;
  readonly from: IsoDate;
  readonly to: IsoDate | null;
  readonly entries: readonly {
    readonly key: string;
    readonly category: string | null;
    readonly priority: number | null;
  }[];
}

/** The lines of a list on one day that have the same category and priority, and how many of them had an open case. */
export interface ListDayRow extends PlacedRow {
  readonly day: IsoDate;
  readonly category: string | null;
  readonly priority: number | null;
  readonly entries: number;
  readonly hit: number;
}

/** Every day of the period on which a region had a list and files had been read, both parts as they were on that day. */
export function listDaysOf(
  { lists, cases, dataFrom }: { lists: readonly ListVersionRow[]; cases: readonly CaseRow[]; dataFrom: IsoDate },
  at: Frame,
): ListDayRow[] {
  const first = at.period.from > dataFrom ? at.period.from : dataFrom;
  const last = at.period.to < at.followedTo ? at.period.to : at.followedTo;
  const open = openKeys(cases, { first, last });
  return lists.flatMap((list) => {
    const from = list.from > first ? list.from : first;
    const to = list.to !== null && list.to < last ? list.to : last;
    const groups = [...Map.groupBy(list.entries, ({ category, priority }) => JSON.stringify([category, priority]))];
    return daysOf(from, to).flatMap((day) => {
      const hit = open.get(`${list.regionCode} ${day}`) ?? new Set();
      return groups.map(([group, entries]) => ({
        id: `${list.id}/${day}/${group}`,
        regionCode: list.regionCode,
        day,
        category: entries[0]?.category ?? null,
        priority: entries[0]?.priority ?? null,
        entries: entries.length,
        hit: entries.filter(({ key }) => hit.has(key)).length,
      }));
    });
  });
}

/** The lines that had an open case, by region and day: on the day it was opened, the day it was closed, and those between. */
function openKeys(
  cases: readonly CaseRow[],
  { first, last }: { first: IsoDate; last: IsoDate },
): Map<string, Set<string>> {
  const open = new Map<string, Set<string>>();
  for (const row of cases) {
    if (openingOf(row) === "retracted") continue;
    const [seen, closed] = [seenOn(row), row.closedAt === null ? null : stockholmDate(row.closedAt)];
    for (const day of daysOf(seen > first ? seen : first, closed !== null && closed < last ? closed : last)) {
      const place = `${row.regionCode} ${day}`;
      const keys = open.get(place) ?? new Set();
      open.set(place, keys.add(row.entry.key));
    }
  }
  return open;
}

function daysOf(from: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

export const LIST_DIMENSIONS: Readonly<Record<string, Dimension<ListDayRow>>> = {
  category: ({ category }) => [category ?? ""],
  priority: ({ priority }) => [priority === null ? "" : String(priority)],
};

export const LIST_FIGURES: readonly FigureSpec<ListDayRow>[] = [
  {
    id: "list-hit",
    cohort: "stock",
    unit: "share",
    belongs: () => true,
    measure: { kind: "mean-by-day", of: ({ day, hit, entries }) => ({ day, part: hit, whole: entries }) },
    by: [["category"], ["priority"]],
  },
];
