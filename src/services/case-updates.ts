import { stringsOf } from "../../templates/language.ts";
import type { IsoDate } from "../domain/calendar.ts";
import type { CaseChange, UpdateKind } from "../domain/case.ts";
import { createRegionIndex, type RegionIndex, type RegionList } from "../domain/match.ts";
import { addHours, decidePolicy, type Policy, type PolicyDecision } from "../domain/policy.ts";
import { insertAudit } from "../db/audit.ts";
import {
  alignCases,
  collectUpdates,
  findCase,
  insertCaseUpdates,
  readCaseNotices,
  readPendingChanges,
  type CaseUpdate,
  type RegionCase,
} from "../db/cases.ts";
import { readActiveLists } from "../db/lists.ts";
import { readSubjects, rematchNotices } from "../db/matches.ts";
import type { TouchedNotice } from "../db/notices.ts";
import { publishOverviews } from "../db/publication.ts";
import { explainWaiting, ignoreUpdate, readDraftedCases, setDueTime } from "../db/rule-decisions.ts";
import { readPolicy } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import { actorOf, isUnseenByASecond, publishByRule } from "./rule-publication.ts";

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
  readonly kind: Exclude<UpdateKind, "list" | "expired">;
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
  deps: CaseDeps,
  round: PolicyRound & { readonly updates: readonly CaseUpdate[] },
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
  for (const update of round.updates) {
    const found = await findCase(db, update.caseId);
    if (found === null) throw new Error(`jobs/ingest: unable to find case ${update.caseId}, which has an update`);
    published += await applyPolicy(deps, { ...round, policy, found, update, drafted: drafted.has(found.id) });
  }
  return published;
}

async function applyPolicy(
  deps: CaseDeps,
  input: PolicyRound & { policy: Policy; found: RegionCase; update: CaseUpdate; drafted: boolean },
): Promise<number> {
  const { db } = deps;
  const { policy, found, update, now } = input;
  const notices = await readCaseNotices(db, found.id);
  const decide = (changes: readonly CaseChange[]) => {
    const changed = new Set(changes.map((change) => change.noticeId));
    return decidePolicy(policy, {
      kind: input.kind,
      priority: found.entry.priority,
      changes: changes.map((change) => change.kind),
      types: notices.filter(({ noticeId }) => changed.has(noticeId)).map(({ notice }) => notice.type),
    });
  };
  const about = { caseId: found.id, snapshotId: input.snapshotId, onDate: input.onDate };
  const decision = decide(update.changes);
  const { rule, by } = decision;
  if (rule === null || by === null) return 0;
  switch (rule.action) {
    case "review":
      if (rule.dueAfterHours !== undefined)
        await setDueTime(db, { ...about, dueAt: addHours(now, rule.dueAfterHours) });
      return 0;
    case "ignore":
      await ignoreUpdate(db, { ...about, by, reason: rule.reason, now });
      await tellAudit(db, { ...input, by, what: "news ignored by rule", reason: rule.reason });
      return 0;
    case "auto": {
      const name = rule.name ?? String((decision.place ?? 0) + 1);
      const held = await findHindrance(db, { ...input, decide, name });
      if (held === null) return publishNews(deps, { found, by, now });
      await explainWaiting(db, { ...about, reason: held });
      await tellAudit(db, { ...input, by, what: "message held back", reason: held });
      return 0;
    }
  }
}

/** Why a rule does not send what it would: somebody is writing, or the message would tell what is not the rule's to tell. */
async function findHindrance(
  db: Db,
  input: {
    found: RegionCase;
    drafted: boolean;
    name: string;
    policy: Policy;
    now: Date;
    decide: (changes: readonly CaseChange[]) => PolicyDecision;
  },
): Promise<string | null> {
  // The record of a region is in Swedish.
  const { held } = stringsOf("sv");
  if (input.drafted) return held.draft(input.name);
  const all = input.decide(await readPendingChanges(db, input.found.id));
  if (all.action !== "auto") return held.older(input.name);
  const unseen = input.policy.secondPerson === true && (await isUnseenByASecond(db, input));
  return unseen ? held.unseen(input.name) : null;
}

async function publishNews(deps: CaseDeps, input: { found: RegionCase; by: string; now: Date }): Promise<number> {
  const result = await publishByRule(deps.db, { ...input, digestChannels: deps.digestChannels });
  if (result.kind === "refused")
    throw new Error(`jobs/ingest: unable to publish case ${input.found.id}: ${result.reason}`);
  return 1;
}

async function tellAudit(
  db: Db,
  input: { found: RegionCase; update: CaseUpdate; now: Date; by: string; what: string; reason: string },
): Promise<void> {
  const { found, update, now, by, what, reason } = input;
  await insertAudit(db, {
    at: now,
    actor: actorOf(by),
    regionCode: found.regionCode,
    what,
    object: `case ${found.id}`,
    reason,
    after: { changes: [...new Set(update.changes.map((change) => change.kind))] },
  });
}
