import { alignCases, insertCaseUpdates } from "../db/cases.ts";
import { insertListVersion, readActiveEntries } from "../db/lists.ts";
import { readSubjects, rematchNotices, removeStrayMatches } from "../db/matches.ts";
import { readOpenNotices } from "../db/notices.ts";
import { publishOverviews } from "../db/publication.ts";
import { lockIntake } from "../db/snapshots.ts";
import { createRegionIndex } from "../domain/match.ts";
import type { ListEntry } from "../domain/list.ts";
import type { IngestDeps } from "./ingest.handler.ts";

/**
 * Takes a list into use, whole or not at all: the open notices are matched again, and cases opened and closed. The
 * region's first list gets one overview; a later one leaves what it newly covers to the pharmacist.
 */
export async function importList(
  deps: IngestDeps,
  input: { regionCode: string; fileName: string; entries: readonly ListEntry[] },
): Promise<{ opened: number }> {
  const { regionCode } = input;
  const now = deps.now();
  return deps.db.transaction().execute(async (db) => {
    await lockIntake(db);
    const { first } = await insertListVersion(db, { ...input, importedAt: now });
    const list = { regionCode, entries: await readActiveEntries(db, regionCode) };
    await removeStrayMatches(db, { regionCode, entryKeys: list.entries.map((entry) => entry.key) });
    const subjects = await readSubjects(db, await readOpenNotices(db));
    const index = createRegionIndex([list]);
    await rematchNotices(db, { regionCodes: [regionCode], index, subjects });
    const opened = await alignCases(db, { lists: [list], now });
    const updates = opened.map(({ caseId }) => ({ caseId, changes: [] }));
    const [kind, decision] = first ? (["baseline", "baseline"] as const) : (["list", "pending"] as const);
    await insertCaseUpdates(db, { kind, decision, snapshotId: null, onDate: null, updates, now });
    if (first) await publishOverviews(db, { regionCodes: [regionCode], now, digestChannels: deps.digestChannels });
    return { opened: opened.length };
  });
}
