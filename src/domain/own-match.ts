import type { ListEntry, OwnProduct } from "./list.ts";
import type { Notice } from "./notice.ts";
import { vouchesFor, type NamedProduct } from "./own-product.ts";

/** By what a notice is about a product that the region buys, the surest first. */
export const OWN_HITS = ["package", "product", "article"] as const;

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
  const named = new Map<string, { line: Line; own: OwnProduct }[]>();
  for (const line of lines)
    for (const own of ownOf(line))
      for (const [by, id] of listNumbers(own)) {
        const key = `${by} ${id}`;
        const found = named.get(key);
        if (found === undefined) named.set(key, [{ line, own }]);
        else found.push({ line, own });
      }
  return {
    find(product) {
      const hits = new Map<Line, OwnHit>();
      if (named.size === 0) return hits;
      const ids = { package: product.nplPackIds, product: product.nplIds, article: product.articleNumbers };
      for (const by of OWN_HITS)
        for (const id of ids[by])
          for (const { line, own } of named.get(`${by} ${id}`) ?? [])
            if (!hits.has(line) && (by !== "article" || vouchesFor(own.name, product))) hits.set(line, { by, id });
      return hits;
    },
  };
}

function listNumbers({ nplPackId, nplId, articleNumber }: OwnProduct): (readonly [OwnHit["by"], string])[] {
  const numbers = [
    ["package", nplPackId],
    ["product", nplId],
    ["article", articleNumber],
  ] as const;
  return numbers.flatMap(([by, id]) => (id === null ? [] : [[by, id] as const]));
}

/** Package, product, article, and then the lines that name none of it. */
export function rankOwn(hit: OwnHit | null | undefined): number {
  return hit === null || hit === undefined ? OWN_HITS.length : OWN_HITS.indexOf(hit.by);
}
