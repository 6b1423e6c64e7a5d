import { addDays, parseIsoDate, stockholmInstant, type IsoDate } from "../calendar.ts";

/** Whole Stockholm days, both ends among them. */
export interface Period {
  /** `2026-08`, `2026-Q3`, `2026`, or `2026-08-03..2026-08-20`. */
  readonly id: string;
  readonly kind: "month" | "quarter" | "year" | "free";
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** Why no period can be made of what somebody asked for. */
export type PeriodFault = "unreadable" | "reversed" | "too-long";

/** More than that is no report: it is the whole archive, and takes the memory of it. */
const MAX_YEARS = 5;
const MONTHS_IN_QUARTER = 3;

/** The period of such a word, as `id` writes it; a free one that is a month, a quarter or a year is that. */
export function parsePeriod(word: string): Period | PeriodFault {
  const text = word.trim();
  const [first, last, ...more] = text.split("..");
  if (first !== undefined && last !== undefined && more.length === 0) return periodOf(first, last);
  const [, year = "", quarter, month] = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/u.exec(text) ?? [];
  // A year that dates of four figures cannot be counted to has no period either.
  if (year === "" || Number(year) < 1) return "unreadable";
  if (month !== undefined) return wholePeriod(text, "month", { year: Number(year), month: Number(month) });
  if (quarter === undefined) return wholePeriod(text, "year", { year: Number(year), month: 1 });
  const firstMonth = (Number(quarter) - 1) * MONTHS_IN_QUARTER + 1;
  return wholePeriod(text, "quarter", { year: Number(year), month: firstMonth });
}

/** The period between two days, `YYYY-MM-DD`, both among them. */
export function periodOf(from: string, to: string): Period | PeriodFault {
  const [first, last] = [parseIsoDate(from), parseIsoDate(to)];
  if (first === null || last === null) return "unreadable";
  if (first > last) return "reversed";
  if (Number(last.slice(0, 4)) - Number(first.slice(0, 4)) > MAX_YEARS) return "too-long";
  return findWhole(first, last) ?? { id: `${first}..${last}`, kind: "free", from: first, to: last };
}

const LENGTHS = { month: 1, quarter: MONTHS_IN_QUARTER, year: 12 } as const;

function wholePeriod(id: string, kind: keyof typeof LENGTHS, { year, month }: { year: number; month: number }): Period {
  const next = month + LENGTHS[kind];
  const [endYear, endMonth] = next > 12 ? [year + 1, next - 12] : [year, next];
  return { id, kind, from: firstOf(year, month), to: addDays(firstOf(endYear, endMonth), -1) };
}

function firstOf(year: number, month: number): IsoDate {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
}

function findWhole(from: IsoDate, to: IsoDate): Period | undefined {
  const [year, month] = [from.slice(0, 4), Number(from.slice(5, 7))];
  const ids = [year, `${year}-Q${Math.ceil(month / MONTHS_IN_QUARTER)}`, from.slice(0, 7)];
  return ids
    .map((id) => parsePeriod(id))
    .filter((period) => typeof period !== "string")
    .find((period) => period.from === from && period.to === to);
}

/** The months of it, where it is made of whole ones. */
export function monthsOf(period: Period): Period[] {
  if (period.kind === "free") return [];
  const [year, first] = [Number(period.from.slice(0, 4)), Number(period.from.slice(5, 7))];
  return Array.from({ length: LENGTHS[period.kind] }, (_, index) =>
    wholePeriod(firstOf(year, first + index).slice(0, 7), "month", { year, month: first + index }),
  );
}

/** The instants at which it begins and is over, whatever the clocks do in it. */
export function instantsOf({ from, to }: Pick<Period, "from" | "to">): { readonly from: Date; readonly until: Date } {
  return { from: stockholmInstant(from, 0), until: stockholmInstant(addDays(to, 1), 0) };
}

/** Whether nothing of it is still to come on that day. */
export function isClosed({ to }: Period, today: IsoDate): boolean {
  return to < today;
}

/** Whether it happened on one of its days. */
export function holdsInstant(period: Period, instant: Date): boolean {
  const known = INSTANTS.get(period) ?? instantsOf(period);
  INSTANTS.set(period, known);
  return known.from <= instant && instant < known.until;
}

/** A report asks of hundreds of thousands of rows, and what day it is in Stockholm takes long to work out. */
const INSTANTS = new WeakMap<Period, ReturnType<typeof instantsOf>>();

export function holds({ from, to }: Pick<Period, "from" | "to">, date: IsoDate): boolean {
  return from <= date && date <= to;
}
