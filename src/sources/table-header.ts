import { quoteText } from "../domain/clean-text.ts";
import { titleKey } from "../domain/table-cell.ts";
import type { RejectedTable } from "./table-file.ts";
import { MAX_ROWS_ABOVE } from "./table-rows.ts";

export interface WantedColumn {
  /** The names that the column may have; case, spaces and dashes do not count. */
  readonly names: readonly string[];
  readonly required: boolean;
  /** What stands in brackets behind the name does not count either: `Verksamt ämne (förenklat)`. */
  readonly loose?: boolean;
}

export interface TableHeader<K extends string> {
  readonly kind: "header";
  /** Where the header stands in the rows; the data begins behind it. */
  readonly at: number;
  /** Where each column stands, and its name in this file. */
  readonly columns: ReadonlyMap<K, { readonly at: number; readonly name: string }>;
}

const MAX_NAMES_SHOWN = 20;

/**
 * Finds the row that names the columns, or looks at the one that is said to, from 1; rejected, in one sentence, when there is none or a
 * required column is missing.
 */
export function findHeader<K extends string>(
  rows: readonly (readonly string[])[],
  wanted: ReadonlyMap<K, WantedColumn>,
  headerRow?: number,
): TableHeader<K> | RejectedTable {
  const looked = rows
    .map((row, at) => ({ at, row }))
    .slice(...(headerRow === undefined ? [0, MAX_ROWS_ABOVE] : [headerRow - 1, headerRow]));
  const places = looked.map(({ row, at }) => ({ at, row, columns: findColumns(row, wanted) }));
  const [best] = places.toSorted((a, b) => b.columns.size - a.columns.size || a.at - b.at);
  if (best === undefined || best.columns.size === 0) {
    const names = Array.from(wanted.values(), (column) => quoteText(column.names[0] ?? ""));
    const where = headerRow === undefined ? "no row" : `row ${headerRow}`;
    const does = headerRow === undefined ? "names" : "does not name";
    return reject(`${where} ${does} the columns ${names.join(", ")}: is it the right file, and the right sheet?`);
  }
  const missing = [...wanted].filter(([key, { required }]) => required && !best.columns.has(key));
  if (missing.length > 0) {
    const names = missing.map(([, column]) => column.names.map((name) => quoteText(name)).join(" or "));
    const present = best.row.filter((name) => name !== "").slice(0, MAX_NAMES_SHOWN);
    return reject(
      `row ${best.at + 1}: the column ${names.join(" and ")} is missing; the file has ${present.map((name) => quoteText(name)).join(", ")}`,
    );
  }
  const folded = best.row.map(titleKey);
  const twice = [...best.columns.values()].find(({ at, name }) => folded.lastIndexOf(titleKey(name)) !== at);
  if (twice !== undefined)
    return reject(`row ${best.at + 1}: the column ${quoteText(twice.name ?? "")} stands twice; remove one`);
  return { kind: "header", at: best.at, columns: best.columns };
}

/** How many of the wanted columns the row names that names the most: chooses among a workbook's sheets. */
export function scoreHeader<K extends string>(
  rows: readonly (readonly string[])[],
  wanted: ReadonlyMap<K, WantedColumn>,
): number {
  return Math.max(0, ...rows.slice(0, MAX_ROWS_ABOVE).map((row) => findColumns(row, wanted).size));
}

function findColumns<K extends string>(row: readonly string[], wanted: ReadonlyMap<K, WantedColumn>) {
  const folded = row.map(titleKey);
  const bare = row.map((title) => titleKey(title.replace(/\([^()]*\)\s*$/, "")));
  const columns = new Map<K, { at: number; name: string }>();
  for (const [key, { names, loose = false }] of wanted) {
    const at = [folded, ...(loose ? [bare] : [])]
      .flatMap((titles) => names.map((name) => titles.indexOf(titleKey(name))))
      .find((index) => index >= 0);
    if (at !== undefined) columns.set(key, { at, name: row[at] ?? "" });
  }
  return columns;
}

function reject(reason: string): RejectedTable {
  return { kind: "rejected", reason };
}
