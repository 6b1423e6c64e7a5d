type Kind = "mass" | "volume" | "time" | "count" | "other";

export interface Unit {
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

const mass = (exponent: number): Unit => ({ kind: "mass", name: "mg", exponent });
const volume = (exponent: number): Unit => ({ kind: "volume", name: "ml", exponent });
const other = (name: string, exponent = 0): Unit => ({ kind: "other", name, exponent });
const count = (name: string): Unit => ({ kind: "count", name, exponent: 0, onlyPer: true });
const time = (times?: bigint): Unit => {
  const hour: Unit = { kind: "time", name: "h", exponent: 0, onlyPer: true };
  return times === undefined ? hour : { ...hour, times };
};

/** What a whole product or a part of it is counted in; the first word is the name of all. */
const COUNTED = [
  "droppe droppar",
  "tablett tabletter tabl tabl.",
  "kapsel kapslar",
  "plåster",
  "ampull ampuller amp",
  "injektionsflaska injektionsflaskor flaska flaskor vial",
  "spruta sprutor",
  "injektionspenna injektionspennor penna pennor",
  "cylinderampull cylinderampuller",
  "dospåse dospåsar portionspåse portionspåsar",
  "endosbehållare",
  "påse påsar",
  "suppositorium suppositorier stolpiller",
  "vagitorium vagitorier",
  "pastill pastiller",
  "behållare",
  "portion portioner",
  "st styck",
];

// The Greek μ is what NFKC makes of the micro sign µ.
const UNIT_WORDS: readonly (readonly [string, Unit])[] = [
  ["pg pikogram", mass(-9)],
  ["ng nanogram", mass(-6)],
  ["μg ug mcg mikrog mikrogr mikrogram microgram", mass(-3)],
  ["mg mgr milligram", mass(0)],
  ["g gr gram", mass(3)],
  ["kg kilogram", { ...mass(6), onlyPer: true }],
  ["nl nanoliter", volume(-6)],
  ["μl ul mikrol mikroliter", volume(-3)],
  ["ml milliliter", volume(0)],
  ["cl centiliter", volume(1)],
  ["dl deciliter", volume(2)],
  ["l liter", volume(3)],
  ["h tim timme timmar timma", time()],
  ["dygn dag dagar d", time(24n)],
  ["vecka veckor", time(168n)],
  ["min minut minuter", { kind: "time", name: "min", exponent: 0, onlyPer: true }],
  ["pmol pikomol", other("mmol", -9)],
  ["nmol nanomol", other("mmol", -6)],
  ["μmol umol mikromol", other("mmol", -3)],
  ["mmol millimol", other("mmol")],
  ["mol", other("mmol", 3)],
  ["mekv meq mval milliekvivalenter milliekvivalent", other("mekv")],
  ["mosm mosmol", other("mosm")],
  ["bq", other("MBq", -6)],
  ["kbq", other("MBq", -3)],
  ["mbq", other("MBq")],
  ["gbq", other("MBq", 3)],
  // Läkemedelsverket writes the same insulin as "100 E/ml", "100 IE/ml" and "100 enheter/ml".
  ["ie i.e e iu i.u enhet enheter", other("IE")],
  ["mie m.ie me m.e", other("IE", 6)],
  // One press of a spray or one breath from an inhaler is one dose, whatever the company calls it.
  [
    "dos doser puff puffar inhalation inhalationer spray sprayning sprayningar spraydos spraydoser pumpning pumpningar " +
      "pump tryckning tryckningar pumptryck pumptryckning aktivering aktiveringar",
    count("dos"),
  ],
  ...COUNTED.map((words) => [words, count(words.split(" ")[0] ?? words)] as const),
  ["cm^2 cm2", other("cm2")],
  ["m^2 m2", { ...other("m2"), kind: "count", onlyPer: true }],
  ...(
    "% ‰ celler kcal kj ppm ir u elisa-u kie pfu ffu cfu tcid50 ccid50 eid50 tu lsu lf pnu bau sbe au du te sq-t vektorgenom " +
    "vektorgenomer viruspartiklar bakterier"
  )
    .split(" ")
    .map((word) => [word, other(word)] as const),
];

const UNITS = new Map(UNIT_WORDS.flatMap(([words, unit]) => words.split(" ").map((word) => [word, unit] as const)));

export const MULTIPLIERS = new Map([
  ["milj", 6],
  ["miljon", 6],
  ["miljoner", 6],
  ["mill", 6],
  ["miljard", 9],
  ["miljarder", 9],
  ["tusen", 3],
]);

/** What an amount is counted as: "350 mg I/ml" is 350 mg iodine, not 350 mg of the contrast medium. */
const LABELS: readonly (readonly [label: string, words: string])[] = [
  ["I", "i jod"],
  ["Fe", "fe järn"],
  ["F", "f fluor fluorid"],
  ["Ca", "ca kalcium"],
  ["Na", "na natrium"],
  ["K", "k kalium"],
  ["Mg", "magnesium"],
  ["Zn", "zn zink"],
  ["Cl", "cl klorid"],
  ["Cu", "cu koppar"],
  ["Mn", "mn mangan"],
  ["Se", "se selen"],
  ["Li", "li litium"],
  ["Al", "al aluminium"],
  ["P", "p fosfor"],
  ["fosfat", "fosfat"],
  ["N", "n kväve"],
  ["VWF", "vwf"],
];
const COUNTED_AS = new Map(LABELS.flatMap(([label, words]) => words.split(" ").map((word) => [word, label] as const)));
/** Coagulation factors: FVIII, FIX, FVIIa. */
const FACTOR = /^f[ivx]{1,4}a?$/;

export function findLabel(word: string): string | undefined {
  return COUNTED_AS.get(word) ?? (FACTOR.test(word) ? word : undefined);
}

/** Ions as they are written beside amounts (Fe2+, Zn 2+, K+), by the word for what they are of. */
const IONS: ReadonlyMap<string, string> = new Map(
  LABELS.flatMap(([, words]) => {
    const [symbol = "", name = symbol] = words.split(" ");
    return [[symbol === "magnesium" ? "mg" : symbol, name] as const];
  }),
);
const ION = /(?<![\p{L}\d])(fe|ca|na|k|mg|zn|cl|cu|mn|li|al|f|i)(?:(?: |\^)?([1-4])([+-])|([+-]))(?=[\s/),;]|$)/gu;

/** Each ion in a lower-case text as one word; "mg+" is a milligram and a plus. */
export function nameIons(text: string): string {
  return text.replace(ION, (whole, symbol: string, charge: string | undefined) =>
    symbol === "mg" && charge === undefined ? whole : (IONS.get(symbol) ?? whole),
  );
}

/** Units of a maker's or a method's own ("Allergan-enheter", "Speywoodenheter", "SQ-E", "SQ-HDM"): equal only to themselves. */
const OWN_UNIT = /^(?:\p{L}[\p{L}.-]*?-?(?:enhet|enheter)|\p{L}+-(?:ie|e)|sq-\p{L}+)$/u;
const GLUED_ELEMENT = /^(mg|g|mmol)(i|fe)$/;

export function findUnit(word: string): Unit | null {
  const unit = UNITS.get(word) ?? UNITS.get(word.replaceAll(".", ""));
  if (unit !== undefined) return unit;
  const glued = GLUED_ELEMENT.exec(word);
  const [base, element] = [UNITS.get(glued?.[1] ?? ""), findLabel(glued?.[2] ?? "")];
  if (base !== undefined && element !== undefined) return { ...base, kind: "other", name: `${base.name} ${element}` };
  return OWN_UNIT.test(word) ? { kind: "other", name: nameOwnUnit(word), exponent: 0 } : null;
}

/** "Allergan-enhet" and "Allerganenheter" are one. */
function nameOwnUnit(word: string): string {
  const maker = /^(.*?)[.-]?(?:enhet|enheter)$/.exec(word)?.[1];
  return maker === undefined ? word : `${maker}enheter`;
}
