import { compareDecimals, printComponent, shiftQuantity, type Component } from "./strength-amount.ts";
import { MAX_STRENGTH_TEXT_CHARS, parseSeries } from "./strength-components.ts";
import { foldStrength } from "./strength-lexemes.ts";

/** Whether the whole text is a strength: amounts with their units, or Läkemedelsverket's word for a series of them. */
export function isStrength(text: string): boolean {
  return parseSeries(text) !== null || (text.length < MAX_STRENGTH_TEXT_CHARS && foldStrength(text) === "styrkeserie");
}

/**
 * A strength in one spelling, so that equal strengths are equal strings: masses in mg, volumes in ml, E and enheter as
 * IE, a decimal comma, `+` between substances, `/` before what they are counted per and a comma between strengths of a
 * series (`1 g/60 mg` → `1000 mg+60 mg`, `0,05 mg/ml` and `50 µg/ml` → `0,05 mg/ml`). A percentage stays one, and
 * `12 mg/0,6 ml` is not `20 mg/ml`: it says what a syringe holds. Text that is no strength comes back folded; null when
 * empty. For comparing, not for showing.
 */
export function normaliseStrength(text: string): string | null {
  const series = parseSeries(text);
  if (series !== null) return series.map((part) => part.map(printComponent).join("+")).join("; ");
  return foldStrength(text.slice(0, MAX_STRENGTH_TEXT_CHARS)) || null;
}

/**
 * What can be said for one strength: as said first, as said in brackets (`4 000 IE (40 mg)/0,4 ml` is 4 000 IE/0,4 ml and
 * 40 mg/0,4 ml), and for a percentage the weight it is of a millilitre or a gram.
 */
function listReadings(components: readonly Component[]): string[] {
  const first = components.map((part) => printComponent({ ...part, also: null, alsoWhole: null }));
  const second = components.map(
    (part) => part.alsoWhole ?? printComponent({ ...part, quantity: part.also ?? part.quantity, also: null }),
  );
  const weighed = ["ml", "g"].map((per) => components.map((part) => printComponent(weighShare(part, per))));
  return [...new Set([first, second, ...weighed].map((parts) => parts.join("+")))];
}

/** A percentage as weight: 1 % is 10 mg/ml of a solution and 10 mg/g of a cream. */
function weighShare(part: Component, per: string): Component {
  const power = { "%": 1, "‰": 0 }[part.quantity.unit];
  if (power === undefined || part.per.length > 0 || part.alsoWhole !== null) return part;
  return { ...part, quantity: { ...shiftQuantity(part.quantity, power), unit: "mg" }, also: null, per: [per] };
}

/**
 * How what somebody asks for compares with what there is: `same`, also when one of several strengths is, or when it lies in
 * the range that is asked for; `other`; `unknown` when one of the two cannot be read, or when they are measured in nothing
 * that is the same: 3 g of benzylpenicillin are 5 million units, and of another substance they are not.
 */
export function compareStrengths(asked: string, found: string): "same" | "other" | "unknown" {
  const [wanted, there] = [parseSeries(asked), parseSeries(found)];
  if (wanted === null || there === null) return isSameText(asked, found) ? "same" : "unknown";
  const readings = new Set(there.flatMap(listReadings));
  const isSame = wanted.some((part) => listReadings(part).some((reading) => readings.has(reading)));
  if (isSame || wanted.some((range) => there.some((part) => liesWithin(part, range)))) return "same";
  const measures = new Set(there.flatMap(listMeasures));
  return wanted.flatMap(listMeasures).some((unit) => measures.has(unit)) ? "other" : "unknown";
}

/** What the amounts are measured in; a percentage is a weight, too. */
function listMeasures(components: readonly Component[]): string[] {
  return components.flatMap(({ quantity, also, alsoWhole }) => [
    ["%", "‰"].includes(quantity.unit) ? "mg" : quantity.unit,
    also?.unit ?? quantity.unit,
    /[^\d\s.,][^\s/]*/.exec(alsoWhole ?? "")?.[0] ?? quantity.unit,
  ]);
}

function isSameText(a: string, b: string): boolean {
  const [first, second] = [normaliseStrength(a), normaliseStrength(b)];
  return first !== null && first === second;
}

/** Whether one amount lies in a range, said per the same. */
function liesWithin(part: readonly Component[], range: readonly Component[]): boolean {
  const [amount, bounds] = [part[0], range[0]];
  if (amount === undefined || bounds === undefined || part.length !== 1 || range.length !== 1) return false;
  const { low, high, unit } = bounds.quantity;
  if (high === null || amount.quantity.high !== null || amount.quantity.unit !== unit) return false;
  if (amount.per.join("/") !== bounds.per.join("/")) return false;
  return compareDecimals(low, amount.quantity.low) <= 0 && compareDecimals(amount.quantity.low, high) <= 0;
}

/** Whether two texts say the same strength; also by what one of them says in brackets. No text is no strength: false. */
export function sameStrength(a: string, b: string): boolean {
  return compareStrengths(a, b) === "same" || compareStrengths(b, a) === "same";
}
