const MIN_PASSWORD_CHARS = 12;
/** Longer ones only cost work. */
const MAX_PASSWORD_CHARS = 200;

export type PasswordFault = "short" | "long" | "personal" | "common";

/** What half of the world's lists of stolen passwords is built from, and what lies near at hand here. */
const COMMON_WORDS = [
  ..."password passwort passw0rd p@ssword p@ssw0rd lösenord losenord lösenordet qwerty qwertyuiop asdfghjkl letmein".split(
    " ",
  ),
  ..."welcome välkommen valkommen administrator admin iloveyou sommar sommaren vinter vintern hösten våren".split(" "),
  ..."stockholm göteborg malmö skåne sverige sweden apotek apoteket apotekare läkemedel lakemedel restsignal".split(
    " ",
  ),
  ..."sjukhus sjukhuset region regionen hemligt hemlighet trustno1 changeme football fotboll".split(" "),
].toSorted((one, other) => other.length - one.length);

const ROWS = ["01234567890123456789", "qwertyuiopåasdfghjklöäzxcvbnm", "abcdefghijklmnopqrstuvwxyzåäö"];

/** One spelling of what may be typed in several ways: https://www.rfc-editor.org/rfc/rfc8265#section-4.2 */
export function normalizePassword(text: string): string {
  return text.normalize("NFKC");
}

/**
 * Why a password will not do; null when it will. It must be long and not the first guess, such as one's own address or
 * name with digits; it may hold anything.
 */
export function findPasswordFault(password: string, email: string, name = ""): PasswordFault | null {
  const chars = Array.from(password).length;
  if (chars < MIN_PASSWORD_CHARS) return "short";
  if (chars > MAX_PASSWORD_CHARS) return "long";
  const lower = normalizePassword(password).toLowerCase();
  if (namesOf(email).some((own) => lower.includes(own))) return "personal";
  if (isMadeOf(lower, ownWordsOf(email, name))) return "personal";
  return isCommon(lower) ? "common" : null;
}

/** The address, and what stands before the @ when it is long enough to mean somebody. */
function namesOf(email: string): string[] {
  const lower = email.toLowerCase();
  const [local = ""] = lower.split("@");
  return local.length >= 4 ? [lower, local] : [lower];
}

/** The parts of a name and of an address, the site's name among them. */
function ownWordsOf(email: string, name: string): string[] {
  const words = `${name} ${email}`.toLowerCase().split(/[^\p{L}\p{M}]+/u);
  return words.filter((word) => word.length >= 2).toSorted((one, other) => other.length - one.length);
}

/** Whether only digits and marks are left of it without the words. */
function isMadeOf(lower: string, words: readonly string[]): boolean {
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), lower);
  return rest !== lower && /^[\d\p{P}\p{S}\s]*$/u.test(rest);
}

function isCommon(lower: string): boolean {
  if (new Set(lower).size < 4) return true;
  // The same few characters over and over.
  if (/^(.{1,6}?)\1+.{0,5}$/su.test(lower)) return true;
  if ([...ROWS, ...ROWS.map((row) => Array.from(row).toReversed().join(""))].some((row) => row.includes(lower)))
    return true;
  // A common word that only digits and marks make long enough.
  return isMadeOf(lower, COMMON_WORDS);
}
