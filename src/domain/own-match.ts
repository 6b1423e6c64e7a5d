import type { ListEntry } from "./list.ts";
import type { Notice } from "./notice.ts";
import { createVoucher, readBoughtName, type BoughtName, type NamedProduct } from "./own-product.ts";

/** By what a notice is about a product that the region buys, the surest first. */
const OWN_HITS = ["package", "product", "article"] as const;

/** A notice is about a product that the line names, by that number. */
export interface OwnHit {
  readonly by: (typeof OWN_HITS)[number];
  readonly id: string;
}

/** What a notice says by number of its product. */
export interface NumberedProduct extends NamedProduct {
  readonly nplIds: readonly string[];
  readonly nplPackIds: readonly string[];
  /** Six digits. */
  readonly articleNumbers: readonly string[];
}

export function readNumbers(
  notice: Pick<Notice, "nplId" | "nplIds" | "productName" | "holder" | "packages">,
): NumberedProduct {
  const { nplId, nplIds = [], productName, holder, packages } = notice;
  const distributors = packages.map(({ parallelDistributor }) => parallelDistributor);
  return {
    productName,
    holders: [holder, ...distributors.filter((name) => name !== null)].filter((name) => name !== ""),
    nplIds: [nplId, ...nplIds].filter(isNplId),
    nplPackIds: packages.map(({ nplPackId }) => nplPackId).filter(isNplId),
    articleNumbers: packages.map(readArticleNumber).filter((number) => number !== null),
  };
}

/** Six digits; null when it has none. */
export function readArticleNumber({ nordicArticleNumber }: Notice["packages"][number]): string | null {
  const digits = nordicArticleNumber.value?.trim() ?? "";
  return /^\d{1,6}$/.test(digits) && Number(digits) > 0 ? digits.padStart(6, "0") : null;
}

/** An id of anything else is no number that a list could name. */
function isNplId(id: string): boolean {
  return /^\d{14}$/.test(id);
}

/** Finds the lines that name a product, with the surest number of each. */
export interface OwnIndex<Line> {
  find(product: NumberedProduct): Map<Line, OwnHit>;
}

/** Lines by the numbers that they name, so that a notice costs a look-up for each of its own numbers. */
export function createOwnIndex<Line>(lines: readonly Line[], ownOf: (line: Line) => ListEntry["own"]): OwnIndex<Line> {
  const named = { package: new Map<string, Line[]>(), product: new Map<string, Line[]>() };
  /** By article the names that it is bought under: one that many lines share is compared once, and read when it has to be. */
  const articles = new Map<string, Map<string, Line[]>>();
  const bought = new Map<string, BoughtName>();
  const readOnce = (name: string): BoughtName => {
    const read = bought.get(name) ?? readBoughtName(name);
    bought.set(name, read);
    return read;
  };
  for (const line of lines)
    for (const { nplPackId, nplId, articleNumber, name } of ownOf(line)) {
      if (nplPackId !== null) append(named.package, nplPackId, line);
      if (nplId !== null) append(named.product, nplId, line);
      if (articleNumber === null || name === null) continue;
      const names = articles.get(articleNumber) ?? new Map<string, Line[]>();
      articles.set(articleNumber, names);
      append(names, name, line);
    }
  const isEmpty = named.package.size + named.product.size + articles.size === 0;
  return {
    find(product) {
      const hits = new Map<Line, OwnHit>();
      if (isEmpty) return hits;
      const add = (found: readonly Line[], hit: OwnHit): void => {
        for (const line of found) if (!hits.has(line)) hits.set(line, hit);
      };
      for (const id of product.nplPackIds) add(named.package.get(id) ?? [], { by: "package", id });
      for (const id of product.nplIds) add(named.product.get(id) ?? [], { by: "product", id });
      const numbers = product.articleNumbers.filter((number) => articles.has(number));
      if (numbers.length === 0) return hits;
      const vouches = createVoucher(product);
      for (const id of new Set(numbers))
        for (const [name, found] of articles.get(id) ?? [])
          if (vouches(readOnce(name))) add(found, { by: "article", id });
      return hits;
    },
  };
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Package, product, article, and then the lines that name none of it. */
export function rankOwn(hit: OwnHit | null | undefined): number {
  return hit === null || hit === undefined ? OWN_HITS.length : OWN_HITS.indexOf(hit.by);
}
