import { addDays, type IsoDate } from "../calendar.ts";

export type PeriodKind = "month" | "quarter" | "year";

export type PeriodRuling =
  | { readonly kind: PeriodKind | "free" }
  /** `open`: its last day is not over. `free`: no whole month, quarter or year, and the reader may not ask for that. */
  | { readonly kind: "refused"; readonly why: "reversed" | "open" | "free" };

const MONTHS: Readonly<Record<number, PeriodKind>> = { 1: "month", 3: "quarter", 12: "year" };

/**
 * What period may be asked for, from its first day to its last. Without the right to free periods only whole calendar
 * months, quarters and years that are over: 1–31 August less 1–30 August is one day, and one day is somebody; a month
 * that goes on gives a day the same way when it is asked for today and tomorrow.
 */
export function judgePeriod(
  { from, to }: { from: IsoDate; to: IsoDate },
  { today, mayAskFreely }: { today: IsoDate; mayAskFreely: boolean },
): PeriodRuling {
  if (to < from) return { kind: "refused", why: "reversed" };
  const kind = findKind(from, to);
  if (mayAskFreely) return { kind: kind ?? "free" };
  if (kind === null) return { kind: "refused", why: "free" };
  return to < today ? { kind } : { kind: "refused", why: "open" };
}

function findKind(from: IsoDate, to: IsoDate): PeriodKind | null {
  const after = addDays(to, 1);
  if (!from.endsWith("-01") || !after.endsWith("-01")) return null;
  const first = countMonths(from);
  const months = countMonths(after) - first;
  return first % months === 0 ? (MONTHS[months] ?? null) : null;
}

function countMonths(date: IsoDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}
