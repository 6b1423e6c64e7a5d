/**
 * How text looks that was decoded from bytes whose encoding nobody told. A wrong encoding turns å, ä and ö into signs and
 * letters that stand where Swedish has none: `JŠrnsukros`, `J‰rnsukros`, `Jõrnsukros`.
 */
export interface TextLook {
  /** A character that cannot stand where it stands. */
  readonly garbled: boolean;
  /** Words that could be so, but in other languages or seldom: `Crème`, `Grünenthal`. */
  readonly odd: ReadonlySet<string>;
  /** The letters that make them odd. */
  readonly oddLetters: ReadonlySet<string>;
}

type Verdict = "plain" | "odd" | "garbled";

/** Judges every character that is not ASCII by what stands beside it. Takes time in proportion to the text. */
export function lookAt(texts: Iterable<string>): TextLook {
  const odd = new Set<string>();
  const oddLetters = new Set<string>();
  for (const text of texts) {
    const paired = findPairs(text);
    for (const match of text.matchAll(NOT_ASCII)) {
      const at = match.index;
      if (paired.has(at)) continue;
      const sign = match[0];
      const verdict = judge({ sign, before: text.slice(Math.max(0, at - 2), at), after: text.slice(at + 1, at + 3) });
      if (verdict === "garbled") return { garbled: true, odd, oddLetters };
      if (verdict === "plain") continue;
      odd.add(wordAround(text, at));
      oddLetters.add(sign);
    }
  }
  return { garbled: false, odd, oddLetters };
}

// eslint-disable-next-line no-control-regex -- everything beyond ASCII, whatever it is
const NOT_ASCII = /[^\u0000-\u007F]/g;
/** ”Words between quotation marks” are what they look like. */
const PAIR = /(?<![\p{L}\p{N}])[”“](?=\S)[^”“\r\n]{1,200}(?<=\S)”(?![\p{L}\p{N}])/gu;

function findPairs(text: string): ReadonlySet<number> {
  return new Set(Array.from(text.matchAll(PAIR)).flatMap(({ 0: pair, index }) => [index, index + pair.length - 1]));
}

const MAX_WORD_CHARS = 40;

function wordAround(text: string, at: number): string {
  const begin = /[\p{L}\p{M}]*$/u.exec(text.slice(Math.max(0, at - MAX_WORD_CHARS), at))?.[0] ?? "";
  const end = /^.[\p{L}\p{M}]*/u.exec(text.slice(at, at + MAX_WORD_CHARS))?.[0] ?? "";
  return begin + end;
}

interface Place {
  readonly sign: string;
  /** Up to two characters on each side. */
  readonly before: string;
  readonly after: string;
}

const isLetter = (text: string): boolean => /^\p{L}/u.test(text);
const isLower = (text: string): boolean => /^\p{Ll}/u.test(text);
const isUpper = (text: string): boolean => /^\p{Lu}/u.test(text);
const isDigit = (text: string): boolean => /^\d/.test(text);

function judge(place: Place): Verdict {
  return isLetter(place.sign) && !/[µªº]/.test(place.sign) ? judgeLetter(place) : judgeSign(place);
}

/** Letters of languages farther away than those whose names stand in Swedish lists; å, ä and ö of Windows become such in DOS. */
const FAR = /[ÌÍÒÓÙÚÃãÕõÝýÞþÐðŸÿı]/;

function judgeLetter(place: Place): Verdict {
  const { sign } = place;
  const [left, right] = [place.before.slice(-1), place.after.slice(0, 1)];
  const isOwn = /[åäöÅÄÖé]/.test(sign);
  if (!/[\u00C0-\u017F]/.test(sign) || FAR.test(sign)) return "garbled";
  if (isDigit(left) || isDigit(right)) return isOwn && isLower(sign) && !isDigit(right) ? "odd" : "garbled";
  if (breaksCase(place)) return "garbled";
  if (isLetter(left) || isLetter(right)) return isOwn ? "plain" : "odd";
  if (/[åäöÅÄÖ]/.test(sign)) return "plain";
  return /[àáé]/.test(sign) ? "odd" : "garbled";
}

/** A capital within a word of small letters, and a small letter within one of capitals. */
function breaksCase({ sign, before, after }: Place): boolean {
  const [left, right] = [before.slice(-1), after.slice(0, 1)];
  if (isUpper(sign)) return isLower(left) || (isLetter(left) && isLower(right));
  if (!isLower(sign)) return false;
  return /^\p{Lu}{2}$/u.test(before) || (isUpper(right) && (isUpper(left) || !isLetter(left)));
}

function judgeSign({ sign, before, after }: Place): Verdict {
  const [left, right] = [before.slice(-1), after.slice(0, 1)];
  const rule = Object.hasOwn(SIGNS, sign) ? SIGNS[sign] : undefined;
  if (rule === undefined) return "garbled";
  return rule({ left, right, isInWord: isLetter(left) && isLetter(right) });
}

type SignRule = (beside: { left: string; right: string; isInWord: boolean }) => Verdict;

const loose: SignRule = ({ isInWord }) => (isInWord ? "garbled" : "plain");
const apart: SignRule = ({ left, right }) => (isLetter(left) || isLetter(right) ? "garbled" : "plain");
const dash: SignRule = ({ left, right }) => (isLetter(left) || isLetter(right) ? "odd" : "plain");
const mark: SignRule = ({ left, right }) =>
  isLetter(right) || !(isLetter(left) || isDigit(left) || left === ")") ? "garbled" : "plain";
const compare: SignRule = ({ left, right }) =>
  isLetter(left) || !(isDigit(right) || right === " " || right === "\u00A0") ? "garbled" : "plain";
const degree: SignRule = ({ left, right }) =>
  isLetter(left) || !(isDigit(left) || left === " " || left === "\u00A0") || (isLetter(right) && !/[CF]/.test(right))
    ? "garbled"
    : "plain";
const quote: SignRule = ({ left, right, isInWord }) =>
  isInWord || (isLetter(left) && isDigit(right)) ? "garbled" : isLetter(left) || isLetter(right) ? "odd" : "plain";

/** What Swedish lists and advice hold beside letters, and where it may stand. */
const SIGNS: Readonly<Record<string, SignRule>> = {
  "–": dash,
  "—": dash,
  "\u00A0": ({ isInWord }) => (isInWord ? "odd" : "plain"),
  "\u00AD": ({ isInWord }) => (isInWord ? "odd" : "garbled"),
  "’": ({ left }) => (isLetter(left) ? "odd" : "garbled"),
  "´": ({ left }) => (isLetter(left) ? "odd" : "garbled"),
  "”": quote,
  "“": quote,
  "»": quote,
  "«": quote,
  "…": ({ left, right, isInWord }) => (isInWord ? "garbled" : isLetter(right) || !isLetter(left) ? "odd" : "plain"),
  "®": mark,
  "™": mark,
  "²": mark,
  "³": mark,
  "°": degree,
  º: (beside) => (degree(beside) === "garbled" ? "garbled" : "odd"),
  µ: ({ left, right }) => (isLetter(left) ? "garbled" : isLetter(right) ? "plain" : "odd"),
  "±": compare,
  "≥": compare,
  "≤": compare,
  "½": apart,
  "¼": apart,
  "¾": apart,
  "×": apart,
  "€": (beside) =>
    apart(beside) === "garbled" ? "garbled" : isDigit(beside.left) || isDigit(beside.right) ? "plain" : "odd",
  "£": apart,
  "§": apart,
  "‰": apart,
  "·": apart,
  "•": ({ left, right }) => (isLetter(left) || isLetter(right) || isDigit(right) ? "garbled" : "plain"),
  "†": (beside) => (apart(beside) === "garbled" ? "garbled" : "odd"),
  "©": loose,
};

/** How å, ä, ö and é come out when UTF-8 was read as Windows-1252 or Mac Roman, and other encodings as each other. */
const MISREAD = [
  // A sign that was lost on the way, and the mark that stands for one.
  /\uFFFD/,
  /[A-Za-z]\?[a-z]/,
  // UTF-8 as Windows-1252: Ã¥, Ã¤, Ã¶, Â°, â€“.
  /[ÃÂ][\u0080-\u00BF…„–†‡ˆ‰Š‹ŒŽ‘’“”•—˜™š›œžŸ]|â€|ï»¿/,
  // UTF-8 as Mac Roman: √•, √§, √∂.
  /√[•§∂ÖÑñ©®]/,
  // Mac Roman and DOS as Windows-1252: JŠrnsukros, BršŸst, J„rnsukros.
  /[A-Za-z][ŠŒŽ„†‡‰ˆ™][a-z]/,
  // Windows-1252 as Mac Roman and DOS: J‰rnsukros, Br÷st.
  /[A-Za-z][÷¬√∆◊][A-Za-z]/,
  /[\u0080-\u009F]/,
] as const;

/** Whether a text that says what it is must have been read wrongly on its way, before it came here. */
export function looksMisread(text: string): boolean {
  // A question mark in an address is one.
  const bare = text.replace(/\bhttps?:\/\/\S+/gi, "");
  return MISREAD.some((shape) => shape.test(bare));
}
