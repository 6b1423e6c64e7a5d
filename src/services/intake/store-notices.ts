import type { IsoDate } from "../../domain/calendar.ts";
import type { ChangeKind } from "../../domain/change.ts";
import { countUnknownValues, type Notice } from "../../domain/notice.ts";
import { readAtcTerms, type TouchedNotice } from "../../db/notices.ts";
import { applyNotices } from "../../db/notice-intake.ts";
import type { Db } from "../../db/schema.ts";
import { insertPiece } from "../../db/snapshots.ts";
import type { ReadInput, ReadResult, Source } from "../../sources/source.ts";
import { readRegionLists, rematchRegions, type RegionLists } from "../case-updates.ts";
import { keepFile } from "./file-pieces.ts";
import { createLine, runSideBySide } from "./side-by-side.ts";

export interface StoreInput extends Pick<ReadInput, "file" | "maxBytes" | "charset" | "now"> {
  readonly source: Source;
  readonly snapshotId: number;
  /** The day that the source has come to; null before its first file. */
  readonly reached: IsoDate | null;
  /** The day on which statuses are read, by when the source wrote the file. */
  readonly findAsOf: (createdAt: Date) => IsoDate;
}

export interface StoredFile {
  readonly read: ReadResult;
  readonly regions: RegionLists;
  /** Ids of the notices that are in the file. */
  readonly seen: ReadonlySet<number>;
  readonly changes: readonly ChangeKind[];
  readonly unknownValues: number;
}

/** Notices handled together: large enough for few statements, small enough for little memory. */
const BATCH = 250;

/**
 * V8 lets 200 MB pile up before it looks for what is dead among them. Where Node was started with `--expose-gc`, it is
 * cleared away after so many batches (some 25 MB), and memory does not grow with the file.
 */
const BATCHES_BETWEEN_COLLECTIONS = 4;

/**
 * Reads a file, stores its notices in batches, matches them and keeps the file itself: one batch is read while the one
 * before is stored and the one before that is matched. The transaction takes one statement at a time.
 */
export async function storeNotices(db: Db, input: StoreInput): Promise<StoredFile> {
  const { source, snapshotId, file, maxBytes, charset = null, now } = input;
  const terms = source.use === "candidates" ? { terms: await readAtcTerms(db) } : {};
  const seen = new Set<number>();
  const changes: ChangeKind[] = [];
  let unknownValues = 0;
  let batches = 0;
  const isOver = new AbortController();
  return runSideBySide(async (start) => {
    const regions = start(readRegionLists(db));
    const onPiece = (piece: { place: number; content: Uint8Array }) => insertPiece(db, { snapshotId, ...piece });
    const keeping = start(keepFile(file, { onPiece, signal: isOver.signal }));
    const matching = createLine(start, async (touched: readonly TouchedNotice[]) =>
      rematchRegions(db, { regions: await regions, touched }),
    );
    const storing = createLine(start, async ({ notices, asOf }: Batch) => {
      await regions;
      const applied = await applyBatch(db, { ...input, notices, asOf });
      for (const id of applied.seen) seen.add(id);
      changes.push(...applied.changes);
      await matching.next(applied.touched);
      batches += 1;
      if (batches % BATCHES_BETWEEN_COLLECTIONS === 0) globalThis.gc?.();
    });
    const waiting: Notice[] = [];
    const onNotices = async (notices: readonly Notice[], createdAt: Date): Promise<void> => {
      for (const notice of notices) unknownValues += countUnknownValues(notice);
      waiting.push(...notices);
      if (waiting.length >= BATCH) await storing.next({ notices: waiting.splice(0), asOf: input.findAsOf(createdAt) });
    };
    try {
      const read = await source.read({ file, maxBytes, charset, now, ...terms, onNotices });
      if (read.kind === "read") await storing.next({ notices: waiting, asOf: input.findAsOf(read.createdAt) });
      await storing.end();
      if (read.kind === "read") await Promise.all([matching.end(), keeping]);
      return { read, regions: await regions, seen, changes, unknownValues };
    } finally {
      isOver.abort();
    }
  });
}

interface Batch {
  readonly notices: readonly Notice[];
  readonly asOf: IsoDate;
}

function applyBatch(db: Db, input: StoreInput & Batch): ReturnType<typeof applyNotices> {
  const { source, snapshotId, notices, reached, asOf, now } = input;
  return applyNotices(db, {
    source: source.name,
    use: source.use,
    snapshotId,
    notices,
    // What a source that never lists all there is tells is always news, its first file too.
    before: reached ?? (source.complete ? null : asOf),
    asOf,
    seenAt: now,
  });
}
