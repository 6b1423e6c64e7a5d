import { clipText } from "../domain/clean-text.ts";
import { findColumns } from "../domain/list-mapping.ts";
import type { EncodingSample, FileFault, ListMapping, ReadLayout } from "../domain/list-import.ts";
import { LIST_COLUMNS, type ListColumn } from "../domain/list-columns.ts";
import { titleKey } from "../domain/table-cell.ts";
import type { Table } from "./table-file.ts";
import { findListHeader, readHeaderAt, type FoundHeader } from "./table-list-header.ts";

export interface RefusedList {
  readonly kind: "refused";
  readonly reason: string;
  readonly fault: FileFault;
  /** The header, when a word on its columns would make the file a list; `missing` are those of ours that were not found. */
  readonly titles?: readonly string[];
  readonly missing?: readonly ListColumn[];
  /** The sheets that are seen, when it has to be said which one is the list. */
  readonly sheets?: readonly string[];
  /** The ways to read the file's letters, when it has to be said which one is right. */
  readonly encodings?: readonly EncodingSample[];
  /** Where the header was looked for. */
  readonly layout?: ReadLayout;
}

export function refuseList(kind: FileFault["kind"], reason: string): RefusedList {
  return { kind: "refused", reason, fault: { kind, reason } };
}

export interface SeenHeader extends FoundHeader {
  /** Titles of columns that are hidden in the file, and so not read. */
  readonly hidden: readonly string[];
}

/** The header as it is seen: a hidden column has no title. */
export function findSeenHeader(
  { rows, marks }: Table,
  mapping: ListMapping,
  headerRow: number | undefined,
): SeenHeader {
  const found = headerRow === undefined ? findListHeader(rows, mapping) : readHeaderAt(rows, headerRow - 1);
  const isHidden = (place: number): boolean => marks.hiddenColumns.has(place);
  const titles = found.titles.map((title, place) => (isHidden(place) ? "" : title));
  return { ...found, titles, hidden: found.titles.filter((title, place) => title !== "" && isHidden(place)) };
}

export interface ListHeader {
  readonly kind: "header";
  readonly places: ReadonlyMap<ListColumn, number>;
  readonly ignored: readonly string[];
}

/** A header in our own words; anything else is told at its place. */
export function readOwnHeader({ titles, hidden }: SeenHeader, place: string): ListHeader | RefusedList {
  const places = new Map<ListColumn, number>();
  const known = LIST_COLUMNS.join(", ");
  const foreign = (reason: string): RefusedList => ({ ...refuseList("columns", reason), titles, missing: [] });
  for (const [index, title] of titles.entries()) {
    if (title === "") continue;
    const column = LIST_COLUMNS.find((name) => titleKey(name) === titleKey(title));
    if (column === undefined)
      return foreign(
        `${place}, column ${index + 1}: unknown column "${clipText(title, 40)}"; the columns are ${known}`,
      );
    if (places.has(column))
      return refuseList("column-twice", `${place}, column ${index + 1}: the column ${column} stands twice; remove one`);
    places.set(column, index);
  }
  const found = findColumns(titles, {});
  if (found.kind === "missing")
    return foreign(
      `${place}: the column ${found.columns.join(" and ")} is missing${wordHidden(hidden)}; the columns are ${known}`,
    );
  return { kind: "header", places, ignored: [] };
}

function wordHidden(hidden: readonly string[]): string {
  return hidden.length === 0
    ? ""
    : ` (hidden in the file, and so not read: ${hidden.map((text) => clipText(text, 40)).join(", ")})`;
}

export function readMappedHeader(
  { titles, hidden }: SeenHeader,
  { mapping, place }: { mapping: ListMapping; place: string },
): ListHeader | RefusedList {
  const found = findColumns(titles, mapping);
  switch (found.kind) {
    case "found":
      return { kind: "header", places: found.places, ignored: found.ignored };
    case "twice":
      return refuseList("column-twice", `${place}: the column ${clipText(found.title, 40)} stands twice; remove one`);
    case "missing":
      return {
        ...refuseList(
          "columns",
          `${place}: there is no column for ${found.columns.join(" and ")}${wordHidden(hidden)}`,
        ),
        titles,
        missing: found.columns,
      };
  }
}
