import { Temporal } from "temporal-polyfill";
import { parseIsoDate, stockholmDate, TIME_ZONE, type IsoDate } from "./calendar.ts";

/** What a text says of a time: its day, and what stands behind it. */
interface WrittenTime {
  readonly date: IsoDate;
  /** Null when only a day is said. */
  readonly clock: { readonly hour: number; readonly minute: number; readonly second: number } | null;
  /** An offset such as `+02:00` or a name such as `Europe/Stockholm`; null when none is said. */
  readonly zone: string | null;
}

/** What 12/8 means: the twelfth of August, or the eighth of December; `unsure` reads neither. */
type DateOrder = "dmy" | "mdy" | "unsure";

const MAX_CHARS = 80;

/** In Swedish, Finnish and English, each month's names; any beginning of three letters or more will do. */
const MONTHS = [
  "januari january tammikuuta",
  "februari february helmikuuta",
  "mars march maaliskuuta",
  "april huhtikuuta",
  "maj may toukokuuta",
  "juni june kesäkuuta",
  "juli july heinäkuuta",
  "augusti august elokuuta",
  "september syyskuuta",
  "oktober october lokakuuta",
  "november marraskuuta",
  "december joulukuuta",
].map((names) => names.split(" "));
const WEEKDAYS =
  "måndagen tisdagen onsdagen torsdagen fredagen lördagen söndagen monday tuesday wednesday thursday friday saturday sunday maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai".split(
    " ",
  );

/** Hours from UTC; the names are those of RFC 822 and what is seen beside them. */
const ZONE_HOURS: ReadonlyMap<string, number> = new Map([
  ["z", 0],
  ["ut", 0],
  ["utc", 0],
  ["gmt", 0],
  ["wet", 0],
  ["west", 1],
  ["bst", 1],
  ["cet", 1],
  ["met", 1],
  ["mez", 1],
  ["cest", 2],
  ["mest", 2],
  ["mesz", 2],
  ["eet", 2],
  ["eest", 3],
  ["est", -5],
  ["edt", -4],
  ["cst", -6],
  ["cdt", -5],
  ["mst", -7],
  ["mdt", -6],
  ["pst", -8],
  ["pdt", -7],
]);

const YEAR_FIRST = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?!\d)/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?!\d)/;
const YEAR_LAST = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
/** `21/8 2026` and `21/8-26`, as Swedes write by hand. */
const DAY_SLASH_MONTH = /^(\d{1,2})\/(\d{1,2})(?: ?- ?| )(\d{4}|\d{2})(?![\d:])/;
const DAY_MONTH = /^(?:den )?(\d{1,2})(?:st|nd|rd|th|:e|\.)?[ -]?(\p{L}{3,12})[., -]{0,2}(\d{4}|'?\d{2})(?![\d:])/u;
const MONTH_DAY = /^(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/u;
/** `Sat Aug 15 10:00:00 CEST 2026`, as C and Java write it. */
const YEAR_AT_END = /^(\p{L}{3})\.? {1,2}(\d{1,2}) (\d{1,2}:\d{2}(?::\d{2})?(?: \p{L}{1,5})?) (\d{4})$/u;
const WEEKDAY = /^(\p{L}{2,11})\.?,? +/u;
const CLOCK =
  /^(?:t|at |kl\.? ?|klockan )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,12})?)? ?([ap]m(?!\p{L})|[ap]\.m\.)?/u;
/** `T220000` and `T22`, as ISO 8601 allows. */
const COMPACT_CLOCK = /^t(\d{2})(?:(\d{2})(?:(\d{2})(?:[.,]\d{1,12})?)?)?(?=$|z|[+-])/;
/** An offset, with the name of the zone behind it: `+0200 (CEST)`, `GMT+2`. */
const OFFSET = /^(?:gmt|utc|ut)?([+-])(\d{1,2})(?::?(\d{2}))?(?: ?\(?[\p{L} ]{1,40}\)?)?$/u;

/**
 * The Stockholm day that a text says: a date is itself (`2026-08-21`, `21.8.2026`, `21 aug 2026`), a time with `Z` or an
 * offset falls on the day that Stockholm has then (`2026-08-20T22:00:00Z` is 21 August), and a time without one is
 * Stockholm's own. Null when it is none.
 */
export function parseWrittenDay(text: string, order: DateOrder = "dmy"): IsoDate | null {
  const plain = parseIsoDate(text);
  if (plain !== null) return plain;
  const written = readWrittenTime(text, order);
  if (written === null) return null;
  if (written.clock === null) return written.date;
  const instant = toInstant(written, written.zone ?? TIME_ZONE);
  return instant === null ? null : stockholmDate(instant);
}

/**
 * The instant that a text says: what has no offset is Stockholm's time, whatever zone this process runs in, and what has no
 * time of day is the day's beginning. Seconds and milliseconds since 1970 count too. Null when it says none.
 */
export function parseWrittenInstant(text: string, order: DateOrder = "dmy"): Date | null {
  const digits = /^\s*(\d{10}|\d{13})\s*$/.exec(text)?.[1];
  if (digits !== undefined) return new Date(Number(digits) * (digits.length === 10 ? 1_000 : 1));
  const written = readWrittenTime(text, order);
  if (written === null) return null;
  return toInstant(written, written.clock === null ? TIME_ZONE : (written.zone ?? TIME_ZONE));
}

function toInstant({ date, clock }: WrittenTime, timeZone: string): Date | null {
  try {
    // Midnight is written as the end of the day, too.
    const { hour, minute, second } = clock ?? { hour: 0, minute: 0, second: 0 };
    const endsDay = hour === 24 && minute === 0 && second === 0;
    const day = Temporal.PlainDate.from(date).add({ days: endsDay ? 1 : 0 });
    const time = { hour: endsDay ? 0 : hour, minute, second: Math.min(second, 59) };
    const wall = day.toPlainDateTime(Temporal.PlainTime.from(time, { overflow: "reject" }));
    return new Date(wall.toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return null;
  }
}

function readWrittenTime(text: string, order: DateOrder): WrittenTime | null {
  if (text.length > MAX_CHARS) return null;
  const folded = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
  const found = readDate(dropWeekday(folded), order);
  if (found === null) return null;
  const { date } = found;
  const rest = found.rest.replace(/^, ?/, "");
  // A day with an offset, as XML has it, is still that day.
  if (rest === "" || rest === "z" || /^[+-]\d{2}:\d{2}$/.test(rest)) return { date, clock: null, zone: null };
  const match = COMPACT_CLOCK.exec(rest) ?? CLOCK.exec(rest);
  if (match === null) return null;
  const [whole, hour, minute = "0", second = "0", half] = match;
  const clock = { hour: readHour(Number(hour), half), minute: Number(minute), second: Number(second) };
  const zone = rest.slice(whole.length).trim();
  if (zone === "") return { date, clock, zone: null };
  const offset = readZone(zone);
  return offset === null ? null : { date, clock, zone: offset };
}

/** The weekday is not believed: some feeds write the wrong one. */
function dropWeekday(text: string): string {
  const [whole = "", name = ""] = WEEKDAY.exec(text) ?? [];
  return WEEKDAYS.some((weekday) => weekday.startsWith(name)) ? text.slice(whole.length) : text;
}

function readHour(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.startsWith("p") ? 12 : 0);
}

/** The date at the text's beginning, and what stands behind it. */
function readDate(text: string, order: DateOrder): { readonly date: IsoDate; readonly rest: string } | null {
  const found = findDate(text, order);
  if (found === null) return null;
  const { year, month, day, rest } = found;
  const fullYear = year.length === 4 ? year : `20${year.replace("'", "")}`;
  const pad = (part: string | number): string => String(part).padStart(2, "0");
  const date = parseIsoDate(`${fullYear}-${pad(month)}-${pad(day)}`);
  return date === null ? null : { date, rest: rest.trimStart() };
}

interface FoundDate {
  readonly year: string;
  readonly month: string | number;
  readonly day: string;
  readonly rest: string;
}

function findDate(text: string, order: DateOrder): FoundDate | null {
  const first = YEAR_FIRST.exec(text);
  if (first !== null)
    return { year: first[1] ?? "", month: first[3] ?? "", day: first[4] ?? "", rest: text.slice(first[0].length) };
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [whole, year = "", month = "", day = ""] = compact;
    return { year, month, day, rest: text.slice(whole.length) };
  }
  const slashed = DAY_SLASH_MONTH.exec(text);
  if (slashed !== null) {
    const [whole, day = "", month = "", year = ""] = slashed;
    return { year, month, day, rest: text.slice(whole.length) };
  }
  const last = YEAR_LAST.exec(text);
  if (last !== null) return orderDate(last, { order, rest: text.slice(last[0].length) });
  return findNamedMonth(text);
}

function orderDate(match: RegExpExecArray, { order, rest }: { order: DateOrder; rest: string }): FoundDate | null {
  const [, first = "", sign, second = "", year = ""] = match;
  // "26-08-15" may begin with the year or the day.
  if (year.length === 2 && sign === "-") return null;
  if (sign !== "/" || order === "dmy") return { year, month: second, day: first, rest };
  if (order === "mdy" || Number(second) > 12) return { year, month: first, day: second, rest };
  return Number(first) > 12 || first === second ? { year, month: second, day: first, rest } : null;
}

function findNamedMonth(text: string): FoundDate | null {
  const [dayFirst, monthFirst, atEnd] = [DAY_MONTH.exec(text), MONTH_DAY.exec(text), YEAR_AT_END.exec(text)];
  if (dayFirst !== null) {
    const [whole, day = "", name = "", year = ""] = dayFirst;
    return nameMonth(name, { year, day, rest: text.slice(whole.length) });
  }
  if (atEnd !== null) {
    const [, name = "", day = "", clock = "", year = ""] = atEnd;
    return nameMonth(name, { year, day, rest: ` ${clock}` });
  }
  if (monthFirst === null) return null;
  const [whole, name = "", day = "", year = ""] = monthFirst;
  return nameMonth(name, { year, day, rest: text.slice(whole.length) });
}

function nameMonth(name: string, found: Omit<FoundDate, "month">): FoundDate | null {
  const month = MONTHS.findIndex((names) => names.some((full) => full.startsWith(name))) + 1;
  return month === 0 ? null : { ...found, month };
}

/** A zone that Temporal knows, or null when nobody knows it. */
function readZone(text: string): string | null {
  // Java writes both: `Z[UTC]`, `+02:00[Europe/Stockholm]`; the offset says it all.
  const zone = text
    .replace(/^[[(](.*)[\])]$/, "$1")
    .replace(/\[.*$/, "")
    .trim();
  const offset = OFFSET.exec(zone);
  if (offset !== null) {
    const [, sign = "+", hours = "", minutes = "00"] = offset;
    return Number(hours) > 14 || Number(minutes) > 59 ? null : `${sign}${hours.padStart(2, "0")}:${minutes}`;
  }
  const hours = ZONE_HOURS.get(zone);
  if (hours !== undefined) return `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
  if (!/^[a-z]+\/[a-z_/]+$/.test(zone)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
  } catch {
    return null;
  }
}
