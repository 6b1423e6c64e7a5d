import { scoreTitles } from "../domain/list-mapping.ts";
import type { ListMapping } from "../domain/list-import.ts";
import { MAX_ROWS_ABOVE } from "./table-rows.ts";

export interface FoundHeader {
  /** The first row of the header, from 0, and the first one of the list. */
  readonly at: number;
  readonly bodyAt: number;
  readonly titles: readonly string[];
  /** How much it looks like one. */
  readonly score: number;
}

type Rows = readonly (readonly string[])[];

/**
 * The row that names a list's columns: the one among the first that has the most titles we know, also when they are
 * written over two rows. Titles, dates and instructions above it are passed by.
 */
export function findListHeader(rows: Rows, mapping: ListMapping): FoundHeader {
  const looked = rows.slice(0, MAX_ROWS_ABOVE);
  const single = looked.map((titles, at): FoundHeader => {
    return { at, bodyAt: at + 1, titles, score: scoreTitles(titles, mapping) };
  });
  const double = looked.flatMap((titles, at): FoundHeader[] => {
    const below = rows[at + 1];
    if (titles.length < 2 || below === undefined || below.length < 2) return [];
    const joined = Array.from({ length: Math.max(titles.length, below.length) }, (_, place) =>
      joinTitles(titles[place] ?? "", below[place] ?? ""),
    );
    return [{ at, bodyAt: at + 2, titles: joined, score: scoreTitles(joined, mapping) }];
  });
  const [best] = [...single, ...double].toSorted((a, b) => b.score - a.score);
  if (best !== undefined && best.score > 0) return best;
  // Nothing is known: the first row that names several things is the likeliest.
  const at = Math.max(
    0,
    looked.findIndex((row) => row.filter((cell) => cell !== "").length > 1),
  );
  return readHeaderAt(rows, at);
}

/** The row that somebody chose, from 0. */
export function readHeaderAt(rows: Rows, at: number): FoundHeader {
  return { at, bodyAt: at + 1, titles: rows[at] ?? [], score: 0 };
}

function joinTitles(upper: string, lower: string): string {
  if (upper === "" || lower === "" || upper === lower) return upper || lower;
  // A word that is broken at the line's end: Berednings-/form.
  return upper.endsWith("-") && /^\p{Ll}/u.test(lower) ? upper.slice(0, -1) + lower : `${upper} ${lower}`;
}
