import { daysBetween, stockholmDate, type IsoDate } from "../../domain/calendar.ts";
import type { ChangeKind } from "../../domain/change.ts";
import { checkGuards, DEFAULT_GUARDS, type GuardDoubt } from "../../domain/guard.ts";
import { NATIONAL_SOURCE } from "../../domain/source-health.ts";
import { countOpenNotices } from "../../db/notices.ts";
import { markVanished } from "../../db/notice-changes.ts";
import { undoNotices } from "../../db/retraction.ts";
import type { Db } from "../../db/schema.ts";
import { readSourceState } from "../../db/source-state.ts";
import type { ReadResult, Source } from "../../sources/source.ts";
import { readRegionLists, rematchRegions, updateCases } from "../case-updates.ts";
import type { IngestDeps, ReadingFile, Taking } from "./intake.ts";
import { storeNotices, type StoredFile } from "./store-notices.ts";

/** Reads a file of notices: stores what it tells, and settles what it no longer has. */
export async function takeNotices(deps: IngestDeps, given: ReadingFile<Source>): Promise<Taking> {
  const { db } = deps;
  const { source, input, file, state, snapshotId } = given;
  const now = deps.now();
  const openBefore = await countOpenNotices(db, source.name);
  const findAsOf = (createdAt: Date): IsoDate => findDate({ given, now, createdAt });
  const reached = state?.asOf ?? null;
  const stored = await storeNotices(db, { ...input, source, now: file.fetchedAt, snapshotId, reached, findAsOf });
  const { read, regions, unknownValues } = stored;
  if (read.kind === "rejected") return read;
  const asOf = findAsOf(read.createdAt);
  const settled = state === null ? [] : await settleOthers(db, { given, stored, read, asOf, before: state.asOf });
  const changes = [...stored.changes, ...settled];
  const { createdAt, reports, notices, packages, warnings, warningCount } = read;
  return {
    kind: "taken",
    reports,
    notices,
    packages,
    products: null,
    warnings,
    warningCount,
    unknownValues,
    createdAt,
    asOf,
    changes,
    doubt: guard(deps, { given, read, changed: changes.length, openBefore, asOf }),
    follow: ({ baseline }) =>
      updateCases(deps, { regions, snapshotId, onDate: asOf, kind: baseline ? "baseline" : "change" }),
  };
}

/** What a source told of that has no other file is withdrawn. */
export async function undoSource(
  deps: IngestDeps,
  { source, retracted, snapshotId }: { source: string; retracted: readonly number[]; snapshotId: number },
): Promise<{ readonly changes: readonly ChangeKind[]; readonly published: number }> {
  const { db } = deps;
  const asOf = stockholmDate(deps.now());
  const state = await readSourceState(db, source);
  const undo = { source, retracted, snapshotId, seen: new Set<number>(), before: state?.asOf ?? asOf, asOf };
  const { touched, changes } = await undoNotices(db, undo);
  const regions = await readRegionLists(db);
  await rematchRegions(db, { regions, touched });
  const published = await updateCases(deps, { regions, snapshotId, onDate: asOf, kind: "change" });
  return { changes, published };
}

/** Settles the notices that the file does not have: a retracted file's are undone, and a complete file's have vanished. */
async function settleOthers(
  db: Db,
  context: {
    given: ReadingFile<Source>;
    stored: StoredFile;
    read: Extract<ReadResult, { kind: "read" }>;
    asOf: IsoDate;
    before: IsoDate;
  },
): Promise<readonly ChangeKind[]> {
  const { read, asOf, before } = context;
  const { source, input, snapshotId } = context.given;
  const { regions, seen } = context.stored;
  const about = { source: source.name, snapshotId, asOf };
  const changes: ChangeKind[] = [];
  if (input.retracted !== undefined) {
    const undone = await undoNotices(db, { ...about, retracted: input.retracted, seen, before });
    changes.push(...undone.changes);
    await rematchRegions(db, { regions, touched: undone.touched });
  }
  if (source.complete) {
    const missing = {
      seen,
      unreadable: new Set(read.skippedReportIds),
      // A report without a readable id may be any of those that are missing.
      unnamed: read.skippedReports > read.skippedReportIds.length,
    };
    const vanished = await markVanished(db, { ...about, missing, before: input.trust === "restored" ? asOf : before });
    changes.push(...vanished.changes);
    await rematchRegions(db, { regions, touched: vanished.touched });
  }
  return changes;
}

/**
 * The date statuses are read on: the file's own, but never before the date the clock has brought the source to, nor one that
 * has not come, which would end and start everything before its time. A file that holds again is read as of today.
 */
function findDate(subject: { given: ReadingFile<Source>; now: Date; createdAt: Date }): IsoDate {
  const { now, createdAt } = subject;
  const { input, state } = subject.given;
  if (input.trust === "restored") return stockholmDate(now);
  const date = stockholmDate(input.at ?? (createdAt < now ? createdAt : now));
  return state !== null && state.asOf > date ? state.asOf : date;
}

function guard(
  deps: IngestDeps,
  subject: {
    given: ReadingFile<Source>;
    read: Extract<ReadResult, { kind: "read" }>;
    changed: number;
    openBefore: number;
    asOf: IsoDate;
  },
): GuardDoubt | null {
  const { read, changed, openBefore, asOf } = subject;
  const { source, input, state } = subject.given;
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
  const polled = input.trust === "poll" && source.complete;
  return checkGuards(
    {
      // How few are too few is known of the national file only.
      attended: !polled || source.name !== NATIONAL_SOURCE,
      reports: read.reports,
      createdAt: read.createdAt,
      fetchedAt: deps.now(),
      changed,
      before: source.complete ? before : null,
    },
    deps.guards ?? DEFAULT_GUARDS,
  );
}
