import { isDeepStrictEqual } from "node:util";
import {
  readExtentCases,
  readExtentNotices,
  readLineNotices,
  readOwnNotices,
  readTouchedExtentCases,
  writeExtents,
  type ExtentLine,
  type ExtentNotice,
} from "../db/extents.ts";
import { readCatalogueDay, readProductsByCode, readProductsById } from "../db/products.ts";
import type { CaseUpdate } from "../db/case-updates.ts";
import { readActiveEntries } from "../db/lists.ts";
import type { Db } from "../db/schema.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { newsOfMove, type ExtentMove, type OwnProductFact } from "../domain/extent-fact.ts";
import {
  freezeExtent,
  countRegistered,
  measureExtent,
  type Extent,
  type ExtentInput,
  type ProductReport,
} from "../domain/extent.ts";
import type { ListEntry } from "../domain/list.ts";
import { measureOwn } from "../domain/own-extent.ts";
import { listOwnIds } from "../domain/own-product.ts";
import { parseProductName } from "../domain/product-name.ts";
import type { Product } from "../domain/product.ts";

/** A case whose extent has come to be another grade. */
export interface MovedCase {
  readonly caseId: number;
  readonly regionCode: string;
  readonly priority: number | null;
  readonly moved: ExtentMove;
}

/**
 * Measures the extent of the regions' open cases again and keeps it; with a snapshot, of those that it may concern. Gives
 * the cases that had one before and have another grade now. Call it where notices, lists or the catalogue have changed,
 * in the same transaction.
 */
export async function refreshExtents(
  db: Db,
  { regionCodes, snapshotId }: { regionCodes: readonly string[]; snapshotId: number | null },
): Promise<MovedCase[]> {
  const cases =
    snapshotId === null
      ? await readExtentCases(db, regionCodes)
      : await readTouchedExtentCases(db, { regionCodes, snapshotId });
  if (cases.length === 0) return [];
  const { catalogueOn, measured: found } = await measureLines(db, cases);
  const measured = cases.map((one) => {
    const extent = found.get(one)?.extent ?? null;
    return { ...one, now: extent === null ? null : freezeExtent(extent, catalogueOn) };
  });
  const differing = measured.filter(({ extent, now }) => !isDeepStrictEqual(extent, now));
  await writeExtents(
    db,
    differing.map(({ caseId, now }) => ({ caseId, extent: now })),
  );
  return differing.flatMap(({ caseId, regionCode, entry, extent, now }) =>
    extent === null || now === null || extent.grade === now.grade
      ? []
      : [{ caseId, regionCode, priority: entry.priority, moved: { from: extent.grade, to: now.grade } }],
  );
}

/** Gives each update the move of its case, and each other case that moved an update of its own. */
export function joinMoves<T extends CaseUpdate>(
  updates: readonly T[],
  moved: readonly MovedCase[],
  begin: (moved: MovedCase) => T,
): T[] {
  const news = new Map(moved.filter((one) => newsOfMove(one.moved) !== null).map((one) => [one.caseId, one]));
  const told = new Set(updates.map(({ caseId }) => caseId));
  const others = [...news.values()].filter(({ caseId }) => !told.has(caseId)).map(begin);
  return [...updates, ...others].map((update) => {
    const move = news.get(update.caseId)?.moved;
    return move === undefined ? update : { ...update, moved: move };
  });
}

/** A line of a list with its extent, null where nothing of it is reported, and what is known of the region's own products. */
export interface ListExtent {
  readonly entry: ListEntry;
  readonly extent: Extent | null;
  readonly own: readonly OwnProductFact[];
  /** Products that the line covers; null where nobody knows. */
  readonly registered: number | null;
}

/** Every line of a region's list in use, in the list's order. */
export async function readListExtents(db: Db, regionCode: string): Promise<ListExtent[]> {
  const hits = await readLineNotices(db, regionCode);
  const entries = await readActiveEntries(db, regionCode);
  const lines = entries.map((entry) => ({
    regionCode,
    entry,
    noticeIds: [],
    outsideIds: [],
    ...hits.get(entry.key),
  }));
  const { measured } = await measureLines(db, lines);
  return lines.map((line) => ({ entry: line.entry, ...(measured.get(line) ?? NOTHING) }));
}

/** One line's extent with every product it covers, as it stands now; null where nothing of it is reported. */
export async function readLineExtent(
  db: Db,
  { regionCode, entry }: Pick<ExtentLine, "regionCode" | "entry">,
): Promise<{ readonly extent: Extent | null; readonly catalogueOn: IsoDate | null }> {
  const hits = (await readLineNotices(db, regionCode)).get(entry.key);
  const line = { regionCode, entry, noticeIds: [], outsideIds: [], ...hits };
  const { measured, catalogueOn } = await measureLines(db, [line]);
  return { extent: measured.get(line)?.extent ?? null, catalogueOn };
}

interface Measured {
  readonly extent: Extent | null;
  readonly own: readonly OwnProductFact[];
  readonly registered: number | null;
}
const NOTHING: Measured = { extent: null, own: [], registered: null };

/** What is asked for, by a line of a list or by the alternative of an advice. */
type AskedLine = Omit<ExtentLine, "entry"> & { readonly entry: ExtentInput["entry"] & Pick<ListEntry, "own"> };

/** What several regions ask for in the same words is measured once. */
export async function measureLines<T extends AskedLine>(
  db: Db,
  lines: readonly T[],
): Promise<{ catalogueOn: IsoDate | null; measured: Map<T, Measured> }> {
  const catalogueOn = await readCatalogueDay(db);
  // A shorter code names no substance, so that nothing is counted under it.
  const codes = [...new Set(lines.map(({ entry }) => entry.atc).filter((atc) => atc.length === 7))];
  const products = catalogueOn === null ? new Map<string, Product[]>() : await readProductsByCode(db, codes);
  const noticeIds = [...new Set(lines.flatMap((line) => line.noticeIds))];
  const notices = await readExtentNotices(db, { noticeIds, codes });
  const book = openReportBook(notices);
  const ownBook = await openOwnBook(db, lines);
  const known = new Map<string, Measured>();
  const measured = new Map<T, Measured>();
  for (const line of lines) {
    const { atc, emdn, formGroup, strength, own } = line.entry;
    const ofRegion = book.hasOwn(line.regionCode) ? line.regionCode : "";
    const key = JSON.stringify([atc, emdn, formGroup, strength, line.noticeIds, ofRegion, own]);
    const found = known.get(key) ?? measureLine(line);
    known.set(key, found);
    measured.set(line, found);
  }
  return { catalogueOn, measured };

  function measureLine({ entry, noticeIds: ids, outsideIds, regionCode }: AskedLine): Measured {
    const facts = measureOwn(ownBook.ofLine({ entry, noticeIds: ids, regionCode }));
    const catalogue = catalogueOn === null ? null : (products.get(entry.atc) ?? []);
    const extent = measureExtent({
      entry,
      catalogue,
      own: facts,
      matched: book.byId(outsideIds.length === 0 ? ids : ids.filter((id) => !outsideIds.includes(id))),
      reports: book.ofRegion(book.hasOwn(regionCode) ? regionCode : ""),
    });
    return { extent, own: facts, registered: extent?.registered ?? countRegistered({ entry, catalogue }) };
  }
}

/** What is known of the products that lines name, by line. */
async function openOwnBook(db: Db, lines: readonly AskedLine[]) {
  const owning = lines.filter(({ entry }) => entry.own.length > 0);
  const nplIds = listOwnIds(owning.map(({ entry }) => entry));
  const noticeIds = [...new Set(owning.flatMap((line) => line.noticeIds))];
  const notices = owning.length === 0 ? [] : await readOwnNotices(db, { noticeIds, nplIds });
  const catalogue = nplIds.length === 0 ? new Map<string, Product>() : await readProductsById(db, nplIds);
  const byId = new Map(notices.map((one) => [one.id, one]));
  const byProduct = Map.groupBy(notices, ({ notice }) => notice.nplId);
  return {
    ofLine({ entry: { own }, noticeIds: ids, regionCode }: Omit<AskedLine, "outsideIds">) {
      if (own.length === 0) return { own, catalogue, notices: [] };
      const hits = ids.map((id) => byId.get(id)).filter((one) => one !== undefined);
      const named = own.flatMap(({ nplId }) => (nplId === null ? [] : (byProduct.get(nplId) ?? [])));
      const concerned = [...new Set([...hits, ...named])];
      return {
        own,
        catalogue,
        notices: concerned.filter(({ notice }) => (notice.regionCode ?? regionCode) === regionCode),
      };
    },
  };
}

/** Reports by notice and by product; a region's own are for that region alone. */
function openReportBook(notices: readonly ExtentNotice[]) {
  const reports = new Map(notices.map((notice) => [notice.id, toReport(notice)]));
  const owners = new Set(notices.map(({ regionCode }) => regionCode));
  const books = new Map<string, ReadonlyMap<string, readonly ProductReport[]>>();
  return {
    hasOwn: (regionCode: string) => owners.has(regionCode),
    byId: (ids: readonly number[]) => ids.map((id) => reports.get(id)).filter((report) => report !== undefined),
    ofRegion(regionCode: string) {
      const book =
        books.get(regionCode) ??
        Map.groupBy(
          notices
            .filter((notice) => notice.regionCode === null || notice.regionCode === regionCode)
            .map(({ id }) => reports.get(id))
            .filter((report) => report !== undefined),
          ({ nplId }) => nplId,
        );
      books.set(regionCode, book);
      return book;
    },
  };
}

/** What an open notice says of its product. */
export function toReport({ nplId, productName, holder, type, status, from }: ExtentNotice): ProductReport {
  const { name, strength, form } = parseProductName(productName);
  const state = type === "cessation" ? "ceasing" : status === "ongoing" ? "short" : "coming";
  return { nplId, name, holder, strength, form, state, from };
}
