import { stat } from "node:fs/promises";
import { stockholmDate, type IsoDate } from "../../domain/calendar.ts";
import { countKinds, type ChangeKind } from "../../domain/change.ts";
import { explainDoubt, isAhead, type GuardDoubt } from "../../domain/guard.ts";
import { preferFastCompression } from "../../db/client.ts";
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
import type { AnySource } from "../../sources/source.ts";
import { hashFile, keepRefused } from "./file-pieces.ts";
import type { IngestDeps, IngestInput, ProductCounts, ReadingFile, Taking } from "./intake.ts";
import { takeNotices } from "./take-notices.ts";
import { takeProducts } from "./take-products.ts";

export type IngestResult =
  | {
      readonly kind: "ingested";
      readonly snapshot: number;
      readonly reports: number;
      readonly notices: number;
      readonly packages: number;
      /** Of a catalogue only. */
      readonly products: ProductCounts | null;
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
  const { size, mtime } = await stat(input.file);
  const fetchedAt = input.at ?? deps.now();
  return {
    source: input.source.name,
    fetchedAt,
    byteCount: size,
    etag: input.etag,
    lastModified: input.lastModified,
    modifiedAt: earlier(mtime, fetchedAt),
    layout: input.layout ?? null,
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
  const baseline = state === null && input.source.complete;
  await preferFastCompression(db);
  const snapshotId = await insertSnapshot(db, { file, status: "accepted", reason: null, baseline });
  const taken = await take(deps, { input, file, state, snapshotId });
  if (taken.kind === "rejected") return taken;
  const { asOf, doubt, changes, products } = taken;
  if (input.at !== null && stockholmDate(input.at) < asOf)
    return { kind: "rejected", reason: `--at is before ${asOf}, the date this source has reached` };
  // The same bytes may be news again, as of a table, but not with a time of their own that is past.
  if (doubt?.kind === "older" && known !== null) return tellKnown(known);
  if (doubt !== null) return { kind: "held", reason: explainDoubt(doubt), doubt };

  const createdAt = earlier(taken.createdAt, deps.now());
  await describeSnapshot(db, { ...taken, createdAt, id: snapshotId, products: products?.products ?? null });
  await writeSourceState(db, { source: file.source, asOf, snapshotId });
  const published = await taken.follow({ baseline });
  const { reports, notices, packages, warnings } = taken;
  const counts = { reports, notices, packages, products, baseline, changes: countKinds(changes), warnings, published };
  return { kind: "ingested", snapshot: snapshotId, known: false, ...counts };
}

/** What a source's files tell of decides how they are read; all else is the same. */
function take(deps: IngestDeps, given: Omit<ReadingFile<AnySource>, "source">): Promise<Taking> {
  const { source } = given.input;
  return source.use === "catalogue"
    ? takeProducts(deps, { ...given, source })
    : takeNotices(deps, { ...given, source });
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

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

function tellKnown(known: SnapshotSummary): Extract<IngestResult, { kind: "ingested" }> {
  const { id: snapshot, reports, notices, packages, baseline } = known;
  const nothing = { known: true, changes: {}, warnings: [], published: 0 };
  return {
    kind: "ingested",
    snapshot,
    reports,
    notices,
    packages,
    products: tellProducts(known),
    baseline,
    ...nothing,
  };
}

function tellProducts({ products, asOf }: SnapshotSummary): ProductCounts | null {
  if (products === null || asOf === null) return null;
  return { products, added: 0, altered: 0, removed: 0, skippedRows: 0, asOf, sheet: null, headerRow: 0 };
}
