import { cleanText } from "../../domain/clean-text.ts";
import { readMarkup } from "./markup.ts";

/** Elements whose content is no text for readers; an unclosed one hides the rest. */
const DROPPED = new Set(
  "script style template noscript iframe object applet svg math head title textarea select audio video canvas xmp".split(
    " ",
  ),
);
/** Elements that stand apart, with an empty line around them. */
const PARAGRAPHS = new Set("blockquote dl figure h1 h2 h3 h4 h5 h6 hr ol p pre section table ul".split(" "));
/** Elements that begin and end a line. */
const LINES = new Set(
  "address article aside center dd div dt fieldset figcaption footer form header li main nav tr".split(" "),
);
const CELLS = new Set(["td", "th"]);

/**
 * The clean plain text of markup from outside, with a line for each block; entities are decoded once. What comes out
 * is text and stays text: whoever puts it into a page escapes it. Time grows with the length and with nothing else,
 * since only a tokenizer is at work, which keeps no tree.
 */
export function readMarkupText(html: string): string {
  const parts: string[] = [];
  /** The element being dropped, and how many of its name are open. */
  let dropped = { name: "", open: 0 };
  let tag = "";
  let lineIsEmpty = true;

  function openTag(name: string): void {
    tag = name;
    if (dropped.open > 0) dropped.open += Number(name === dropped.name);
    else if (DROPPED.has(name)) dropped = { name, open: 1 };
    else addBreak(name);
  }
  function closeTag(name: string): void {
    if (dropped.open > 0) dropped.open -= Number(name === dropped.name);
    else addBreak(name);
  }
  function addBreak(name: string): void {
    if (PARAGRAPHS.has(name)) parts.push("\n\n");
    else if (name === "br" || (LINES.has(name) && !lineIsEmpty)) parts.push("\n");
    else if (CELLS.has(name)) parts.push(" ");
    lineIsEmpty ||= PARAGRAPHS.has(name) || LINES.has(name) || name === "br";
  }
  function addText(text: string): void {
    if (dropped.open > 0) return;
    parts.push(text);
    if (text.trim() !== "") lineIsEmpty = false;
  }

  readMarkup(html, {
    onText: (start, end) => addText(html.slice(start, end).replace(/\s+/g, " ")),
    onEntity: (codePoint) => addText(String.fromCodePoint(codePoint)),
    onOpenTag: (start, end) => openTag(html.slice(start, end).toLowerCase()),
    onCloseTag: (start, end) => closeTag(html.slice(start, end).toLowerCase()),
    onSelfClosingTag() {
      if (tag === dropped.name) closeTag(tag);
    },
  });
  return tidyLines(parts.join(""));
}

/** Clean text without doubled spaces, and with at most one empty line between others. */
export function tidyLines(text: string): string {
  return cleanText(text)
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}
