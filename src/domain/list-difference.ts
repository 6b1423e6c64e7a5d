import { COLUMNS, ENTRY_FIELDS, writeCell, type EntryField } from "./list-columns.ts";
import type { ListEntry } from "./list.ts";

export interface ChangedEntry {
  readonly before: ListEntry;
  readonly after: ListEntry;
  readonly fields: readonly EntryField[];
}

/** What a version of a list has that another has not; each in the order of its own list. */
export interface ListDifference {
  readonly added: readonly ListEntry[];
  readonly removed: readonly ListEntry[];
  readonly changed: readonly ChangedEntry[];
  readonly unchanged: readonly ListEntry[];
}

/** Lines are the same when their keys are; where in its file a line stands is no difference. */
export function diffLists(before: readonly ListEntry[], after: readonly ListEntry[]): ListDifference {
  const known = new Map(before.map((entry) => [entry.key, entry]));
  const kept = new Set(after.map((entry) => entry.key));
  const added: ListEntry[] = [];
  const changed: ChangedEntry[] = [];
  const unchanged: ListEntry[] = [];
  for (const entry of after) {
    const earlier = known.get(entry.key);
    if (earlier === undefined) {
      added.push(entry);
      continue;
    }
    const fields = diffEntry(earlier, entry);
    if (fields.length === 0) unchanged.push(entry);
    else changed.push({ before: earlier, after: entry, fields });
  }
  return { added, changed, unchanged, removed: before.filter((entry) => !kept.has(entry.key)) };
}

/** The fields in which two lines differ. */
export function diffEntry(before: ListEntry, after: ListEntry): EntryField[] {
  return ENTRY_FIELDS.filter((field) =>
    COLUMNS.some((rule) => rule.field === field && writeCell(rule, before, "|") !== writeCell(rule, after, "|")),
  );
}

export interface DifferenceCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
}

export function countDifference(difference: ListDifference): DifferenceCounts {
  const { added, removed, changed, unchanged } = difference;
  return {
    added: added.length,
    removed: removed.length,
    changed: changed.length,
    unchanged: unchanged.length,
  };
}
