import type { NameIndex } from "./search-names.ts";
import { findSubstances, listWordings } from "./search-question.ts";

/** Digits that are no number we know of, units and forms: they stand with many names and tell none apart. */
export function tellsNothing(word: string): boolean {
  return /^\d+$/.test(word) || COMMON_WORDS.has(word);
}

/** Folded. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    "mg ml mcg mmol mikrogram milligram milliliter tablett tabletter tablet tablets kapsel kapslar capsule capsules " +
    "injektion injection infusion oral oralt peroralt inhalation ogondroppar kram salva suppositorium plaster"
  ).split(" "),
);
const LONGEST_PART = 4;
const SHORTEST_PART = 3;

/** The known names that stand one after the other in a question that is none of them: "morfin oxikodon". */
export function findParts(books: readonly NameIndex[], words: readonly string[]): string[] {
  const parts: string[] = [];
  for (let from = 0; from < words.length;) {
    const lengths = Array.from({ length: Math.min(LONGEST_PART, words.length - from) }, (_, place) => place + 1);
    const runs = lengths.toReversed().map((length) => words.slice(from, from + length));
    const run = runs.find((one) => one.join("").length >= SHORTEST_PART && nameRun(books, one) !== null);
    if (run !== undefined) parts.push(nameRun(books, run) ?? "");
    from += run?.length ?? 1;
  }
  return parts;
}

/** What goes by exactly these words, as it is written; null when nothing does. */
function nameRun(books: readonly NameIndex[], run: readonly string[]): string | null {
  for (const { words } of listWordings(run))
    for (const index of books) {
      const text = index.findWhole(words);
      if (text !== null) return text;
    }
  return findSubstances(run)?.[0] ?? null;
}
