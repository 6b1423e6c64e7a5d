import { insertAudit } from "../../db/audit.ts";
import {
  findAcceptedSnapshot,
  isKept,
  readLatestSnapshot,
  retractSnapshot,
  type SnapshotSummary,
} from "../../db/snapshots.ts";
import { lockIntake, removeSourceState } from "../../db/source-state.ts";
import { stockholmDate } from "../../domain/calendar.ts";
import { countKinds } from "../../domain/change.ts";
import type { AnySource } from "../../sources/source.ts";
import { readAt, refuseLostSource, withKeptFile, type FileWord, type FileWordContext } from "./accept-snapshot.ts";
import { restoreFile, type IngestResult } from "./ingest-file.ts";
import type { IngestDeps } from "./intake.ts";
import { undoSource } from "./take-notices.ts";
import { undoProducts } from "./take-products.ts";

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
        ? await undoAll({ ...deps, db: trx }, { source, retracted, snapshotId: id })
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
  input: { source: AnySource; retracted: readonly number[]; before: SnapshotSummary },
): Promise<RetractResult> {
  const { source, retracted, before } = input;
  if (!(await isKept(deps.db, before.id)))
    return {
      kind: "rejected",
      reason: `the file before it, snapshot ${before.id}, was never kept; take in a newer one`,
    };
  return withKeptFile(deps.db, before.id, async (kept) => {
    const result = await restoreFile(deps, { ...kept, source, maxBytes: deps.maxBytes, retracted });
    if (result.kind !== "ingested") return { kind: "rejected", reason: result.reason };
    const { changes, published } = result;
    const holds = { snapshot: before.id, as: result.snapshot };
    return { kind: "retracted", source: source.name, holds, changes, published };
  });
}

/** The source has no other file: what it told of is undone, and its next file is its first. */
async function undoAll(
  deps: IngestDeps,
  { source, ...file }: { source: AnySource; retracted: readonly number[]; snapshotId: number },
): Promise<RetractResult> {
  const { name } = source;
  if (source.use === "catalogue") {
    await removeSourceState(deps.db, name);
    await undoProducts(deps);
    return { kind: "retracted", source: name, holds: null, changes: {}, published: 0 };
  }
  const { changes, published } = await undoSource(deps, { source: name, ...file });
  await removeSourceState(deps.db, name);
  return { kind: "retracted", source: name, holds: null, changes: countKinds(changes), published };
}
