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
import { sayCessation, sayEnded, sayPeriod, type GroupWords, type SpreadWords } from "./dates-sentence.ts";
import type { Ceasing } from "./strings/dates-sv.ts";
import type { Strings } from "./strings/sv.ts";

const TYPES = ["shortage", "unknown", "cessation"] as const satisfies readonly NoticeType[];

/** A date as readers see it; the last of December is what companies write when they do not know. */
export function describeEnd(end: IsoDate, on: IsoDate | null, t: Strings): string {
  const date = t.date(end, on);
  return end.endsWith("-12-31") ? t.preliminary(date) : date;
}

/**
 * The day to write dates that stand together for: null, so that each has its year, when one of them needs it. In
 * `21 mars 2025, den sista 8 april` the second would be read as of the same year.
 */
export function sayYears(dates: readonly (IsoDate | null)[], on: IsoDate): IsoDate | null {
  return dates.every((date) => date === null || date.slice(0, 4) === on.slice(0, 4)) ? on : null;
}

/** The dates of a case in words, shortages and ends of sale apart; null when there are none. */
export function describeDates(dates: CaseDates, on: IsoDate, t: Strings): string | null {
  const text = listDates(dates, on, t).join(". ");
  if (text === "") return null;
  return dates.vanished ? t.vanished(text) : text;
}

/** What is said of each type of notice by itself, without a full stop at the end. */
export function listDates(dates: CaseDates, day: IsoDate, t: Strings): string[] {
  const on = sayYears(listAll(dates), day);
  const open = TYPES.flatMap((type) => {
    const group = dates.open[type];
    return group === undefined ? [] : [describeGroup(type, group, { dates, on, t })];
  });
  const past = TYPES.flatMap((type) => {
    const group = dates.past[type];
    if (group === undefined) return [];
    const ended = sayAll(group.ended, on, t);
    return ended === null ? [t.dates.withdrawn[type]] : [sayEnded(type, ended, t.dates)];
  });
  return [...open, ...past];
}

/** The dates of notices of a message as they stand on the day it is published. */
export function describeNoticeDates(notices: readonly NoticeFact[], on: IsoDate, t: Strings): string | null {
  return describeDates(summarizeDates(notices.map(readDates), on), on, t);
}

/** When what is open is back, or ceases, in a few words; null where nothing is open. */
export function sayBackBriefly(notices: readonly NoticeFact[], day: IsoDate, t: Strings): string | null {
  const dates = summarizeDates(notices.map(readDates), day);
  const { briefly } = t.dates;
  const { shortage, unknown, cessation } = dates.open;
  const on = sayYears(listAll(dates), day);
  const group = shortage ?? unknown;
  if (group === undefined) {
    const starts = cessation === undefined ? null : sayAll(cessation.starts, on, t);
    if (cessation === undefined) return null;
    return briefly.ceases(
      cessation.begun === cessation.packages,
      starts?.first === starts?.last ? (starts?.last ?? null) : null,
    );
  }
  const { due, late, packages } = group;
  const [ahead, passed] = [say(due, (date) => describeEnd(date, on, t)), sayAll(late, on, t)];
  if (ahead !== null) return briefly.back({ ...ahead, all: due.count === packages });
  return passed === null ? briefly.never : briefly.late(passed.last);
}

/** What a notice says of its dates. */
export function readDates(notice: NoticeFact): DatedNotice {
  const { type, vanished, packages, nplId, productName } = notice;
  return { type, vanished, packages, product: nplId || productName };
}

function describeGroup(
  type: NoticeType,
  group: DateGroup,
  { dates, on, t }: { dates: CaseDates; on: IsoDate | null; t: Strings },
): string {
  const words: GroupWords = {
    packages: group.packages,
    begun: group.begun === 0 ? "none" : group.begun === group.packages ? "all" : "some",
    starts: say(group.starts, (date) => t.date(date, on)),
    due: say(group.due, (date) => describeEnd(date, on, t)),
    late: say(group.late, (date) => t.date(date, on)),
    over: group.over,
  };
  return type === "cessation"
    ? sayCessation(words, nameCeasing(group, dates), t.dates)
    : sayPeriod(type, words, t.dates);
}

/** Beside a shortage it is said whose sale ceases. */
function nameCeasing({ products, packages }: DateGroup, { open, othersCeasing }: CaseDates): Ceasing | null {
  if (open.shortage === undefined && open.unknown === undefined) return null;
  if (othersCeasing === 0) return { count: packages, what: "packages" };
  return { count: products, what: othersCeasing === products ? "otherProducts" : "products" };
}

/** Every date that is told of a case. */
function listAll({ open, past }: CaseDates): (IsoDate | null)[] {
  const told = TYPES.flatMap((type) => {
    const { starts, due, late } = open[type] ?? {};
    return [starts, due, late, past[type]?.ended];
  });
  return told.flatMap((spread) => (spread === undefined ? [] : [spread.first, spread.last]));
}

function say({ count, first, last }: Spread, write: (date: IsoDate) => string): SpreadWords | null {
  return first === null || last === null ? null : { count, first: write(first), last: write(last) };
}

function sayAll(spread: Spread, on: IsoDate | null, t: Strings): SpreadWords | null {
  return say(spread, (date) => t.date(date, on));
}
