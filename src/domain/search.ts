import { beginsAsAtc } from "./atc.ts";
import type { FormGroup } from "./form.ts";
import type { ListEntry } from "./list.ts";
import { BY_WORDS, METALS, SALTS } from "./medicine-synonyms.ts";
import {
  compareRanks,
  fitName,
  isWhole,
  prefixesOf,
  prepareWording,
  requireWhole,
  type Hit,
  type KnownName,
  type NameIndex,
  type PreparedWording,
  type Rank,
} from "./search-names.ts";
import { findParts, tellsNothing } from "./search-parts.ts";
import { findSubstances, listWordings, readQuestion, type Question } from "./search-question.ts";
import { keepDifferent, suggestNames } from "./search-suggestions.ts";
import { capitalize } from "./words.ts";

/**
 * How a question was understood. `none`: it holds no letter or digit, or names nothing; `short`: one sign tells too
 * little.
 */
export type Asked =
  | { readonly kind: "none" }
  | { readonly kind: "short" }
  | { readonly kind: "number"; readonly digits: string }
  | { readonly kind: "code"; readonly code: string }
  /** Holds names that are known, but nothing goes by all of it: they are among the suggestions. */
  | { readonly kind: "parts" }
  /** What the reader wrote beside the name; null for no wish. */
  | { readonly kind: "name"; readonly formGroup: FormGroup | null; readonly strength: string | null };

/** A line of a list as far as it is looked for and named. */
export type SearchEntry = Pick<
  ListEntry,
  "key" | "row" | "atc" | "emdn" | "substance" | "formGroup" | "strength" | "priority" | "category"
>;

/** A region's list with its lines' names read. */
export interface SearchList {
  readonly regionCode: string;
  readonly lines: readonly { readonly entry: SearchEntry; readonly name: KnownName }[];
}

/** Everything that can be found. */
export interface SearchBook {
  readonly notices: NameIndex;
  readonly products: NameIndex;
  readonly lists: readonly SearchList[];
  /** The names of the lists' lines. */
  readonly entries: NameIndex;
}

export interface FoundEntry {
  readonly entry: SearchEntry;
  /** The product or substance that led to it; null when its own name or code is what was asked for. */
  readonly via: string | null;
}

export interface Found {
  /** The question, clean. */
  readonly text: string;
  readonly asked: Asked;
  /** Other names of what was asked for, where they led to something; of a number what it is the number of. */
  readonly also: readonly string[];
  /** By region code, the best first; a region without any is left out. */
  readonly entries: ReadonlyMap<string, readonly FoundEntry[]>;
  /** Ids of notices of what was asked for, the best first. */
  readonly notices: readonly number[];
  /** Ids of notices of other products with the code of the product that was asked for. */
  readonly related: readonly number[];
  /** Whether the name, code or number is known at all, reported or not. */
  readonly known: boolean;
  /** What may have been meant; only where nothing was found. */
  readonly suggestions: readonly string[];
}

/**
 * Looks for a name, a substance, an ATC or EMDN code or a number. What only looks like a known name is never answered
 * for: it is a suggestion.
 */
export function search(book: SearchBook, raw: string): Found {
  const question = readQuestion(raw);
  const { text, number, code, words } = question;
  if (number !== null) return findNumber(book, { text, digits: number });
  if (code !== null && isKnownCode(book, code)) return findCode(book, { text, code });
  if (words.every(tellsNothing)) return findNothing(text, { kind: "none" });
  if (words.join("").length === 1) return findNothing(text, { kind: "short" });
  const found = findName(book, question);
  if (found !== null) return found;
  const parts = findParts([book.entries, book.notices, book.products], words);
  if (parts.length > 0)
    return {
      ...findNothing(text, { kind: "parts" }),
      suggestions: keepDifferent([...guess(book, [words.join("")]), ...parts]).map(capitalize),
    };
  const asked: Asked =
    code !== null && beginsAsAtc(code)
      ? { kind: "code", code }
      : { kind: "name", formGroup: null, strength: question.strength };
  const suggestions = [...suggestCodes(book, text), ...(asked.kind === "name" ? guess(book, words) : [])];
  return { ...findNothing(text, asked), suggestions };
}

function guess({ entries, notices, products }: SearchBook, words: readonly string[]): string[] {
  return suggestNames([entries.candidates(), notices.candidates(), products.candidates()], words);
}

function findNothing(text: string, asked: Asked): Found {
  return { text, asked, also: [], entries: new Map(), notices: [], related: [], known: false, suggestions: [] };
}

function findNumber(book: SearchBook, { text, digits }: { text: string; digits: string }): Found {
  const [reported, catalogued] = [book.notices.findNumber(digits), book.products.findNumber(digits)];
  const names = [...reported.names, ...catalogued.names];
  const padded = digits.padStart(6, "0");
  return {
    ...findNothing(text, { kind: "number", digits }),
    also: [...new Set(names.map((name) => name.text))].slice(0, MOST_OTHERS),
    entries: findEntries(book, { via: leadBy(names) }),
    notices: reported.notices,
    related: book.notices.findCodes(codesOf(catalogued.names)).filter((id) => !reported.notices.includes(id)),
    known: names.length > 0,
    // A spreadsheet drops the zeros in front.
    suggestions: names.length === 0 && book.notices.findNumber(padded).names.length > 0 ? [padded] : [],
  };
}

function findCode(book: SearchBook, { text, code }: { text: string; code: string }): Found {
  return {
    ...findNothing(text, { kind: "code", code }),
    entries: findEntries(book, { code }),
    notices: book.notices.findCodes(new Set([code])),
    known: true,
  };
}

function isKnownCode(book: SearchBook, code: string): boolean {
  if (book.notices.hasCode(code) || book.products.hasCode(code)) return true;
  return book.lists.some(({ lines }) => lines.some(({ entry }) => fitsCode(entry, code)));
}

/** Whether a line's code begins with the one that was asked for, or takes it in. */
function fitsCode(entry: SearchEntry, code: string): boolean {
  const own = entry.emdn ?? entry.atc;
  return own !== "" && (own.startsWith(code) || code.startsWith(own));
}

/** Letters that are read as digits in a code, and the other way round: `JO1DH02`. */
function suggestCodes(book: SearchBook, text: string): string[] {
  const signs = Array.from(text.replace(/[\s.\-–]/g, "").toUpperCase());
  if (signs.length < 4 || signs.length > 7) return [];
  const code = signs
    .map((sign, at) =>
      at === 1 || at === 2 || at > 4
        ? sign.replace("O", "0").replace(/[IL]/, "1")
        : sign.replace("0", "O").replace("1", "I"),
    )
    .join("");
  return beginsAsAtc(code) && isKnownCode(book, code) ? [code] : [];
}

/** Null where nobody knows the name. */
function findName(book: SearchBook, question: Question): Found | null {
  const { text, strength, words, forms } = question;
  const answer = (found: NameFound, formGroup: FormGroup | null): Found => ({
    ...findNothing(text, { kind: "name", formGroup, strength }),
    ...found,
  });
  const whole = lookUp(book, words);
  if (whole !== null) return answer(whole, null);
  // Beside a name, a code and a form only narrow it down, and a salt is part of the same substance.
  const named = words.filter((word) => !forms.some((form) => form.word === word) && !beginsAsAtc(word.toUpperCase()));
  const isOther = (rest: readonly string[]): boolean => rest.length > 0 && rest.join(" ") !== words.join(" ");
  const bare = stripSalts(named);
  // What is left of a salt must be a whole name: of "natriuklorid" nothing is.
  const found =
    (isOther(named) ? lookUp(book, named) : null) ?? (isOther(bare) ? lookUp(book, bare, { wholeOnly: true }) : null);
  return found === null ? null : answer(found, forms[0]?.group ?? null);
}

const SHORTEST_STEM = 4;

/** A name without what it is bound to and comes in: of "morphine sulphate" and "morfinsulfat" the base alone. */
function stripSalts(words: readonly string[]): string[] {
  return words
    .filter((word) => !SALTS.has(word) && !METALS.has(word) && !BY_WORDS.has(word))
    .map((word) => {
      const salt = [...SALTS].find((one) => word.endsWith(one)) ?? "";
      const stem = word.slice(0, word.length - salt.length);
      return stem.length < SHORTEST_STEM || METALS.has(stem) ? word : stem;
    });
}

type NameFound = Pick<Found, "also" | "entries" | "notices" | "related" | "known">;

function lookUp(book: SearchBook, words: readonly string[], { wholeOnly = false } = {}): NameFound | null {
  const prepared = listWordings(words).map(prepareWording);
  const wordings = wholeOnly ? prepared.map(requireWhole) : prepared;
  const hits = [...book.notices.find(wordings), ...book.products.find(wordings)];
  // Where a name holds the very words, those that only begin with them lead to no line of a list.
  const hasWhole = hits.some(({ rank }) => isWhole(rank));
  const telling = hits.filter(({ rank }) => !hasWhole || isWhole(rank)).map(({ name }) => name);
  const listed = hitNames(book, wordings);
  const entries = findEntries(book, { hits: listed, via: leadBy(telling) });
  const byHeart = wordings.map((wording) => findSubstances(wording.words)).find((names) => names !== null) ?? null;
  if (hits.length === 0 && entries.size === 0 && byHeart === null) return null;
  const notices = new Set(hits.flatMap(({ name }) => [...name.notices]));
  const products = telling.filter(({ kind }) => kind === "product");
  const also = nameOthers([...listed.values(), ...hits]);
  return {
    also: hits.length === 0 && entries.size === 0 ? (byHeart ?? []) : also,
    entries,
    notices: [...notices],
    related: book.notices.findCodes(codesOf(products)).filter((id) => !notices.has(id)),
    known: true,
  };
}

const MOST_OTHERS = 2;

/** What the question's other wordings led to, each by its own name; a name that only holds one stands in for it. */
function nameOthers(hits: readonly Hit[]): string[] {
  const others = hits.filter(({ wording }) => wording.name !== null);
  const whole = others.filter(({ name, wording }) => name.joined === wording.words.join(""));
  // Of a name that holds more, what was looked for: nobody asked for the rest of it.
  const named =
    whole.length > 0
      ? whole.map(({ name }) => name.text)
      : others
          .filter(({ rank }) => isWhole(rank))
          .flatMap(({ wording }) => wording.name ?? [])
          .slice(0, 1);
  return keepDifferent(named).slice(0, MOST_OTHERS);
}

function codesOf(names: readonly KnownName[]): Set<string> {
  return new Set(names.flatMap(({ codes }) => [...codes]));
}

/** Each code that the names lead to and all it lies under, with the first name: products before substances. */
function leadBy(names: readonly KnownName[]): Map<string, KnownName> {
  const leads = new Map<string, KnownName>();
  const ordered = [
    ...names.filter(({ kind }) => kind === "product"),
    ...names.filter(({ kind }) => kind !== "product"),
  ];
  for (const name of ordered)
    for (const code of name.codes)
      for (const prefix of prefixesOf(code)) if (!leads.has(prefix)) leads.set(prefix, name);
  return leads;
}

interface EntryQuery {
  /** Names that were hit. */
  readonly hits?: ReadonlyMap<KnownName, Hit>;
  /** A code that was asked for. */
  readonly code?: string;
  /** Codes that a name or number led to. */
  readonly via?: ReadonlyMap<string, KnownName>;
}

function findEntries(book: SearchBook, query: EntryQuery): Map<string, FoundEntry[]> {
  const found = new Map<string, FoundEntry[]>();
  for (const { regionCode, lines } of book.lists) {
    const own: { rank: Rank; line: FoundEntry }[] = [];
    const led: { line: FoundEntry; kind: KnownName["kind"] }[] = [];
    for (const { entry, name } of lines) {
      const rank =
        query.hits?.get(name)?.rank ?? (query.code !== undefined && fitsCode(entry, query.code) ? "whole" : null);
      const lead = entry.atc === "" ? undefined : query.via?.get(entry.atc);
      if (rank !== null) own.push({ rank, line: { entry, via: null } });
      else if (lead !== undefined) led.push({ line: { entry, via: lead.text }, kind: lead.kind });
    }
    const ordered = own.toSorted((a, b) => compareRanks(a.rank, b.rank)).map(({ line }) => line);
    // A line that goes by the name says more than one that only shares a substance with something.
    const others = led.filter(({ kind }) => kind === "product" || own.length === 0).map(({ line }) => line);
    if (ordered.length + others.length > 0) found.set(regionCode, [...ordered, ...others]);
  }
  return found;
}

/** The names of the lists' lines that the wordings hit, each looked at once. */
function hitNames(book: SearchBook, wordings: readonly PreparedWording[]): Map<KnownName, Hit> {
  const names = new Set(book.lists.flatMap(({ lines }) => lines.map(({ name }) => name)));
  return new Map(
    [...names].flatMap((name) => {
      const fit = fitName(name, wordings);
      return fit === null ? [] : [[name, { ...fit, name }] as const];
    }),
  );
}
