import { isFormHead, isFormWord } from "./form.ts";
import { isStrength } from "./strength.ts";

export interface ProductName {
  readonly name: string;
  /** As written, with single spaces; `normaliseStrength` makes it comparable. */
  readonly strength: string | null;
  /** As written, with single spaces; `formGroupOf` gives its group. */
  readonly form: string | null;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The longest forms have ten words, the longest strengths seven: more is not looked through, so time stays linear. */
const MOST = { formWords: 16, strengthWords: 12, strengthChars: 120 };

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * Whether a number that could begin "28 250 mikrogram" is the end of a name ("Amorest 28") and not thousands: real
 * strengths group thousands only in round numbers ("10 000 IE", "12 500 IE").
 */
function endsName(word: Word | undefined, next: Word | undefined): boolean {
  const isPair = /^\d{2,3}$/.test(word?.text ?? "") && /^\d{3}$/.test(next?.text ?? "");
  return isPair && !/^[05]00$/.test(next?.text ?? "");
}

/** Index of the word where the strength begins that ends just before word `end`; null when there is none. */
function findStrength(source: string, { words, end }: { words: readonly Word[]; end: number }): number | null {
  const last = words[end - 1];
  if (last === undefined) return null;
  for (let at = Math.max(0, end - MOST.strengthWords); at < end; at += 1) {
    const word = words[at];
    if (word === undefined || last.end - word.start > MOST.strengthChars || endsName(word, words[at + 1])) continue;
    if (isStrength(source.slice(word.start, last.end))) return at;
  }
  return null;
}

/** Index of the word where the form begins, or null. A form follows a strength or a double space; else a capital tells. */
function findForm(source: string, words: readonly Word[]): number | null {
  const first = Math.max(1, words.length - MOST.formWords);
  let known = words.length;
  while (known > first && isFormWord(words[known - 1]?.text ?? "0")) known -= 1;
  const places = words
    .map(({ text, start }, at) => ({ text, start, at, gap: start - (words[at - 1]?.end ?? start) }))
    .slice(first);
  const followsBoundary = ({ at, gap }: { at: number; gap: number }): boolean =>
    gap > 1 || findStrength(source, { words, end: at }) !== null;
  const hasCapital = ({ text }: { text: string }): boolean => /^\p{Lu}/u.test(text);
  const heads = places.filter(({ at, text }) => at >= known && isFormHead(text));
  const place =
    heads.find(followsBoundary) ??
    heads.find(hasCapital) ??
    places.findLast((unknown) => hasCapital(unknown) && followsBoundary(unknown));
  return place?.at ?? null;
}

/**
 * Reads Läkemedelsverket's `<name> <strength> <form>` (two spaces before the form when there is no strength). The form
 * is read from the end by its words, the strength by its grammar, the name is the rest: names may hold numbers
 * ("Creon 25000"). A part that is not there is null; the name is never empty unless the text is.
 */
export function parseProductName(productName: string): ProductName {
  const words = Array.from(productName.matchAll(/\S+/g), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  const formAt = findForm(productName, words);
  const strengthAt = findStrength(productName, { words, end: formAt ?? words.length });
  const cut = (from: number, to: number): string =>
    tidy(productName.slice(words[from]?.start ?? productName.length, words[to]?.start ?? productName.length));
  return {
    name: cut(0, strengthAt ?? formAt ?? words.length) || tidy(productName),
    strength: strengthAt === null ? null : cut(strengthAt, formAt ?? words.length),
    form: formAt === null ? null : cut(formAt, words.length),
  };
}
