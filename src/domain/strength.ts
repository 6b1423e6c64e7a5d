import { foldPercent, foldStrength, lexStrength, type Decimal, type Token } from "./strength-lexemes.ts";
import { findLabel, findUnit, MULTIPLIERS, type Unit } from "./strength-units.ts";

interface Range {
  readonly low: Decimal;
  readonly high: Decimal | null;
  /** See `Token`; of either number. */
  readonly point?: string | null;
}

interface Quantity extends Range {
  readonly unit: string;
}

/** One active substance: an amount, what it is counted per, and the same said otherwise in brackets. */
interface Component {
  quantity: Quantity;
  also: Quantity | null;
  per: string[];
  alsoWhole: string | null;
}

interface Element {
  readonly range: Range | null;
  readonly unit: Unit | null;
  readonly next: number;
}

const MAX_STRENGTH_CHARS = 200;
/** Of a longer text not even the folding is worth its time. */
const MAX_TEXT_CHARS = 1_000;

function shift(value: Decimal, powersOfTen: number): Decimal {
  return { digits: value.digits, exponent: value.exponent + powersOfTen };
}

function printDecimal(value: Decimal): string {
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

function shiftQuantity(quantity: Quantity, powersOfTen: number): Quantity {
  return {
    low: shift(quantity.low, powersOfTen),
    high: quantity.high === null ? null : shift(quantity.high, powersOfTen),
    unit: quantity.unit,
  };
}

function wordAt(tokens: readonly Token[], at: number): string | null {
  const token = tokens[at];
  return token?.kind === "word" ? token.text : null;
}

function hasMark(tokens: readonly Token[], at: number, mark: string): boolean {
  const token = tokens[at];
  return token?.kind === "mark" && token.text === mark;
}

/** Reads "mg", "milj. IE", "anti-Xa IE", "ELISA U", "mg I", "% v/v" from `at`; null when no unit stands there. */
function readUnit(tokens: readonly Token[], at: number): { unit: Unit; next: number } | null {
  let next = at;
  const multiplier = MULTIPLIERS.get(wordAt(tokens, next) ?? "") ?? 0;
  if (multiplier > 0) next += 1;
  // "per avgiven dos", "förfylld spruta"
  if (DOSE_WORDS.has(wordAt(tokens, next) ?? "")) next += 1;
  const isElisa = wordAt(tokens, next) === "elisa";
  const against = /^anti-\p{L}+$/u.exec(wordAt(tokens, next) ?? "")?.[0] ?? null;
  if (isElisa || against !== null) next += 1;
  const word = wordAt(tokens, next);
  const found = word === null ? null : findUnit(isElisa ? `elisa-${word}` : word);
  if (found === null) return null;
  next += 1;
  const behind = /^anti-\p{L}+$/u.exec(wordAt(tokens, next) ?? "")?.[0] ?? null;
  if (behind !== null && found.name === "IE") next += 1;
  // Units of a low-molecular heparin are always anti-Xa units, so saying so changes nothing.
  const target = [against, found.name === "IE" ? behind : null].find((what) => what !== null && what !== "anti-xa");
  if (target !== undefined && found.name !== "IE") return null;
  const unit = { ...found, ...(target === undefined ? {} : { name: `${target} IE` }) };
  const by = readShareBy(tokens, { at: next, unit });
  const labelled = labelUnit(by.unit, wordAt(tokens, by.next));
  if (labelled !== null) return { unit: { ...labelled, exponent: unit.exponent + multiplier }, next: by.next + 1 };
  return { unit: { ...by.unit, exponent: unit.exponent + multiplier }, next: by.next };
}

const DOSE_WORDS: ReadonlySet<string> = new Set("avgiven avmätt levererad uppmätt förfylld förfyllda".split(" "));
const SHARE_WORDS: ReadonlySet<string> = new Set("v w m mol vol vikt".split(" "));

/** `v/v`, `w/w` or `mol/mol` behind a share; weight by volume is what a percentage means anyway. */
function readShareBy(tokens: readonly Token[], { at, unit }: { at: number; unit: Unit }): { unit: Unit; next: number } {
  const [by, of] = [wordAt(tokens, at), wordAt(tokens, at + 2)];
  const isShare = ["%", "‰", "ppm"].includes(unit.name) && hasMark(tokens, at + 1, "/");
  if (!isShare || by === null || of === null || !SHARE_WORDS.has(by) || !SHARE_WORDS.has(of)) return { unit, next: at };
  const isPlain = (by === "w" || by === "m") && of === "v";
  return { unit: isPlain ? unit : { ...unit, name: `${unit.name} ${by}/${of}` }, next: at + 3 };
}

/** A unit of what the word names: mg iodine, mmol potassium, IE of a factor; null when it names nothing. */
function labelUnit(unit: Unit, word: string | null): Unit | null {
  const label = word === null ? undefined : findLabel(word);
  const mayCount = unit.kind === "mass" || ["mmol", "mekv", "%", "IE"].includes(unit.name);
  if (label === undefined || !mayCount || unit.onlyPer === true) return null;
  return { ...unit, kind: "other", name: `${unit.name} ${label}` };
}

/** Reads "10 mg", "1,4-2,5 miljoner celler", a number that waits for its unit ("240/…") or a bare unit ("ml"). */
function readElement(tokens: readonly Token[], at: number): Element | null {
  const first = tokens[at];
  if (first?.kind !== "number") {
    const bare = readUnit(tokens, at);
    return bare === null ? null : { range: null, unit: bare.unit, next: bare.next };
  }
  let next = at + 1;
  let high: Extract<Token, { kind: "number" }> | null = null;
  const upper = tokens[next + 1];
  if (hasMark(tokens, next, "-") && upper?.kind === "number") {
    high = upper;
    next += 2;
  }
  const unit = readUnit(tokens, next);
  const multiplied = MULTIPLIERS.has(wordAt(tokens, next) ?? "");
  const bounds = [first, ...(high === null ? [] : [high])].map((number) =>
    settleNumber(number, { unit: unit?.unit ?? null, multiplied }),
  );
  const [low, top = null] = bounds;
  if (low === undefined || low === null || (high !== null && top === null)) return null;
  return { range: { low, high: top }, unit: unit?.unit ?? null, next: unit?.next ?? next };
}

/**
 * Three digits behind a dot are thousands where whole units are counted ("10.000 IE/ml"): nobody writes a thousandth of one.
 * Behind a comma they are decimals, save of such a unit. Elsewhere nobody can tell ("1.000 mg"): null. What begins with a
 * nought ("0.125 mg") never gets here.
 */
function settleNumber(
  { value, point }: Extract<Token, { kind: "number" }>,
  { unit, multiplied }: { unit: Unit | null; multiplied: boolean },
): Decimal | null {
  if (point === null || multiplied) return value;
  const isWhole = unit !== null && (unit.name === "IE" || unit.name.endsWith(" IE") || unit.name.endsWith("enheter"));
  if (point === ".") return isWhole ? { ...value, exponent: value.exponent + 3 } : null;
  return isWhole ? null : value;
}

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
function labelAll(components: readonly Component[], word: string | null): boolean {
  const label = word === null ? undefined : findLabel(word);
  if (label === undefined || components.some(({ quantity }) => !LABELLED_NAMES.has(quantity.unit))) return false;
  for (const component of components) {
    component.quantity = { ...component.quantity, unit: `${component.quantity.unit} ${label}` };
    if (component.also !== null) component.also = { ...component.also, unit: `${component.also.unit} ${label}` };
  }
  return true;
}

const LABELLED_NAMES: ReadonlySet<string> = new Set(["mg", "mmol", "mekv", "%", "IE"]);

/** Takes in "(40 mg)" at `at`, the last component said otherwise; gives the place after it, or null. */
function readBrackets(tokens: readonly Token[], { at, last }: { at: number; last: Component }): number | null {
  const close = tokens.findIndex((_, index) => index > at && hasMark(tokens, index, ")"));
  const inner = close < 0 ? null : readComponents(tokens.slice(at + 1, close));
  const only = inner?.[0];
  if (only === undefined || inner?.length !== 1 || last.also !== null || last.alsoWhole !== null) return null;
  if (only.also !== null || only.alsoWhole !== null) return null;
  if (only.per.length === 0 && last.per.length === 0) last.also = only.quantity;
  else last.alsoWhole = printComponent(only);
  return close + 1;
}

function isPer(element: Element): boolean {
  return element.range === null || ["volume", "time", "count"].includes(element.unit?.kind ?? "");
}

/**
 * Reads components from tokens, or null when they are no strength. A "/" before a bare unit, a volume, a time or a
 * dose says "per"; before any other amount it parts substances, as "+" does. A "per" counts for every substance
 * before it that has none: "160 mikrogram/4,5 mikrogram/dos" gives both per dose.
 */
function readComponents(tokens: readonly Token[]): Component[] | null {
  const components: Component[] = [];
  let sharing: Component[] = [];
  let waiting: Range[] = [];
  let openBrackets = 0;
  let separator = "";
  for (let at = 0; ; at += 1) {
    for (; hasMark(tokens, at, "("); at += 1) openBrackets += 1;
    const element = readElement(tokens, at);
    if (element === null) return null;
    const { range, unit } = element;
    at = element.next;
    if (unit === null) {
      if (range !== null) waiting.push(range);
    } else if (separator === "/" && isPer(element) && sharing.length > 0 && waiting.length === 0) {
      const per = readPer({ range, unit });
      if (per === null || !addPer(sharing, per)) return null;
      // "2 mmol/l kalium"
      if (labelAll(sharing, wordAt(tokens, at))) at += 1;
    } else {
      if (range === null || unit.onlyPer === true) return null;
      if (sharing.some((component) => component.per.length > 0)) sharing = [];
      for (const amount of [...waiting, range]) {
        const quantity = shiftQuantity({ ...amount, unit: unit.name }, unit.exponent);
        const component: Component = { quantity, also: null, per: [], alsoWhole: null };
        sharing.push(component);
        components.push(component);
      }
      waiting = [];
    }
    for (; openBrackets > 0 && hasMark(tokens, at, ")"); at += 1) openBrackets -= 1;
    const last = components.at(-1);
    if (hasMark(tokens, at, "(") && last !== undefined) {
      const next = readBrackets(tokens, { at, last });
      if (next === null) return null;
      // "33 mg (0,85 mmol) K+/ml"
      at = labelAll([last], wordAt(tokens, next)) ? next + 1 : next;
    }
    if (at === tokens.length) return waiting.length === 0 && openBrackets === 0 ? components : null;
    separator = hasMark(tokens, at, "/") || wordAt(tokens, at) === "per" ? "/" : hasMark(tokens, at, "+") ? "+" : "";
    if (separator === "") return null;
  }
}

function printComponent({ quantity, also, per, alsoWhole }: Component): string {
  const brackets = also === null ? "" : ` (${printQuantity(also)})`;
  const whole = alsoWhole === null ? "" : ` (${alsoWhole})`;
  return [printQuantity(quantity) + brackets, ...per].join("/") + whole;
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
function parseSeries(text: string): Component[][] | null {
  if (text.length > MAX_TEXT_CHARS) return null;
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

/** Whether the whole text is a strength: amounts with their units, or Läkemedelsverket's word for a series of them. */
export function isStrength(text: string): boolean {
  return parseSeries(text) !== null || (text.length < MAX_TEXT_CHARS && foldStrength(text) === "styrkeserie");
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
  return foldStrength(text.slice(0, MAX_TEXT_CHARS)) || null;
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
 * the range that is asked for; `other`; `unknown` when one of the two cannot be read.
 */
export function compareStrengths(asked: string, found: string): "same" | "other" | "unknown" {
  const [wanted, there] = [parseSeries(asked), parseSeries(found)];
  if (wanted === null || there === null) return isSameText(asked, found) ? "same" : "unknown";
  const readings = new Set(there.flatMap(listReadings));
  const isSame = wanted.some((part) => listReadings(part).some((reading) => readings.has(reading)));
  return isSame || wanted.some((range) => there.some((part) => liesWithin(part, range))) ? "same" : "other";
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

function compareDecimals(a: Decimal, b: Decimal): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const scale = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  const [first, second] = [scale(a), scale(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** Whether two texts say the same strength; also by what one of them says in brackets. No text is no strength: false. */
export function sameStrength(a: string, b: string): boolean {
  return compareStrengths(a, b) === "same" || compareStrengths(b, a) === "same";
}
