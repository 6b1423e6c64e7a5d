import { basename } from "node:path";
import type { Mutant } from "@stryker-mutator/api/core";

/** A small change of one place in `src/domain`, told by its text and not by its line, which moves. */
export interface Change {
  readonly file: string;
  readonly was: string;
  readonly now: string;
  /** The line on which it stands, or begins. */
  readonly at: string;
}

/** `linesFrom`: StrykerJS counts lines and columns from 0 in what it will try, and from 1 in what it has tried. */
export function readChange(
  { fileName, location: { start, end }, replacement }: Pick<Mutant, "fileName" | "location" | "replacement">,
  { text, linesFrom }: { text: string; linesFrom: 0 | 1 },
): Change {
  const lines = text.split("\n").slice(start.line - linesFrom, end.line - linesFrom + 1);
  const at = toOneLine(lines[0] ?? "");
  const was = lines
    .map((line, index) => (index === lines.length - 1 ? line.slice(0, end.column - linesFrom) : line))
    .map((line, index) => (index === 0 ? line.slice(start.column - linesFrom) : line));
  return { file: basename(fileName), was: toOneLine(was.join(" ")), now: toOneLine(replacement), at };
}

function toOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
