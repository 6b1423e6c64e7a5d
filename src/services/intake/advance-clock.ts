import { stockholmDate } from "../../domain/calendar.ts";
import type { ChangeKind } from "../../domain/change.ts";
import { expireAdvice } from "../../db/case-updates.ts";
import { advanceNotices } from "../../db/notice-changes.ts";
import { lockIntake, readSourceState, readSourcesWithState, writeSourceState } from "../../db/source-state.ts";
import { readRegionLists, rematchRegions, updateCases } from "../case-updates.ts";
import type { PublishingDeps } from "../publication.ts";

export interface ClockResult {
  readonly source: string;
  readonly changes: readonly ChangeKind[];
  readonly published: number;
}

/** Brings every source to today's date. Run twice on a day, or after days of standstill, it tells each change once. */
export async function advanceClock(deps: PublishingDeps): Promise<ClockResult[]> {
  const now = deps.now();
  const today = stockholmDate(now);
  await expireAdvice(deps.db, { today, now });
  const results: ClockResult[] = [];
  for (const source of await readSourcesWithState(deps.db)) {
    const result = await deps.db.transaction().execute(async (db) => {
      await lockIntake(db);
      const state = await readSourceState(db, source);
      if (state === null || state.asOf >= today) return null;
      const { snapshotId } = state;
      const moved = await advanceNotices(db, { source, snapshotId, before: state.asOf, asOf: today });
      await writeSourceState(db, { source, asOf: today, snapshotId });
      const regions = await readRegionLists(db);
      await rematchRegions(db, { regions, touched: moved.touched });
      const published = await updateCases({ ...deps, db }, { regions, snapshotId, onDate: today, kind: "clock" });
      return { source, changes: moved.changes, published };
    });
    if (result !== null) results.push(result);
  }
  return results;
}
