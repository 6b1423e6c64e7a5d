import { distance } from "fastest-levenshtein";
import { cleanLine } from "./clean-text.ts";

/** What a reader may ask at most; the rest is cut off, so that no question costs more than another. */
export const MAX_QUERY_CHARS = 100;

/** What somebody asked, as one clean line of at most `MAX_QUERY_CHARS`. */
export function cleanQuery(text: string): string {
  // Cut before it is normalised too: one sign may become eighteen.
  const clean = cleanLine(text.slice(0, 2 * MAX_QUERY_CHARS)).normalize("NFKC");
  return cleanLine(clean.slice(0, MAX_QUERY_CHARS).toWellFormed().replaceAll("\uFFFD", " "));
}

/** Letters that NFKD does not take apart. */
const LIGATURES: Readonly<Record<string, string>> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  ß: "ss",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
};

/**
 * Text as it is compared: small letters and digits without diacritics, one space between words. Folding twice changes
 * nothing.
 */
export function foldText(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[æœøßłđðþ]/g, (letter) => LIGATURES[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The words of a folded text. */
export function splitWords(folded: string): string[] {
  return folded === "" ? [] : folded.split(" ");
}

/**
 * How Swedish and English names of one substance differ, in order: each pair is written the same on both sides. What they
 * make must never be one for two substances: that is tested on every substance there is.
 */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^oe(?=s)/, "e"],
  [/haem/g, "hem"],
  [/ae|aa/g, "a"],
  [/oe/g, "o"],
  [/ph/g, "f"],
  [/th/g, "t"],
  [/rh/g, "r"],
  [/ch/g, "k"],
  [/qu|kv/g, "k"],
  [/c(?![eiy])/g, "k"],
  [/kk/g, "k"],
  [/ks/g, "x"],
  [/w/g, "v"],
  [/z/g, "s"],
  [/[yj]/g, "i"],
  [/(?<=...)e$/, ""],
];

/** A folded word as it sounds in Swedish and English alike: `morphine` and `morfin` are `morfin`, `oxycodone` is `oxikodon`. */
export function soundOf(word: string): string {
  // One or two letters are no word: vitamin C is not vitamin K.
  if (word.length < 3) return word;
  return SPELLINGS.reduce((sound, [spelling, written]) => sound.replace(spelling, written), word);
}

/** How many letters may be wrong in a word of that length for it to be a likely slip. */
function allowedSlips(length: number): number {
  if (length < 4) return 0;
  if (length < 5) return 1;
  return length < 9 ? 2 : 3;
}

/** How many slips lie between two folded words; null when they are more than a person makes. Two letters that changed places are one slip. */
export function countSlips(written: string, meant: string): number | null {
  const allowed = allowedSlips(Math.min(written.length, meant.length));
  if (Math.abs(written.length - meant.length) > allowed) return null;
  if (isSwap(written, meant)) return 1;
  const slips = distance(written, meant);
  return slips <= allowed ? slips : null;
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 4) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2) && at + 1 < a.length;
}
