import { clipText } from "../domain/clean-text.ts";
import { restoreCell } from "../domain/list-file.ts";
import { ruleOf, type ListColumn } from "../domain/list-columns.ts";
import { readListRow, type ReadCell } from "../domain/list-row.ts";
import type { ListEntry } from "../domain/list.ts";
import { reject, type RejectedRow, type RowFault } from "../domain/row-fault.ts";
import { nameCell, type OddCell } from "../domain/table-cell.ts";
import type { Table } from "./table-file.ts";
import type { RowMarks } from "./table-rows.ts";

export type ReadListRow =
  | { readonly kind: "entry"; readonly entry: ListEntry }
  | { readonly kind: "rejected"; readonly rejected: RejectedRow };

interface RowLayout {
  readonly places: ReadonlyMap<ListColumn, number>;
  /** Under each cell must stand a title; null where columns may stand beside the list. */
  readonly titles: readonly string[] | null;
  /** The first row of the list, from 0. */
  readonly from: number;
}

export function* readRows(table: Table, { places, titles, from }: RowLayout): Generator<ReadListRow> {
  const rowByKey = new Map<string, number>();
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
    const read = readListRow(row, cell, findCellFaults({ at, places, marks: table.marks }));
    if ("problem" in read) {
      yield { kind: "rejected", rejected: read };
      continue;
    }
    const earlier = rowByKey.get(read.key);
    if (earlier !== undefined) {
      const column = read.emdn === null ? "ATC" : "EMDN";
      yield { kind: "rejected", rejected: reject(row, column, { kind: "duplicate", value: String(earlier) }) };
      continue;
    }
    rowByKey.set(read.key, row);
    yield { kind: "entry", entry: read };
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
function findCellFaults(input: {
  at: number;
  places: ReadonlyMap<ListColumn, number>;
  marks: RowMarks;
}): Map<ListColumn, RowFault> {
  const odd = input.marks.odd.get(input.at);
  const faults = new Map<ListColumn, RowFault>();
  if (odd === undefined) return faults;
  for (const [column, place] of input.places) {
    const cell = odd.get(place);
    if (cell === undefined) continue;
    if (cell.kind === "differs" && ruleOf(column).isWhole === true) continue;
    const name = nameCell({ row: input.at, column: place });
    const said = [cell.shown, ...(cell.stored === undefined ? [] : [cell.stored])]
      .map((text) => clipText(text, 40))
      .join(" / ");
    faults.set(column, { kind: ODD_FAULTS[cell.kind], value: said === "" ? name : `${name} (${said})` });
  }
  return faults;
}

const ODD_FAULTS = {
  date: "date-cell",
  formula: "empty-formula",
  truth: "truth-cell",
  differs: "other-value",
} as const satisfies Record<OddCell["kind"], RowFault["kind"]>;
