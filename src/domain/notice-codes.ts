import { parseIsoDate } from "./calendar.ts";

/** What a free text names, each in the order of its first appearance, none twice. */
export interface RecognisedCodes {
  /** Four, five or seven characters, or three behind the word ATC; veterinary codes have a `Q` more. */
  readonly atc: string[];
  /** 14 digits. */
  readonly nplIds: string[];
  /** Six digits; NOT unique in the Nordic countries. */
  readonly articleNumbers: string[];
}

/**
 * ATC's second level as WHO has it (https://atcddd.fhi.no/atc_ddd_index/), so that diagnoses (C50), viruses (H1N1) and
 * rooms are not taken for medicines. Veterinary codes have groups of their own behind the Q, and go by shape.
 */
const SECOND_LEVEL =
  "(?:A(?:0[1-9]|1[0-6])|B0[1-6]|C(?:0[1-9]|10)|D(?:0[1-9]|1[01])|G0[1-4]|H0[1-5]|J0[1-7]|L0[1-4]|M0[1-9]|N0[1-7]" +
  "|P0[1-3]|R0[1-7]|S0[1-3]|V(?:0[1346789]|10|20)|Q[A-Z][0-9]{2})";

const BEFORE = String.raw`(?<![\p{L}\p{N}_])`;
const BEHIND = String.raw`(?![\p{L}\p{N}_])`;

const ATC_CODE = new RegExp(`${BEFORE}${SECOND_LEVEL}[A-Z](?:[A-Z](?:[0-9]{2})?)?${BEHIND}`, "gu");
const ATC_GROUP = new RegExp(
  `${BEFORE}ATC(?:-?kod(?:en|er|erna)?|-?grupp(?:en|er|erna)?)?[\\s:]{0,5}(${SECOND_LEVEL})${BEHIND}`,
  "giu",
);

const NPL_ID = /(?<![\p{L}\p{N}_])(?:19|20)[0-9]{12}(?![\p{L}\p{N}_])/gu;
/** Ids of packages look just like ids of products. */
const PACKAGE_WORD = /pack(?:ages?)?[\s-]?id[\s:]{0,5}$/iu;

const ARTICLE_WORD =
  /(?<![\p{L}\p{N}_])(?:varunummer|varunumren|varunr|vnr|art\.?\s?nr|artikelnummer|artikelnumren)[.:\s]{0,5}/giu;
/** Written in one or, as on packages, in pairs. */
const ARTICLE_NUMBER = /([0-9]{2}) ?([0-9]{2}) ?([0-9]{2})(?![\p{L}\p{N}_])/uy;
const NEXT_IN_LIST = /\s{0,5}(?:,|;|\/|och|eller|samt)\s{0,5}/iuy;

const WORD = /[\p{L}\p{N}]+/gu;
const FIRST_WORD = /^[\p{L}\p{N}]+/u;
/** The longest ATC terms have some ten words; none that a news item would write out has more than these. */
const MAX_TERM_WORDS = 8;
const MAX_TERM_CHARS = 120;
const MIN_TERM_LETTERS = 5;

/**
 * Recognises medicines in a text that people wrote. `terms` maps lower-case Swedish ATC terms ("meropenem") to ATC
 * codes; they count only when the text has no ATC code of its own, as whole words, also in the genitive, the longest
 * first. Time grows with the text's length and with nothing else.
 */
export function recogniseCodes(text: string, terms: ReadonlyMap<string, readonly string[]>): RecognisedCodes {
  const normal = text.normalize("NFC");
  const atc = findAtcCodes(normal);
  return {
    atc: atc.length > 0 ? atc : findTerms(normal, terms),
    nplIds: findNplIds(normal),
    articleNumbers: findArticleNumbers(normal),
  };
}

function findAtcCodes(text: string): string[] {
  const codes = [...text.matchAll(ATC_CODE)].map((match) => ({ at: match.index, code: match[0] }));
  const groups = [...text.matchAll(ATC_GROUP)].flatMap((match) => {
    const code = match[1] ?? "";
    // The word may be written anyhow, the code must not: "atc a02" is how nobody writes a code.
    return code === code.toUpperCase() ? [{ at: match.index + match[0].length - code.length, code }] : [];
  });
  return unique([...codes, ...groups].toSorted((a, b) => a.at - b.at).map(({ code }) => code));
}

function findNplIds(text: string): string[] {
  const ids = [...text.matchAll(NPL_ID)].filter((match) => {
    if (PACKAGE_WORD.test(text.slice(Math.max(0, match.index - 20), match.index))) return false;
    const [id] = match;
    return parseIsoDate(`${id.slice(0, 4)}-${id.slice(4, 6)}-${id.slice(6, 8)}`) !== null;
  });
  return unique(ids.map(([id]) => id));
}

function findArticleNumbers(text: string): string[] {
  const numbers: string[] = [];
  for (const word of text.matchAll(ARTICLE_WORD)) {
    let at: number | null = word.index + word[0].length;
    while (at !== null) {
      ARTICLE_NUMBER.lastIndex = at;
      const number = ARTICLE_NUMBER.exec(text);
      if (number === null) break;
      numbers.push(number.slice(1).join(""));
      NEXT_IN_LIST.lastIndex = ARTICLE_NUMBER.lastIndex;
      at = NEXT_IN_LIST.test(text) ? NEXT_IN_LIST.lastIndex : null;
    }
  }
  return unique(numbers);
}

function findTerms(text: string, terms: ReadonlyMap<string, readonly string[]>): string[] {
  if (terms.size === 0) return [];
  const lower = text.toLowerCase().replace(/\s+/g, " ");
  const words = [...lower.matchAll(WORD)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  // Most words begin no term, and trying them all would take most of the time.
  const firstWords = new Set([...terms.keys()].map((term) => FIRST_WORD.exec(term)?.[0] ?? ""));
  const codes: string[] = [];
  let next = 0;
  while (next < words.length) {
    const found = findLongestTerm(next);
    codes.push(...(found?.codes ?? []));
    next += found?.words ?? 1;
  }
  return unique(codes);

  function findLongestTerm(first: number): { readonly words: number; readonly codes: readonly string[] } | null {
    const { start, end: firstEnd } = words[first] ?? { start: 0, end: 0 };
    const word = lower.slice(start, firstEnd);
    if (!firstWords.has(word) && !(word.endsWith("s") && firstWords.has(word.slice(0, -1)))) return null;
    for (let count = Math.min(MAX_TERM_WORDS, words.length - first); count > 0; count -= 1) {
      const end = words[first + count - 1]?.end ?? start;
      if (end - start > MAX_TERM_CHARS) continue;
      const found = getTerm(lower.slice(start, end));
      if (found !== null) return { words: count, codes: found };
    }
    return null;
  }

  function getTerm(written: string): readonly string[] | null {
    for (const term of written.endsWith("s") ? [written, written.slice(0, -1)] : [written]) {
      const found = terms.get(term);
      if (found !== undefined && countLetters(term) >= MIN_TERM_LETTERS) return found;
    }
    return null;
  }
}

function countLetters(text: string): number {
  return text.replace(/\P{L}/gu, "").length;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
