import type { IsoDate } from "../domain/calendar.ts";
import type { UpdateKind } from "../domain/case.ts";
import { createRegionIndex, type RegionIndex, type RegionList } from "../domain/match.ts";
import { alignCases } from "../db/cases.ts";
import { type RegionUpdate, collectUpdates, insertCaseUpdates } from "../db/case-updates.ts";
import { readActiveLists } from "../db/lists.ts";
import { readSubjects, rematchNotices } from "../db/matches.ts";
import type { TouchedNotice } from "../db/notices.ts";
import type { Db } from "../db/schema.ts";
import { reviewAdvice, tellFallenAdvice } from "./advice-review.ts";
import { joinMoves, refreshExtents } from "./extents.ts";
import { publishOverviews } from "./overviews.ts";
import type { PublishingDeps } from "./publication.ts";
import { applyRules, giveIds } from "./rule-round.ts";

/** The lists in use, ready to be matched against. */
export interface RegionLists {
  readonly lists: readonly RegionList[];
  readonly index: RegionIndex;
}

export async function readRegionLists(db: Db): Promise<RegionLists> {
  const lists = await readActiveLists(db);
  return { lists, index: createRegionIndex(lists) };
}

/** Matches notices against every region's list. */
export async function rematchRegions(
  db: Db,
  input: { regions: RegionLists; touched: readonly TouchedNotice[] },
): Promise<void> {
  const subjects = await readSubjects(db, input.touched);
  const { lists, index } = input.regions;
  await rematchNotices(db, { regionCodes: lists.map(({ regionCode }) => regionCode), index, subjects });
}

/** What a round of changes was made by, and when. */
export interface ChangeRound {
  readonly regions: RegionLists;
  readonly snapshotId: number;
  readonly onDate: IsoDate;
  /** `baseline`: the source's first file, which opens cases and floods nobody. */
  readonly kind: Exclude<UpdateKind, "list" | "expired" | "fallen">;
}

/**
 * Opens, updates and closes cases, and publishes what the regions' rules let out unreviewed. Resolves with the number
 * of messages.
 */
export async function updateCases(deps: PublishingDeps, round: ChangeRound): Promise<number> {
  const { db, digestChannels } = deps;
  const { snapshotId, onDate, kind, regions } = round;
  const now = deps.now();
  const opened = await alignCases(db, { lists: regions.lists, now });
  const regionCodes = regions.lists.map(({ regionCode }) => regionCode);
  const moved = await refreshExtents(db, { regionCodes, snapshotId: kind === "baseline" ? null : snapshotId });
  await reviewAdvice(db, { regionCodes, now });
  if (kind === "baseline") {
    const updates = opened.map(({ caseId }) => ({ caseId, changes: [] }));
    await insertCaseUpdates(db, { kind, decision: "baseline", snapshotId, onDate, updates, now });
    // A source that opens nothing here, such as signals, has no situation to tell.
    const reached = [...new Set(opened.map(({ regionCode }) => regionCode))];
    // Where no overview tells it, what another source's case has become waits for a person.
    const untold = moved.filter(({ regionCode }) => !reached.includes(regionCode));
    const moves = joinMoves([], untold, ({ caseId }) => ({ caseId, changes: [] }));
    await insertCaseUpdates(db, { kind: "change", decision: "pending", snapshotId, onDate, updates: moves, now });
    const overviews = await publishOverviews(db, { regionCodes: reached, now, digestChannels });
    return overviews + (await tellFallenAdvice(deps, { regionCodes }));
  }
  const updates = joinMoves(
    await collectUpdates(db, { regionCodes, snapshotId, onDate }),
    moved,
    ({ moved: { to }, ...about }): RegionUpdate => ({ ...about, extent: to, changes: [], types: [] }),
  );
  const ids = await insertCaseUpdates(db, { kind, decision: "pending", snapshotId, onDate, updates, now });
  const published = await applyRules(deps, { regionCodes, kind, updates: giveIds(updates, ids), now });
  return published + (await tellFallenAdvice(deps, { regionCodes }));
}
