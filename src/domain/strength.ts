/** A decimal number without rounding: digits × 10^exponent. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

type Kind = "mass" | "volume" | "time" | "count" | "other";

interface Unit {
  readonly kind: Kind;
  /** The unit every one of its family is written in: mg, ml, h, mmol, MBq, IE, dos … */
  readonly name: string;
  /** How many powers of ten one of this unit is of the family's. */
  readonly exponent: number;
  /** Can only stand after "/" ("mg/kg"): as an amount it is the weight of a patient or an animal. */
  readonly onlyPer?: boolean;
  /** For a day, which is 24 hours. */
  readonly times?: bigint;
}

interface Range {
  readonly low: Decimal;
  readonly high: Decimal | null;
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

type Token =
  | { readonly kind: "number"; readonly value: Decimal }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "mark"; readonly text: string };

interface Element {
  readonly range: Range | null;
  readonly unit: Unit | null;
  readonly next: number;
}

const MAX_STRENGTH_CHARS = 200;
const MAX_NUMBER_DIGITS = 30;

const mass = (exponent: number): Unit => ({ kind: "mass", name: "mg", exponent });
const volume = (exponent: number): Unit => ({ kind: "volume", name: "ml", exponent });
const other = (name: string, exponent = 0): Unit => ({ kind: "other", name, exponent });
const count = (name: string): Unit => ({ kind: "count", name, exponent: 0, onlyPer: true });
const time = (times?: bigint): Unit => {
  const hour: Unit = { kind: "time", name: "h", exponent: 0, onlyPer: true };
  return times === undefined ? hour : { ...hour, times };
};

// The Greek μ is what NFKC makes of the micro sign µ.
const UNIT_WORDS: readonly (readonly [string, Unit])[] = [
  ["ng nanogram", mass(-6)],
  ["μg ug mcg mikrog mikrogram microgram", mass(-3)],
  ["mg milligram", mass(0)],
  ["g gram", mass(3)],
  ["kg kilogram", { ...mass(6), onlyPer: true }],
  ["μl ul mikroliter", volume(-3)],
  ["ml milliliter", volume(0)],
  ["cl centiliter", volume(1)],
  ["dl deciliter", volume(2)],
  ["l liter", volume(3)],
  ["h tim timme timmar", time()],
  ["dygn dag", time(24n)],
  ["μmol umol mikromol", other("mmol", -3)],
  ["mmol millimol", other("mmol")],
  ["mol", other("mmol", 3)],
  ["bq", other("MBq", -6)],
  ["kbq", other("MBq", -3)],
  ["mbq", other("MBq")],
  ["gbq", other("MBq", 3)],
  // Läkemedelsverket writes the same insulin as "100 E/ml", "100 IE/ml" and "100 enheter/ml".
  ["ie i.e e iu i.u enhet enheter", other("IE")],
  ["mie", other("IE", 6)],
  // One press of a spray or one breath from an inhaler is one dose, whatever the company calls it.
  ["dos doser puff puffar inhalation inhalationer spray sprayning sprayningar", count("dos")],
  ...["droppe", "tablett", "kapsel", "plåster", "ampull", "injektionsflaska", "spruta", "dospåse", "st"].map(
    (word) => [word, count(word)] as const,
  ),
  ...["%", "‰", "celler", "kcal", "kj", "mekv", "ppm", "ir", "u", "elisa-u"].map(
    (word) => [word, other(word)] as const,
  ),
];

const UNITS = new Map(UNIT_WORDS.flatMap(([words, unit]) => words.split(" ").map((word) => [word, unit] as const)));

const MULTIPLIERS = new Map([
  ["milj", 6],
  ["miljon", 6],
  ["miljoner", 6],
  ["mill", 6],
  ["miljard", 9],
  ["miljarder", 9],
]);

/** The element an amount is counted as: "350 mg I/ml" is 350 mg iodine, not 350 mg of the contrast medium. */
const COUNTED_AS = new Map([
  ["i", "I"],
  ["jod", "I"],
  ["fe", "Fe"],
  ["järn", "Fe"],
  ["f", "F"],
  ["fluor", "F"],
  ["ca", "Ca"],
  ["na", "Na"],
  ["k", "K"],
  ["p", "P"],
  ["n", "N"],
]);

// Units of a maker's or a method's own ("Allergan-enheter", "SQ-E", "SQ-HDM"): equal only to themselves.
const OWN_UNIT = /^(?:\p{L}+-(?:enhet|enheter|ie|e)|sq-\p{L}+)$/u;
const GLUED_ELEMENT = /^(mg|g|mmol)(i|fe)$/;

/** Lower case, one kind of space, µ as μ: the text two unreadable strengths are compared by. */
function foldStrength(text: string): string {
  const plain = text.replace(/[\u00ad\u200b-\u200d\ufeff]/g, "");
  return plain.normalize("NFKC").toLowerCase().normalize("NFKC").replace(/\s+/g, " ").trim();
}

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

/** The tokens of a folded text, or null when a sign stands in it that no strength has. */
function lexStrength(folded: string): Token[] | null {
  const lexeme =
    /(?:(\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,](\d+))?|(\p{L}[\p{L}\p{M}]*(?:[-.]\p{L}+)*\.?|[%‰])|([/+()–−-]))\s*/uy;
  const tokens: Token[] = [];
  while (lexeme.lastIndex < folded.length) {
    const match = lexeme.exec(folded);
    if (match === null) return null;
    const [, whole, fraction = "", word, mark] = match;
    if (whole !== undefined) {
      const digits = whole.replaceAll(" ", "") + fraction;
      if (digits.length > MAX_NUMBER_DIGITS) return null;
      tokens.push({ kind: "number", value: { digits: BigInt(digits), exponent: -fraction.length } });
    } else if (word !== undefined) {
      tokens.push({ kind: "word", text: word.replace(/\.$/, "") });
    } else if (mark !== undefined) {
      tokens.push({ kind: "mark", text: /[–−]/.test(mark) ? "-" : mark });
    }
  }
  return tokens;
}

function wordAt(tokens: readonly Token[], at: number): string | null {
  const token = tokens[at];
  return token?.kind === "word" ? token.text : null;
}

function hasMark(tokens: readonly Token[], at: number, mark: string): boolean {
  const token = tokens[at];
  return token?.kind === "mark" && token.text === mark;
}

function findUnit(word: string): Unit | null {
  const unit = UNITS.get(word);
  if (unit !== undefined) return unit;
  const glued = GLUED_ELEMENT.exec(word);
  const [base, element] = [UNITS.get(glued?.[1] ?? ""), COUNTED_AS.get(glued?.[2] ?? "")];
  if (base !== undefined && element !== undefined) return { ...base, kind: "other", name: `${base.name} ${element}` };
  return OWN_UNIT.test(word) ? { kind: "other", name: word, exponent: 0 } : null;
}

/** Reads "mg", "milj. IE", "anti-Xa IE", "ELISA U", "mg I" from `at`; null when no unit stands there. */
function readUnit(tokens: readonly Token[], at: number): { unit: Unit; next: number } | null {
  let next = at;
  const multiplier = MULTIPLIERS.get(wordAt(tokens, next) ?? "") ?? 0;
  if (multiplier > 0) next += 1;
  const isElisa = wordAt(tokens, next) === "elisa";
  // Units of a low-molecular heparin are always anti-Xa units, so saying so changes nothing.
  if (isElisa || wordAt(tokens, next) === "anti-xa") next += 1;
  const word = wordAt(tokens, next);
  let unit = word === null ? null : findUnit(isElisa ? `elisa-${word}` : word);
  if (unit === null) return null;
  next += 1;
  if (wordAt(tokens, next) === "anti-xa" && unit.name === "IE") next += 1;
  const element = COUNTED_AS.get(wordAt(tokens, next) ?? "");
  if (element !== undefined && (unit.kind === "mass" || unit.name === "mmol" || unit.name === "%")) {
    unit = { ...unit, kind: "other", name: `${unit.name} ${element}` };
    next += 1;
  }
  return { unit: { ...unit, exponent: unit.exponent + multiplier }, next };
}

/** Reads "10 mg", "1,4-2,5 miljoner celler", a number that waits for its unit ("240/…") or a bare unit ("ml"). */
function readElement(tokens: readonly Token[], at: number): Element | null {
  const first = tokens[at];
  if (first?.kind !== "number") {
    const bare = readUnit(tokens, at);
    return bare === null ? null : { range: null, unit: bare.unit, next: bare.next };
  }
  let next = at + 1;
  let high: Decimal | null = null;
  const upper = tokens[next + 1];
  if (hasMark(tokens, next, "-") && upper?.kind === "number") {
    high = upper.value;
    next += 2;
  }
  const unit = readUnit(tokens, next);
  return { range: { low: first.value, high }, unit: unit?.unit ?? null, next: unit?.next ?? next };
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
      at = next;
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

function parseStrength(text: string): Component[] | null {
  const folded = foldStrength(text);
  if (folded === "" || folded.length > MAX_STRENGTH_CHARS) return null;
  const tokens = lexStrength(folded);
  return tokens === null || tokens.length === 0 ? null : readComponents(tokens);
}

/** Whether the whole text is a strength: amounts with their units, or Läkemedelsverket's word for a series of them. */
export function isStrength(text: string): boolean {
  return foldStrength(text) === "styrkeserie" || parseStrength(text) !== null;
}

/**
 * A strength in one spelling, so that equal strengths are equal strings: masses in mg, volumes in ml, E and enheter as
 * IE, a decimal comma, `+` between substances and `/` before what they are counted per (`1 g/60 mg` → `1000 mg+60 mg`,
 * `0,05 mg/ml` and `50 µg/ml` → `0,05 mg/ml`). A percentage stays one, and `12 mg/0,6 ml` is not `20 mg/ml`: it says
 * what a syringe holds. Text that is no strength comes back folded; null when empty. For comparing, not for showing.
 */
export function normaliseStrength(text: string): string | null {
  const folded = foldStrength(text);
  if (folded === "") return null;
  return parseStrength(text)?.map(printComponent).join("+") ?? folded;
}

/** The strength as said first, and as said in brackets: `4 000 IE (40 mg)/0,4 ml` is 4 000 IE/0,4 ml and 40 mg/0,4 ml. */
function listReadings(text: string): (string | null)[] {
  const components = parseStrength(text);
  if (components === null) return [normaliseStrength(text)];
  const first = components.map((part) => printComponent({ ...part, also: null, alsoWhole: null }));
  const second = components.map(
    (part) => part.alsoWhole ?? printComponent({ ...part, quantity: part.also ?? part.quantity, also: null }),
  );
  return [first.join("+"), second.join("+")];
}

/** Whether two texts say the same strength; also by what one of them says in brackets. No text is no strength: false. */
export function sameStrength(a: string, b: string): boolean {
  const readings = listReadings(b);
  return listReadings(a).some((reading) => reading !== null && readings.includes(reading));
}
