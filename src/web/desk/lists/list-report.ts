import type { EntryField } from "../../../domain/list-columns.ts";
import type { ListDifference } from "../../../domain/list-difference.ts";
import { doubtStrength } from "../../../domain/list-strength.ts";
import type { ListEntry } from "../../../domain/list.ts";
import type { RowRemark } from "../../../domain/list-remarks.ts";
import type { RejectedRow } from "../../../domain/row-fault.ts";
import type { RowOutcome } from "./words-sv.ts";

/** A line of the report on an import, or of the difference between two versions. */
export interface ReportRow {
  /** Where in the file; null for a line that the file no longer has. */
  readonly row: number | null;
  readonly outcome: RowOutcome;
  /** The line as it becomes, or as it was; null for a row that was rejected. */
  readonly entry: ListEntry | null;
  /** The line as it was, and in what it differs; of a changed line only. */
  readonly before: ListEntry | null;
  readonly fields: readonly EntryField[];
  readonly rejected: RejectedRow | null;
  /** What is worth a look in it; none in the difference between two versions. */
  readonly remarks: readonly RowRemark[];
}

export const OUTCOMES = [
  "rejected",
  "added",
  "changed",
  "removed",
  "unchanged",
] as const satisfies readonly RowOutcome[];

/** All rows of a report: what went wrong first, then what changes, then the rest; each by row of the file. */
export function listReportRows(
  difference: ListDifference,
  { rejected, remarks }: { rejected: readonly RejectedRow[]; remarks: readonly RowRemark[] },
): ReportRow[] {
  const plain = { before: null, fields: [], rejected: null, remarks: [] };
  const byRow = Map.groupBy(remarks, ({ line }) => line);
  const ofEntries = (outcome: RowOutcome, entries: readonly ListEntry[]): ReportRow[] =>
    entries.map((entry) =>
      outcome === "removed"
        ? { ...plain, row: null, outcome, entry }
        : { ...plain, row: entry.row, outcome, entry, remarks: byRow.get(entry.row) ?? [] },
    );
  return [
    ...rejected.map((row): ReportRow => ({ ...plain, row: row.row, outcome: "rejected", entry: null, rejected: row })),
    ...ofEntries("added", difference.added),
    ...difference.changed.map(({ before, after, fields }): ReportRow => ({
      ...plain,
      row: after.row,
      remarks: byRow.get(after.row) ?? [],
      outcome: "changed",
      entry: after,
      before,
      fields,
    })),
    ...ofEntries("removed", difference.removed),
    ...ofEntries("unchanged", difference.unchanged),
  ];
}

/** What somebody wants to see of a report; `never` are the lines that nothing has hit, `unread` those whose strength cannot be read. */
export type ReportFilter = RowOutcome | "all" | "never" | "unread" | "remarked";

export function parseReportFilter(text: string | null): ReportFilter {
  return [...OUTCOMES, "never" as const, "unread" as const, "remarked" as const].find((name) => name === text) ?? "all";
}

export function filterReport(
  rows: readonly ReportRow[],
  { filter, neverHit }: { filter: ReportFilter; neverHit: ReadonlySet<string> },
): readonly ReportRow[] {
  if (filter === "all") return rows;
  if (filter === "never")
    return rows.filter(({ entry, outcome }) => entry !== null && outcome !== "removed" && neverHit.has(entry.key));
  if (filter === "unread") return rows.filter(hasUnreadStrength);
  if (filter === "remarked") return rows.filter(({ remarks }) => remarks.length > 0);
  return rows.filter(({ outcome }) => outcome === filter);
}

/** Whether the line's strength says nothing that can be compared: what it hits then waits for a person's word. */
export function hasUnreadStrength({ entry, outcome }: ReportRow): boolean {
  return outcome !== "removed" && doubtStrength(entry?.strength ?? null) !== null;
}

/** A page of rows; one beyond the last gives the last. */
export function pageOf<T>(rows: readonly T[], wanted: number): { rows: readonly T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  const page = Math.min(wanted, pages);
  return { rows: rows.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS), page, pages };
}

export const PAGE_ROWS = 50;
