import { format as formatNumber, getFormatDateInfo, getFormatFromId, getFormatInfo, isValidFormat } from "numfmt";
import type { OddCell } from "../domain/table-cell.ts";

/** How a cell shows its number; null for the format that every cell has until somebody chooses another. */
export type CellFormat =
  | { readonly kind: "number"; readonly code: string; readonly scientific: boolean }
  | { readonly kind: "date"; readonly code: string; readonly part: DatePart }
  /** The format cannot be read, so nobody knows what is seen. */
  | { readonly kind: "unknown"; readonly code: string };

/** What is seen of a date: a month's first day is not read from a cell that shows the month alone. */
type DatePart = "day" | "month" | "year" | "time";

export interface ShownCell {
  readonly text: string;
  readonly odd: OddCell | null;
}

/** What Excel keeps of a format. */
const MAX_FORMAT_CHARS = 255;
const LAST_BUILT_IN = 58;
/** Dates whose form follows the machine's language (18.8.30); in Sweden they are written so. */
const OWN_DATES: Readonly<Record<number, string>> = { 14: "yyyy-mm-dd", 22: "yyyy-mm-dd hh:mm" };

/** The format of a style (18.8.30 and 18.8.31); `code` is missing for those that every workbook has. */
export function readCellFormat(id: number, code: string | undefined): CellFormat | null {
  const known = OWN_DATES[id] ?? (id > 0 && id <= LAST_BUILT_IN ? getFormatFromId(id) : "General");
  const wanted = code ?? known;
  if (wanted === "" || /^(general|standard|@)$/i.test(wanted)) return null;
  if (wanted.length > MAX_FORMAT_CHARS || !isValidFormat(wanted)) return { kind: "unknown", code: wanted };
  const { type, isDate } = getFormatInfo(wanted);
  if (!isDate) return { kind: "number", code: wanted, scientific: type === "scientific" };
  return { kind: "date", code: wanted, part: findSeenPart(wanted) };
}

function findSeenPart(code: string): DatePart {
  const { year, month, day, hours, minutes, seconds } = getFormatDateInfo(code);
  if (day) return "day";
  // In mm:ss the first is taken for a month.
  if (!year && (hours || minutes || seconds)) return "time";
  return month ? "month" : "year";
}

/**
 * A number as whoever opens the file in Sweden sees it: with a decimal comma, `0,9%` for 0.009, without spaces between
 * thousands. Dates come as `2026-08-21`, with their time if they have one, or `2026-08` where only the month is seen.
 */
export function showNumber(value: number, format: CellFormat | null, from1904: boolean): ShownCell {
  const stored = writePlain(value);
  if (format === null) return { text: stored, odd: null };
  if (format.kind === "unknown") return { text: stored, odd: { kind: "differs", shown: format.code, stored } };
  if (format.kind === "date") return showDate(value, format, from1904);
  const shown = write(value, format.code);
  if (format.scientific) return { text: stored, odd: { kind: "differs", shown, stored } };
  return { text: shown, odd: says(shown, value) ? null : { kind: "differs", shown, stored } };
}

function showDate(value: number, format: CellFormat & { kind: "date" }, from1904: boolean): ShownCell {
  const iso = formatSerial(value, from1904);
  const stored = writePlain(value);
  if (iso === null) return { text: stored, odd: { kind: "differs", shown: "########", stored } };
  const seen = write(from1904 ? value + DAYS_TO_1904 : value, format.code);
  // 10/5/26 is nobody's day in Sweden.
  const shown = /^m\W+d\W+y/i.test(format.code) ? iso.replace("T", " ") : seen;
  const text = { day: iso, month: iso.slice(0, 7), year: iso.slice(0, 4), time: seen }[format.part];
  return { text, odd: { kind: "date", shown } };
}

function write(value: number, code: string): string {
  return formatNumber(code, value, { locale: "sv" })
    .replaceAll("\u2212", "-")
    .replace(/(?<=\d)\s(?=\d{3}(?!\d))/g, "")
    .trim();
}

/** Whether one of the numbers that are seen is the value. */
function says(shown: string, value: number): boolean {
  const scale = shown.includes("%") ? 100 : 1;
  const wanted = Math.abs(value) * scale;
  return Array.from(shown.matchAll(/\d+(?:,\d+)?/g), ([number]) => Number(number.replace(",", "."))).some(
    (number) => Math.abs(number - wanted) <= wanted * 1e-12,
  );
}

/** With the fifteen digits that a spreadsheet shows at most, so that 0,1 + 0,2 is 0,3. */
function writePlain(value: number): string {
  const text = String(Number(value.toPrecision(15)));
  if (!text.includes("e")) return text.replace(".", ",");
  return /e-/.test(text) ? value.toFixed(20).replace(/0+$/, "").replace(".", ",") : BigInt(value).toString();
}

/** The day after the last one, 9999-12-31. */
const SERIALS_END = 2_958_466;
/** Between the two beginnings that a workbook may count days from. */
const DAYS_TO_1904 = 1462;

/** The date that a count of days stands for, with the time of day when there is one; null when it is none. */
function formatSerial(serial: number, from1904: boolean): string | null {
  const from1900 = from1904 ? serial + DAYS_TO_1904 : serial;
  if (serial < 0 || from1900 >= SERIALS_END) return null;
  // Excel counts 29 February 1900, which never was, so that days before it are one less.
  const days = from1900 < 60 ? from1900 + 1 : from1900;
  const seconds = Math.min(Math.round(days * 86_400), SERIALS_END * 86_400 - 1);
  return new Date(Date.UTC(1899, 11, 30) + seconds * 1000).toISOString().replace(/(T00:00:00)?\.000Z$/, "");
}
