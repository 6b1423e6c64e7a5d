import { nameActor, type RuleActor } from "../domain/audit.ts";
import type { Db } from "./schema.ts";

/** Which of the cases somebody has an open draft on. */
export async function readDraftedCases(db: Db, caseIds: readonly number[]): Promise<Set<number>> {
  if (caseIds.length === 0) return new Set();
  const rows = await db
    .selectFrom("draft")
    .select("case_id")
    .where("case_id", "in", caseIds)
    .where("state", "in", ["draft", "submitted", "scheduled"])
    .execute();
  return new Set(rows.map((row) => row.case_id));
}

/** A rule lets the update be: nothing is sent, and the reason stays with it. */
export async function ignoreUpdate(
  db: Db,
  input: { updateId: number; by: RuleActor; reason: string; now: Date },
): Promise<void> {
  await selectPending(db, input.updateId)
    .set({ decision: "ignored", decided_at: input.now, decided_by: nameActor(input.by), reason: input.reason })
    .execute();
}

/** The update waits though a rule would have sent it: why. */
export async function explainWaiting(
  db: Db,
  { updateId, reason }: { updateId: number; reason: string },
): Promise<void> {
  await selectPending(db, updateId).set({ reason }).execute();
}

/** Why a rule that would tell of the case's fallen advice does not. */
export async function explainFallen(db: Db, { caseId, reason }: { caseId: number; reason: string }): Promise<void> {
  await db
    .updateTable("case_update")
    .set({ reason })
    .where("case_id", "=", caseId)
    .where("kind", "=", "fallen")
    .where("decision", "=", "pending")
    .execute();
}

/** A rule keeps the update for the week's digest. */
export async function gatherUpdate(db: Db, { updateId, by }: { updateId: number; by: RuleActor }): Promise<void> {
  await selectPending(db, updateId)
    .set({ decision: "gathered", decided_by: nameActor(by) })
    .execute();
}

/** What was gathered in a case is for a person after all: why. */
export async function leaveGathered(db: Db, { caseId, reason }: { caseId: number; reason: string }): Promise<void> {
  await db
    .updateTable("case_update")
    .set({ decision: "pending", decided_by: null, reason })
    .where("case_id", "=", caseId)
    .where("decision", "=", "gathered")
    .execute();
}

/** A case with news that rules gathered, and when the first of it came. */
export interface GatheredCase {
  readonly caseId: number;
  readonly since: Date;
}

export async function readGatheredCases(db: Db): Promise<GatheredCase[]> {
  return db
    .selectFrom("case_update")
    .select((eb) => ["case_id as caseId", eb.fn.min("created_at").as("since")])
    .where("decision", "=", "gathered")
    .groupBy("case_id")
    .orderBy("case_id")
    .execute();
}

function selectPending(db: Db, updateId: number) {
  return db.updateTable("case_update").where("id", "=", updateId).where("decision", "=", "pending");
}

/** Says when a decision is due, unless that is said already; what was due for news that is decided counts no more. */
export async function setDueTime(db: Db, input: { caseId: number; updateId: number; dueAt: Date }): Promise<void> {
  await db
    .updateTable("region_case")
    .set({ due_at: input.dueAt })
    .where("id", "=", input.caseId)
    .where((eb) =>
      eb.or([
        eb("due_at", "is", null),
        eb.not(
          eb.exists(
            eb
              .selectFrom("case_update as older")
              .select("older.id")
              .where("older.case_id", "=", input.caseId)
              .where("older.decision", "=", "pending")
              .where("older.id", "<>", input.updateId),
          ),
        ),
      ]),
    )
    .execute();
}
