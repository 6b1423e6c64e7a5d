import { quoteText } from "../domain/clean-text.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { MISSING, type Field } from "../domain/notice.ts";
import { readStatusWord, type StatusWord } from "../domain/status-word.ts";
import { foldCode } from "../domain/table-cell.ts";
import { parseWrittenDay } from "../domain/written-time.ts";

export const TABLE_FIELDS = [
  "reportId",
  "type",
  "status",
  "atc",
  "productName",
  "nplId",
  "nplPackId",
  "articleNumber",
  "package",
  "holder",
  "substance",
  "start",
  "forecastEnd",
  "end",
  "lastUpdated",
  "cause",
  "link",
  "note",
  "emdn",
  "manufacturer",
  "created",
] as const;
/**
 * What a column may say. `status` is whether it goes on, is over or is to come, and stands above the dates; `created` is
 * when the file was made; the rest is as in `Notice`, `Package` and `Device`.
 */
export type TableField = (typeof TABLE_FIELDS)[number];

export interface Problem {
  readonly field: TableField;
  readonly problem: string;
}

/** How the cells of a table are written. */
export interface CellLayout {
  /** 12/8 is the twelfth of August, or the eighth of December. */
  readonly dateOrder: "dmy" | "mdy";
  /** Statuses that begin so say that the shortage is over, or that it goes on, beside the words that are known anyway. */
  readonly overWords: readonly string[];
  readonly openWords: readonly string[];
}

/** Empty when the cell is, or the column is missing. */
export type CellText = (field: TableField) => string;

interface CellReaderInput {
  readonly cell: CellText;
  readonly layout: CellLayout;
  readonly problems: Problem[];
  readonly oddities: Problem[];
}

/** What stands in a date's cell when nobody knows the date. */
const NO_DATE =
  /^(?:[-–—−?.*/]+|okän[dt]|ej känt|ej känd|ej angiven|ej angivet|vet ej|oklart|saknas|ingen uppgift|uppgift saknas|tills vidare|tillsvidare|t\.?v\.?|n\/?a|unk(?:nown)?|tb[acd]|none|null|until further notice|toistaiseksi|ei tiedossa|ei tiedossa\.)$/u;
/** From here on a date stands for "no end": 9999-12-31 and its like. */
const OPEN_END = "2099";
/** Before this nobody reported shortages: a date is a slip, or an empty cell's number. */
const FIRST_YEAR = "1990";

/** Reads cells that must have a shape; a cell that has another is a problem, an empty one is not. */
export function createCellReader({ cell, layout, problems, oddities }: CellReaderInput) {
  const shaped = (field: TableField, shape: RegExp, what: string): string => {
    const text = foldCode(cell(field));
    if (text === "" || shape.test(text)) return text;
    problems.push({ field, problem: `${quoteText(cell(field))} is not ${what}` });
    return "";
  };
  return {
    shaped,
    /** Spreadsheets drop the leading zeros of what looks like a number, so they are put back. */
    articleNumber(): string {
      const digits = shaped("articleNumber", /^\d{1,6}$/, "a six-digit article number");
      return digits === "" ? "" : digits.padStart(6, "0");
    },
    /** A text that is no date costs the date and not the notice; an end at the end of time is none. */
    date(field: TableField): Field<IsoDate> {
      const text = cell(field);
      if (text === "" || NO_DATE.test(fold(text))) return MISSING;
      const value = parseWrittenDay(text, layout.dateOrder);
      if (value !== null && value >= OPEN_END && field !== "start") return MISSING;
      if (value !== null && value >= FIRST_YEAR && value < OPEN_END) return { value };
      oddities.push({ field, problem: `${quoteText(text)} is no date, left out; write one such as 2026-08-21` });
      return MISSING;
    },
    status(): StatusWord | null {
      const text = fold(cell("status"));
      if (text === "") return null;
      const begins = (word: string): boolean => text.startsWith(fold(word));
      if (layout.overWords.some(begins)) return "over";
      if (layout.openWords.some(begins)) return "ongoing";
      const status = readStatusWord(text);
      if (status === null)
        oddities.push({
          field: "status",
          problem: `${quoteText(cell("status"))} is no status that is known here, the dates count`,
        });
      return status;
    },
    warn(field: TableField, problem: string): void {
      oddities.push({ field, problem });
    },
    fail(field: TableField, problem: string): void {
      problems.push({ field, problem });
    },
  };
}

export type CellReader = ReturnType<typeof createCellReader>;

export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
