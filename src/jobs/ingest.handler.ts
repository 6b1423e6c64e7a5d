import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGzip } from "node:zlib";
import { daysBetween, stockholmDate, type IsoDate } from "../domain/calendar.ts";
import type { ChangeKind } from "../domain/change.ts";
import { checkGuards, DEFAULT_GUARDS, type GuardLimits } from "../domain/guard.ts";
import { countUnknownValues, type Notice } from "../domain/notice.ts";
import { applyNotices, countOpenNotices, markVanished, readAtcTerms } from "../db/notices.ts";
import {
  describeSnapshot,
  findAcceptedSnapshot,
  findRefusedSnapshot,
  insertSnapshot,
  lockSource,
  readSourceState,
  writeSourceState,
  type FetchedFile,
  type SnapshotSummary,
  type SourceState,
} from "../db/snapshots.ts";
import type { ReadResult, Source } from "../sources/source.ts";
import { readRegionLists, rematchRegions, updateCases, type CaseDeps } from "./case-update.handler.ts";

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
  /** Whose word it is taken in on: nobody's (`poll`), whoever handed it in (`file`), or despite a guard (`accepted`). */
  readonly trust?: "poll" | "file" | "accepted";
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
  | { readonly kind: "held"; readonly snapshot: number; readonly reason: string }
  /** It cannot be read: it is kept, and changes nothing. */
  | { readonly kind: "rejected"; readonly reason: string };

/** Takes in one file of a source, whole or not at all. */
export async function ingestFile(deps: IngestDeps, input: IngestInput): Promise<IngestResult> {
  const size = (await stat(input.file)).size;
  if (size > input.maxBytes)
    return {
      kind: "rejected",
      reason: `the file is ${size} bytes, more than the ${input.maxBytes} allowed; is it the right file?`,
    };
  const file: FetchedFile = {
    source: input.source.name,
    fetchedAt: input.at ?? deps.now(),
    byteCount: size,
    etag: input.etag,
    lastModified: input.lastModified,
    ...(await packFile(input.file)),
  };
  const trx = await deps.db.startTransaction().execute();
  try {
    const result = await applyFile({ ...deps, db: trx }, { input, file });
    if (result.kind === "ingested") {
      await trx.commit().execute();
      return result;
    }
    await trx.rollback().execute();
    const { kind, reason } = result;
    // A file that every poll brings again is kept once.
    const kept = await findRefusedSnapshot(deps.db, { ...file, status: kind });
    const snapshot = kept ?? (await insertSnapshot(deps.db, { file, status: kind, reason, baseline: false }));
    return kind === "held" ? { kind, snapshot, reason } : { kind, reason };
  } catch (cause) {
    await trx.rollback().execute();
    throw new Error(`jobs/ingest: unable to take in ${input.source.name}`, { cause });
  }
}

/** Notices handled together: large enough for few statements, small enough for little memory. */
const BATCH = 250;

type Applied = Extract<IngestResult, { kind: "ingested" }> | { kind: "held" | "rejected"; reason: string };

async function applyFile(
  deps: IngestDeps,
  { input, file }: { input: IngestInput; file: FetchedFile },
): Promise<Applied> {
  const { db } = deps;
  await lockSource(db, file.source);
  const known = await findAcceptedSnapshot(db, file);
  if (known !== null) return tellKnown(known);
  const state = await readSourceState(db, file.source);
  const openBefore = await countOpenNotices(db, file.source);
  const snapshotId = await insertSnapshot(db, {
    file,
    status: "accepted",
    reason: null,
    baseline: state === null && input.source.complete,
  });
  const regions = await readRegionLists(db);
  const seen = new Set<number>();
  const changes: ChangeKind[] = [];
  const batch: Notice[] = [];
  let unknownValues = 0;

  const flush = async (asOf: IsoDate): Promise<void> => {
    const applied = await applyNotices(db, {
      source: file.source,
      use: input.source.use,
      snapshotId,
      notices: batch.splice(0),
      // What a source that never lists all there is tells is always news, its first file too.
      before: state?.asOf ?? (input.source.complete ? null : asOf),
      asOf,
      seenAt: file.fetchedAt,
    });
    for (const id of applied.seen) seen.add(id);
    changes.push(...applied.changes);
    await rematchRegions(db, { regions, touched: applied.touched });
  };

  const read = await input.source.read({
    file: input.file,
    maxBytes: input.maxBytes,
    ...(input.source.use === "candidates" ? { terms: await readAtcTerms(db) } : {}),
    onNotices: async (notices, createdAt) => {
      for (const notice of notices) unknownValues += countUnknownValues(notice);
      batch.push(...notices);
      if (batch.length >= BATCH) await flush(findDate({ at: input.at, createdAt, state }));
    },
  });
  if (read.kind === "rejected") return read;
  const asOf = findDate({ at: input.at, createdAt: read.createdAt, state });
  if (input.at !== null && stockholmDate(input.at) < asOf)
    return { kind: "rejected", reason: `--at is before ${asOf}, the date this source has come to` };
  await flush(asOf);
  if (state !== null && input.source.complete) {
    const missing = {
      seen,
      unreadable: new Set(read.skippedReportIds),
      // A report without a readable id may be any of those that are missing.
      unnamed: read.skippedReports > read.skippedReportIds.length,
    };
    const vanished = await markVanished(db, { source: file.source, snapshotId, missing, before: state.asOf, asOf });
    changes.push(...vanished.changes);
    await rematchRegions(db, { regions, touched: vanished.touched });
  }
  const doubt = guard(deps, { input, read, state, changed: changes.length, openBefore, asOf });
  if (doubt !== null) return { kind: "held", reason: doubt };

  await describeSnapshot(db, { ...read, id: snapshotId, asOf, unknownValues });
  await writeSourceState(db, { source: file.source, asOf, snapshotId });
  const kind = state === null && input.source.complete ? "baseline" : "change";
  const published = await updateCases(deps, { regions, snapshotId, onDate: asOf, kind });
  return {
    kind: "ingested",
    snapshot: snapshotId,
    reports: read.reports,
    notices: read.notices,
    packages: read.packages,
    baseline: kind === "baseline",
    known: false,
    changes: countKinds(changes),
    warnings: read.warnings,
    published,
  };
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
): string | null {
  const { input, read, state, changed, openBefore, asOf } = subject;
  if (input.trust === "accepted") return null;
  const before =
    state === null
      ? null
      : {
          reports: state.reports,
          openNotices: openBefore,
          createdAt: new Date(state.fileTime),
          days: daysBetween(state.asOf, asOf),
        };
  const attended = input.trust !== "poll" || !input.source.complete;
  return checkGuards(
    {
      attended,
      reports: read.reports,
      createdAt: read.createdAt,
      changed,
      before: input.source.complete ? before : null,
    },
    deps.guards ?? DEFAULT_GUARDS,
  );
}

function tellKnown(known: SnapshotSummary): IngestResult {
  const { id: snapshot, reports, notices, packages, baseline } = known;
  const nothing = { known: true, changes: {}, warnings: [], published: 0 };
  return { kind: "ingested", snapshot, reports, notices, packages, baseline, ...nothing };
}

function countKinds(changes: readonly ChangeKind[]): Partial<Record<ChangeKind, number>> {
  const counts: Partial<Record<ChangeKind, number>> = {};
  for (const kind of changes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

async function packFile(file: string): Promise<{ sha256: string; content: Uint8Array }> {
  const hash = createHash("sha256");
  const input = createReadStream(file);
  input.on("data", (chunk) => hash.update(chunk));
  const parts: Uint8Array[] = [];
  for await (const part of input.pipe(createGzip())) parts.push(part);
  return { sha256: hash.digest("hex"), content: Buffer.concat(parts) };
}
