import type { PersonActor } from "../domain/audit.ts";
import { sql } from "kysely";
import type { ListEntry } from "../domain/list.ts";
import { insertAudit } from "./audit.ts";
import type { Db } from "./schema.ts";

/** What pharmacists can read: whoever sends more, from however many addresses, drowns the others' questions. */
const MAX_QUESTIONS = { perCase: { hour: 30, day: 60 }, perRegion: { hour: 120, day: 300 } } as const;

/** Stores what a prescriber asks of a case; false when the case or its region has had too many of late. */
export async function insertQuestion(
  db: Db,
  input: { regionCode: string; caseId: number; text: string; replyTo: string | null; now: Date },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // One after the other, so that none slips past the count.
    await sql`select pg_advisory_xact_lock(hashtext(${`questions of ${input.regionCode}`}))`.execute(trx);
    if (await isFlooded(trx, input)) return false;
    await trx
      .insertInto("question")
      .values({
        region_code: input.regionCode,
        case_id: input.caseId,
        text: input.text,
        reply_to: input.replyTo,
        asked_at: input.now,
        state: "open",
        closing_note: null,
        closed_by: null,
      })
      .execute();
    return true;
  });
}

async function isFlooded(db: Db, input: { regionCode: string; caseId: number; now: Date }): Promise<boolean> {
  const hourAgo = new Date(input.now.getTime() - 3_600_000);
  const { caseHour, caseDay, regionHour, regionDay } = await db
    .selectFrom("question")
    .select(({ fn }) => [
      fn
        .countAll<number>()
        .filterWhere("case_id", "=", input.caseId)
        .filterWhere("asked_at", ">", hourAgo)
        .as("caseHour"),
      fn.countAll<number>().filterWhere("case_id", "=", input.caseId).as("caseDay"),
      fn.countAll<number>().filterWhere("asked_at", ">", hourAgo).as("regionHour"),
      fn.countAll<number>().as("regionDay"),
    ])
    .where("region_code", "=", input.regionCode)
    .where("asked_at", ">", new Date(input.now.getTime() - 86_400_000))
    .executeTakeFirstOrThrow();
  const { perCase, perRegion } = MAX_QUESTIONS;
  return (
    caseHour >= perCase.hour || caseDay >= perCase.day || regionHour >= perRegion.hour || regionDay >= perRegion.day
  );
}

export interface OpenQuestion {
  readonly id: number;
  readonly caseId: number | null;
  readonly entry: ListEntry | null;
  readonly text: string;
  readonly replyTo: string | null;
  readonly askedAt: Date;
}

/** A region's questions that wait for an answer, those that have waited longest first. */
export async function readOpenQuestions(
  db: Db,
  input: { regionCode: string; limit: number; offset: number },
): Promise<OpenQuestion[]> {
  return db
    .selectFrom("question")
    .leftJoin("region_case as c", "c.id", "question.case_id")
    .select([
      "question.id",
      "question.case_id as caseId",
      "c.entry",
      "question.text",
      "question.reply_to as replyTo",
      "question.asked_at as askedAt",
    ])
    .where("question.region_code", "=", input.regionCode)
    .where("question.state", "=", "open")
    .orderBy("question.asked_at")
    .orderBy("question.id")
    .limit(input.limit)
    .offset(input.offset)
    .execute();
}

/**
 * Closes a question of the region and erases its reply address, which nobody needs any more. False when there is no such
 * open question.
 */
export async function closeQuestion(
  database: Db,
  input: { regionCode: string; id: number; note: string; actor: PersonActor; now: Date },
): Promise<boolean> {
  const { regionCode, id, note, actor, now } = input;
  return database.transaction().execute(async (db) => {
    const closed = await db
      .updateTable("question")
      .set({ state: "closed", reply_to: null, closing_note: note, closed_by: actor.id, closed_at: now })
      .where("id", "=", id)
      .where("region_code", "=", regionCode)
      .where("state", "=", "open")
      .returning("case_id")
      .executeTakeFirst();
    if (closed === undefined) return false;
    await insertAudit(db, {
      at: now,
      actor,
      regionCode,
      deed: "question-closed",
      objectId: id,
      before: { state: "open", case: closed.case_id },
      after: { state: "closed", note },
    });
    return true;
  });
}
