import { stat } from "node:fs/promises";
import { daysBetween, stockholmDate, type IsoDate } from "../../domain/calendar.ts";
import { countKinds, type ChangeKind } from "../../domain/change.ts";
import {
  checkGuards,
  DEFAULT_GUARDS,
  explainDoubt,
  isAhead,
  type GuardDoubt,
  type GuardLimits,
} from "../../domain/guard.ts";
import { NATIONAL_SOURCE } from "../../domain/source-health.ts";
import { preferFastCompression } from "../../db/client.ts";
import { countOpenNotices } from "../../db/notices.ts";
import { markVanished } from "../../db/notice-changes.ts";
import { undoNotices } from "../../db/retraction.ts";
import type { Db } from "../../db/schema.ts";
import {
  describeSnapshot,
  findSameSnapshot,
  findSnapshotAhead,
  findRefusedSnapshot,
  insertSnapshot,
  type FetchedFile,
  type SnapshotSummary,
} from "../../db/snapshots.ts";
import { lockIntake, readSourceState, writeSourceState, type SourceState } from "../../db/source-state.ts";
import type { ReadResult, Source } from "../../sources/source.ts";
import { rematchRegions, updateCases } from "../case-updates.ts";
import type { PublishingDeps } from "../publication.ts";
import { hashFile, keepRefused } from "./file-pieces.ts";
import { storeNotices, type StoredFile } from "./store-notices.ts";

export interface IngestDeps extends PublishingDeps {
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
  /** What is written in the same transaction, or in one of its own when nothing of the file is new. */
  readonly alsoWrite?: (trx: Db, taken: { readonly snapshot: number }) => Promise<void>;
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
      reason: `--at ${input.at.toISOString()} is in the future; leave it out or give a past time`,
    };
  const file = await describeFile(deps, input);
  const trx = await deps.db.startTransaction().execute();
  try {
    const result = await applyFile({ ...deps, db: trx }, { input, file });
    if (result.kind === "ingested" && !result.known) {
      await input.alsoWrite?.(trx, result);
      await trx.commit().execute();
      return result;
    }
    await trx.rollback().execute();
    if (result.kind === "ingested") {
      await deps.db.transaction().execute(async (own) => input.alsoWrite?.(own, result));
      return result;
    }
    const { kind, reason } = result;
    // A file that every poll brings again is kept once.
    const kept = await findRefusedSnapshot(deps.db, { ...file, status: kind });
    const snapshot = kept ?? (await keepRefused(deps.db, { file, path: input.file, status: kind, reason }));
    return result.kind === "held" ? { ...result, snapshot } : result;
  } catch (cause) {
    await trx.rollback().execute();
    throw new Error(`services/intake: unable to ingest ${input.source.name}`, { cause });
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

interface Given {
  readonly input: IngestInput;
  readonly file: FetchedFile;
}

async function applyFile(deps: IngestDeps, { input, file }: Given): Promise<Applied> {
  const { db } = deps;
  await lockIntake(db);
  const state = await readSourceState(db, file.source);
  if (input.trust === "restored") return readIn(deps, { input, file, state, known: null });
  const known = await findSameSnapshot(db, file);
  if (known?.isLast === true) return tellKnown(known.snapshot);
  const ahead = await findClockAhead(db, { state, source: file.source, today: stockholmDate(deps.now()) });
  if (ahead !== null) return { kind: "rejected", reason: ahead };
  return readIn(deps, { input, file, state, known: known?.snapshot ?? null });
}

/** `known` is an earlier snapshot of the same bytes. */
async function readIn(
  deps: IngestDeps,
  { input, file, state, known }: Given & { state: SourceState | null; known: SnapshotSummary | null },
): Promise<Applied> {
  const { db } = deps;
  const now = deps.now();
  const openBefore = await countOpenNotices(db, file.source);
  const baseline = state === null && input.source.complete;
  await preferFastCompression(db);
  const snapshotId = await insertSnapshot(db, { file, status: "accepted", reason: null, baseline });
  const findAsOf = (createdAt: Date): IsoDate => findDate({ input, state, now, createdAt });
  const reached = state?.asOf ?? null;
  const stored = await storeNotices(db, { ...input, now: file.fetchedAt, snapshotId, reached, findAsOf });
  const { read, regions, unknownValues } = stored;
  if (read.kind === "rejected") return read;
  const asOf = findAsOf(read.createdAt);
  if (input.at !== null && stockholmDate(input.at) < asOf)
    return { kind: "rejected", reason: `--at is before ${asOf}, the date this source has reached` };
  const settled = state === null ? [] : await settleOthers(db, { input, state, stored, read, snapshotId, asOf });
  const changes = [...stored.changes, ...settled];
  const doubt = guard(deps, { input, read, state, changed: changes.length, openBefore, asOf });
  // The same bytes may be news again, as of a table, but not with a time of their own that is past.
  if (doubt?.kind === "older" && known !== null) return tellKnown(known);
  if (doubt !== null) return { kind: "held", reason: explainDoubt(doubt), doubt };

  const createdAt = earlier(read.createdAt, now);
  await describeSnapshot(db, { ...read, createdAt, id: snapshotId, asOf, unknownValues });
  await writeSourceState(db, { source: file.source, asOf, snapshotId });
  const round = { regions, snapshotId, onDate: asOf, kind: baseline ? "baseline" : "change" } as const;
  const published = await updateCases(deps, round);
  const { reports, notices, packages, warnings } = read;
  const counts = { reports, notices, packages, baseline, changes: countKinds(changes), warnings, published };
  return { kind: "ingested", snapshot: snapshotId, known: false, ...counts };
}

/** Settles the notices that the file does not have: a retracted file's are undone, and a complete file's have vanished. */
async function settleOthers(
  db: Db,
  context: {
    input: IngestInput;
    state: SourceState;
    stored: StoredFile;
    read: Extract<ReadResult, { kind: "read" }>;
    snapshotId: number;
    asOf: IsoDate;
  },
): Promise<readonly ChangeKind[]> {
  const { input, state, read, snapshotId, asOf } = context;
  const { regions, seen } = context.stored;
  const about = { source: input.source.name, snapshotId, asOf };
  const changes: ChangeKind[] = [];
  if (input.retracted !== undefined) {
    const undone = await undoNotices(db, { ...about, retracted: input.retracted, seen, before: state.asOf });
    changes.push(...undone.changes);
    await rematchRegions(db, { regions, touched: undone.touched });
  }
  if (input.source.complete) {
    const missing = {
      seen,
      unreadable: new Set(read.skippedReportIds),
      // A report without a readable id may be any of those that are missing.
      unnamed: read.skippedReports > read.skippedReportIds.length,
    };
    const before = input.trust === "restored" ? asOf : state.asOf;
    const vanished = await markVanished(db, { ...about, missing, before });
    changes.push(...vanished.changes);
    await rematchRegions(db, { regions, touched: vanished.touched });
  }
  return changes;
}

/** That an earlier file brought the source to a day that has not come, and what mends it; null when none did. */
async function findClockAhead(
  db: Db,
  { state, source, today }: { state: SourceState | null; source: string; today: IsoDate },
): Promise<string | null> {
  if (state === null || state.asOf <= today) return null;
  const snapshot = (await findSnapshotAhead(db, { source, today })) ?? state.snapshotId;
  return (
    `the source has reached ${state.asOf}, a future date, because snapshot ${snapshot} was accepted. ` +
    `Undo it with: ingest retract ${snapshot} --reason …`
  );
}

/**
 * The date statuses are read on: the file's own, but never before the date the clock has brought the source to, nor one that
 * has not come, which would end and start everything before its time. A file that holds again is read as of today.
 */
function findDate(subject: { input: IngestInput; state: SourceState | null; now: Date; createdAt: Date }): IsoDate {
  const { input, state, now, createdAt } = subject;
  if (input.trust === "restored") return stockholmDate(now);
  const date = stockholmDate(input.at ?? earlier(createdAt, now));
  return state !== null && state.asOf > date ? state.asOf : date;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
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
