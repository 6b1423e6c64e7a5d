import type { Range } from "./strength-amount.ts";
import type { Decimal, Token } from "./strength-lexemes.ts";
import { findLabel, findUnit, MULTIPLIERS, type Unit } from "./strength-units.ts";

/** An amount, a number that waits for its unit, or a unit alone, and the place behind it. */
export interface Element {
  readonly range: Range | null;
  readonly unit: Unit | null;
  readonly next: number;
}

type NumberToken = Extract<Token, { kind: "number" }>;

interface FoundUnit {
  readonly unit: Unit;
  readonly next: number;
}

/** The word at a place, empty when none stands there. */
export function wordAt(tokens: readonly Token[], at: number): string {
  const token = tokens[at];
  return token?.kind === "word" ? token.text : "";
}

export function hasMark(tokens: readonly Token[], at: number, mark: string): boolean {
  const token = tokens[at];
  return token?.kind === "mark" && token.text === mark;
}

/** Reads "mg", "milj. IE", "anti-Xa IE", "ELISA U", "mg I", "% v/v" from `at`; null when no unit stands there. */
function readUnit(tokens: readonly Token[], at: number): FoundUnit | null {
  let start = at;
  const multiplier = MULTIPLIERS.get(wordAt(tokens, start)) ?? 0;
  if (multiplier > 0) start += 1;
  // "per avgiven dos", "förfylld spruta"
  if (DOSE_WORDS.has(wordAt(tokens, start))) start += 1;
  const named = readNamedUnit(tokens, start);
  if (named === null) return null;
  const { unit, next } = readLabel(tokens, readShareBy(tokens, named));
  return { unit: { ...unit, exponent: unit.exponent + multiplier }, next };
}

const ANTI = /^anti-\p{L}+$/u;

/** "IE", "anti-Xa IE", "IE anti-Xa", "ELISA U". */
function readNamedUnit(tokens: readonly Token[], at: number): FoundUnit | null {
  const first = wordAt(tokens, at);
  const isElisa = first === "elisa";
  const nameAt = isElisa || ANTI.test(first) ? at + 1 : at;
  const name = wordAt(tokens, nameAt);
  const unit = findUnit(isElisa ? `elisa-${name}` : name);
  if (unit === null) return null;
  const isIE = unit.name === "IE";
  const hasBehind = isIE && ANTI.test(wordAt(tokens, nameAt + 1));
  const next = hasBehind ? nameAt + 2 : nameAt + 1;
  // Units of a low-molecular heparin are always anti-Xa units, so saying so changes nothing.
  const targets = [first, hasBehind ? wordAt(tokens, nameAt + 1) : ""];
  const target = targets.find((word) => ANTI.test(word) && word !== "anti-xa");
  if (target === undefined) return { unit, next };
  return isIE ? { unit: { ...unit, name: `${target} IE` }, next } : null;
}

const DOSE_WORDS: ReadonlySet<string> = new Set("avgiven avmätt levererad uppmätt förfylld förfyllda".split(" "));
const SHARE_WORDS: ReadonlySet<string> = new Set("v w m mol vol vikt".split(" "));

/** `v/v`, `w/w` or `mol/mol` behind a share; weight by volume is what a percentage means anyway. */
function readShareBy(tokens: readonly Token[], { unit, next }: FoundUnit): FoundUnit {
  const [by, of] = [wordAt(tokens, next), wordAt(tokens, next + 2)];
  const isShare = ["%", "‰", "ppm"].includes(unit.name) && hasMark(tokens, next + 1, "/");
  if (!isShare || !SHARE_WORDS.has(by) || !SHARE_WORDS.has(of)) return { unit, next };
  const isPlain = (by === "w" || by === "m") && of === "v";
  return { unit: isPlain ? unit : { ...unit, name: `${unit.name} ${by}/${of}` }, next: next + 3 };
}

/** A unit of what the next word names: mg iodine, mmol potassium, IE of a factor. */
function readLabel(tokens: readonly Token[], { unit, next }: FoundUnit): FoundUnit {
  const label = findLabel(wordAt(tokens, next));
  const mayCount = unit.kind === "mass" || LABELLED_NAMES.has(unit.name);
  if (label === undefined || !mayCount || unit.onlyPer === true) return { unit, next };
  return { unit: { ...unit, kind: "other", name: `${unit.name} ${label}` }, next: next + 1 };
}

/** What may be counted as something: "350 mg I". */
export const LABELLED_NAMES: ReadonlySet<string> = new Set(["mg", "mmol", "mekv", "%", "IE"]);

/** Reads "10 mg", "1,4-2,5 miljoner celler", a number that waits for its unit ("240/…") or a bare unit ("ml"). */
export function readElement(tokens: readonly Token[], at: number): Element | null {
  const first = tokens[at];
  if (first?.kind !== "number") {
    const bare = readUnit(tokens, at);
    return bare === null ? null : { range: null, ...bare };
  }
  const upper = hasMark(tokens, at + 1, "-") ? tokens[at + 2] : undefined;
  const second = upper?.kind === "number" ? upper : null;
  const unitAt = second === null ? at + 1 : at + 3;
  const { unit, next } = readUnit(tokens, unitAt) ?? { unit: null, next: unitAt };
  const multiplied = MULTIPLIERS.has(wordAt(tokens, unitAt));
  const low = settleNumber(first, { unit, multiplied });
  const high = second === null ? null : settleNumber(second, { unit, multiplied });
  if (low === null || (second !== null && high === null)) return null;
  return { range: { low, high }, unit, next };
}

/**
 * Three digits behind a dot are thousands where whole units are counted ("10.000 IE/ml"): nobody writes a thousandth of one.
 * Behind a comma they are decimals, save of such a unit. Elsewhere nobody can tell ("1.000 mg"): null. What begins with a
 * nought ("0.125 mg") never gets here.
 */
function settleNumber(
  { value, point }: NumberToken,
  { unit, multiplied }: { unit: Unit | null; multiplied: boolean },
): Decimal | null {
  if (point === null || multiplied) return value;
  const isWhole = unit !== null && (unit.name === "IE" || unit.name.endsWith(" IE") || unit.name.endsWith("enheter"));
  if (point === ".") return isWhole ? { ...value, exponent: value.exponent + 3 } : null;
  return isWhole ? null : value;
}
