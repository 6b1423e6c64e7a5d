import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGzip } from "node:zlib";
import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import type { ChangeKind } from "../domain/change.ts";
import { createEntryIndex, type EntryIndex } from "../domain/match.ts";
import type { ListEntry } from "../domain/list.ts";
import type { Notice } from "../domain/notice.ts";
import { decidePolicy } from "../domain/policy.ts";
import {
  alignCases,
  collectUpdates,
  findCase,
  insertCaseUpdates,
  readCaseNotices,
  type CaseUpdate,
} from "../db/cases.ts";
import { readActiveEntries, readRegionsWithList } from "../db/lists.ts";
import { rematchNotices } from "../db/matches.ts";
import { applyNotices, markVanished, type TouchedNotice } from "../db/notices.ts";
import { EVERYBODY, publishCase, publishOverview } from "../db/publication.ts";
import { readPolicy } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import {
  describeSnapshot,
  findAcceptedSnapshot,
  insertSnapshot,
  lockSource,
  readSourceState,
  writeSourceState,
  type FetchedFile,
  type SnapshotSummary,
} from "../db/snapshots.ts";
import type { ReadResult, Source } from "../sources/source.ts";

export interface IngestDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly digestChannels: ReadonlySet<string>;
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
    await insertSnapshot(deps.db, { file, status: "rejected", reason: result.reason, baseline: false });
    return result;
  } catch (cause) {
    await trx.rollback().execute();
    throw new Error(`jobs/ingest: unable to take in ${input.source.name}`, { cause });
  }
}

/** Notices handled together: large enough for few statements, small enough for little memory. */
const BATCH = 250;

async function applyFile(
  deps: IngestDeps,
  { input, file }: { input: IngestInput; file: FetchedFile },
): Promise<IngestResult> {
  const { db } = deps;
  await lockSource(db, file.source);
  const known = await findAcceptedSnapshot(db, file);
  if (known !== null) return tellKnown(known);
  const state = await readSourceState(db, file.source);
  const snapshotId = await insertSnapshot(db, { file, status: "accepted", reason: null, baseline: state === null });
  const regions = await readRegions(db);
  const seen = new Set<number>();
  const changes: ChangeKind[] = [];
  const batch: Notice[] = [];

  const flush = async (asOf: IsoDate): Promise<void> => {
    const applied = await applyNotices(db, {
      source: file.source,
      snapshotId,
      notices: batch.splice(0),
      before: state?.asOf ?? null,
      asOf,
      seenAt: file.fetchedAt,
    });
    for (const id of applied.seen) seen.add(id);
    changes.push(...applied.changes);
    await rematch(db, { regions, touched: applied.touched });
  };

  const read = await input.source.read({
    file: input.file,
    maxBytes: input.maxBytes,
    onNotices: async (notices, createdAt) => {
      batch.push(...notices);
      if (batch.length >= BATCH) await flush(stockholmDate(input.at ?? createdAt));
    },
  });
  if (read.kind === "rejected") return read;
  const asOf = stockholmDate(input.at ?? read.createdAt);
  await flush(asOf);
  const older = refuseOlder(read, { state, asOf });
  if (older !== null) return { kind: "rejected", reason: older };

  // A report whose own id could not be read might be any of those that seem to be gone.
  const allIdsKnown = read.skippedReports === read.skippedReportIds.length;
  if (state !== null && allIdsKnown) {
    const missing = {
      seen,
      unreadable: new Set(read.skippedReportIds),
      // A report without a readable id may be any of those that are missing.
      unnamed: read.skippedReports > read.skippedReportIds.length,
    };
    const vanished = await markVanished(db, { source: file.source, snapshotId, missing, before: state.asOf, asOf });
    changes.push(...vanished.changes);
    await rematch(db, { regions, touched: vanished.touched });
  }
  await describeSnapshot(db, { ...read, id: snapshotId, asOf });
  await writeSourceState(db, { source: file.source, asOf, snapshotId });
  const published = await updateCases(deps, { regions, snapshotId, baseline: state === null });
  return {
    kind: "ingested",
    snapshot: snapshotId,
    reports: read.reports,
    notices: read.notices,
    packages: read.packages,
    baseline: state === null,
    known: false,
    changes: countKinds(changes),
    warnings: read.warnings,
    published,
  };
}

function tellKnown(known: SnapshotSummary): IngestResult {
  const { id: snapshot, reports, notices, packages, baseline } = known;
  const nothing = { known: true, changes: {}, warnings: [], published: 0 };
  return { kind: "ingested", snapshot, reports, notices, packages, baseline, ...nothing };
}

/** Going back in time would tell everything backwards. */
function refuseOlder(
  read: Extract<ReadResult, { kind: "read" }>,
  { state, asOf }: { state: { asOf: IsoDate; fileTime: string } | null; asOf: IsoDate },
): string | null {
  if (state === null) return null;
  const created = read.createdAt.toISOString();
  if (created < state.fileTime)
    return `the file was made ${created}, before the last one taken in (${state.fileTime}); files are taken in in order of time`;
  if (asOf < state.asOf) return `the date ${asOf} is before ${state.asOf}, on which the last file was taken in`;
  return null;
}

interface RegionList {
  readonly regionCode: string;
  readonly entries: readonly ListEntry[];
  readonly index: EntryIndex;
}

async function readRegions(db: Db): Promise<RegionList[]> {
  const lists: RegionList[] = [];
  for (const regionCode of await readRegionsWithList(db)) {
    const entries = await readActiveEntries(db, regionCode);
    lists.push({ regionCode, entries, index: createEntryIndex(entries) });
  }
  return lists;
}

async function rematch(
  db: Db,
  input: { regions: readonly RegionList[]; touched: readonly TouchedNotice[] },
): Promise<void> {
  for (const { regionCode, index } of input.regions)
    await rematchNotices(db, { regionCode, index, notices: input.touched });
}

/** Opens, updates and closes cases, and publishes what the regions' rules let out unreviewed. */
async function updateCases(
  deps: IngestDeps,
  input: { regions: readonly RegionList[]; snapshotId: number; baseline: boolean },
): Promise<number> {
  const { db } = deps;
  const { snapshotId, baseline } = input;
  const now = deps.now();
  let published = 0;
  for (const { regionCode, entries } of input.regions) {
    const opened = await alignCases(db, { regionCode, entries, now });
    if (baseline) {
      const updates = opened.map((caseId) => ({ caseId, changes: [] }));
      await insertCaseUpdates(db, { kind: "baseline", decision: "baseline", snapshotId, updates, now });
      const overview = await publishOverview(db, { regionCode, now, digestChannels: deps.digestChannels });
      published += overview === null ? 0 : 1;
      continue;
    }
    const updates = await collectUpdates(db, { regionCode, snapshotId });
    await insertCaseUpdates(db, { kind: "change", decision: "pending", snapshotId, updates, now });
    published += await publishByPolicy(deps, { regionCode, updates, now });
  }
  return published;
}

async function publishByPolicy(
  deps: IngestDeps,
  input: { regionCode: string; updates: readonly CaseUpdate[]; now: Date },
): Promise<number> {
  const { db } = deps;
  const policy = await readPolicy(db, input.regionCode);
  let published = 0;
  for (const update of input.updates) {
    const found = await findCase(db, update.caseId);
    const changed = new Set(update.changes.map((change) => change.noticeId));
    const notices = await readCaseNotices(db, update.caseId);
    const decision = decidePolicy(policy, {
      priority: found?.entry.priority ?? null,
      changes: update.changes.map((change) => change.kind),
      types: notices.filter(({ noticeId }) => changed.has(noticeId)).map(({ notice }) => notice.type),
    });
    if (decision === "review") continue;
    const result = await publishCase(db, {
      caseId: update.caseId,
      kind: null,
      advice: null,
      audience: EVERYBODY,
      urgency: "normal",
      reviewed: false,
      publishedBy: "rule",
      now: input.now,
      digestChannels: deps.digestChannels,
    });
    if (result.kind === "refused")
      throw new Error(`jobs/ingest: unable to publish case ${update.caseId}: ${result.reason}`);
    published += 1;
  }
  return published;
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
