import { z } from "zod";
import { findRegion } from "../domain/region.ts";
import type { SourceKind } from "./source.ts";
import { readTableNotices } from "./table-notices.ts";
import { TEXT_ENCODINGS } from "./table-text.ts";
import { TABLE_FIELDS } from "./table-row-cells.ts";

const field = z.enum(TABLE_FIELDS);
const columnName = z.string().trim().min(1).max(200);

const spreadsheetOptionsSchema = z
  .strictObject({
    /** Our field → the file's column, or the names that it may have: `{ "productName": "Läkemedel", "start": "Från" }`. */
    columns: z.partialRecord(field, z.union([columnName, z.array(columnName).min(1)])),
    /** Fields whose column may be missing. */
    optional: z.array(field).default([]),
    /** What holds where a column is missing or a cell is empty: `{ "type": "restsituation" }`. */
    constants: z.partialRecord(field, z.string().max(2000)).default({}),
    /** The sheet's name; without it the one that is seen and names the most columns. */
    sheet: columnName.optional(),
    /** The row that names the columns, from 1; looked for in the first 30 without it. */
    headerRow: z.int().min(1).max(1000).optional(),
    /** Of a CSV file that is not UTF-8 and whose encoding cannot be told from its text. */
    encoding: z.enum(TEXT_ENCODINGS).optional(),
    /** What 12/8/2026 means. Dates such as 2026-08-12 and 12.8.2026 are always understood. */
    dateOrder: z.enum(["dmy", "mdy"]).default("dmy"),
    /**
     * Statuses that begin so say that the shortage is over, or that it goes on. The ordinary words are known anyway
     * (avslutad, åter i lager, pågår, kommande, ended, päättynyt …), and a status stands above the dates.
     */
    overWords: z.array(z.string().trim().min(1)).default([]),
    openWords: z.array(z.string().trim().min(1)).default([]),
    /** For a region's own notices, which are that region's only. */
    regionCode: z
      .string()
      .refine((code) => findRegion(code) !== undefined, { error: "is no region's code, such as 01" })
      .optional(),
    /** Whether the file lists all there is, so that what is no longer in it has vanished. */
    complete: z.boolean().default(true),
  })
  .refine(({ columns }) => columns.productName !== undefined || columns.articleNumber !== undefined, {
    path: ["columns"],
    error: "must name the column of productName or of articleNumber",
  });

/** CSV or XLSX files with columns of their own, such as a region's list of what it cannot get. */
export const spreadsheet: SourceKind = {
  name: "spreadsheet",
  optionsSchema: spreadsheetOptionsSchema,
  create({ name, title, url, options }) {
    const { complete, columns, ...layout } = spreadsheetOptionsSchema.parse(options);
    const names = Object.entries(columns).map(([key, value]) => [key, [value].flat()]);
    return {
      name,
      title,
      defaultUrl: url,
      complete,
      use: "facts",
      read: (input) =>
        readTableNotices(input, {
          ...layout,
          source: name,
          columns: Object.fromEntries(names),
          articleWord: "Artikel",
        }),
    };
  },
};
