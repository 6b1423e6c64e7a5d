import { Temporal } from "temporal-polyfill";
import { TIME_ZONE } from "../../domain/calendar.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Swedish feeds that write their own language into an English format. */
const SWEDISH_MONTHS: ReadonlyMap<string, number> = new Map([
  ["maj", 5],
  ["okt", 10],
]);

/** Hours; the letters are those of RFC 822 and what is seen beside them. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ["ut", 0],
  ["utc", 0],
  ["gmt", 0],
  ["z", 0],
  ["wet", 0],
  ["cet", 1],
  ["cest", 2],
  ["met", 1],
  ["mest", 2],
  ["eet", 2],
  ["eest", 3],
  ["bst", 1],
  ["est", -5],
  ["edt", -4],
  ["cst", -6],
  ["cdt", -5],
  ["mst", -7],
  ["mdt", -6],
  ["pst", -8],
  ["pdt", -7],
]);

/** RFC 822 with the four-digit years of RFC 2822: `Fri, 21 Aug 2026 06:43:03 +0200`; the weekday is not believed. */
const RFC_822 =
  /^(?:[\p{L}.]{2,12},? +)?(\d{1,2}) +(\p{L}{3})\p{L}{0,9}\.? +(\d{4}|\d{2})(?: +(\d{1,2}):(\d{2})(?::(\d{2}))?)? *(.{0,20})$/u;
/** ISO 8601 as RFC 3339 and W3C date-times have it, and with a space or no offset as some write it. */
const ISO_8601 = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)? *(.{0,20})$/iu;

/**
 * The instant a feed's date says, or null when it says none between 1970 and 2100. What has no offset is taken as
 * Stockholm time, whatever zone this process runs in, and what has no time of day as the day's beginning.
 */
export function parseFeedDate(text: string): Date | null {
  const trimmed = text.trim();
  const iso = ISO_8601.exec(trimmed);
  if (iso !== null) return makeInstant({ year: iso[1], month: Number(iso[2]), day: iso[3], rest: iso.slice(4) });
  const rfc = RFC_822.exec(trimmed);
  if (rfc === null) return null;
  const name = (rfc[2] ?? "").toLowerCase();
  const month = SWEDISH_MONTHS.get(name) ?? MONTHS.indexOf(name) + 1;
  return makeInstant({ year: rfc[3], month, day: rfc[1], rest: rfc.slice(4) });
}

/** `rest` is hour, minute, second, zone. */
function makeInstant(parts: {
  readonly year: string | undefined;
  readonly month: number;
  readonly day: string | undefined;
  readonly rest: readonly (string | undefined)[];
}): Date | null {
  const [hour = "0", minute = "0", second = "0", zone = ""] = parts.rest;
  const year = Number(parts.year) + (parts.year?.length === 2 ? 2000 : 0);
  if (year < 1970 || year > 2100) return null;
  try {
    const clock = { hour: Number(hour), minute: Number(minute), second: Math.min(Number(second), 59) };
    const wall = Temporal.PlainDateTime.from(
      { year, month: parts.month, day: Number(parts.day), ...clock },
      { overflow: "reject" },
    );
    const timeZone = zone.trim() === "" ? TIME_ZONE : parseZone(zone.trim());
    return timeZone === null ? null : new Date(wall.toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return null;
  }
}

/** An offset such as `+02:00`, or null when nobody knows the zone. */
function parseZone(zone: string): string | null {
  // Some write the name behind the offset: `+0200 (CEST)`.
  const offset = /^([+-])(\d{2}):?(\d{2})(?: +\([\p{L} ]*\))?$/u.exec(zone);
  if (offset !== null) return `${offset[1]}${offset[2]}:${offset[3]}`;
  const hours = ZONES.get(zone.toLowerCase());
  if (hours === undefined) return null;
  return `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
}
