/**
 * What no reader should meet: control characters, characters XML 1.0 has no place for, and the invisible marks that
 * turn the direction of a line or hide a break in a word.
 */
const UNWANTED =
  // eslint-disable-next-line no-control-regex -- these are the very characters to take away
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF]/gu;

/** Text of several lines that any format can hold: well-formed, without hidden marks, lines ended by `\n`. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(UNWANTED, "")
    .trim();
}

/** One line of clean text, with single spaces. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ");
}

/** At most `maxChars`, ended by `…` where something was cut off, at a space if one is near, never inside a character. */
export function clipText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  // Cutting inside a surrogate pair leaves half of it, which is turned into a mark of its own, and that is cut off.
  const head = text.slice(0, maxChars - 1).toWellFormed();
  const whole = head.endsWith("\uFFFD") ? head.slice(0, -1) : head;
  const space = whole.search(/\s\S{0,40}$/);
  return `${(space > 0 ? whole.slice(0, space) : whole).trimEnd()}…`;
}

/** Foreign text for a message: one short line in quotes, with nothing in it that could act on a terminal. */
export function quoteText(text: string, maxChars = 80): string {
  return JSON.stringify(clipText(cleanLine(text), maxChars));
}
