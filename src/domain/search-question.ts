import { parseListForm, type FormGroup } from "./form.ts";
import { BRANDS } from "./medicine-brands.ts";
import { ACIDS, ENGLISH_WORDS, SYNONYMS } from "./medicine-synonyms.ts";
import { cleanQuery, foldText, soundOf, splitWords } from "./search-text.ts";
import { isStrength } from "./strength.ts";

/** What somebody asked for, read once. */
export interface Question {
  /** As they wrote it, clean. */
  readonly text: string;
  /** Digits alone: a number of a product, a package or an article. */
  readonly number: string | null;
  /** The text as a code of ATC or EMDN, when it can be one; whether it is depends on the codes there are. */
  readonly code: string | null;
  /** Folded words of a name, without what tells form and strength apart. */
  readonly words: readonly string[];
  /** Words that tell a form when no name has them. */
  readonly forms: readonly FormWord[];
  readonly strength: string | null;
}

export interface FormWord {
  readonly word: string;
  readonly group: FormGroup;
}

const MAX_WORDS = 12;
const MAX_WORDINGS = 20;
/** Of what a name has, these tell nothing. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  "och and i in av of med with mot for till samt eller or the en ett den det".split(" "),
);
const NUMBER =
  /^(?:npl[\s-]*(?:id|pack[\s-]*id)?|pack[\s-]*id|varunummer|varunr|vnr|artikelnummer|artikelnr)?[\s.:#]*(\d[\d\s.\-–]*)$/iu;
const MIN_NUMBER_DIGITS = 5;
const CODE = /^Q?[A-Z](?:\d{1,2}(?:[A-Z]{1,2}(?:\d{1,3})?)?)?$/;
const EMDN = /^[A-Z]\d{2,12}$/;
const STRENGTH =
  /(?<![\p{L}\p{N}])\d[\d.,]*(?:\s\d{3})*\s*(?:mg|g|mikrogram|mikrog|mcg|ug|[µμ]g|ng|ml|l|%|ie|iu|me|e|mmol|enheter|units?)(?:\s*\/\s*(?:\d[\d.,]*\s*)?(?:ml|l|mg|g|dos|dose|h|timme|tim))?(?![\p{L}\p{N}])/iu;

/** The words that tell names apart. */
export function wordsOf(text: string): string[] {
  return splitWords(foldText(text)).filter((word) => !STOP_WORDS.has(word));
}

export function readQuestion(raw: string): Question {
  const text = cleanQuery(raw);
  const digits = NUMBER.exec(text)?.[1]?.replace(/\D/g, "") ?? "";
  const compact = text
    .replace(/^atc(?:[\s-]*kod(?:en)?)?(?![\p{L}\p{N}])/iu, "")
    .replace(/[\s.:\-–]/g, "")
    .toUpperCase();
  const strength = STRENGTH.exec(text)?.[0].trim() ?? null;
  const hasStrength = strength !== null && isStrength(strength);
  const words = wordsOf(hasStrength ? text.replace(strength, " ") : text).slice(0, MAX_WORDS);
  return {
    text,
    number: digits.length >= MIN_NUMBER_DIGITS ? digits : null,
    code: CODE.test(compact) || EMDN.test(compact) ? compact : null,
    words,
    forms: readForms(text, words),
    strength: hasStrength ? strength : null,
  };
}

/** Words as they were written, since forms are told apart by å, ä and ö ("ögondroppar"). */
function readForms(text: string, words: readonly string[]): FormWord[] {
  const written = text.toLowerCase().split(/[^\p{L}\p{M}\p{N}.]+/u);
  return written.flatMap((raw) => {
    const word = foldText(raw);
    const form = words.includes(word) && raw !== "" ? parseListForm(raw) : null;
    return form === null ? [] : [{ word, group: form.group }];
  });
}

/** The same question in other words. */
export interface Wording {
  readonly words: readonly string[];
  /** The other name, where the question's own words are not what is looked for. */
  readonly name: string | null;
}

/** A question's words, and what else the same thing is called: in Swedish for English, by its substance for a brand. */
export function listWordings(words: readonly string[]): Wording[] {
  const wordings = new Map<string, Wording>();
  const add = (wording: Wording): void => {
    const key = wording.words.join(" ");
    if (!wordings.has(key)) wordings.set(key, wording);
  };
  add({ words, name: null });
  const swedish = translate(words);
  add({ words: wordsOf(swedish), name: swedish });
  for (const wording of Array.from(wordings.values()))
    for (const { name, from, to } of findRuns(wording.words))
      add({ words: [...wording.words.slice(0, from), ...wordsOf(name), ...wording.words.slice(to)], name });
  return [...wordings.values()].slice(0, MAX_WORDINGS);
}

function translate(words: readonly string[]): string {
  return words
    .join(" ")
    .replace(/(\p{L}+)ic acid(?!\p{L})/gu, (_whole, stem: string) => `${ACIDS.get(stem) ?? stem}syra`)
    .split(" ")
    .map((word) => ENGLISH_WORDS.get(word) ?? word)
    .join(" ");
}

const LONGEST_RUN = 4;

/** Runs of words that are the name of something else too. */
function findRuns(words: readonly string[]): { name: string; from: number; to: number }[] {
  const runs: { name: string; from: number; to: number }[] = [];
  for (let from = 0; from < words.length; from += 1)
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST_RUN); to += 1)
      for (const name of findOtherNames(words.slice(from, to)) ?? []) runs.push({ name, from, to });
  // The longest first: "pc v" is a name, and so is "pc".
  return runs.toSorted((a, b) => b.to - b.from - (a.to - a.from));
}

const NAMES = indexNames();

/** Names that are known by heart, by how they sound, each with its others: the substance's Swedish name first. */
function indexNames(): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  const tell = (name: string, others: readonly string[]): void => {
    const key = soundKey(wordsOf(name));
    const known = names.get(key) ?? new Set();
    for (const other of others) if (soundKey(wordsOf(other)) !== key) known.add(other);
    names.set(key, known);
  };
  for (const group of SYNONYMS) for (const name of group) tell(name, group);
  for (const [brand, substances] of BRANDS)
    for (const substance of substances) {
      const group = SYNONYMS.find((others) => others.includes(substance)) ?? [];
      tell(brand, [substance, ...group]);
      tell(substance, group);
    }
  return names;
}

/** The substances that words are other names of, as far as it is known by heart; null when they are no such name. */
export function findSubstances(words: readonly string[]): readonly string[] | null {
  if (findOtherNames(words) === null) return null;
  const key = soundKey(words);
  const isOther = (name: string): boolean => soundKey(wordsOf(name)) !== key;
  const groups = SYNONYMS.filter((group) => group.some((name) => !isOther(name))).map(([first = ""]) => first);
  const branded = [...BRANDS].filter(([brand]) => !isOther(brand)).flatMap(([, substances]) => substances);
  return [...new Set([...branded, ...groups])].filter(isOther);
}

function soundKey(words: readonly string[]): string {
  return words.map(soundOf).join("");
}

/** What else goes by that name, as far as it is known by heart; null when the name is not. */
function findOtherNames(words: readonly string[]): readonly string[] | null {
  const names = NAMES.get(soundKey(words));
  return names === undefined ? null : [...names];
}

/** Every other name that is known by heart, for those who spell it wrong. */
export function listOtherNames(): string[] {
  return [...SYNONYMS.flat(), ...BRANDS.keys()];
}
