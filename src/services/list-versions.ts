import { insertAudit } from "../db/audit.ts";
import { findImportToWorkOn, moveListImport, type ListImport } from "../db/list-imports.ts";
import {
  activateVersion,
  deleteStagedVersion,
  findActiveVersion,
  insertEntries,
  readEntries,
  stageListVersion,
  type ListVersion,
} from "../db/lists.ts";
import { readSubjects, rematchNotices, removeStrayMatches } from "../db/matches.ts";
import { readOpenNotices } from "../db/notices.ts";
import type { Db } from "../db/schema.ts";
import { lockIntake } from "../db/source-state.ts";
import type { EditChange, ListImportReport } from "../domain/list-import.ts";
import { nameActor, type Actor } from "../domain/audit.ts";
import { countDifference, diffLists } from "../domain/list-difference.ts";
import type { ListEntry } from "../domain/list.ts";
import { createRegionIndex } from "../domain/match.ts";
import { FORBIDDEN, mayDo, type Forbidden } from "./context.ts";
import { giveStandardRules } from "./policies.ts";
import { publishOverviews } from "./overviews.ts";
import type { PublishingContext } from "./publication.ts";
import { alignListCases } from "./list-cases.ts";

/** `opened`: how many cases. */
export interface ListTaken {
  readonly kind: "taken";
  readonly opened: number;
}

/** Takes lines into use as a region's list, whole or not at all, without asking anybody. */
export async function importList(
  ctx: PublishingContext,
  input: { regionCode: string; fileName: string; entries: readonly ListEntry[] },
): Promise<ListTaken | Forbidden> {
  const { entries, ...version } = input;
  const { regionCode } = version;
  if (!mayDo(ctx, "curate", regionCode)) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    await lockIntake(trx);
    const versionId = await stageListVersion(trx, { ...version, importedAt: ctx.now });
    await insertEntries(trx, { versionId, entries });
    const base = await findActiveVersion(trx, regionCode);
    return putIntoUse(ctx, trx, { regionCode, versionId, base, actor: ctx.actor });
  });
}

/**
 * Takes a staged version into use once, in the name of whoever asked for it, if the list that it was compared with still
 * is in use. If not, an import goes back to them, to be compared again, and a change made at the desk is refused.
 */
export async function activateStagedList(
  ctx: PublishingContext,
  { importId }: { importId: number },
): Promise<ListTaken | { readonly kind: "nothing-to-do" | "given-back" }> {
  return ctx.db.transaction().execute(async (trx) => {
    await lockIntake(trx);
    const found = await findImportToWorkOn(trx, importId);
    if (found?.state !== "taking" || found.versionId === null) return { kind: "nothing-to-do" };
    const { report, regionCode, versionId } = found;
    if (report === null || !("take" in report) || report.take === undefined) return { kind: "nothing-to-do" };
    const base = await findActiveVersion(trx, regionCode);
    if (report.baseVersionId !== (base?.id ?? null)) {
      await giveBack(trx, { found, report, versionId });
      return { kind: "given-back" };
    }
    const change = report.kind === "edit" ? { change: report.change } : {};
    const taken = await putIntoUse(ctx, trx, { regionCode, versionId, base, actor: report.take, ...change });
    await moveListImport(trx, { id: importId, from: ["taking"], to: { state: "taken" } });
    return taken;
  });
}

async function giveBack(
  trx: Db,
  input: { found: ListImport; report: ListImportReport; versionId: number },
): Promise<void> {
  const { found, report, versionId } = input;
  const from = ["taking"] as const;
  if (report.kind === "read") {
    const { take: _, ...rest } = report;
    await moveListImport(trx, { id: found.id, from, to: { state: "read", report: rest } });
    return;
  }
  const reason = "the list in use was changed meanwhile";
  const refused = { kind: "refused", fault: { kind: "changed-list", reason } } as const;
  await moveListImport(trx, { id: found.id, from, to: { state: "refused", report: refused, versionId: null } });
  await deleteStagedVersion(trx, versionId);
}

/**
 * Takes a staged version into use, in a transaction that holds the intake's lock: the open notices are matched again, and
 * cases opened and closed. The region's first list gets one overview; a later one leaves what it newly covers to the
 * pharmacist.
 */
async function putIntoUse(
  { now, digestChannels }: PublishingContext,
  trx: Db,
  input: {
    regionCode: string;
    versionId: number;
    /** The version in use until now. */
    base: ListVersion | null;
    actor: Actor;
    /** What was changed at the desk. */
    change?: EditChange;
  },
): Promise<ListTaken> {
  const { regionCode, versionId, base, actor, change } = input;
  const before = base === null ? [] : await readEntries(trx, base.id);
  // Versions are numbered by when they were taken: whoever waited for the lock comes after what was taken meanwhile.
  const takenAt = base !== null && base.takenAt > now ? base.takenAt : now;
  const { first } = await activateVersion(trx, { regionCode, versionId, takenAt, takenBy: nameActor(actor) });
  const entries = await readEntries(trx, versionId);
  await removeStrayMatches(trx, { regionCode, entryKeys: entries.map((entry) => entry.key) });
  const subjects = await readSubjects(trx, await readOpenNotices(trx));
  const index = createRegionIndex([{ regionCode, entries }]);
  await rematchNotices(trx, { regionCodes: [regionCode], index, subjects });
  const deps = { db: trx, now: () => now, digestChannels };
  const opened = await alignListCases(deps, { lists: [{ regionCode, entries }], kind: first ? "baseline" : "list" });
  if (first) await publishOverviews(trx, { regionCodes: [regionCode], now, digestChannels });
  const taken = await findActiveVersion(trx, regionCode);
  await insertAudit(trx, {
    at: now,
    actor,
    regionCode,
    deed: change === undefined ? "list-taken-into-use" : `list-entry-${change.what}`,
    objectId: regionCode,
    before: { ...describeVersion(base), ...(change === undefined ? {} : { entry: findKey(before, change.key) }) },
    after: {
      ...describeVersion(taken),
      ...(change === undefined
        ? countDifference(diffLists(before, entries))
        : { entry: findKey(entries, change.newKey ?? change.key) }),
    },
  });
  if (first) await giveStandardRules(trx, { regionCode, now });
  return { kind: "taken", opened: opened.length };
}

function describeVersion(version: ListVersion | null) {
  if (version === null) return { version: null };
  return { version: version.number, file: version.fileName, entries: version.entries };
}

function findKey(entries: readonly ListEntry[], key: string): ListEntry | null {
  return entries.find((entry) => entry.key === key) ?? null;
}
