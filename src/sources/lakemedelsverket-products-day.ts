import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import { parseWrittenDay, parseWrittenInstant } from "../domain/written-time.ts";

/** A date anywhere in a sheet's name: `2026-11-27`, `Läkemedel 20261127`, `27 november 2026`, `27.11.2026 02.15`. */
const DATES = [
  /(?<!\d)\d{4}[-. ]\d{1,2}[-. ]\d{1,2}(?!\d)/,
  /(?<!\d)(?:19|20)\d{6}(?!\d)/,
  /(?<!\d)\d{1,2}[-. ]\d{1,2}[-. ]\d{4}(?!\d)/,
  /(?<!\d)\d{1,2} ?\p{L}{3,12}\.? ?\d{4}(?!\d)/u,
];

/** The day that a sheet is named by; null when it is named by none. */
function readSheetDay(sheet: string): IsoDate | null {
  const text = sheet.normalize("NFKC").replace(/[_\s]+/g, " ");
  for (const date of DATES) {
    const [found] = date.exec(text) ?? [];
    const numbers = found === undefined || /\p{L}/u.test(found) ? found : found.replace(/[. ]/g, "-");
    const day = numbers === undefined ? null : parseWrittenDay(numbers);
    if (day !== null) return day;
  }
  return null;
}

/** Of sheets that look alike, the one of the newest day that has come; null when none is named by a day. */
export function pickNewestSheet(sheets: readonly string[], now: Date): string | null {
  const today = stockholmDate(now);
  const named = sheets.flatMap((sheet) => {
    const day = readSheetDay(sheet);
    return day === null || day > today ? [] : [{ sheet, day }];
  });
  return named.toSorted((a, b) => (a.day < b.day ? 1 : -1))[0]?.sheet ?? null;
}

interface CatalogueDay {
  readonly asOf: IsoDate;
  /** The day's beginning, or when the file was written. */
  readonly createdAt: Date;
  /** A day that the sheet is named by and that has not come. */
  readonly ahead: IsoDate | null;
}

/** The day that a catalogue tells of: its sheet's, else the file's own, else today; never one that has not come. */
export function findCatalogueDay(of: { sheet: string | null; modifiedAt: Date; now: Date }): CatalogueDay {
  const { sheet, modifiedAt, now } = of;
  const named = sheet === null ? null : readSheetDay(sheet);
  const today = stockholmDate(now);
  const createdAt = named === null || named > today ? null : parseWrittenInstant(named);
  if (named !== null && createdAt !== null) return { asOf: named, createdAt, ahead: null };
  const written = modifiedAt < now ? modifiedAt : now;
  return { asOf: stockholmDate(written), createdAt: written, ahead: named };
}
