import type { IsoDate } from "../domain/calendar.ts";
import type { UpdateKind } from "../domain/case.ts";
import { createRegionIndex, type RegionIndex, type RegionList } from "../domain/match.ts";
import { decidePolicy } from "../domain/policy.ts";
import {
  alignCases,
  collectUpdates,
  findCase,
  insertCaseUpdates,
  readCaseNotices,
  type CaseUpdate,
} from "../db/cases.ts";
import { readActiveLists } from "../db/lists.ts";
import { readSubjects, rematchNotices } from "../db/matches.ts";
import type { TouchedNotice } from "../db/notices.ts";
import { EVERYBODY, publishCase, publishOverviews } from "../db/publication.ts";
import { readPolicy } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";

export interface CaseDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly digestChannels: ReadonlySet<string>;
}

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
  readonly kind: Exclude<UpdateKind, "list">;
}

/**
 * Opens, updates and closes cases, and publishes what the regions' rules let out unreviewed. Resolves with the number
 * of messages.
 */
export async function updateCases(deps: CaseDeps, round: ChangeRound): Promise<number> {
  const { db, digestChannels } = deps;
  const { snapshotId, onDate, kind, regions } = round;
  const now = deps.now();
  const opened = await alignCases(db, { lists: regions.lists, now });
  if (kind === "baseline") {
    const updates = opened.map(({ caseId }) => ({ caseId, changes: [] }));
    await insertCaseUpdates(db, { kind, decision: "baseline", snapshotId, onDate, updates, now });
    // A source that opens nothing here, such as signals, has no situation to tell.
    const regionCodes = [...new Set(opened.map(({ regionCode }) => regionCode))];
    return publishOverviews(db, { regionCodes, now, digestChannels });
  }
  const regionCodes = regions.lists.map(({ regionCode }) => regionCode);
  const updates = await collectUpdates(db, { regionCodes, snapshotId, onDate });
  await insertCaseUpdates(db, { kind, decision: "pending", snapshotId, onDate, updates, now });
  let published = 0;
  const byRegion = Map.groupBy(updates, (update) => update.regionCode);
  for (const regionCode of regionCodes)
    published += await publishByPolicy(deps, { regionCode, updates: byRegion.get(regionCode) ?? [], now });
  return published;
}

async function publishByPolicy(
  deps: CaseDeps,
  input: { regionCode: string; updates: readonly CaseUpdate[]; now: Date },
): Promise<number> {
  const { db } = deps;
  const policy = await readPolicy(db, input.regionCode);
  // Without rules all is for review, and nothing has to be read to know it.
  if (policy.rules.length === 0) return 0;
  let published = 0;
  for (const update of input.updates) {
    const found = await findCase(db, update.caseId);
    const changed = new Set(update.changes.map((change) => change.noticeId));
    const notices = await readCaseNotices(db, update.caseId);
    const decision = decidePolicy(policy, {
      priority: found?.entry.priority ?? null,
      changes: update.changes.map((change) => change.kind),
      types: notices.filter(({ noticeId }) => changed.has(noticeId)).map(({ notice }) => notice.type),
    });
    if (decision === "review") continue;
    const result = await publishCase(db, {
      caseId: update.caseId,
      kind: null,
      advice: null,
      audience: EVERYBODY,
      urgency: "normal",
      reviewed: false,
      publishedBy: "rule",
      now: input.now,
      digestChannels: deps.digestChannels,
    });
    if (result.kind === "refused")
      throw new Error(`jobs/ingest: unable to publish case ${update.caseId}: ${result.reason}`);
    published += 1;
  }
  return published;
}
