import type { Decimal } from "./strength-lexemes.ts";

export interface Range {
  readonly low: Decimal;
  readonly high: Decimal | null;
}

export interface Quantity extends Range {
  readonly unit: string;
}

/** One active substance: an amount, what it is counted per, and the same said otherwise in brackets. */
export interface Component {
  quantity: Quantity;
  also: Quantity | null;
  per: string[];
  alsoWhole: string | null;
}

export function shift(value: Decimal, powersOfTen: number): Decimal {
  return { digits: value.digits, exponent: value.exponent + powersOfTen };
}

export function printDecimal(value: Decimal): string {
  if (value.digits === 0n) return "0";
  const digits = value.digits.toString();
  if (value.exponent >= 0) return digits + "0".repeat(value.exponent);
  const padded = digits.padStart(1 - value.exponent, "0");
  const fraction = padded.slice(value.exponent).replace(/0+$/, "");
  return padded.slice(0, value.exponent) + (fraction === "" ? "" : `,${fraction}`);
}

function printQuantity(quantity: Quantity): string {
  const high = quantity.high === null ? "" : `-${printDecimal(quantity.high)}`;
  return `${printDecimal(quantity.low)}${high} ${quantity.unit}`;
}

export function shiftQuantity(quantity: Quantity, powersOfTen: number): Quantity {
  return {
    low: shift(quantity.low, powersOfTen),
    high: quantity.high === null ? null : shift(quantity.high, powersOfTen),
    unit: quantity.unit,
  };
}

export function printComponent({ quantity, also, per, alsoWhole }: Component): string {
  const brackets = also === null ? "" : ` (${printQuantity(also)})`;
  const whole = alsoWhole === null ? "" : ` (${alsoWhole})`;
  return [printQuantity(quantity) + brackets, ...per].join("/") + whole;
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const scale = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  const [first, second] = [scale(a), scale(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}
