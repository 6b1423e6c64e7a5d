import { insertListImport, isTakingList, lockListEdits } from "../db/list-imports.ts";
import {
  copyEntries,
  findActiveVersion,
  findEntry,
  insertEntries,
  stageListVersion,
  type ListVersion,
} from "../db/lists.ts";
import type { Db } from "../db/schema.ts";
import type { EntryField } from "../domain/list-columns.ts";
import { diffEntry } from "../domain/list-difference.ts";
import type { EditChange } from "../domain/list-import.ts";
import { readListRow, type ReadCell } from "../domain/list-row.ts";
import type { ListEntry } from "../domain/list.ts";
import { listFaults, type RowProblem } from "../domain/row-fault.ts";
import { listTakeJob } from "../jobs/list-take.ts";
import { FORBIDDEN, findWorker, type Forbidden, type ServiceContext, type Worker } from "./context.ts";

export interface ListEdit {
  readonly regionCode: string;
  /** The version that was shown to whoever edits. */
  readonly shownVersionId: number;
  /** The line that was shown; null when one is added. */
  readonly key: string | null;
  /** What the line is to say; null takes it out of the list. */
  readonly cell: ReadCell | null;
}

export type EditResult =
  | { readonly kind: "staged"; readonly what: EditChange["what"] }
  /** The line says what it said. */
  | { readonly kind: "unchanged" }
  /** What was written is no line of a list. */
  | { readonly kind: "refused"; readonly problems: readonly RowProblem[] }
  /** A change is on its way into use, or the new key is another line's. */
  | { readonly kind: "busy" | "exists" }
  /** The list is another than the one that was shown; the line `now` differs in `fields` from what was written. */
  | { readonly kind: "changed"; readonly now: ListEntry | null; readonly fields: readonly EntryField[] }
  | Forbidden;

/**
 * Adds a line to the list in use, changes or removes one: stages a copy with that change, for a job to take into use, all
 * or nothing. A line of the desk keeps the rules of a line of a file.
 */
export async function editList(ctx: ServiceContext, edit: ListEdit): Promise<EditResult> {
  const { regionCode, shownVersionId, key, cell } = edit;
  const worker = findWorker(ctx, "curate", regionCode);
  if (worker === null) return FORBIDDEN;
  const result = await ctx.db.transaction().execute(async (trx) => {
    await lockListEdits(trx, regionCode);
    const active = await findActiveVersion(trx, regionCode);
    const before = active === null || key === null ? null : await findEntry(trx, { versionId: active.id, key });
    const read = readEdit(before, cell);
    if (read.kind !== "edit") return read;
    const { lines, fields } = read;
    if (await isTakingList(trx, regionCode)) return { kind: "busy" } as const;
    const isGone = key !== null && before === null;
    if (isGone || active?.id !== shownVersionId) return { kind: "changed", now: before, fields } as const;
    if (await isAnothersKey(trx, active, lines)) return { kind: "exists" } as const;
    return stageCopy(trx, worker, { active, regionCode, ...lines });
  });
  if (result.kind === "staged") await ctx.enqueue?.([listTakeJob(result.importId)]);
  return result;
}

/** A line as it was, null when it is added, and as it becomes, null when it is removed. */
interface Lines {
  readonly before: ListEntry | null;
  readonly after: ListEntry | null;
}

/** What the line becomes, and in which fields it differs from what it was. */
function readEdit(before: ListEntry | null, cell: ReadCell | null) {
  // A new line stands first until the list is read from a file again.
  const after = cell === null ? null : readListRow(before?.row ?? 0, cell);
  if (after !== null && "problem" in after) return { kind: "refused", problems: listFaults(after) } as const;
  const fields = before === null || after === null ? [] : diffEntry(before, after);
  if (before !== null && before.key === after?.key && fields.length === 0) return { kind: "unchanged" } as const;
  return { kind: "edit", lines: { before, after }, fields } as const;
}

async function isAnothersKey(trx: Db, active: ListVersion, { before, after }: Lines): Promise<boolean> {
  if (after === null || after.key === before?.key) return false;
  return (await findEntry(trx, { versionId: active.id, key: after.key })) !== null;
}

async function stageCopy(trx: Db, { actor, now }: Worker, input: Lines & { regionCode: string; active: ListVersion }) {
  const { regionCode, active, before, after } = input;
  const { fileName } = active;
  const change = describeChange(input);
  const versionId = await stageListVersion(trx, { regionCode, fileName, importedAt: now, note: change });
  await copyEntries(trx, { fromVersionId: active.id, versionId, without: before?.key ?? null });
  if (after !== null) await insertEntries(trx, { versionId, entries: [after] });
  const importId = await insertListImport(trx, {
    regionCode,
    fileName,
    content: new Uint8Array(),
    state: "taking",
    report: { kind: "edit", baseVersionId: active.id, change, take: actor },
    versionId,
    createdBy: actor.id,
    now,
  });
  return { kind: "staged", what: change.what, importId } as const;
}

function describeChange({ before, after }: Lines): EditChange {
  const { key = "", substance = "" } = before ?? after ?? {};
  if (before === null) return { what: "added", key, substance };
  if (after === null) return { what: "removed", key, substance };
  return { what: "edited", key, substance, ...(after.key === key ? {} : { newKey: after.key }) };
}
