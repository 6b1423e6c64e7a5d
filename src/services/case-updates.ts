import { stringsOf } from "../../templates/language.ts";
import type { Deed, RuleActor } from "../domain/audit.ts";
import type { IsoDate } from "../domain/calendar.ts";
import type { UpdateKind } from "../domain/case.ts";
import type { ExtentMove } from "../domain/extent-fact.ts";
import { listNews, type NewsKind } from "../domain/news.ts";
import { createRegionIndex, type RegionIndex, type RegionList } from "../domain/match.ts";
import { addHours, decidePolicy, type Policy, type PolicyDecision } from "../domain/policy.ts";
import { insertAudit } from "../db/audit.ts";
import { alignCases } from "../db/cases.ts";
import { type RegionUpdate, collectUpdates, insertCaseUpdates } from "../db/case-updates.ts";
import { readActiveLists } from "../db/lists.ts";
import { readSubjects, rematchNotices } from "../db/matches.ts";
import type { TouchedNotice } from "../db/notices.ts";
import { explainWaiting, ignoreUpdate, readDraftedCases, setDueTime } from "../db/rule-decisions.ts";
import { readPolicy } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import { joinMoves, refreshExtents } from "./extents.ts";
import { holdCase } from "./held-case.ts";
import { publishOverviews } from "./overviews.ts";
import type { PublishingDeps } from "./publication.ts";
import { publishByRule } from "./rule-publication.ts";

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
  readonly kind: Exclude<UpdateKind, "list" | "expired">;
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
  if (kind === "baseline") {
    const updates = opened.map(({ caseId }) => ({ caseId, changes: [] }));
    await insertCaseUpdates(db, { kind, decision: "baseline", snapshotId, onDate, updates, now });
    // A source that opens nothing here, such as signals, has no situation to tell.
    const reached = [...new Set(opened.map(({ regionCode }) => regionCode))];
    return publishOverviews(db, { regionCodes: reached, now, digestChannels });
  }
  const updates = joinMoves(
    await collectUpdates(db, { regionCodes, snapshotId, onDate }),
    moved,
    ({ moved: { to }, ...about }): RegionUpdate => ({ ...about, extent: to, changes: [], types: [] }),
  );
  await insertCaseUpdates(db, { kind, decision: "pending", snapshotId, onDate, updates, now });
  let published = 0;
  const byRegion = Map.groupBy(updates, (update) => update.regionCode);
  for (const regionCode of regionCodes)
    published += await publishByPolicy(deps, {
      regionCode,
      updates: byRegion.get(regionCode) ?? [],
      snapshotId,
      onDate,
      kind,
      now,
    });
  return published;
}

interface PolicyRound {
  readonly regionCode: string;
  readonly snapshotId: number;
  readonly onDate: IsoDate;
  readonly kind: "change" | "clock";
  readonly now: Date;
}

/** Does with each update what the region's rules say, and writes down which rule said so. Resolves with the messages. */
async function publishByPolicy(
  deps: PublishingDeps,
  round: PolicyRound & { readonly updates: readonly RegionUpdate[] },
): Promise<number> {
  const { db } = deps;
  const policy = await readPolicy(db, round.regionCode);
  // Without rules all is for review, and nothing has to be read to know it.
  if (policy.rules.length === 0) return 0;
  const drafted = await readDraftedCases(
    db,
    round.updates.map(({ caseId }) => caseId),
  );
  let published = 0;
  for (const update of round.updates)
    published += await applyPolicy(deps, { ...round, policy, update, drafted: drafted.has(update.caseId) });
  return published;
}

interface PolicyUpdate extends PolicyRound {
  readonly policy: Policy;
  readonly update: RegionUpdate;
  readonly drafted: boolean;
}

async function applyPolicy(deps: PublishingDeps, input: PolicyUpdate): Promise<number> {
  const { db } = deps;
  const { update, now } = input;
  const about = { caseId: update.caseId, snapshotId: input.snapshotId, onDate: input.onDate };
  const decision = decide(input, update);
  const { rule, by } = decision;
  if (rule === null || by === null) return 0;
  switch (rule.action) {
    case "review":
      if (rule.dueAfterHours !== undefined)
        await setDueTime(db, { ...about, dueAt: addHours(now, rule.dueAfterHours) });
      return 0;
    case "ignore":
      await ignoreUpdate(db, { ...about, by, reason: rule.reason, now });
      await tellAudit(db, { update, now, by, deed: "news-ignored-by-rule", reason: rule.reason });
      return 0;
    case "auto": {
      const hindrance = await sendNews(deps, { ...input, by });
      if (hindrance === null) return 1;
      await explainWaiting(db, { ...about, reason: hindrance });
      await tellAudit(db, { update, now, by, deed: "message-held-back", reason: hindrance });
      return 0;
    }
  }
}

function listKinds(changes: RegionUpdate["changes"], moved: ExtentMove | undefined): NewsKind[] {
  return listNews(
    changes.map(({ kind }) => kind),
    moved === undefined ? [] : [moved],
  );
}

function decide(
  { policy, kind, update }: PolicyUpdate,
  { changes, types, moved }: Pick<RegionUpdate, "changes" | "types" | "moved">,
): PolicyDecision {
  const { priority, extent } = update;
  return decidePolicy(policy, { kind, priority, extent, types, changes: listKinds(changes, moved) });
}

/**
 * Publishes the case by the rule. Resolves with null, or with why the rule does not send what it would: somebody is
 * writing, or the message would tell what is not the rule's to tell.
 */
async function sendNews(deps: PublishingDeps, input: PolicyUpdate & { by: RuleActor }): Promise<string | null> {
  const { update, drafted, by, now } = input;
  const { caseId } = update;
  // The record of a region is in Swedish.
  const words = stringsOf("sv").heldBack;
  const { name } = by;
  if (drafted) return words.draft(name);
  const held = await holdCase(deps.db, caseId);
  if (held === null) throw new Error(`services/case-updates: unable to find case ${caseId}, which has an update`);
  const changed = new Set(held.changes.map((change) => change.noticeId));
  const types = held.notices.filter(({ noticeId }) => changed.has(noticeId)).map(({ notice }) => notice.type);
  const moved = held.moved ?? undefined;
  if (decide(input, { changes: held.changes, types, ...(moved === undefined ? {} : { moved }) }).action !== "auto")
    return words.older(name);
  const result = await publishByRule(deps.db, held, { by, now, digestChannels: deps.digestChannels });
  if (result.kind === "published") return null;
  if (result.why === "second-person") return result.reason;
  throw new Error(`services/case-updates: unable to publish case ${caseId}: ${result.reason}`);
}

async function tellAudit(
  db: Db,
  input: { update: RegionUpdate; now: Date; by: RuleActor; deed: Deed; reason: string },
): Promise<void> {
  const { update, now, by, deed, reason } = input;
  await insertAudit(db, {
    at: now,
    actor: by,
    regionCode: update.regionCode,
    deed,
    objectId: update.caseId,
    reason,
    after: { changes: listKinds(update.changes, update.moved) },
  });
}
