import { stat } from "node:fs/promises";
import { daysBetween, stockholmDate, type IsoDate } from "../domain/calendar.ts";
import type { ChangeKind } from "../domain/change.ts";
import {
  checkGuards,
  DEFAULT_GUARDS,
  explainDoubt,
  isAhead,
  type GuardDoubt,
  type GuardLimits,
} from "../domain/guard.ts";
import { countUnknownValues, type Notice } from "../domain/notice.ts";
import { NATIONAL_SOURCE } from "../domain/source-health.ts";
import { preferFastCompression } from "../db/client.ts";
import { applyNotices, countOpenNotices, markVanished, readAtcTerms } from "../db/notices.ts";
import { undoNotices } from "../db/retraction.ts";
import type { Db } from "../db/schema.ts";
import {
  describeSnapshot,
  findSameSnapshot,
  findSnapshotAhead,
  findRefusedSnapshot,
  insertPiece,
  insertSnapshot,
  lockIntake,
  readSourceState,
  writeSourceState,
  type FetchedFile,
  type SnapshotSummary,
  type SourceState,
} from "../db/snapshots.ts";
import type { ReadResult, Source } from "../sources/source.ts";
import {
  readRegionLists,
  rematchRegions,
  updateCases,
  type CaseDeps,
  type RegionLists,
} from "../services/case-updates.ts";
import { hashFile, keepFile, keepRefused } from "./file-pieces.handler.ts";

export interface IngestDeps extends CaseDeps {
  readonly guards?: GuardLimits;
}

export interface IngestInput {
  readonly source: Source;
  /** A file on disk, fetched or given. */
  readonly file: string;
  readonly maxBytes: number;
  /** When the file was fetched; its own date otherwise decides what has started and ended. */
  readonly at: Date | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The encoding that the server named. */
  readonly charset?: string | null;
  /**
   * Whose word it is taken in on: nobody's (`poll`), whoever handed it in (`file`), despite a guard (`accepted`), or once
   * more, since a later one is believed no longer (`restored`).
   */
  readonly trust?: "poll" | "file" | "accepted" | "restored";
  /** The file that is believed no longer, for `restored`. */
  readonly retracted?: readonly number[];
}

export type IngestResult =
  | {
      readonly kind: "ingested";
      readonly snapshot: number;
      readonly reports: number;
      readonly notices: number;
      readonly packages: number;
      readonly baseline: boolean;
      /** True when the same file had been taken in before: nothing was done. */
      readonly known: boolean;
      readonly changes: Partial<Record<ChangeKind, number>>;
      readonly warnings: readonly { place: string; problem: string }[];
      readonly published: number;
    }
  /** A guard would not believe it: it is kept, changes nothing, and waits for a person's word. */
  | { readonly kind: "held"; readonly snapshot: number; readonly reason: string; readonly doubt: GuardDoubt }
  /** It cannot be read: it is kept, and changes nothing. */
  | { readonly kind: "rejected"; readonly reason: string };

/** Takes in one file of a source, whole or not at all. */
export async function ingestFile(deps: IngestDeps, input: IngestInput): Promise<IngestResult> {
  const size = (await stat(input.file)).size;
  if (size > input.maxBytes)
    return {
      kind: "rejected",
      reason: `the file is ${size} bytes, more than the ${input.maxBytes} allowed; if it is the right file, raise MAX_FILE_MB`,
    };
  if (input.at !== null && isAhead(input.at, deps.now()))
    return {
      kind: "rejected",
      reason: `--at ${input.at.toISOString()} has not come yet; leave it out, or give a time that has`,
    };
  const file = await describeFile(deps, input);
  const trx = await deps.db.startTransaction().execute();
  try {
    const result = await applyFile({ ...deps, db: trx }, { input, file });
    if (result.kind === "ingested" && !result.known) {
      await trx.commit().execute();
      return result;
    }
    await trx.rollback().execute();
    if (result.kind === "ingested") return result;
    const { kind, reason } = result;
    // A file that every poll brings again is kept once.
    const kept = await findRefusedSnapshot(deps.db, { ...file, status: kind });
    const snapshot = kept ?? (await keepRefused(deps.db, { file, path: input.file, status: kind, reason }));
    return result.kind === "held" ? { ...result, snapshot } : result;
  } catch (cause) {
    await trx.rollback().execute();
    throw new Error(`jobs/ingest: unable to take in ${input.source.name}`, { cause });
  }
}

/** Takes in once more a file that holds again, within the caller's transaction. */
export async function restoreFile(
  deps: IngestDeps,
  input: IngestInput & { readonly retracted: readonly number[] },
): Promise<Applied> {
  return applyFile(deps, { input: { ...input, trust: "restored" }, file: await describeFile(deps, input) });
}

async function describeFile(deps: IngestDeps, input: IngestInput): Promise<FetchedFile> {
  return {
    source: input.source.name,
    fetchedAt: input.at ?? deps.now(),
    byteCount: (await stat(input.file)).size,
    etag: input.etag,
    lastModified: input.lastModified,
    sha256: await hashFile(input.file),
  };
}

type Applied =
  | Extract<IngestResult, { kind: "ingested" | "rejected" }>
  | Omit<Extract<IngestResult, { kind: "held" }>, "snapshot">;

async function applyFile(
  deps: IngestDeps,
  { input, file }: { input: IngestInput; file: FetchedFile },
): Promise<Applied> {
  const { db } = deps;
  await lockIntake(db);
  const state = await readSourceState(db, file.source);
  const isRestored = input.trust === "restored";
  const known = isRestored ? null : await findSameSnapshot(db, file);
  if (known?.isLast === true) return tellKnown(known.snapshot);
  const today = stockholmDate(deps.now());
  const ahead = isRestored ? null : await findClockAhead(db, { state, source: file.source, today });
  if (ahead !== null) return { kind: "rejected", reason: ahead };
  const openBefore = await countOpenNotices(db, file.source);
  const baseline = state === null && input.source.complete;
  await preferFastCompression(db);
  const snapshotId = await insertSnapshot(db, { file, status: "accepted", reason: null, baseline });
  // Whoever hands it in or accepts it: a time that has not come would end and start everything before its time.
  const believeTime = (createdAt: Date): Date => (createdAt > deps.now() ? deps.now() : createdAt);
  const findAsOf = (createdAt: Date): IsoDate =>
    isRestored ? today : findDate({ at: input.at, createdAt: believeTime(createdAt), state });

  const taken = await takeNotices(db, { input, file, state, snapshotId, findAsOf });
  const { read, regions, seen, changes, unknownValues } = taken;
  if (read.kind === "rejected") return read;
  const createdAt = believeTime(read.createdAt);
  const asOf = findAsOf(read.createdAt);
  if (input.at !== null && stockholmDate(input.at) < asOf)
    return { kind: "rejected", reason: `--at is before ${asOf}, the date this source has come to` };
  if (state !== null && input.retracted !== undefined) {
    const undo = { source: file.source, retracted: input.retracted, snapshotId, seen, before: state.asOf, asOf };
    const undone = await undoNotices(db, undo);
    changes.push(...undone.changes);
    await rematchRegions(db, { regions, touched: undone.touched });
  }
  if (state !== null && input.source.complete) {
    const missing = {
      seen,
      unreadable: new Set(read.skippedReportIds),
      // A report without a readable id may be any of those that are missing.
      unnamed: read.skippedReports > read.skippedReportIds.length,
    };
    const vanished = await markVanished(db, {
      source: file.source,
      snapshotId,
      missing,
      before: isRestored ? asOf : state.asOf,
      asOf,
    });
    changes.push(...vanished.changes);
    await rematchRegions(db, { regions, touched: vanished.touched });
  }
  const doubt = guard(deps, { input, read, state, changed: changes.length, openBefore, asOf });
  // The same bytes may be news again, as of a table, but not with a time of their own that is past.
  if (doubt?.kind === "older" && known !== null) return tellKnown(known.snapshot);
  if (doubt !== null) return { kind: "held", reason: explainDoubt(doubt), doubt };

  await describeSnapshot(db, { ...read, createdAt, id: snapshotId, asOf, unknownValues });
  await writeSourceState(db, { source: file.source, asOf, snapshotId });
  const kind = baseline ? "baseline" : "change";
  const published = await updateCases(deps, { regions, snapshotId, onDate: asOf, kind });
  return {
    kind: "ingested",
    snapshot: snapshotId,
    reports: read.reports,
    notices: read.notices,
    packages: read.packages,
    baseline,
    known: false,
    changes: countKinds(changes),
    warnings: read.warnings,
    published,
  };
}

/** Notices handled together: large enough for few statements, small enough for little memory. */
const BATCH = 250;

/**
 * V8 lets 200 MB pile up before it looks for what is dead among them. Where Node was started with `--expose-gc`, it is
 * cleared away after so many notices (some 25 MB), and memory does not grow with the file.
 */
const NOTICES_BETWEEN_COLLECTIONS = 1_000;

interface Taken {
  readonly read: ReadResult;
  readonly regions: RegionLists;
  /** Ids of the notices that are in the file. */
  readonly seen: ReadonlySet<number>;
  readonly changes: ChangeKind[];
  readonly unknownValues: number;
}

/**
 * Reads the file, stores its notices in batches, matches them and keeps the file itself, all side by side: one batch is
 * read while the one before is stored and the one before that is matched. The transaction takes one statement at a time.
 */
async function takeNotices(
  db: Db,
  context: {
    input: IngestInput;
    file: FetchedFile;
    state: SourceState | null;
    snapshotId: number;
    findAsOf: (createdAt: Date) => IsoDate;
  },
): Promise<Taken> {
  const { input, file, state, snapshotId, findAsOf } = context;
  const { source } = input;
  const terms = source.use === "candidates" ? { terms: await readAtcTerms(db) } : {};
  const seen = new Set<number>();
  const changes: ChangeKind[] = [];
  const batch: Notice[] = [];
  let unknownValues = 0;
  let sinceCollection = 0;
  /** The first one is the reason; what fails after it only says that the transaction is over. */
  const failures: unknown[] = [];
  const watch = <T>(work: Promise<T>): Promise<T> => {
    work.catch((cause: unknown) => failures.push(cause));
    return work;
  };

  let matching: Promise<unknown> = Promise.resolve();
  const write = async (notices: readonly Notice[], asOf: IsoDate): Promise<void> => {
    const regions = await lists;
    const applied = await applyNotices(db, {
      source: file.source,
      use: source.use,
      snapshotId,
      notices,
      // What a source that never lists all there is tells is always news, its first file too.
      before: state?.asOf ?? (source.complete ? null : asOf),
      asOf,
      seenAt: file.fetchedAt,
    });
    for (const id of applied.seen) seen.add(id);
    changes.push(...applied.changes);
    await matching;
    matching = watch(rematchRegions(db, { regions, touched: applied.touched }));
    sinceCollection += notices.length;
    if (sinceCollection < NOTICES_BETWEEN_COLLECTIONS) return;
    sinceCollection = 0;
    globalThis.gc?.();
  };

  const ended = new AbortController();
  const lists = watch(readRegionLists(db));
  const onPiece = (piece: { place: number; content: Uint8Array }) => insertPiece(db, { snapshotId, ...piece });
  const keeping = watch(keepFile(input.file, { onPiece, signal: ended.signal }));
  let writing: Promise<unknown> = lists;
  const onNotices = async (notices: readonly Notice[], createdAt: Date): Promise<void> => {
    for (const notice of notices) unknownValues += countUnknownValues(notice);
    batch.push(...notices);
    if (batch.length < BATCH) return;
    await writing;
    writing = watch(write(batch.splice(0), findAsOf(createdAt)));
  };
  try {
    const read = await source.read({
      file: input.file,
      maxBytes: input.maxBytes,
      now: file.fetchedAt,
      charset: input.charset ?? null,
      ...terms,
      onNotices,
    });
    await writing;
    if (read.kind === "read") {
      await write(batch, findAsOf(read.createdAt));
      await Promise.all([matching, keeping]);
    }
    return { read, regions: await lists, seen, changes, unknownValues };
  } catch (cause) {
    throw failures.length === 0 ? cause : failures[0];
  } finally {
    // The transaction must not end under what is being written.
    ended.abort();
    await Promise.allSettled([lists, writing, keeping]);
    await Promise.allSettled([matching]);
  }
}

/** That an earlier file brought the source to a day that has not come, and what mends it; null when none did. */
async function findClockAhead(
  db: Db,
  { state, source, today }: { state: SourceState | null; source: string; today: IsoDate },
): Promise<string | null> {
  if (state === null || state.asOf <= today) return null;
  const snapshot = (await findSnapshotAhead(db, { source, today })) ?? state.snapshotId;
  return (
    `the source stands on ${state.asOf}, a day that has not come: snapshot ${snapshot} was believed. ` +
    `Take it back with: ingest retract ${snapshot} --reason …`
  );
}

/** The date statuses are read on: the file's own, but never before the date the clock has brought the source to. */
function findDate(input: { at: Date | null; createdAt: Date; state: SourceState | null }): IsoDate {
  const date = stockholmDate(input.at ?? input.createdAt);
  return input.state !== null && input.state.asOf > date ? input.state.asOf : date;
}

function guard(
  deps: IngestDeps,
  subject: {
    input: IngestInput;
    read: Extract<ReadResult, { kind: "read" }>;
    state: SourceState | null;
    changed: number;
    openBefore: number;
    asOf: IsoDate;
  },
): GuardDoubt | null {
  const { input, read, state, changed, openBefore, asOf } = subject;
  if (input.trust === "accepted" || input.trust === "restored") return null;
  const before =
    state === null
      ? null
      : {
          reports: state.reports,
          openNotices: openBefore,
          createdAt: new Date(state.fileTime),
          snapshot: state.snapshotId,
          days: daysBetween(state.asOf, asOf),
        };
  const polled = input.trust === "poll" && input.source.complete;
  return checkGuards(
    {
      // How few are too few is known of the national file only.
      attended: !polled || input.source.name !== NATIONAL_SOURCE,
      reports: read.reports,
      createdAt: read.createdAt,
      fetchedAt: deps.now(),
      changed,
      before: input.source.complete ? before : null,
    },
    deps.guards ?? DEFAULT_GUARDS,
  );
}

function tellKnown(known: SnapshotSummary): Extract<IngestResult, { kind: "ingested" }> {
  const { id: snapshot, reports, notices, packages, baseline } = known;
  const nothing = { known: true, changes: {}, warnings: [], published: 0 };
  return { kind: "ingested", snapshot, reports, notices, packages, baseline, ...nothing };
}

/** How often each kind occurs. */
export function countKinds(changes: readonly ChangeKind[]): Partial<Record<ChangeKind, number>> {
  const counts: Partial<Record<ChangeKind, number>> = {};
  for (const kind of changes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
