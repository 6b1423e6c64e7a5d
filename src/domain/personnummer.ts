/**
 * A date and four digits, in the ways people write them: 850709-9805, 19850709-9805, 198507099805, 1985-07-09-9805. Whatever
 * stands around it but digits: Pnr-850709-9805. A samordningsnummer adds 60 to the day.
 * https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html
 */
const SHAPE =
  /(?<!\d)((?:18|19|20)\d{2}|\d{2})([-./ ]?)(\d{2})\2(\d{2})( {0,3}[^\p{L}\p{N}\s]{1,3} {0,3}| {1,3})?(\d{4}|\d{2} \d{2}|\d{3} \d)(?!\d)(?![-.:/]\d)/gu;
/** The date parted in two ways: 1985-0709-9805, 8507 09-9805. */
const UNEVEN =
  /(?<!\d)((?:18|19|20)\d{2}|\d{2})([-./ ]?)(\d{2})(?!\2\d)[-./ ]?(\d{2})( {0,3}[-+/_.]{1,2} {0,3}| {1,3})?(\d{4})(?!\d)(?![-.:/]\d)/g;
/** Each digit apart: 8 5 0 7 0 9 - 9 8 0 5. */
const SPACED = /(?<!\d ?)(\d(?: \d)(?: \d \d)?)( )(\d \d) (\d \d)( ?[-+]? ?)(\d(?: \d){3})(?! ?\d)/g;

/** Words before a number that say what it is. */
const PERSON_LABEL =
  /(?:person ?n(?:umme)?r|pers\.? ?nr|p\.?nr|samordningsn\p{L}*|patient\p{L}*|född|ssn|personal id)[^\d\p{L}]{0,12}(?:(?:är|is|nr)[^\d\p{L}]{0,12})?$/iu;
const PHONE_LABEL =
  /(?:tel|telefon\p{L}*|tfn|mobil\p{L}*|ring|sms|fax)[^\d\p{L}]{0,4}(?:n(?:umme)?r)?[^\d\p{L}]{0,12}$/iu;
const OTHER_LABEL =
  /(?:lot|batch\p{L}*|sats\p{L}*|charge\p{L}*|npl\p{L}*|varunr|varunummer|vnr|artikel\p{L}*|art\.?nr|gtin|ean|order\p{L}*|faktura\p{L}*|dnr|diarie\p{L}*|ref|ärende\p{L}*|serie\p{L}*)[^\d\p{L}]{0,4}(?:n(?:umme)?r|id)?[^\d\p{L}]{0,12}$/iu;
const LABEL_CHARS = 40;

type Certainty = "sure" | "unsure";

/** The first text that is a personnummer beyond doubt, as it stands, or null: it is refused. */
export function findPersonnummer(text: string): string | null {
  return listFindings(text).find(({ certainty }) => certainty === "sure")?.text ?? null;
}

/**
 * What may be a personnummer and may be something else, as it stands: the shape is right and the check digit is not, or the
 * other way round, or a word before it says that it is a lot or a telephone number. A person is asked what it is.
 */
export function listUnsurePersonnummer(text: string): string[] {
  return listFindings(text)
    .filter(({ certainty }) => certainty === "unsure")
    .map((found) => found.text);
}

/** For texts of which nobody can be asked, such as a file's: whoever writes what a number is before it ("lot 12") is believed. */
export function mayHoldPersonnummer(text: string): boolean {
  return listFindings(text).length > 0;
}

function listFindings(text: string): { readonly certainty: Certainty; readonly text: string }[] {
  const { plain, places } = makePlain(text);
  const list = (shape: RegExp, say: typeof judge) =>
    [...plain.matchAll(shape)].flatMap((match) => {
      const written = readWritten(match, plain);
      const certainty = written === null ? null : say(written);
      const end = match.index + match[0].length;
      const found = text.slice(places[match.index], (places[end - 1] ?? text.length) + 1);
      return certainty === null ? [] : [{ certainty, text: found, at: match.index }];
    });
  const known = [SHAPE, SPACED].flatMap((shape) => list(shape, judge));
  return [...known, ...list(UNEVEN, judgeUneven).filter(({ at }) => known.every((one) => one.at !== at))];
}

/** A date and four digits as they are written, each digit beside the next. */
interface Written {
  readonly year: string;
  /** Between year, month and day. */
  readonly between: string;
  readonly separator: string;
  readonly last: string;
  /** The last four stand apart: two numbers may stand beside each other. */
  readonly isSplit: boolean;
  readonly isRight: boolean;
  readonly label: Label | null;
}

/** Null when no such date is. */
function readWritten(match: RegExpMatchArray, plain: string): Written | null {
  const [, year = "", between = "", month = "", day = "", separator = "", last = ""] = match.map((part) =>
    part?.replace(/(?<=\d) (?=\d)/g, ""),
  );
  if (!isDate({ year, month: Number(month), day: Number(day) })) return null;
  const isRight = hasCheckDigit(`${year.slice(-2)}${month}${day}${last}`);
  const isSplit = /^\d{2,3} \d/.test(match[6] ?? "") && !isParted(separator);
  return { year, between, separator, last, isSplit, isRight, label: findLabel(match, plain) };
}

/** A hyphen or a plus is how it is written. */
function isParted(separator: string): boolean {
  return /[-+]/.test(separator);
}

/** Null when it is no personnummer. */
function judge(written: Written): Certainty | null {
  const { label, separator, isRight } = written;
  if (label === "person") return isRight ? "sure" : "unsure";
  const shape = judgeShape(written);
  // No telephone number is parted as six and four: "Ring 850709-9805" is about a person.
  if (label === null || (label === "phone" && isParted(separator))) return shape;
  return shape === "sure" ? "unsure" : null;
}

/** A right check digit is asked about. Area codes begin with a zero, as some years do. */
function judgeUneven({ year, last, isRight, label }: Written): Certainty | null {
  if (!isRight) return null;
  if (label !== null) return label === "person" ? "sure" : null;
  return /^0\d$/.test(year) || isTimeOfDay(year, last) ? null : "unsure";
}

type Label = "person" | "phone" | "other";

/** What stands before the number says that it is. */
function findLabel(match: RegExpMatchArray, plain: string): Label | null {
  const at = match.index ?? 0;
  const before = plain.slice(Math.max(0, at - LABEL_CHARS), at);
  if (PERSON_LABEL.test(before)) return "person";
  // A group of digits before it: a longer number of another kind, such as an ISBN.
  if (OTHER_LABEL.test(before) || /\d[-.]$/.test(before)) return "other";
  return PHONE_LABEL.test(before) ? "phone" : null;
}

/** How sure the shape alone is. */
function judgeShape({ year, between, separator, last, isSplit, isRight }: Written): Certainty | null {
  const isOdd = isSplit || /[^-+/_.\s]/.test(separator);
  // Behind a comma or a colon it is another word: "2026-08-21, 1500 st".
  if (isTimeOfDay(year, last)) return isRight && !isOdd ? "unsure" : null;
  // With a wrong check digit it may be one that was typed wrong.
  if (!isRight) return isParted(separator) ? "unsure" : null;
  if (isOdd) return "unsure";
  // Ten digits in a row: telephone numbers and lots look alike.
  return separator === "" && between === "" && year.length === 2 ? "unsure" : "sure";
}

/** `20260821 1530` and `2026-08-21-0830` are times of a file or a delivery. */
function isTimeOfDay(year: string, last: string): boolean {
  return year.length === 4 && Number(year) >= 2015 && Number(last.slice(0, 2)) < 24 && Number(last.slice(2)) < 60;
}

/** A samordningsnummer adds 60 to the day. */
function isDate({ year, month, day }: { year: string; month: number; day: number }): boolean {
  const real = day > 60 ? day - 60 : day;
  const number = Number(year);
  // Of two digits any century may be meant, and one of them has a leap year.
  const isLeap = year.length === 2 ? number % 4 === 0 : (number % 4 === 0 && number % 100 !== 0) || number % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && real >= 1 && real <= days;
}

/** Luhn's algorithm over the ten last digits. */
function hasCheckDigit(digits: string): boolean {
  const sum = Array.from(digits).reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return sum % 10 === 0;
}

/**
 * The text with every kind of digit, dash and space as the plain one and without what cannot be seen; `places` says where
 * each of its characters stands in the text.
 */
function makePlain(text: string): { readonly plain: string; readonly places: readonly number[] } {
  const signs: string[] = [];
  const places: number[] = [];
  let at = 0;
  for (const sign of text) {
    const place = at;
    at += sign.length;
    // Most text is ASCII, in which nothing is unseen.
    if (sign >= "\u0080" && /[\p{Cf}\p{M}\u115f\u1160\u3164]/u.test(sign)) continue;
    signs.push(makePlainSign(sign));
    places.push(place);
  }
  return { plain: signs.join(""), places };
}

function makePlainSign(sign: string): string {
  if (sign < "\u0080") return /\s/.test(sign) ? " " : sign;
  if (/\p{Nd}/u.test(sign)) return String(digitValue(sign));
  const plain = sign.normalize("NFKC");
  // A raised minus is a minus first.
  if (/^[\p{Pd}\u2043\u2212\u02d7\u30fc]$/u.test(plain) || sign === "\u02d7") return "-";
  if (/[\s\u2800]/.test(sign)) return " ";
  return plain.length === 1 ? plain : "\u{fffd}";
}

/** Every script has its ten digits in a row, and some stand right behind those of another. */
function digitValue(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 50 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value % 10;
}
