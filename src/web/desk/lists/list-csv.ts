import { stringify } from "csv-stringify/sync";
import { neutraliseCell, writeListCells } from "../../../domain/list-file.ts";
import { LIST_COLUMNS } from "../../../domain/list-columns.ts";
import type { ListEntry } from "../../../domain/list.ts";
import { listFaults } from "../../../domain/row-fault.ts";
import { codeOf, nameListEntry } from "../../desk-parts/list-entry-name.ts";
import type { Page } from "../../frame/page.ts";
import { describeRow } from "./list-report-table.tsx";
import { hasUnreadStrength, type ReportRow } from "./list-report.ts";
import { listsWords } from "./words.ts";

/** Rows as Swedish Excel opens them by a double click: semicolons, a byte order mark, nothing that runs as a formula. */
function writeCsv(rows: readonly (readonly string[])[]): string {
  const neutral = rows.map((row) => row.map(neutraliseCell));
  // The library quotes the line end that it writes itself, and no other.
  return stringify(neutral, { delimiter: ";", bom: true, record_delimiter: "\r\n", quoted_match: /[\r\n]/ });
}

/** A version of a list with the columns of an import, so that it can be read in again. */
export function writeListCsv(entries: readonly ListEntry[]): string {
  return writeCsv([LIST_COLUMNS, ...entries.map(writeListCells)]);
}

/** What became of each row, a line for each thing that is wrong in it. */
export function writeReportCsv(page: Page, rows: readonly ReportRow[]): string {
  const words = listsWords[page.language];
  const { row, outcome, medicine, csv } = words.report;
  const lines = rows.flatMap((line) => {
    const begin = [
      line.row === null ? "" : String(line.row),
      words.outcomes[line.outcome],
      line.entry === null ? "" : codeOf(line.entry),
      line.entry === null ? "" : nameListEntry(page, line.entry),
    ];
    const isQuiet = line.before === null && !hasUnreadStrength(line) && line.remarks.length === 0;
    if (line.rejected === null) return [[...begin, "", isQuiet ? "" : describeRow(page, line).join("; ")]];
    return listFaults(line.rejected).map(({ column, fault }) => [
      ...begin,
      column,
      words.faults[fault.kind](fault.value),
    ]);
  });
  return writeCsv([[row, outcome, "ATC", medicine, csv.column, csv.problem], ...lines]);
}
