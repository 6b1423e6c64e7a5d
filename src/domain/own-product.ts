import { clipText } from "./clean-text.ts";
import type { ListEntry, OwnProduct } from "./list.ts";
import { compareStrengths } from "./strength.ts";
import { parseProductName } from "./product-name.ts";
import type { RowFault } from "./row-fault.ts";

/** A region buys one or two products of a line, in some packs: more are another kind of list. */
export const MAX_OWN_PRODUCTS = 50;

export type OwnPart = keyof OwnProduct;

/** A product's numbers in a cell: several stand between `|` or on lines of their own. */
function splitOwn(text: string | null): (string | null)[] {
  const parts = (text ?? "").split(/[|\n]/).map((part) => part.trim() || null);
  return parts.every((part) => part === null) ? [] : parts;
}

/** The cell that `readOwnProducts` reads back: a place for each product, empty where it has none; null when none has one. */
export function writeOwn(own: readonly OwnProduct[], part: OwnPart): string | null {
  return own.every((product) => product[part] === null) ? null : own.map((product) => product[part] ?? "").join("|");
}

/** The fault of a part, or its text as it is kept. */
type ReadPart = { readonly text: string | null } | { readonly fault: RowFault["kind"] };

/** What spreadsheets make of a long number: its last digits are lost, also where it was written out again as zeros. */
const SHORTENED = /^\d+([.,]\d+)?E\+?\d+$|^\d{7,}0{6}$/i;

export function isShortened(text: string): boolean {
  return splitOwn(text).some((part) => part !== null && SHORTENED.test(part.replace(/\s/g, "")));
}

/** Digits as people group them, and as a spreadsheet writes a whole number. */
function readDigits(text: string): string {
  return text.replace(/[\s-]/g, "").replace(/(?<=\d)[.,]0+$/, "");
}

const READERS: Readonly<Record<OwnPart, (text: string) => ReadPart>> = {
  nplId: readNplId,
  nplPackId: readNplId,
  articleNumber: (text) => {
    const digits = readDigits(text);
    // A spreadsheet drops leading zeros.
    return /^\d{1,6}$/.test(digits) && Number(digits) > 0
      ? { text: digits.padStart(6, "0") }
      : { fault: "own-article" };
  },
  name: (text) => (NO_NAME.test(text) ? { fault: "own-name" } : { text }),
};

/** What people write in place of a name: that something is bought, or that nothing is. */
const NO_NAME =
  /^(ja|nej|j|n|x|yes|no|sant|falskt|saknas|inget|ingen|((ej|inte|inget|ingen) )?(upphandla[dt]e?|avtal(at|ad)?)( (finns|saknas))?|[^\p{L}\p{N}]+|\d+)$/iu;

function readNplId(text: string): ReadPart {
  const digits = readDigits(text);
  return /^\d{14}$/.test(digits) ? { text: digits } : { fault: "own-id" };
}

type Parts = readonly (string | null)[];

/**
 * Reads what the region buys from the four cells of a row. The first value of each is about the same product, and so on;
 * one NPL id or one name alone is for all, but for places that stand empty. Numbers that cannot be put side by side so are a product each.
 */
export function readOwnProducts(
  cell: (part: OwnPart) => string | null,
  fail: (part: OwnPart, kind: RowFault["kind"]) => null,
): OwnProduct[] {
  const read = (part: OwnPart): Parts =>
    splitOwn(cell(part)).map((text) => {
      if (text === null) return null;
      if (part !== "name" && isShortened(text)) return fail(part, "own-number");
      const found = READERS[part](text);
      return "fault" in found ? fail(part, found.fault) : found.text;
    });
  const [nplIds, packs, articles, names] = [read("nplId"), read("nplPackId"), read("articleNumber"), read("name")];
  const numbers = Math.max(nplIds.length, packs.length, articles.length);
  const count = numbers === 0 ? names.length : numbers;
  const isBeside = (parts: Parts): boolean => parts.length === 0 || parts.length === count;
  const products =
    isBeside(packs) && isBeside(articles) && (isBeside(nplIds) || nplIds.length === 1)
      ? putBeside({ nplIds, packs, articles, names }, count)
      : listEach({ nplIds, packs, articles });
  if (names.length > 1 && names.length !== products.length) fail("name", "own-count");
  const own = joinOwn(
    products.map((product, at) => {
      // A separator at an end makes no product.
      const isEmpty = numbers > 0 && names.length === 1 && labelOwn(product) === "";
      return { ...product, name: isEmpty ? null : pick(names, at) };
    }),
    [],
  );
  if (own.length > MAX_OWN_PRODUCTS) fail(numbers === 0 ? "name" : "nplId", "own-many");
  return own;
}

interface Numbers {
  readonly nplIds: Parts;
  readonly packs: Parts;
  readonly articles: Parts;
}

function putBeside({ nplIds, packs, articles, names }: Numbers & { names: Parts }, count: number): OwnProduct[] {
  const told = [nplIds, packs, articles, names].filter((parts) => parts.length === count);
  return Array.from({ length: count }, (_, at) => ({
    nplId: told.every((parts) => parts[at] === null) ? null : pick(nplIds, at),
    nplPackId: packs[at] ?? null,
    articleNumber: articles[at] ?? null,
    name: null,
  }));
}

/** One that stands alone is for all. */
function pick(parts: Parts, at: number): string | null {
  return (parts.length === 1 ? parts[0] : parts[at]) ?? null;
}

function listEach({ nplIds, packs, articles }: Numbers): OwnProduct[] {
  const none = { nplId: null, nplPackId: null, articleNumber: null, name: null };
  return [
    ...nplIds.map((nplId) => ({ ...none, nplId })),
    ...packs.map((nplPackId) => ({ ...none, nplPackId })),
    ...articles.map((articleNumber) => ({ ...none, articleNumber })),
  ];
}

/** The products of both, each once. */
export function joinOwn(some: readonly OwnProduct[], others: readonly OwnProduct[]): OwnProduct[] {
  const told = [...some, ...others].filter((product) => Object.values(product).some((part) => part !== null));
  return [...new Map(told.map((product) => [idOf(product), product])).values()];
}

function idOf({ nplId, nplPackId, articleNumber, name }: OwnProduct): string {
  return JSON.stringify([nplId, nplPackId, articleNumber, name]);
}

/** The NPL ids that lines name, each once. */
export function listOwnIds(entries: readonly Pick<ListEntry, "own">[]): string[] {
  const ids = entries.flatMap(({ own }) => own.map(({ nplId }) => nplId));
  return [...new Set(ids.filter((id) => id !== null))];
}

/** What it is called where nobody else names it: its name, else its most exact number. */
export function labelOwn({ name, nplPackId, nplId, articleNumber }: OwnProduct): string {
  return name ?? nplPackId ?? nplId ?? articleNumber ?? "";
}

/** Who reported what, as far as an article number needs to be vouched for. */
export interface NamedProduct {
  /** `<name> <strength> <form>`. */
  readonly productName: string;
  /** Who holds or distributes it. */
  readonly holders: readonly string[];
}

/** Says what kind of company a holder is, or where, and not which. */
const COMPANY_WORDS = new Set(
  "ab aktiebolag aps as a/s asa oy oyj gmbh ag kg co ltd limited plc inc llc bv b.v nv n.v sa s.a sas srl s.r.l spa s.p.a publ sverige sweden nordic europe international pharma pharmaceutical pharmaceuticals läkemedel".split(
    " ",
  ),
);

/** A name that a region buys under, read once for all that it is compared with. */
export interface BoughtName {
  readonly words: ReadonlySet<string>;
  readonly first: string;
  readonly strength: string | null;
}

export function readBoughtName(name: string): BoughtName {
  const words = listWords(name);
  return { words: new Set(words), first: words[0] ?? "", strength: parseProductName(clipText(name, 200)).strength };
}

/**
 * Tells of names that a region buys under whether they are the reported product's, or say its holder: article numbers are
 * used twice in the Nordic countries. Another strength is another product.
 */
export function createVoucher({ productName, holders }: NamedProduct): (bought: BoughtName) => boolean {
  const reported = parseProductName(productName);
  const called = listWords(reported.name);
  const companies = holders
    .map((holder) => listWords(holder).filter((word) => !COMPANY_WORDS.has(word)))
    .filter((words) => words.length > 0);
  return ({ words, first, strength }) => {
    const isCalledSo =
      first !== "" && first === called[0] && (called.every((word) => words.has(word)) || isWithin(words, called));
    if (!isCalledSo && !companies.some((company) => company.every((word) => words.has(word)))) return false;
    return strength === null || reported.strength === null || compareStrengths(strength, reported.strength) !== "other";
  };
}

function isWithin(words: ReadonlySet<string>, called: readonly string[]): boolean {
  return [...words].every((word) => called.includes(word));
}

function listWords(text: string): string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:[./][\p{L}\p{N}]+)*/gu) ?? []
  );
}
