import type { IsoDate } from "../src/domain/calendar.ts";
import {
  summarizeDates,
  type CaseDates,
  type DatedNotice,
  type DateGroup,
  type Spread,
} from "../src/domain/case-dates.ts";
import type { NoticeFact } from "../src/domain/message.ts";
import type { NoticeType } from "../src/domain/notice.ts";
import type { Ceasing, GroupWords, SpreadWords } from "./strings/dates-sv.ts";
import type { Strings } from "./strings/sv.ts";

const TYPES = ["shortage", "unknown", "cessation"] as const satisfies readonly NoticeType[];

/** A date as readers see it; the last of December is what companies write when they do not know. */
export function describeEnd(end: IsoDate, on: IsoDate, t: Strings): string {
  const date = t.date(end, on);
  return end.endsWith("-12-31") ? t.preliminary(date) : date;
}

/** The dates of a case in words, shortages and ends of sale apart; null when there are none. */
export function describeDates(dates: CaseDates, on: IsoDate, t: Strings): string | null {
  const text = listDates(dates, on, t).join(". ");
  if (text === "") return null;
  return dates.vanished ? t.vanished(text) : text;
}

/** What is said of each type of notice by itself, without a full stop at the end. */
export function listDates(dates: CaseDates, on: IsoDate, t: Strings): string[] {
  const open = TYPES.flatMap((type) => {
    const group = dates.open[type];
    return group === undefined ? [] : [describeGroup(type, group, { dates, on, t })];
  });
  const past = TYPES.flatMap((type) => {
    const group = dates.past[type];
    if (group === undefined) return [];
    const ended = sayAll(group.ended, on, t);
    return ended === null ? [t.dates.withdrawn[type]] : [t.dates.ended[type](ended)];
  });
  return [...open, ...past];
}

/** The dates of notices of a message as they stand on the day it is published. */
export function describeNoticeDates(notices: readonly NoticeFact[], on: IsoDate, t: Strings): string | null {
  return describeDates(summarizeDates(notices.map(readDates), on), on, t);
}

/** What a notice says of its dates. */
export function readDates(notice: NoticeFact): DatedNotice {
  const { type, vanished, packages, nplId, productName } = notice;
  return { type, vanished, packages, product: nplId || productName };
}

function describeGroup(
  type: NoticeType,
  group: DateGroup,
  { dates, on, t }: { dates: CaseDates; on: IsoDate; t: Strings },
): string {
  const words: GroupWords = {
    packages: group.packages,
    begun: group.begun === 0 ? "none" : group.begun === group.packages ? "all" : "some",
    starts: say(group.starts, (date) => t.date(date, on)),
    due: say(group.due, (date) => describeEnd(date, on, t)),
    late: say(group.late, (date) => t.date(date, on)),
    over: group.over,
  };
  return type === "cessation" ? t.dates.cessation(words, nameCeasing(group, dates)) : t.dates[type](words);
}

/** Beside a shortage it is said whose sale ceases. */
function nameCeasing({ products, packages }: DateGroup, { open, othersCeasing }: CaseDates): Ceasing | null {
  if (open.shortage === undefined && open.unknown === undefined) return null;
  if (othersCeasing === 0) return { count: packages, what: "packages" };
  return { count: products, what: othersCeasing === products ? "otherProducts" : "products" };
}

function say({ count, first, last }: Spread, write: (date: IsoDate) => string): SpreadWords | null {
  return first === null || last === null ? null : { count, first: write(first), last: write(last) };
}

function sayAll(spread: Spread, on: IsoDate, t: Strings): SpreadWords | null {
  return say(spread, (date) => t.date(date, on));
}
