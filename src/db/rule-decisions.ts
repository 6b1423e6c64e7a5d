import { nameActor, type RuleActor } from "../domain/audit.ts";
import type { IsoDate } from "../domain/calendar.ts";
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

/** The one update that a round of changes gave a case. */
export interface RoundUpdate {
  readonly caseId: number;
  readonly snapshotId: number;
  readonly onDate: IsoDate;
}

/** A rule lets the update be: nothing is sent, and the reason stays with it. */
export async function ignoreUpdate(
  db: Db,
  input: RoundUpdate & { by: RuleActor; reason: string; now: Date },
): Promise<void> {
  await updateRound(db, input)
    .set({ decision: "ignored", decided_at: input.now, decided_by: nameActor(input.by), reason: input.reason })
    .execute();
}

/** The update waits though a rule would have sent it: why. */
export async function explainWaiting(db: Db, input: RoundUpdate & { reason: string }): Promise<void> {
  await updateRound(db, input).set({ reason: input.reason }).execute();
}

function updateRound(db: Db, { caseId, snapshotId, onDate }: RoundUpdate) {
  return db
    .updateTable("case_update")
    .where("case_id", "=", caseId)
    .where("snapshot_id", "=", snapshotId)
    .where("on_date", "=", onDate)
    .where("decision", "=", "pending");
}

/** Says when a decision is due, unless that is said already; what was due for news that is decided counts no more. */
export async function setDueTime(db: Db, input: RoundUpdate & { dueAt: Date }): Promise<void> {
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
              .where((older) =>
                older.or([
                  older("older.snapshot_id", "is", null),
                  older("older.snapshot_id", "<>", input.snapshotId),
                  older("older.on_date", "<>", input.onDate),
                ]),
              ),
          ),
        ),
      ]),
    )
    .execute();
}
