import { clipText } from "../domain/clean-text.ts";
import { restoreCell } from "../domain/list-file.ts";
import { ruleOf, type ListColumn } from "../domain/list-columns.ts";
import { readListRow, type ReadCell } from "../domain/list-row.ts";
import type { ListEntry } from "../domain/list.ts";
import { joinListRows, type RowRemark } from "../domain/list-remarks.ts";
import { isShortened, MAX_OWN_PRODUCTS } from "../domain/own-product.ts";
import { reject, type RejectedRow, type RowFault } from "../domain/row-fault.ts";
import { nameCell, type OddCell } from "../domain/table-cell.ts";
import type { Table } from "./table-file.ts";
import type { RowMarks } from "./table-rows.ts";

export type ReadListRow =
  | { readonly kind: "entry"; readonly entry: ListEntry }
  /** A further row of a line, for another product that the region buys: the line with it, and in what the rows differ. */
  | { readonly kind: "joined"; readonly entry: ListEntry; readonly remarks: readonly RowRemark[] }
  | { readonly kind: "rejected"; readonly rejected: RejectedRow };

interface RowLayout {
  readonly places: ReadonlyMap<ListColumn, number>;
  /** Under each cell must stand a title; null where columns may stand beside the list. */
  readonly titles: readonly string[] | null;
  /** The first row of the list, from 0. */
  readonly from: number;
}

export function* readRows(table: Table, { places, titles, from }: RowLayout): Generator<ReadListRow> {
  const byKey = new Map<string, ListEntry>();
  for (const [at, cells] of table.rows.entries()) {
    if (at < from || cells.every((cell) => cell === "")) continue;
    const row = at + 1;
    const whole = findRowFault({ cells, at, titles, marks: table.marks });
    if (whole !== null) {
      yield { kind: "rejected", rejected: reject(row, "", whole) };
      continue;
    }
    const cell: ReadCell = (column) => {
      const place = places.get(column);
      const text = place === undefined ? undefined : cells[place];
      return text === undefined || text === "" ? null : restoreCell(text);
    };
    const read = readListRow(row, cell, findCellFaults({ at, cells, places, marks: table.marks }));
    if ("problem" in read) {
      yield { kind: "rejected", rejected: read };
      continue;
    }
    const earlier = byKey.get(read.key);
    if (earlier === undefined) {
      byKey.set(read.key, read);
      yield { kind: "entry", entry: read };
      continue;
    }
    const joined = joinListRows(earlier, read);
    if (joined.entry.own.length === earlier.own.length) {
      const column = read.emdn === null ? "ATC" : "EMDN";
      yield { kind: "rejected", rejected: reject(row, column, { kind: "duplicate", value: String(earlier.row) }) };
      continue;
    }
    if (joined.entry.own.length > MAX_OWN_PRODUCTS) {
      const fault = { kind: "own-many", value: String(MAX_OWN_PRODUCTS) } as const;
      yield { kind: "rejected", rejected: reject(row, "NPL-id", fault) };
      continue;
    }
    byKey.set(read.key, joined.entry);
    yield { kind: "joined", ...joined };
  }
}

interface WholeRow {
  readonly cells: readonly string[];
  readonly at: number;
  readonly titles: readonly string[] | null;
  readonly marks: RowMarks;
}

function findRowFault({ cells, at, titles, marks }: WholeRow): RowFault | null {
  if (marks.hiddenRows.has(at)) return { kind: "hidden-row", value: "" };
  if (titles === null) return null;
  const seen = (column: number): boolean => cells[column] !== "" && !marks.hiddenColumns.has(column);
  if (cells.length > titles.length && cells.some((_, column) => column >= titles.length && seen(column)))
    return { kind: "cells", value: `${cells.length} cells under ${titles.length} columns` };
  const untitled = cells.findIndex((_, column) => titles[column] === "" && seen(column));
  return untitled < 0 ? null : { kind: "untitled", value: nameCell({ row: at, column: untitled }) };
}

/** What makes a column's cell another text than was meant. Rounding does not harm a whole number that was calculated. */
function findCellFaults(input: CellsOfRow & { marks: RowMarks }): Map<ListColumn, RowFault> {
  const odd = input.marks.odd.get(input.at);
  const faults = findShortened(input);
  if (odd === undefined) return faults;
  for (const [column, place] of input.places) {
    const cell = odd.get(place);
    if (cell === undefined) continue;
    if (cell.kind === "differs" && ruleOf(column).isWhole === true) continue;
    const name = nameCell({ row: input.at, column: place });
    const said = [cell.shown, ...(cell.stored === undefined ? [] : [cell.stored])]
      .map((text) => clipText(text, 40))
      .join(" / ");
    const kind = cell.kind === "differs" && ruleOf(column).isCode === true ? "own-number" : ODD_FAULTS[cell.kind];
    faults.set(column, { kind, value: said === "" ? name : `${name} (${said})` });
  }
  return faults;
}

interface CellsOfRow {
  /** The row, from 0. */
  readonly at: number;
  readonly cells: readonly string[];
  readonly places: ReadonlyMap<ListColumn, number>;
}

/** Numbers of products that a spreadsheet has shortened, told by their cells. */
function findShortened({ at, cells, places }: CellsOfRow): Map<ListColumn, RowFault> {
  return new Map(
    [...places].flatMap(([column, place]): [ListColumn, RowFault][] => {
      const text = cells[place] ?? "";
      if (ruleOf(column).isCode !== true || !isShortened(text)) return [];
      const name = nameCell({ row: at, column: place });
      return [[column, { kind: "own-number", value: `${name} (${clipText(text, 40)})` }]];
    }),
  );
}

const ODD_FAULTS = {
  date: "date-cell",
  formula: "empty-formula",
  truth: "truth-cell",
  differs: "other-value",
} as const satisfies Record<OddCell["kind"], RowFault["kind"]>;
