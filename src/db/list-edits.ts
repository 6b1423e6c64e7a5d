import type { PersonActor } from "../domain/audit.ts";
import type { EditChange } from "../domain/list-import.ts";
import type { ListEntry } from "../domain/list.ts";
import { insertListImport, isTakingList } from "./list-imports.ts";
import { copyEntries, findActiveVersion, findEntry, insertEntries, stageListVersion } from "./lists.ts";
import type { Db } from "./schema.ts";
import { sql } from "kysely";

/** `changed`: the list is another than the one that was shown · `busy`: a change is on its way into use · `exists`: the new key is another line's. */
export type EditResult =
  | { readonly kind: "staged"; readonly importId: number }
  | { readonly kind: "changed" | "busy" | "exists" };

export interface ListEdit {
  readonly regionCode: string;
  /** The version that was shown to whoever edits. */
  readonly shownVersionId: number;
  /** The line that goes; null when one is added. */
  readonly before: ListEntry | null;
  /** The line that comes; null when one is removed. */
  readonly after: ListEntry | null;
  readonly by: PersonActor;
  readonly now: Date;
}

/** Stages a copy of the list in use with one line changed, for a job to take into use: all or nothing. */
export async function stageEdit(db: Db, edit: ListEdit): Promise<EditResult> {
  const { regionCode, before, after, by, now } = edit;
  return db.transaction().execute(async (trx) => {
    // Two people who press at once are served one after the other.
    await sql`select pg_advisory_xact_lock(hashtext(${`list ${regionCode}`}))`.execute(trx);
    if (await isTakingList(trx, regionCode)) return { kind: "busy" };
    const active = await findActiveVersion(trx, regionCode);
    if (active === null || active.id !== edit.shownVersionId) return { kind: "changed" };
    if (after !== null && after.key !== before?.key) {
      const other = await findEntry(trx, { versionId: active.id, key: after.key });
      if (other !== null) return { kind: "exists" };
    }
    const change = describeChange(before, after);
    const { fileName } = active;
    const versionId = await stageListVersion(trx, { regionCode, fileName, importedAt: now, note: change });
    await copyEntries(trx, { fromVersionId: active.id, versionId, without: before?.key ?? null });
    if (after !== null) await insertEntries(trx, { versionId, entries: [after] });
    const importId = await insertListImport(trx, {
      regionCode,
      fileName,
      content: new Uint8Array(),
      state: "taking",
      report: { kind: "edit", baseVersionId: active.id, change, take: by },
      versionId,
      createdBy: by.id,
      now,
    });
    return { kind: "staged", importId };
  });
}

function describeChange(before: ListEntry | null, after: ListEntry | null): EditChange {
  const { key = "", substance = "" } = before ?? after ?? {};
  if (before === null) return { what: "added", key, substance };
  if (after === null) return { what: "removed", key, substance };
  return { what: "edited", key, substance, ...(after.key === key ? {} : { newKey: after.key }) };
}
