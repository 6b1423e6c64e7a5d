import type { Bilingual, Column, NumberField, Option, Part } from "./question.ts";

/** Short ways to write questions down as data. */

export function say(sv: string, en: string): Bilingual {
  return { sv, en };
}

export function option(code: string, sv: string, en: string): Option {
  return { code, text: say(sv, en) };
}

/** An option whose chooser writes what. */
export function otherOption(code: string, sv: string, en: string): Option {
  return { ...option(code, sv, en), own: true };
}

/** An option that is chosen by itself. */
export function loneOption(code: string, sv: string, en: string): Option {
  return { ...option(code, sv, en), alone: true };
}

/** The only part of a question, whose text says all. */
export const ANSWER = { code: "answer", label: null } as const;

export function label(code: string, sv: string, en: string): Pick<Part, "code"> & { label: Bilingual } {
  return { code, label: say(sv, en) };
}

const DAYS = say("dagar", "days");
const KRONOR = say("kr", "SEK");

export const days = (max: number): NumberField => ({ unit: DAYS, min: 0, max, decimals: 0 });
export const PERCENT: NumberField = { unit: say("procent", "per cent"), min: 0, max: 100, decimals: 1 };
/** Whole kronor. */
export const COST: NumberField = { unit: KRONOR, min: 0, max: 100_000_000_000, decimals: 0 };

export function textColumn(
  name: readonly [code: string, sv: string, en: string],
  { maxChars, required }: { maxChars: number; required?: true },
): Column {
  return { ...label(...name), kind: "text", maxChars, ...(required === undefined ? {} : { required }) };
}
