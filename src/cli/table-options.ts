import { TEXT_ENCODINGS, type TextEncoding } from "../sources/table-text.ts";
import { UsageError } from "./command.ts";

/** The options of commands that read a table: which part of the file is the table, and how its letters are written. */
export const TABLE_OPTIONS = {
  sheet: { type: "string" },
  "header-row": { type: "string" },
  encoding: { type: "string" },
} as const;

export interface TableOptions {
  readonly sheet?: string | undefined;
  readonly headerRow?: number | undefined;
  readonly encoding?: TextEncoding | undefined;
}

const MAX_HEADER_ROW = 1000;

/** Throws UsageError. */
export function parseTableOptions(values: {
  readonly sheet?: string | undefined;
  readonly "header-row"?: string | undefined;
  readonly encoding?: string | undefined;
}): TableOptions {
  const { sheet, "header-row": row, encoding: named } = values;
  if (sheet === "") throw new UsageError("--sheet should be a sheet's name, or its number from 1");
  const headerRow = row === undefined ? undefined : Number(row);
  if (headerRow !== undefined && !(/^[1-9]\d{0,3}$/.test(row ?? "") && headerRow <= MAX_HEADER_ROW))
    throw new UsageError(`--header-row should be a row's number from 1 to ${MAX_HEADER_ROW}, not "${row}"`);
  const encoding = TEXT_ENCODINGS.find((name) => name === named?.toLowerCase());
  if (named !== undefined && encoding === undefined)
    throw new UsageError(`--encoding should be one of ${TEXT_ENCODINGS.join(", ")}, not "${named}"`);
  return { sheet, headerRow, encoding };
}
