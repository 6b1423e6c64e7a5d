import { findImportToWorkOn, moveListImport, type ListImport } from "../db/list-imports.ts";
import { deleteStagedVersion, findActiveVersion } from "../db/lists.ts";
import type { Db } from "../db/schema.ts";
import { lockIntake } from "../db/source-state.ts";
import type { ListImportReport } from "../domain/list-import.ts";
import type { IngestDeps } from "../services/intake/ingest-file.ts";
import { takeVersion } from "./list-import.handler.ts";

/**
 * Takes a staged version into use once, in one transaction, if the list that it was compared with still is in use. If not,
 * an import goes back to whoever asked, to be compared again, and a change made at the desk is refused.
 */
export async function takeListImport(deps: IngestDeps, { importId }: { importId: number }): Promise<void> {
  await deps.db.transaction().execute(async (db) => {
    await lockIntake(db);
    const found = await findImportToWorkOn(db, importId);
    if (found?.state !== "taking" || found.versionId === null) return;
    const { report, regionCode, versionId } = found;
    if (report === null || !("take" in report) || report.take === undefined) return;
    const base = await findActiveVersion(db, regionCode);
    if (report.baseVersionId !== (base?.id ?? null)) return giveBack(db, { found, report, versionId });
    const change = report.kind === "edit" ? { change: report.change } : {};
    await takeVersion(deps, db, { regionCode, versionId, base, actor: report.take, ...change });
    await moveListImport(db, { id: importId, from: ["taking"], to: { state: "taken" } });
  });
}

async function giveBack(
  db: Db,
  input: { found: ListImport; report: ListImportReport; versionId: number },
): Promise<void> {
  const { found, report, versionId } = input;
  const from = ["taking"] as const;
  if (report.kind === "read") {
    const { take: _, ...rest } = report;
    await moveListImport(db, { id: found.id, from, to: { state: "read", report: rest } });
    return;
  }
  const reason = "the list in use was changed meanwhile";
  const refused = { kind: "refused", fault: { kind: "changed-list", reason } } as const;
  await moveListImport(db, { id: found.id, from, to: { state: "refused", report: refused, versionId: null } });
  await deleteStagedVersion(db, versionId);
}
