import type { Unit } from "../../src/domain/outreach/figure.ts";
import type { OutreachWords } from "./words-sv.ts";

type NumberWords = Pick<OutreachWords, "decimal" | "thousands" | "units">;

/** A number as its language writes it: written by our own hand, for what a machine knows of languages changes. */
export function writeNumber(value: number, words: NumberWords, decimals = 1): string {
  const rounded = Math.abs(value).toFixed(decimals);
  const [whole = "0", part = ""] = rounded.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/gu, words.thousands);
  const rest = part.replace(/0+$/u, "");
  const isZero = Number(rounded) === 0;
  return `${value < 0 && !isZero ? "\u{2212}" : ""}${grouped}${rest === "" ? "" : `${words.decimal}${rest}`}`;
}

/** The value of a figure with its unit: `52,4 %`, `1 dag`. */
export function writeValue(value: number, unit: Unit, words: NumberWords): string {
  if (unit === "share") return `${writeNumber(value * 100, words)}\u{a0}%`;
  const text = writeNumber(value, words);
  return unit === "count" ? text : words.units[unit](text, value);
}
