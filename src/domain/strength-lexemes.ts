import { nameIons } from "./strength-units.ts";

/** A decimal number without rounding: digits × 10^exponent. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

export type Token =
  /** `point` is the sign before three digits that may be a decimal point or may part thousands. */
  | { readonly kind: "number"; readonly value: Decimal; readonly point: string | null }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "mark"; readonly text: string };

const MAX_NUMBER_DIGITS = 30;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Lower case, one kind of space and dash, µ as μ, ions as words: the text two unreadable strengths are compared by. */
export function foldStrength(text: string): string {
  const plain = text
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    // NFKC would make 108 of 10⁸.
    .replace(/[⁰¹²³⁴-⁹]+/g, (raised) => `^${Array.from(raised, (digit) => SUPERSCRIPTS.indexOf(digit)).join("")}`);
  const folded = plain
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFKC")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
  return nameIons(folded);
}

/** Words for percent, and by what: `vol-%` and `100 % v/v` are one. */
export function foldPercent(folded: string): string {
  return folded
    .replace(/procent(?!\p{L})/gu, "%")
    .replace(/promille(?!\p{L})/gu, "‰")
    .replace(/(?<!\p{L})(?:vol|volym)[. -]{0,2}%/gu, "% v/v")
    .replace(/(?<!\p{L})(?:vikt|mass)[. -]{0,2}%/gu, "% w/w")
    .replace(/[.,;:]+$/, "");
}

/** Thousands between spaces, apostrophes or (twice or more) dots or commas: then nothing else can be meant. */
const GROUPED =
  /\d{1,3}(?:[ '’]\d{3})+(?![\d])|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d{1,3}(?:,\d{3}){2,}(?!\d)|\d{1,3}(?:\.\d{3})+(?=,\d)/;
const NUMBER = new RegExp(`(${GROUPED.source}|\\d+)(?:([.,])(\\d+))?(?: ?[x×*·] ?10 ?(?:\\^|e) ?(\\d{1,2}))?`, "u");
/** `10^6` and `10E13`, and `1e6`, alone. */
const POWER = /(\d{1,3})(?:\^|e)(\d{1,2})(?![\d\p{L}])/u;
const WORD = /((?:[tce]cid50|tcid50|ccid50|eid50|c?m\^?2)(?![\p{L}\d])|\p{L}[\p{L}\p{M}]*(?:[-.]\p{L}+)*\.?|[%‰])/u;
const LEXEME = new RegExp(`(?:${POWER.source}|${NUMBER.source}|${WORD.source}|([/+(),;&-]))\\s*`, "uy");

/** The tokens of a folded text, or null when a sign stands in it that no strength has. */
export function lexStrength(folded: string): Token[] | null {
  const lexeme = new RegExp(LEXEME);
  const tokens: Token[] = [];
  while (lexeme.lastIndex < folded.length) {
    const match = lexeme.exec(folded);
    if (match === null) return null;
    const token = readLexeme(match);
    if (token === null) return null;
    tokens.push(token);
  }
  return tokens;
}

/** Null when the number has too many digits. */
function readLexeme(match: RegExpExecArray): Token | null {
  const [, base, power, whole, sign = "", fraction = "", raised = "0", word, mark = ""] = match;
  if (base !== undefined) {
    // "10E13" is written for ten to the thirteenth, "1e6" for a million.
    const digits = base === "10" ? 1n : BigInt(base);
    return { kind: "number", value: { digits, exponent: Number(power) }, point: null };
  }
  if (word !== undefined) return { kind: "word", text: word.replace(/\.$/, "") };
  if (whole === undefined) return { kind: "mark", text: mark };
  const digits = whole.replace(/\D/g, "") + fraction;
  if (digits.length > MAX_NUMBER_DIGITS) return null;
  const value = { digits: BigInt(digits), exponent: Number(raised) - fraction.length };
  // Of "10.000" only the unit tells whether it is thousands.
  const isOpen = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole) && raised === "0";
  return { kind: "number", value, point: isOpen ? sign : null };
}
