import { cleanText } from "../src/domain/clean-text.ts";

export { cleanLine, cleanText } from "../src/domain/clean-text.ts";

/** The paragraphs of a text, clean; lines that only one newline parts stay together. */
export function splitParagraphs(text: string): string[] {
  return cleanText(text)
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
}

/** Parts of at most `maxChars`, cut at a line, else at a space, else inside a word but never inside a character. */
export function splitText(text: string, maxChars: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > maxChars) {
    const end = findCut(rest, maxChars);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...parts, rest].filter((part) => part !== "");
}

function findCut(text: string, maxChars: number): number {
  const window = text.slice(0, maxChars + 1);
  const line = window.lastIndexOf("\n");
  if (line > 0) return line;
  const space = window.lastIndexOf(" ");
  if (space > 0) return space;
  const code = text.charCodeAt(maxChars - 1);
  return code >= 0xd800 && code <= 0xdbff ? maxChars - 1 : maxChars;
}

/** The largest count up to `total` that fits, or null when not even none does. A smaller count never takes more room. */
export function findLargestFit(total: number, fits: (count: number) => boolean): number | null {
  if (fits(total)) return total;
  let [low, high] = [-1, total];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low < 0 ? null : low;
}
