import { printComponent, printDecimal, shift, shiftQuantity, type Component, type Range } from "./strength-amount.ts";
import { hasMark, LABELLED_NAMES, readElement, wordAt, type Element } from "./strength-element.ts";
import { foldPercent, foldStrength, lexStrength, type Token } from "./strength-lexemes.ts";
import { findLabel, type Unit } from "./strength-units.ts";

const MAX_STRENGTH_CHARS = 200;
/** Of a longer text not even the folding is worth its time. */
export const MAX_STRENGTH_TEXT_CHARS = 1_000;

/** What stands after "/", and by how many powers of ten the amount shrinks when it is said per ml, g, hour or dose. */
function readPer({ range, unit }: { range: Range | null; unit: Unit }): { per: string; powers: number } | null {
  if (unit.name.startsWith("%") || (range !== null && range.high !== null)) return null;
  const isPlain = unit.times === undefined;
  const base = unit.kind === "mass" ? { name: "g", exponent: 3 } : { name: unit.name, exponent: 0 };
  if (range === null && isPlain) return { per: base.name, powers: unit.exponent - base.exponent };
  const low = range?.low ?? { digits: 1n, exponent: 0 };
  const value = printDecimal(shift({ ...low, digits: low.digits * (unit.times ?? 1n) }, unit.exponent));
  if (value === "1") return { per: unit.name, powers: 0 };
  if (value === "1000" && unit.kind === "volume") return { per: unit.name, powers: 3 };
  return { per: `${value} ${unit.name}`, powers: 0 };
}

/** Says one more "per" of every component that waits for it; false when the brackets before it forbid that. */
function addPer(components: readonly Component[], { per, powers }: { per: string; powers: number }): boolean {
  for (const component of components) {
    if (component.alsoWhole !== null) return false;
    component.quantity = shiftQuantity(component.quantity, -powers);
    if (component.also !== null) component.also = shiftQuantity(component.also, -powers);
    component.per.push(per);
  }
  return true;
}

/** Says of every component what it is counted as; false when the word says nothing of the kind, or not of all. */
function labelAll(components: readonly Component[], word: string): boolean {
  const label = findLabel(word);
  if (label === undefined || components.some(({ quantity }) => !LABELLED_NAMES.has(quantity.unit))) return false;
  for (const component of components) {
    component.quantity = { ...component.quantity, unit: `${component.quantity.unit} ${label}` };
    if (component.also !== null) component.also = { ...component.also, unit: `${component.also.unit} ${label}` };
  }
  return true;
}

/**
 * Takes in "(40 mg)" at `at`, the last component said otherwise, and gives the place behind it: `at` itself where no bracket
 * opens, null when it cannot be read.
 */
function readBrackets(
  tokens: readonly Token[],
  { at, last }: { at: number; last: Component | undefined },
): number | null {
  if (last === undefined || !hasMark(tokens, at, "(")) return at;
  const close = tokens.findIndex((_, index) => index > at && hasMark(tokens, index, ")"));
  const inner = close < 0 ? null : readComponents(tokens.slice(at + 1, close));
  const only = inner?.[0];
  if (only === undefined || inner?.length !== 1 || last.also !== null || last.alsoWhole !== null) return null;
  if (only.also !== null || only.alsoWhole !== null) return null;
  if (only.per.length === 0 && last.per.length === 0) last.also = only.quantity;
  else last.alsoWhole = printComponent(only);
  // "33 mg (0,85 mmol) K+/ml"
  return labelAll([last], wordAt(tokens, close + 1)) ? close + 2 : close + 1;
}

function isPer(element: Element): boolean {
  return element.range === null || ["volume", "time", "count"].includes(element.unit?.kind ?? "");
}

/** What has been read of a strength. */
interface Reading {
  readonly components: Component[];
  /** The components that a "per" counts for. */
  sharing: Component[];
  /** Numbers whose unit is yet to come. */
  waiting: Range[];
}

type Separator = "/" | "+";

/**
 * Reads components from tokens, or null when they are no strength. A "/" before a bare unit, a volume, a time or a
 * dose says "per"; before any other amount it parts substances, as "+" does. A "per" counts for every substance
 * before it that has none: "160 mikrogram/4,5 mikrogram/dos" gives both per dose.
 */
function readComponents(tokens: readonly Token[]): Component[] | null {
  const reading: Reading = { components: [], sharing: [], waiting: [] };
  let openBrackets = 0;
  let separator: Separator | null = null;
  for (let at = 0; ; at += 1) {
    for (; hasMark(tokens, at, "("); at += 1) openBrackets += 1;
    const element = readElement(tokens, at);
    const role = element === null ? null : addElement(reading, { element, separator });
    if (element === null || role === null) return null;
    at = element.next;
    // "2 mmol/l kalium"
    if (role === "per" && labelAll(reading.sharing, wordAt(tokens, at))) at += 1;
    for (; openBrackets > 0 && hasMark(tokens, at, ")"); at += 1) openBrackets -= 1;
    const behind = readBrackets(tokens, { at, last: reading.components.at(-1) });
    if (behind === null) return null;
    at = behind;
    if (at === tokens.length) return reading.waiting.length === 0 && openBrackets === 0 ? reading.components : null;
    separator = readSeparator(tokens, at);
    if (separator === null) return null;
  }
}

function readSeparator(tokens: readonly Token[], at: number): Separator | null {
  if (hasMark(tokens, at, "/") || wordAt(tokens, at) === "per") return "/";
  return hasMark(tokens, at, "+") ? "+" : null;
}

/** Takes in what was read, as the part that it plays behind the separator; null when it can play none. */
function addElement(
  reading: Reading,
  { element, separator }: { element: Element; separator: Separator | null },
): "number" | "per" | "amount" | null {
  const { range, unit } = element;
  if (unit === null) {
    if (range !== null) reading.waiting.push(range);
    return "number";
  }
  if (separator === "/" && isPer(element) && reading.sharing.length > 0 && reading.waiting.length === 0) {
    const per = readPer({ range, unit });
    return per !== null && addPer(reading.sharing, per) ? "per" : null;
  }
  if (range === null || unit.onlyPer === true) return null;
  if (reading.sharing.some((component) => component.per.length > 0)) reading.sharing = [];
  for (const amount of [...reading.waiting, range]) {
    const quantity = shiftQuantity({ ...amount, unit: unit.name }, unit.exponent);
    const component: Component = { quantity, also: null, per: [], alsoWhole: null };
    reading.sharing.push(component);
    reading.components.push(component);
  }
  reading.waiting = [];
  return "amount";
}

/** What stands between strengths of which each counts for itself. */
const SERIES_WORDS: ReadonlySet<string> = new Set("och samt eller el and or respektive resp".split(" "));

function partsSeries(token: Token): boolean {
  return (token.kind === "word" && SERIES_WORDS.has(token.text)) || (token.kind === "mark" && /[,;&]/.test(token.text));
}

/** The tokens of each strength of a series, numbers with the unit that follows: "5, 10 och 20 mg" is three. */
function splitSeries(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (partsSeries(token)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  let unit: readonly Token[] = [];
  return parts
    .filter((part) => part.length > 0)
    .toReversed()
    .map((part) => {
      if (part.length === 1 && part[0]?.kind === "number") return [part[0], ...unit];
      unit = part[0]?.kind === "number" ? part.slice(1) : [];
      return part;
    })
    .toReversed();
}

/** Each strength that the text names, mostly one; null when it is none. */
export function parseSeries(text: string): Component[][] | null {
  if (text.length > MAX_STRENGTH_TEXT_CHARS) return null;
  const folded = foldPercent(foldStrength(text));
  if (folded === "" || folded.length > MAX_STRENGTH_CHARS) return null;
  const tokens = lexStrength(folded);
  // ",5 mg" is half a milligram to whoever wrote it, and nobody's series.
  if (tokens?.[0] === undefined || partsSeries(tokens[0])) return null;
  const series: Component[][] = [];
  for (const part of splitSeries(tokens)) {
    const components = readComponents(part);
    if (components === null) return null;
    series.push(components);
  }
  return series.length === 0 ? null : series;
}
