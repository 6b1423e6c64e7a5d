import type { PersonActor } from "../domain/audit.ts";
import { createRegionIndex, type MatchVerdict } from "../domain/match.ts";
import type { ListEntry } from "../domain/list.ts";
import { isOpen } from "../domain/notice.ts";
import { insertAudit } from "./audit.ts";
import { alignCases } from "./cases.ts";
import { insertCaseUpdates, type CaseUpdate } from "./case-updates.ts";
import { readActiveEntries } from "./lists.ts";
import { readReviewMarks } from "./match-review.ts";
import { readSubjects, rematchNotices } from "./matches.ts";
import { readNotice, type TouchedNotice } from "./notices.ts";
import type { Db } from "./schema.ts";
import { lockIntake } from "./source-state.ts";

export interface MatchDecision extends MatchVerdict {
  readonly regionCode: string;
  readonly noticeId: number;
  readonly reason: string | null;
  /** Of what the page showed, from `readReviewMarks`. */
  readonly mark: string;
  readonly actor: PersonActor;
  readonly now: Date;
}

export type MatchDecisionResult =
  | {
      readonly kind: "decided";
      /** Cases that were opened, and whether some closed. */
      readonly opened: readonly number[];
      readonly closed: boolean;
    }
  /**
   * `notice`: there is none such, or it is over or not for the region; `entry`: the list has no such line any more;
   * `changed`: the notice, the list or what was decided is another than was seen.
   */
  | { readonly kind: "refused"; readonly because: "notice" | "entry" | "changed" };

/**
 * Writes down a curator's word on a match, and brings the region's matches and cases in line with it in one transaction.
 * The word outlives every new matching.
 */
export async function decideMatch(database: Db, decision: MatchDecision): Promise<MatchDecisionResult> {
  const { regionCode, entryKey, noticeId, verdict, reason, actor, now } = decision;
  return database.transaction().execute(async (db) => {
    await lockIntake(db);
    const touched = await readNotice(db, noticeId);
    if (touched === null || !isForRegion(touched, regionCode)) return { kind: "refused", because: "notice" };
    const entries = await readActiveEntries(db, regionCode);
    if (!entries.some((entry) => entry.key === entryKey)) return { kind: "refused", because: "entry" };
    if (!(await isSeen(db, decision))) return { kind: "refused", because: "changed" };
    const before = await readDecision(db, decision);
    const row = { verdict, reason, decided_by: actor.id, decided_at: now };
    await db
      .insertInto("match_decision")
      .values({ ...row, region_code: regionCode, entry_key: entryKey, notice_id: noticeId })
      .onConflict((conflict) => conflict.columns(["region_code", "entry_key", "notice_id"]).doUpdateSet(row))
      .execute();
    await insertAudit(db, {
      at: now,
      actor,
      regionCode,
      deed: `match-${verdict}`,
      objectId: noticeId,
      reason,
      before,
      after: { entry: entryKey, verdict },
    });
    return alignRegion(db, { regionCode, touched, entries, now });
  });
}

/** Takes a word back: what the codes tell of the notice holds again. False when there is no such word. */
export async function undoMatchDecision(
  database: Db,
  input: Omit<MatchDecision, "verdict" | "reason">,
): Promise<MatchDecisionResult | null> {
  const { regionCode, entryKey, noticeId, actor, now } = input;
  return database.transaction().execute(async (db) => {
    await lockIntake(db);
    const before = await readDecision(db, input);
    const touched = await readNotice(db, noticeId);
    if (before === null || touched === null) return null;
    if (!(await isSeen(db, input))) return { kind: "refused", because: "changed" };
    await db
      .deleteFrom("match_decision")
      .where("region_code", "=", regionCode)
      .where("entry_key", "=", entryKey)
      .where("notice_id", "=", noticeId)
      .execute();
    await insertAudit(db, {
      at: now,
      actor,
      regionCode,
      deed: "match-decision-taken-back",
      objectId: noticeId,
      before,
      after: null,
    });
    return alignRegion(db, { regionCode, touched, entries: await readActiveEntries(db, regionCode), now });
  });
}

async function isSeen(db: Db, about: Pick<MatchDecision, "regionCode" | "noticeId" | "mark">): Promise<boolean> {
  const { regionCode, noticeId, mark } = about;
  return (await readReviewMarks(db, { regionCode, noticeIds: [noticeId] })).get(noticeId) === mark;
}

/** What a signal says is never matched, and another region's own notice is not ours. */
function isForRegion({ notice, status, use }: TouchedNotice, regionCode: string): boolean {
  return isOpen(status) && use !== "signals" && (notice.regionCode ?? regionCode) === regionCode;
}

async function readDecision(
  db: Db,
  key: Pick<MatchDecision, "regionCode" | "entryKey" | "noticeId">,
): Promise<{ entry: string; verdict: MatchVerdict["verdict"]; reason: string | null } | null> {
  const row = await db
    .selectFrom("match_decision")
    .select(["entry_key as entry", "verdict", "reason"])
    .where("region_code", "=", key.regionCode)
    .where("entry_key", "=", key.entryKey)
    .where("notice_id", "=", key.noticeId)
    .executeTakeFirst();
  return row ?? null;
}

async function alignRegion(
  db: Db,
  input: { regionCode: string; touched: TouchedNotice; entries: readonly ListEntry[]; now: Date },
): Promise<MatchDecisionResult> {
  const { regionCode, touched, entries, now } = input;
  const ownerBefore = await findOwningCase(db, { regionCode, noticeId: touched.id });
  const openBefore = await countOpen(db, regionCode);
  const index = createRegionIndex([{ regionCode, entries }]);
  await rematchNotices(db, { regionCodes: [regionCode], index, subjects: await readSubjects(db, [touched]) });
  const aligned = await alignCases(db, { lists: [{ regionCode, entries }], now });
  const opened = aligned.map(({ caseId }) => caseId);
  const owner = await findOwningCase(db, { regionCode, noticeId: touched.id });
  const updates: CaseUpdate[] = opened.map((caseId) => ({ caseId, changes: [] }));
  // A notice that comes to a case that readers know is news to them, as if it had just been reported.
  if (owner !== null && owner !== ownerBefore && !opened.includes(owner)) {
    const kind = touched.status === "upcoming" ? "announced" : "started";
    updates.push({ caseId: owner, changes: [{ noticeId: touched.id, kind, from: null, to: null }] });
  }
  await insertCaseUpdates(db, { kind: "list", decision: "pending", snapshotId: null, onDate: null, updates, now });
  return { kind: "decided", opened, closed: (await countOpen(db, regionCode)) < openBefore + opened.length };
}

/** The case that tells the notice's news in the region; null when none does. */
async function findOwningCase(db: Db, about: { regionCode: string; noticeId: number }): Promise<number | null> {
  const row = await db
    .selectFrom("match")
    .innerJoin("region_case as c", (join) =>
      join.onRef("c.entry_key", "=", "match.entry_key").onRef("c.region_code", "=", "match.region_code"),
    )
    .select("c.id")
    .where("match.region_code", "=", about.regionCode)
    .where("match.notice_id", "=", about.noticeId)
    .where("match.owns", "=", true)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function countOpen(db: Db, regionCode: string): Promise<number> {
  const { open } = await db
    .selectFrom("region_case")
    .select((eb) => eb.fn.countAll<number>().as("open"))
    .where("region_code", "=", regionCode)
    .where("status", "=", "open")
    .executeTakeFirstOrThrow();
  return open;
}
