import { daysBetween, stockholmInstant, type IsoDate } from "../../domain/calendar.ts";
import { checkCatalogue, DEFAULT_GUARDS, type GuardDoubt } from "../../domain/guard.ts";
import { countsAlike, type Product } from "../../domain/product.ts";
import { hashContent } from "../../db/client.ts";
import { readOpenNotices } from "../../db/notices.ts";
import {
  readKnownColumns,
  readProductHashes,
  readProductsById,
  removeProducts,
  writeProducts,
} from "../../db/products.ts";
import type { Db } from "../../db/schema.ts";
import { insertPiece } from "../../db/snapshots.ts";
import type { ProductSource, ReadProducts } from "../../sources/source.ts";
import { readRegionLists, rematchRegions } from "../case-updates.ts";
import { alignListCases } from "../list-cases.ts";
import { keepFile } from "./file-pieces.ts";
import type { IngestDeps, ReadingFile, Taking } from "./intake.ts";
import { runSideBySide } from "./side-by-side.ts";

/**
 * Reads a file of the catalogue: what differs from the one before is written, and what it no longer has is taken out. The
 * file is kept while it is read.
 */
export async function takeProducts(deps: IngestDeps, given: ReadingFile<ProductSource>): Promise<Taking> {
  const { db } = deps;
  const { source, input, file, snapshotId } = given;
  const { columns, read, moved } = await runSideBySide(async (start) => {
    const shelf = start(openShelf(db));
    const keeping = start(keepFile(input.file, { onPiece: (piece) => insertPiece(db, { snapshotId, ...piece }) }));
    const told = await source.read({
      file: input.file,
      maxBytes: input.maxBytes,
      now: file.fetchedAt,
      ...(file.layout === null ? {} : { layout: file.layout }),
      onProducts: async (products) => (await shelf).put(products),
    });
    await keeping;
    const opened = await shelf;
    return { read: told, columns: opened.known, moved: told.kind === "read" ? await opened.clear() : NOTHING_MOVED };
  });
  if (read.kind === "rejected") return read;
  const { warnings, warningCount, unknownValues, createdAt, asOf, products, skippedRows, sheet, headerRow } = read;
  const { added, altered, removed, touched } = moved;
  const lost = EXTRA_COLUMNS.find((column) => columns[column] && !read.extraColumns[column].isThere);
  const lostColumn = lost === undefined ? null : read.extraColumns[lost].title;
  return {
    kind: "taken",
    reports: 0,
    notices: 0,
    packages: 0,
    changes: [],
    warnings,
    warningCount,
    unknownValues,
    createdAt,
    asOf,
    products: { products, added, altered, removed, skippedRows, asOf, sheet, headerRow },
    doubt: guard(deps, { given, read, changed: added + altered + removed, lostColumn }),
    follow: async () => {
      await alignCatalogue(deps, touched);
      return 0;
    },
  };
}

const EXTRA_COLUMNS = ["category", "formerNames"] as const;

/** Empties the catalogue: nothing is known of what is registered, and no extent is claimed. */
export async function undoProducts(deps: IngestDeps): Promise<void> {
  const nplIds = [...(await readProductHashes(deps.db)).keys()];
  await removeProducts(deps.db, nplIds);
  await alignCatalogue(deps, nplIds);
}

/**
 * Matches the open notices of these products again (form and strength of the catalogue are surer than what a name says),
 * opens and closes cases, and measures every extent.
 */
async function alignCatalogue(deps: IngestDeps, nplIds: readonly string[]): Promise<void> {
  const { db } = deps;
  const regions = await readRegionLists(db);
  await rematchRegions(db, { regions, touched: await readOpenNotices(db, nplIds) });
  await alignListCases(deps, { lists: regions.lists, kind: "list", moves: "change" });
}

interface Moved {
  readonly added: number;
  readonly altered: number;
  readonly removed: number;
  /** NPL ids of which something else is counted or matched now. */
  readonly touched: readonly string[];
}

const NOTHING_MOVED: Moved = { added: 0, altered: 0, removed: 0, touched: [] };

/** The catalogue as it stood, and a file's products that take its place. */
async function openShelf(db: Db) {
  const known = await readKnownColumns(db);
  const hashes = await readProductHashes(db);
  const left = new Set(hashes.keys());
  const touched: string[] = [];
  let [added, altered] = [0, 0];
  return {
    known,
    async put(products: readonly Product[]): Promise<void> {
      for (const { nplId } of products) left.delete(nplId);
      const differing = products.filter((product) => hashes.get(product.nplId) !== hashContent(product));
      if (differing.length === 0) return;
      const stood = await readProductsById(
        db,
        differing.map(({ nplId }) => nplId).filter((nplId) => hashes.has(nplId)),
      );
      for (const product of differing) {
        const before = stood.get(product.nplId);
        if (before !== undefined && countsAlike(before, product)) continue;
        if (before === undefined) added += 1;
        else altered += 1;
        touched.push(product.nplId);
      }
      await writeProducts(db, differing);
    },
    /** Takes out what was not put. */
    async clear(): Promise<Moved> {
      await removeProducts(db, [...left]);
      return { added, altered, removed: left.size, touched: [...touched, ...left] };
    },
  };
}

function guard(
  deps: IngestDeps,
  subject: {
    given: ReadingFile<ProductSource>;
    read: Extract<ReadProducts, { kind: "read" }>;
    changed: number;
    lostColumn: string | null;
  },
): GuardDoubt | null {
  const { read, changed, lostColumn } = subject;
  const { input, state } = subject.given;
  if (input.trust === "accepted" || input.trust === "restored") return null;
  const products = state?.products ?? null;
  return checkCatalogue(
    {
      attended: input.trust !== "poll",
      reports: read.products,
      // Of a catalogue the day is known, and two of one day follow each other in any order.
      createdAt: beginningOf(read.asOf),
      fetchedAt: deps.now(),
      changed,
      lostColumn,
      before:
        state === null || products === null
          ? null
          : {
              reports: products,
              openNotices: products,
              createdAt: beginningOf(state.asOf),
              snapshot: state.snapshotId,
              days: daysBetween(state.asOf, read.asOf),
            },
    },
    deps.guards ?? DEFAULT_GUARDS,
  );
}

function beginningOf(day: IsoDate): Date {
  return stockholmInstant(day, 0);
}
