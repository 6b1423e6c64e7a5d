import type { ListEntry } from "./list.ts";

/** What may differ in a line that keeps its key; ATC, form and strength are the key. */
export const ENTRY_FIELDS = [
  "substance",
  "strength",
  "priority",
  "category",
  "stockDays",
  "standingAdvice",
  "areas",
  "careSetting",
] as const satisfies readonly (keyof ListEntry)[];
export type EntryField = (typeof ENTRY_FIELDS)[number];

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

/** The fields in which two lines of one key differ. */
export function diffEntry(before: ListEntry, after: ListEntry): EntryField[] {
  return ENTRY_FIELDS.filter((field) => describe(before, field) !== describe(after, field));
}

/** A field as text; an advice's parts in one order, since the database has an order of its own. */
function describe(entry: ListEntry, field: EntryField): string {
  const { standingAdvice: advice } = entry;
  if (field !== "standingAdvice") return JSON.stringify(entry[field]);
  return JSON.stringify(advice === null ? null : [advice.type, advice.text.sv, advice.text.en ?? null]);
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
