import { insertAudit } from "../../db/audit.ts";
import { undoNotices } from "../../db/retraction.ts";
import { findAcceptedSnapshot, readLatestSnapshot, retractSnapshot, type SnapshotSummary } from "../../db/snapshots.ts";
import { lockIntake, readSourceState, removeSourceState } from "../../db/source-state.ts";
import { stockholmDate } from "../../domain/calendar.ts";
import { countKinds } from "../../domain/change.ts";
import type { Source } from "../../sources/source.ts";
import { readRegionLists, rematchRegions, updateCases } from "../case-updates.ts";
import { readAt, refuseLostSource, withKeptFile, type FileWord, type FileWordContext } from "./accept-snapshot.ts";
import { restoreFile, type IngestDeps, type IngestResult } from "./ingest-file.ts";

export type RetractResult =
  | {
      readonly kind: "retracted";
      readonly source: string;
      /** The file that holds again, and what it is kept under now; null when the source has no other. */
      readonly holds: { readonly snapshot: number; readonly as: number } | null;
      readonly changes: Extract<IngestResult, { kind: "ingested" }>["changes"];
      readonly published: number;
    }
  | { readonly kind: "rejected"; readonly reason: string };

/**
 * Takes back a file that was believed, on a person's word, which is written down with the reason. The file before it is
 * read once more and holds again, on the day that it is: what the other one ended is open again and told as such to the
 * desk and by rules, as any change; what only it told of is withdrawn.
 */
export async function retractFile(ctx: FileWordContext, word: FileWord): Promise<RetractResult> {
  const { snapshot: id, reason } = word;
  const found = await findAcceptedSnapshot(ctx.db, id);
  if (found === null) return { kind: "rejected", reason: "not an accepted one" };
  const source = await word.findSource(found.source);
  if (source === null) return refuseLostSource(found.source);
  const deps = readAt(ctx);
  const trx = await ctx.db.startTransaction().execute();
  try {
    await lockIntake(trx);
    const today = stockholmDate(ctx.now);
    const retracted = await retractSnapshot(trx, { id, source: source.name, reason, today });
    const before = await readLatestSnapshot(trx, source.name);
    const restored =
      before === null
        ? await undoAll({ ...deps, db: trx }, { source: source.name, retracted, snapshotId: id })
        : await restore({ ...deps, db: trx }, { source, retracted, before });
    if (restored.kind === "rejected") {
      await trx.rollback().execute();
      return restored;
    }
    await insertAudit(trx, {
      at: ctx.now,
      actor: ctx.actor,
      regionCode: null,
      deed: "snapshot-taken-back",
      objectId: id,
      reason,
      after: { source: source.name, holds: restored.holds?.snapshot ?? null, changes: restored.changes },
    });
    await trx.commit().execute();
    return restored;
  } catch (cause) {
    await trx.rollback().execute();
    throw new Error(`services/intake: unable to retract snapshot ${id}`, { cause });
  }
}

async function restore(
  deps: IngestDeps & { readonly maxBytes: number },
  input: { source: Source; retracted: readonly number[]; before: SnapshotSummary },
): Promise<RetractResult> {
  const { source, retracted, before } = input;
  return withKeptFile(deps.db, before.id, async (file) => {
    const given = { source, file, maxBytes: deps.maxBytes, at: null, etag: null, lastModified: null };
    const result = await restoreFile(deps, { ...given, retracted });
    if (result.kind !== "ingested") return { kind: "rejected", reason: result.reason };
    const { changes, published } = result;
    const holds = { snapshot: before.id, as: result.snapshot };
    return { kind: "retracted", source: source.name, holds, changes, published };
  });
}

/** The source has no other file: what it told of is withdrawn, and its next file is its first. */
async function undoAll(
  deps: IngestDeps,
  { source, retracted, snapshotId }: { source: string; retracted: readonly number[]; snapshotId: number },
): Promise<RetractResult> {
  const { db } = deps;
  const asOf = stockholmDate(deps.now());
  const state = await readSourceState(db, source);
  const undo = { source, retracted, snapshotId, seen: new Set<number>(), before: state?.asOf ?? asOf, asOf };
  const undone = await undoNotices(db, undo);
  const regions = await readRegionLists(db);
  await rematchRegions(db, { regions, touched: undone.touched });
  const published = await updateCases(deps, { regions, snapshotId, onDate: asOf, kind: "change" });
  await removeSourceState(db, source);
  return { kind: "retracted", source, holds: null, changes: countKinds(undone.changes), published };
}
