import { stringsOf } from "../../templates/language.ts";
import { insertAudit } from "../db/audit.ts";
import { returnUpdates, type RegionUpdate } from "../db/case-updates.ts";
import { writeDueTime } from "../db/decisions.ts";
import { readPolicy } from "../db/regions.ts";
import { explainWaiting, gatherUpdate, ignoreUpdate, readDraftedCases, setDueTime } from "../db/rule-decisions.ts";
import type { Db } from "../db/schema.ts";
import type { Deed, RuleActor } from "../domain/audit.ts";
import type { UpdateKind } from "../domain/case.ts";
import { newsOfMove, type ExtentMove } from "../domain/extent-fact.ts";
import { listNews, type NewsKind } from "../domain/news.ts";
import { addHours, decidePolicy, type Policy, type PolicyDecision } from "../domain/policy.ts";
import { chooseUrgency } from "../domain/publication.ts";
import { holdCase, type HeldCase } from "./held-case.ts";
import type { PublishingDeps } from "./publication.ts";
import { publishByRule } from "./rule-publication.ts";

/** An update that has been written down. */
export interface WrittenUpdate extends RegionUpdate {
  readonly updateId: number;
}

/** Updates with the ids that `insertCaseUpdates` gave them. */
export function giveIds(updates: readonly RegionUpdate[], ids: ReadonlyMap<number, number>): WrittenUpdate[] {
  return updates.flatMap((update) => {
    const updateId = ids.get(update.caseId);
    return updateId === undefined ? [] : [{ ...update, updateId }];
  });
}

interface RuleRound {
  readonly kind: UpdateKind;
  readonly now: Date;
}

/**
 * Does with each update what the region's rules say, and writes down which rule said so; what went back before anybody
 * told of it asks nobody. Resolves with the number of messages.
 */
export async function applyRules(
  deps: PublishingDeps,
  round: RuleRound & { readonly regionCodes: readonly string[]; readonly updates: readonly WrittenUpdate[] },
): Promise<number> {
  let published = 0;
  const updates = await leaveOutReturned(deps.db, round.updates);
  const byRegion = Map.groupBy(updates, (update) => update.regionCode);
  for (const regionCode of round.regionCodes)
    published += await applyPolicy(deps, {
      ...round,
      updates: byRegion.get(regionCode) ?? [],
      policy: await readPolicy(deps.db, regionCode),
    });
  return published;
}

/** Without those of cases in which nothing is new any more but moves that end where readers, or the first of them, began. */
async function leaveOutReturned(db: Db, updates: readonly WrittenUpdate[]): Promise<WrittenUpdate[]> {
  const left: WrittenUpdate[] = [];
  for (const update of updates) {
    const held = update.moved === undefined || update.changes.length > 0 ? null : await holdCase(db, update.caseId);
    if (
      held === null ||
      held.moved !== null ||
      held.untold.some(({ moved, changes }) => moved === null || changes.length > 0)
    )
      left.push(update);
    else {
      await returnUpdates(
        db,
        held.untold.map(({ id }) => id),
      );
      await writeDueTime(db, { caseId: update.caseId, dueAt: null });
    }
  }
  return left;
}

async function applyPolicy(
  deps: PublishingDeps,
  round: RuleRound & { readonly updates: readonly WrittenUpdate[]; readonly policy: Policy },
): Promise<number> {
  const { updates, policy } = round;
  // Without rules all is for review, and nothing has to be read to know it.
  if (policy.rules.length === 0) return 0;
  const drafted = await readDraftedCases(
    deps.db,
    updates.map(({ caseId }) => caseId),
  );
  let published = 0;
  for (const update of updates)
    published += await applyRule(deps, { ...round, update, drafted: drafted.has(update.caseId) });
  return published;
}

interface JudgedUpdate extends RuleRound {
  readonly policy: Policy;
  readonly update: WrittenUpdate;
  readonly drafted: boolean;
}

async function applyRule({ db, digestChannels }: PublishingDeps, input: JudgedUpdate): Promise<number> {
  const { update, now } = input;
  const { caseId, updateId } = update;
  const { rule, by } = decide(input, update);
  if (rule === null || by === null) return 0;
  const tell = (deed: Deed, reason: string | null = null) => tellAudit(db, { update, now, by, deed, reason });
  switch (rule.action) {
    case "review":
      if (rule.dueAfterHours !== undefined)
        await setDueTime(db, { caseId, updateId, dueAt: addHours(now, rule.dueAfterHours) });
      return 0;
    case "ignore":
      await ignoreUpdate(db, { updateId, by, reason: rule.reason, now });
      await tell("news-ignored-by-rule", rule.reason);
      return 0;
    case "auto": {
      const held = await holdCase(db, caseId);
      if (held === null) throw new Error(`services/rule-round: unable to find case ${caseId}, which has an update`);
      if (rule.digest === "weekly" && !isWorse(held)) {
        await gatherUpdate(db, { updateId, by });
        await tell("news-gathered-by-rule");
        return 0;
      }
      const hindrance = await sendNews(db, { ...input, held, by, digestChannels });
      if (hindrance === null) return 1;
      await explainWaiting(db, { updateId, reason: hindrance });
      await tell("message-held-back", hindrance);
      return 0;
    }
  }
}

/** What a week's digest must not keep: more is hit than before, or than readers know. */
function isWorse(held: HeldCase): boolean {
  const { facts, moved } = held;
  return (
    (moved !== null && newsOfMove(moved) === "extent-worsened") ||
    (facts !== null && chooseUrgency({ ...held, facts }) === "high")
  );
}

function listKinds(changes: RegionUpdate["changes"], moved: ExtentMove | null | undefined): NewsKind[] {
  return listNews(
    changes.map(({ kind }) => kind),
    moved === undefined || moved === null ? [] : [moved],
  );
}

function decide(
  { policy, kind, update }: JudgedUpdate,
  { changes, types, moved }: Pick<RegionUpdate, "changes" | "types"> & { readonly moved?: ExtentMove | null },
): PolicyDecision {
  const { priority, extent } = update;
  return decidePolicy(policy, { kind, priority, extent, types, changes: listKinds(changes, moved) });
}

/**
 * Publishes the case by the rule. Resolves with null, or with why the rule does not send what it would: somebody is
 * writing, or the message would tell what is not the rule's to tell.
 */
async function sendNews(
  db: Db,
  input: JudgedUpdate & {
    readonly held: HeldCase;
    readonly by: RuleActor;
    readonly digestChannels: ReadonlySet<string>;
  },
): Promise<string | null> {
  const { drafted, held, by, now, digestChannels } = input;
  // The record of a region is in Swedish.
  const words = stringsOf("sv").heldBack;
  if (drafted) return words.draft(by.name);
  // What a rule gathered it has let out already.
  const changes = held.untold.filter(({ decision }) => decision === "pending").flatMap((update) => update.changes);
  const changed = new Set(changes.map((change) => change.noticeId));
  const types = held.notices.filter(({ noticeId }) => changed.has(noticeId)).map(({ notice }) => notice.type);
  if (decide(input, { changes, types, moved: held.moved }).action !== "auto") return words.older(by.name);
  const result = await publishByRule(db, held, { by, now, digestChannels });
  if (result.kind === "published") return null;
  if (result.why === "second-person") return result.reason;
  throw new Error(`services/rule-round: unable to publish case ${held.found.id}: ${result.reason}`);
}

async function tellAudit(
  db: Db,
  input: { update: WrittenUpdate; now: Date; by: RuleActor; deed: Deed; reason: string | null },
): Promise<void> {
  const { update, now, by, deed, reason } = input;
  await insertAudit(db, {
    at: now,
    actor: by,
    regionCode: update.regionCode,
    deed,
    objectId: update.caseId,
    reason,
    after: {
      changes: listKinds(update.changes, update.moved),
      ...(update.moved === undefined ? {} : { moved: update.moved }),
    },
  });
}
