import { nameActor, type Actor } from "../domain/audit.ts";
import { insertAudit } from "../db/audit.ts";
import { alignCases } from "../db/cases.ts";
import { insertCaseUpdates } from "../db/case-updates.ts";
import {
  activateVersion,
  findActiveVersion,
  insertEntries,
  readEntries,
  stageListVersion,
  type ListVersion,
} from "../db/lists.ts";
import { readSubjects, rematchNotices, removeStrayMatches } from "../db/matches.ts";
import { readOpenNotices } from "../db/notices.ts";
import { publishOverviews } from "../services/overviews.ts";
import type { Db } from "../db/schema.ts";
import { lockIntake } from "../db/source-state.ts";
import type { EditChange } from "../domain/list-import.ts";
import { countDifference, diffLists } from "../domain/list-difference.ts";
import type { ListEntry } from "../domain/list.ts";
import { createRegionIndex } from "../domain/match.ts";
import type { IngestDeps } from "../services/intake/ingest-file.ts";

const COMMAND_LINE: Actor = { kind: "command-line", name: null };

/** Takes a list into use on the word of whoever is at the command line, whole or not at all. */
export async function importList(
  deps: IngestDeps,
  input: { regionCode: string; fileName: string; entries: readonly ListEntry[] },
): Promise<{ opened: number }> {
  const { entries, ...version } = input;
  return deps.db.transaction().execute(async (db) => {
    await lockIntake(db);
    const versionId = await stageListVersion(db, { ...version, importedAt: deps.now() });
    await insertEntries(db, { versionId, entries });
    const base = await findActiveVersion(db, version.regionCode);
    return takeVersion(deps, db, { ...version, versionId, base, actor: COMMAND_LINE });
  });
}

/**
 * Takes a staged version into use, in a transaction that holds the intake's lock: the open notices are matched again, and
 * cases opened and closed. The region's first list gets one overview; a later one leaves what it newly covers to the
 * pharmacist.
 */
export async function takeVersion(
  deps: IngestDeps,
  db: Db,
  input: {
    regionCode: string;
    versionId: number;
    /** The version in use until now. */
    base: ListVersion | null;
    actor: Actor;
    /** What was changed at the desk. */
    change?: EditChange;
  },
): Promise<{ opened: number }> {
  const { regionCode, versionId, base, actor, change } = input;
  const now = deps.now();
  const before = base === null ? [] : await readEntries(db, base.id);
  const { first } = await activateVersion(db, { regionCode, versionId, takenAt: now, takenBy: nameActor(actor) });
  const entries = await readEntries(db, versionId);
  await removeStrayMatches(db, { regionCode, entryKeys: entries.map((entry) => entry.key) });
  const subjects = await readSubjects(db, await readOpenNotices(db));
  const index = createRegionIndex([{ regionCode, entries }]);
  await rematchNotices(db, { regionCodes: [regionCode], index, subjects });
  const opened = await alignCases(db, { lists: [{ regionCode, entries }], now });
  const updates = opened.map(({ caseId }) => ({ caseId, changes: [] }));
  const [kind, decision] = first ? (["baseline", "baseline"] as const) : (["list", "pending"] as const);
  await insertCaseUpdates(db, { kind, decision, snapshotId: null, onDate: null, updates, now });
  if (first) await publishOverviews(db, { regionCodes: [regionCode], now, digestChannels: deps.digestChannels });
  const taken = await findActiveVersion(db, regionCode);
  await insertAudit(db, {
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
  return { opened: opened.length };
}

function describeVersion(version: ListVersion | null) {
  if (version === null) return { version: null };
  return { version: version.number, file: version.fileName, entries: version.entries };
}

function findKey(entries: readonly ListEntry[], key: string): ListEntry | null {
  return entries.find((entry) => entry.key === key) ?? null;
}
