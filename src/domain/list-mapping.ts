import { COLUMNS, LIST_COLUMNS, type ListColumn } from "./list-columns.ts";
import type { ListMapping } from "./list-import.ts";
import { foldTitle, titleKey } from "./table-cell.ts";

/** Where each of our columns stands in a file, and which titles nothing is read from. */
export type FoundColumns =
  | { readonly kind: "found"; readonly places: ReadonlyMap<ListColumn, number>; readonly ignored: readonly string[] }
  | { readonly kind: "missing"; readonly columns: readonly ListColumn[] }
  | { readonly kind: "twice"; readonly title: string };

/**
 * Finds our columns by a region's own titles, and by ours where it names none that the file has. A column that the
 * mapping names and the file lacks is missing: a list must not lose its priorities because somebody renamed a column.
 */
export function findColumns(titles: readonly string[], mapping: ListMapping): FoundColumns {
  const folded = titles.map(titleKey);
  const places = new Map<ListColumn, number>();
  const missing: ListColumn[] = [];
  for (const column of LIST_COLUMNS) {
    const own = mapping[column];
    const wanted = [...(own === undefined ? [] : [own]), column].map(titleKey);
    const title = wanted.find((name) => folded.includes(name));
    if (title === undefined) {
      if (own !== undefined) missing.push(column);
      continue;
    }
    const place = folded.indexOf(title);
    if (folded.lastIndexOf(title) !== place) return { kind: "twice", title: titles[place] ?? "" };
    // A title that stands for one column by the region's word is no other column by ours.
    if (![...places.values()].includes(place)) places.set(column, place);
  }
  const lacking = listLacking(places).filter((column) => !missing.includes(column));
  if (missing.length + lacking.length > 0) return { kind: "missing", columns: [...missing, ...lacking] };
  const read = new Set(places.values());
  return { kind: "found", places, ignored: titles.filter((title, place) => title !== "" && !read.has(place)) };
}

/** What no list can do without: a name, and a code of medicines or of devices. */
function listLacking(places: ReadonlyMap<ListColumn, number>): ListColumn[] {
  return [
    ...(places.has("ATC") || places.has("EMDN") ? [] : (["ATC"] as const)),
    ...(places.has("Substans") ? [] : (["Substans"] as const)),
  ];
}

/** `unknown`: the file has no such title · `twice`: it stands for another column already · `required`: none was named. */
export interface MappingProblem {
  readonly column: ListColumn;
  readonly kind: "unknown" | "twice" | "required";
  readonly title: string;
}

/** What is wrong with a word on which of the file's titles stands for which of our columns. */
export function checkMapping(mapping: ListMapping, titles: readonly string[]): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const named = new Set<string>();
  const places = new Map<ListColumn, number>();
  for (const column of LIST_COLUMNS) {
    const title = mapping[column];
    if (title === undefined) continue;
    if (!titles.includes(title)) problems.push({ column, kind: "unknown", title });
    else if (named.has(title)) problems.push({ column, kind: "twice", title });
    named.add(title);
    places.set(column, 0);
  }
  return [...problems, ...listLacking(places).map((column) => ({ column, kind: "required", title: "" }) as const)];
}

const GUESSES = COLUMNS.flatMap(({ title, guess }) =>
  guess === undefined ? [] : [{ ...guess, column: title }],
).toSorted((a, b) => a.order - b.order);

/** What somebody wrote for colleagues, and numbers of other kinds, are nobody's name, form or priority. */
const NO_GUESS =
  /kommentar|comment|anm\b|anmärk|notering|notis|^not|anteckn|info|övrig|\bobs|intern|beskriv|motiver|hänvis|text|(?<!om)råd|åtgärd|advice|dosering|pris|antal|saldo|datum|\b(nr|nummer|id)\b|(nummer|nr|pris|datum)$/;

/** A first proposal: which of the file's titles looks like which of our columns. */
export function guessMapping(titles: readonly string[], known: ListMapping = {}): ListMapping {
  const mapping: Partial<Record<ListColumn, string>> = {};
  const free = new Set(titles.filter((title) => title !== ""));
  const take = (column: ListColumn, title: string | undefined): void => {
    if (title === undefined || mapping[column] !== undefined || !free.delete(title)) return;
    mapping[column] = title;
  };
  for (const column of LIST_COLUMNS)
    for (const wanted of [known[column], column])
      if (wanted !== undefined)
        take(
          column,
          titles.find((title) => titleKey(title) === titleKey(wanted)),
        );
  // Each title is guessed once, for the column that is surest of it.
  for (const { column, title: wanted, isSure = false } of GUESSES)
    take(
      column,
      [...free].find((title) => (isSure || !NO_GUESS.test(foldTitle(title))) && wanted.test(foldTitle(title))),
    );
  return mapping;
}

/** How much a row looks like the one that names the columns: a title of ours or of the region counts most. */
export function scoreTitles(titles: readonly string[], mapping: ListMapping): number {
  const keys = new Set(titles.map(titleKey));
  const isKnown = (column: ListColumn): boolean =>
    [mapping[column], column].some((title) => title !== undefined && title !== "" && keys.has(titleKey(title)));
  const known = LIST_COLUMNS.filter(isKnown).length;
  const guessed = Object.keys(guessMapping(titles, mapping)).length;
  return known * 100 + guessed;
}
