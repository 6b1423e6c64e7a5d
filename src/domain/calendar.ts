import { Temporal } from "temporal-polyfill";

/** A calendar date in Europe/Stockholm, `YYYY-MM-DD`. Dates of this shape compare rightly as strings. */
export type IsoDate = string;

export const TIME_ZONE = "Europe/Stockholm";

/** The date a text says, or null when it is no real date (31 February is none). */
export function parseIsoDate(text: string): IsoDate | null {
  const trimmed = text.trim();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return null;
  // Temporal would say the same: but a national file holds ten thousand dates, and it took a tenth of the reading.
  const [year, month, day] = [Number(trimmed.slice(0, 4)), Number(trimmed.slice(5, 7)), Number(trimmed.slice(8))];
  return month >= 1 && month <= 12 && day >= 1 && day <= countDays(year, month) ? trimmed : null;
}

function countDays(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The instant a text such as `2026-08-21T02:27:13.4358495+02:00` says, or null. An offset is required. */
export function parseInstant(text: string): Date | null {
  try {
    return new Date(Temporal.Instant.from(text.trim()).epochMilliseconds);
  } catch {
    return null;
  }
}

const HOUR_MS = 3_600_000;
/** Whole hours from UTC are what Stockholm's clocks show since then. */
const WHOLE_HOURS_SINCE = Date.UTC(1900, 0, 1);
/** Six years of hours. */
const MAX_KNOWN_HOURS = 53_000;
const knownHours = new Map<number, IsoDate>();

/**
 * The date in Stockholm at that instant. Within an hour it is the same, so it is worked out once for each: a report asks
 * for it millions of times.
 */
export function stockholmDate(instant: Date): IsoDate {
  const time = instant.getTime();
  const hour = Math.floor(time / HOUR_MS);
  const known = knownHours.get(hour);
  if (known !== undefined) return known;
  const date = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(TIME_ZONE).toPlainDate().toString();
  if (time < WHOLE_HOURS_SINCE) return date;
  if (knownHours.size >= MAX_KNOWN_HOURS) knownHours.clear();
  knownHours.set(hour, date);
  return date;
}

/** Date and time in Stockholm, `2026-08-21 02:27`. */
export function stockholmMinute(instant: Date): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(TIME_ZONE);
  return `${zoned.toPlainDate().toString()} ${zoned.toPlainTime().toString({ smallestUnit: "minute" })}`;
}

/** `12 december`, or `12 december 2027` when that is another year than the day it is said on; with null always so. */
export function sayDate(date: IsoDate, saidOn: IsoDate | null, months: readonly string[]): string {
  const month = months[Number(date.slice(5, 7)) - 1];
  if (month === undefined) return date;
  const day = `${Number(date.slice(8))} ${month}`;
  return date.slice(0, 4) === saidOn?.slice(0, 4) ? day : `${day} ${date.slice(0, 4)}`;
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The Monday of that day's week. */
export function mondayOf(date: IsoDate): IsoDate {
  const day = Temporal.PlainDate.from(date);
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}

/** Whole days from `from` to `to`; negative when `to` comes first. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}

/** The hour of the day in Stockholm, 0–23. */
export function stockholmHour(instant: Date): number {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(TIME_ZONE).hour;
}

/** The instant at which a Stockholm day reaches that hour, whatever the clocks do that day. */
export function stockholmInstant(date: IsoDate, hour: number): Date {
  const zoned = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: TIME_ZONE, plainTime: { hour } });
  return new Date(zoned.epochMilliseconds);
}

/** The instant at which a Stockholm day shows that time, `HH:MM`; what the clocks leave out comes an hour later, of two it is the first. */
export function stockholmTime(date: IsoDate, time: string): Date {
  const zoned = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: TIME_ZONE, plainTime: time });
  return new Date(zoned.epochMilliseconds);
}

/** 1 is Monday. */
export function weekdayOf(date: IsoDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/**
 * The instant of a Stockholm time such as `2026-10-25T02:30`, as a form sends it; null for what is no time, or none that
 * day: an hour is left out when the clocks go forward. Of the two when they go back it is the first.
 */
export function parseStockholmMinute(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00)?$/.test(text)) return null;
  try {
    const plain = Temporal.PlainDateTime.from(text, { overflow: "reject" });
    const zoned = plain.toZonedDateTime(TIME_ZONE, { disambiguation: "earlier" });
    return zoned.toPlainDateTime().equals(plain) ? new Date(zoned.epochMilliseconds) : null;
  } catch {
    return null;
  }
}
