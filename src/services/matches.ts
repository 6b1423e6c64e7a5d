import { insertAudit } from "../db/audit.ts";
import type { CaseUpdate } from "../db/case-updates.ts";
import { readActiveEntries } from "../db/lists.ts";
import {
  countRegionCases,
  findOwningCase,
  readMatchDecision,
  removeMatchDecision,
  writeMatchDecision,
  type DecisionKey,
} from "../db/match-decisions.ts";
import { readReviewMarks } from "../db/match-review.ts";
import { readSubjects, rematchNotices } from "../db/matches.ts";
import { readNotice, type TouchedNotice } from "../db/notices.ts";
import type { Db } from "../db/schema.ts";
import { lockIntake } from "../db/source-state.ts";
import type { ListEntry } from "../domain/list.ts";
import { createRegionIndex, type MatchVerdict } from "../domain/match.ts";
import { isOpen } from "../domain/notice.ts";
import { workAsPerson, type Forbidden, type ServiceContext } from "./context.ts";
import { alignListCases } from "./list-cases.ts";

/** The line and the notice, as `readReviewMarks` gave them when they were shown. */
interface SeenMatch extends DecisionKey {
  readonly mark: string;
}

export interface MatchDecided {
  readonly kind: "decided";
  /** Cases that were opened, and whether some closed. */
  readonly opened: readonly number[];
  readonly closed: boolean;
}

/**
 * `notice`: there is none such, or it is over or not for the region; `entry`: the list has no such line any more;
 * `changed`: the notice, the list or what was decided is another than was seen.
 */
export interface MatchRefused {
  readonly kind: "refused";
  readonly because: "notice" | "entry" | "changed";
}

/**
 * Writes down a curator's word on a match, and brings the region's matches and cases in line with it. The word outlives
 * every new matching.
 */
export async function decideMatch(
  ctx: ServiceContext,
  input: SeenMatch & { verdict: MatchVerdict["verdict"]; reason: string | null },
): Promise<MatchDecided | MatchRefused | Forbidden> {
  const { regionCode, entryKey, noticeId, verdict, reason } = input;
  return workAsPerson(ctx, { permission: "curate", regionCode }, async (trx, { actor, now }) => {
    await lockIntake(trx);
    const touched = await readNotice(trx, noticeId);
    if (touched === null || !isForRegion(touched, regionCode)) return { kind: "refused", because: "notice" };
    const entries = await readActiveEntries(trx, regionCode);
    if (!entries.some((entry) => entry.key === entryKey)) return { kind: "refused", because: "entry" };
    if (!(await isSeen(trx, input))) return { kind: "refused", because: "changed" };
    const before = await readMatchDecision(trx, input);
    await writeMatchDecision(trx, { ...input, accountId: actor.id, now });
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      deed: `match-${verdict}`,
      objectId: noticeId,
      reason,
      before,
      after: { entry: entryKey, verdict },
    });
    return alignRegion(trx, { regionCode, touched, entries, now });
  });
}

/** Takes a word back: what the codes tell of the notice holds again. `gone` when there is no such word. */
export async function undoMatchDecision(
  ctx: ServiceContext,
  input: SeenMatch,
): Promise<MatchDecided | MatchRefused | { readonly kind: "gone" } | Forbidden> {
  const { regionCode, noticeId } = input;
  return workAsPerson(ctx, { permission: "curate", regionCode }, async (trx, { actor, now }) => {
    await lockIntake(trx);
    const before = await readMatchDecision(trx, input);
    const touched = await readNotice(trx, noticeId);
    if (before === null || touched === null) return { kind: "gone" };
    if (!(await isSeen(trx, input))) return { kind: "refused", because: "changed" };
    await removeMatchDecision(trx, input);
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      deed: "match-decision-taken-back",
      objectId: noticeId,
      before,
      after: null,
    });
    return alignRegion(trx, { regionCode, touched, entries: await readActiveEntries(trx, regionCode), now });
  });
}

async function isSeen(db: Db, { regionCode, noticeId, mark }: SeenMatch): Promise<boolean> {
  return (await readReviewMarks(db, { regionCode, noticeIds: [noticeId] })).get(noticeId) === mark;
}

/** What a signal says is never matched, and another region's own notice is not ours. */
function isForRegion({ notice, status, use }: TouchedNotice, regionCode: string): boolean {
  return isOpen(status) && use !== "signals" && (notice.regionCode ?? regionCode) === regionCode;
}

async function alignRegion(
  db: Db,
  input: { regionCode: string; touched: TouchedNotice; entries: readonly ListEntry[]; now: Date },
): Promise<MatchDecided> {
  const { regionCode, touched, entries, now } = input;
  const ownerBefore = await findOwningCase(db, { regionCode, noticeId: touched.id });
  const openBefore = await countRegionCases(db, regionCode);
  const index = createRegionIndex([{ regionCode, entries }]);
  await rematchNotices(db, { regionCodes: [regionCode], index, subjects: await readSubjects(db, [touched]) });
  // A notice that comes to a case that readers know is news to them, as if it had just been reported.
  const tellOwner = async (fresh: readonly number[]): Promise<CaseUpdate[]> => {
    const owner = await findOwningCase(db, { regionCode, noticeId: touched.id });
    if (owner === null || owner === ownerBefore || fresh.includes(owner)) return [];
    const kind = touched.status === "upcoming" ? "announced" : "started";
    return [{ caseId: owner, changes: [{ noticeId: touched.id, kind, from: null, to: null }] }];
  };
  // What a person does at the desk is a person's to tell: nothing is sent.
  const deps = { db, now: () => now, digestChannels: new Set<string>() };
  const opened = await alignListCases(deps, { lists: [{ regionCode, entries }], kind: "list", more: tellOwner });
  return { kind: "decided", opened, closed: (await countRegionCases(db, regionCode)) < openBefore + opened.length };
}
