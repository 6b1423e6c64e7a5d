import { sql } from "kysely";
import type { ListEntry } from "../domain/list.ts";
import type { Db } from "./schema.ts";

/** What a prescriber asks of a case. */
export interface NewQuestion {
  readonly regionCode: string;
  readonly caseId: number;
  readonly text: string;
  readonly replyTo: string | null;
  readonly now: Date;
}

export async function insertQuestion(db: Db, question: NewQuestion): Promise<void> {
  await db
    .insertInto("question")
    .values({
      region_code: question.regionCode,
      case_id: question.caseId,
      text: question.text,
      reply_to: question.replyTo,
      asked_at: question.now,
      state: "open",
      closing_note: null,
      closed_by: null,
    })
    .execute();
}

/** Makes those who ask of the region wait for each other until the transaction ends, so that none slips past a count. */
export async function lockQuestions(trx: Db, regionCode: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`questions of ${regionCode}`}))`.execute(trx);
}

/** How many have been asked in the last hour and day, of the case and of its whole region. */
export async function countQuestions(
  db: Db,
  input: { regionCode: string; caseId: number; now: Date },
): Promise<{ caseHour: number; caseDay: number; regionHour: number; regionDay: number }> {
  const hourAgo = new Date(input.now.getTime() - 3_600_000);
  return db
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

/** Closes an open question of the region and erases its reply address, which nobody needs any more. */
export async function writeClosedQuestion(
  trx: Db,
  input: { regionCode: string; id: number; note: string; accountId: number; now: Date },
): Promise<{ readonly caseId: number | null } | null> {
  const { regionCode, id, note, accountId, now } = input;
  const row = await trx
    .updateTable("question")
    .set({ state: "closed", reply_to: null, closing_note: note, closed_by: accountId, closed_at: now })
    .where("id", "=", id)
    .where("region_code", "=", regionCode)
    .where("state", "=", "open")
    .returning("case_id as caseId")
    .executeTakeFirst();
  return row ?? null;
}
